"""Statute files to take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 2 * 1024 * 1024


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class StatuteFiles(forms.FileField):
    """Several Markdown files; the clean value is ``[(name, text)]``."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = [super(StatuteFiles, self).clean(one, initial) for one in data or [None]]
        return [self._read(one) for one in given]

    def _read(self, file: UploadedFile[Any]) -> tuple[str, str]:
        name = str(file.name)
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("%(file)s is larger than 2 MB.") % {"file": name})
        try:
            return name, file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("%(file)s is not UTF-8 text.") % {"file": name}) from error


class ImportForm(forms.Form):
    """Markdown files, one statute each."""

    texts = StatuteFiles(
        label=_("Statute files (.md)"),
        help_text=_("One statute a file, named like “title(2024-07-29).md”: the day is that of the text."),
        widget=ManyFiles(attrs={"accept": ".md,text/markdown"}),
        error_messages={"required": _("Choose at least one file.")},
    )
