"""The record handed in; the reason it goes; what narrows its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.placement.results.rules import UnableToReadRecord, files_of
from rongyao.bureau.placement.results.words import group_names, post_names

LARGEST = 30 * 1024 * 1024


class RecordFileField(forms.FileField):
    """A packed folder or a record in one file; the clean value is name → text."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 30 MB."))
        try:
            return files_of(str(file.name), file.read())
        except UnableToReadRecord as error:
            raise forms.ValidationError(str(error)) from error


class KeepForm(forms.Form):
    """A record, and what it is called on the public page."""

    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        widget=line(),
        help_text=_("As people will look for it, such as 2026年安置选岗结果."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False, widget=line())
    file = RecordFileField(
        label=_("File of the record"),
        help_text=_(
            "The folder that “rongyao place” or “rongyao match” wrote, packed as .zip; or the record in one file (.json)."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json"}),
        error_messages={"required": _("Choose the file of the record.")},
    )


class ReasonForm(forms.Form):
    """Why a record goes."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in"}),
        error_messages={"required": _("Write the reason.")},
    )


class PlacesForm(forms.Form):
    """Which rows of a record; unknown values are ignored."""

    post = forms.ChoiceField(label=_("Post"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), ("placed", _("has a place")), ("unplaced", _("has none"))],
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = {
            "post": list(post_names(record).items()),
            "group": [(str(n), name) for n, name in enumerate(group_names(record))],
        }
        for name, choices in listed.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]
        if len(record.groups) < 2:
            del self.fields["group"]
