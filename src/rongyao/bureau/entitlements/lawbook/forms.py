"""Statute files to take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.templatetags.ui import in_language
from rongyao.law import coverage

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


class CoverageForm(forms.Form):
    """Which text and which state; what is none of them shows everything."""

    text = forms.ChoiceField(label=_("Text of the law"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        texts = [(text.key, in_language(text)) for text in coverage.texts()]
        states = [(code, in_language({"zh": zh, "en": en})) for code, (zh, en) in coverage.STATES.items()]
        self.fields["text"].choices = [every, *texts]  # type: ignore[attr-defined]
        self.fields["state"].choices = [every, *states]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """``{"text": key or "", "state": code or ""}``."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def said(self) -> list[tuple[str, str]]:
        """The filters in words, for the sheet that says what a list holds."""
        chosen = self.chosen()
        fields: list[tuple[str, Any]] = list(self.fields.items())
        return [
            (str(field.label), str(dict(field.choices)[chosen[name]]))
            for name, field in fields
            if chosen[name]
        ]
