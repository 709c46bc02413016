"""Handing papers in, several at once; narrowing the list; reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.rules.kinds import ACCEPT, KINDS

ALL = ("", _("All"))
MOST_AT_ONCE = 20


class ManyFiles(forms.ClearableFileInput):
    """A box that takes several files; on a telephone it offers the camera as well."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is judged later, on its own, so that one bad file does not lose the others."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not files:
            raise forms.ValidationError(_("Choose at least one file, or take a photograph."))
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Not more than 20 files at once."))
        return files


class HandInForm(forms.Form):
    papers = ManyFilesField(
        label=_("Photographs or files"),
        help_text=_("Several at once. JPG, PNG, PDF, OFD, DOCX or XLSX, each up to 20 MB."),
        widget=ManyFiles(attrs={"class": "in", "accept": ACCEPT}),
    )
    about = forms.CharField(
        label=_("What it is"),
        help_text=_("For instance: discharge certificate, both sides."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )


class PapersFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Name of the file, or what it is"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"class": "in"}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *KeptFile.State.choices])
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ALL, *((code, code.upper()) for code in KINDS)]
    )


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("How it was checked"),
        help_text=_("With which scanner, on which machine. It stays on the record."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in"}),
    )


class DestroyForm(forms.Form):
    reason = forms.CharField(
        label=_("On what ground"),
        help_text=_("The rule on how long it is kept, or the person's wish. It stays on the record."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
