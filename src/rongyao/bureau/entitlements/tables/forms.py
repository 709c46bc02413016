"""A whole table on a page: the document, and an amount for each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.forms import LEVEL_WORDS, levels_here, read_fen, read_rate
from rongyao.bureau.entitlements.queries.standards import KEY_WORDS, MILLIONTHS, key_label
from rongyao.bureau.entitlements.tables.rules import Keys
from rongyao.bureau.foundation.ui.forms import DayField, MoneyInput
from rongyao.law.standards import StandardName

DOCUMENT = ("level", "starts_on", "ends_on", "document", "document_no", "issued_on")
LARGEST = 2 * 1024 * 1024


class BookForm(forms.Form):
    """The filled workbook."""

    file = forms.FileField(
        label=_("The filled workbook"),
        help_text=_("The one downloaded here, as xlsx. It is read and shown; nothing is entered yet."),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB: a table is much smaller."))
        content: bytes = file.read()
        return content


class TableForm(forms.Form):
    """The document and its days, then one field for each cell."""

    level = forms.ChoiceField(label=_("Level"))
    starts_on = DayField(may_come=True, label=_("First day in force"))
    ends_on = DayField(may_come=True, label=_("Last day in force"), required=False)
    document = forms.CharField(label=_("Document"), max_length=160)
    document_no = forms.CharField(label=_("Document number"), max_length=80)
    issued_on = DayField(label=_("Date of the document"))

    def __init__(self, *args: Any, standard: StandardName, cells: Sequence[Keys], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standard, self.places = standard, list(cells)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [(code, LEVEL_WORDS[code]) for code in levels_here()]
        for keys in cells:
            self.fields[field_of(keys)] = forms.CharField(
                label=cell_label(standard, keys), max_length=20, widget=MoneyInput
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        if (issued := data.get("issued_on")) and issued > timezone.localdate():
            self.add_error("issued_on", _("The document is dated after today. Copy the date from it."))
        for keys in self.places:
            self._clean_cell(field_of(keys))
        return data

    def _clean_cell(self, name: str) -> None:
        if name not in self.cleaned_data:
            return
        text = str(self.cleaned_data[name]).replace(",", "").replace("，", "").removesuffix("元").strip()
        try:
            self.cleaned_data[name] = read_rate(text) if self.standard.unit == "ratio" else read_fen(text)
        except forms.ValidationError as error:
            self.add_error(name, error)

    def cells(self) -> dict[Keys, int]:
        """The amounts by cell, once the form is valid."""
        return {keys: self.cleaned_data[field_of(keys)] for keys in self.places}


def field_of(keys: Keys) -> str:
    return "cell_" + "_".join(keys)


def cell_label(standard: StandardName, keys: Keys) -> str:
    """Which case a cell is: "Disability grade 6 · Cause of disability duty"."""
    return " · ".join(
        f"{KEY_WORDS.get(key, key)} {key_label(key, code)}"
        for key, code in zip(standard.keys, keys, strict=True)
    )


def filled(standard: StandardName, head: Mapping[str, Any], cells: Mapping[Keys, int]) -> dict[str, Any]:
    """What a workbook said, as the fields of the form."""
    scale = MILLIONTHS if standard.unit == "ratio" else 100
    amounts = {
        field_of(keys): format((Decimal(value) / scale).normalize(), "f") for keys, value in cells.items()
    }
    return {**{name: head.get(name, "") for name in DOCUMENT}, "level": "national", **amounts}
