"""Choosing what a list is reckoned from, filtering its lines, setting it aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.forms import EVERY, lang
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries.standards import keys_text, own_row
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import DayField


class ReckonForm(forms.Form):
    """Which amounts are new (whole tables and single entries), and over which months."""

    new = forms.MultipleChoiceField(
        label=_("What came in late"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one table or amount.")},
    )  # fmt: skip
    since = DayField(may_come=True, label=_("First month"), help_text=_("Any day of it."))
    until = DayField(
        may_come=True,
        label=_("Last month"),
        help_text=_("Any day of it; a month is reckoned as on its first day."),
    )

    def __init__(self, *args: Any, entries: Iterable[StandardEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered(entries)
        field = self.fields["new"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, words) for code, (words, _entries) in self.offered.items()]

    def entries(self) -> list[StandardEntry]:
        """The entries behind what was ticked."""
        found = {entry.pk: entry for code in self.cleaned_data["new"] for entry in self.offered[code][1]}
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("since"), data.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last month lies before the first."))
        return data


def offered(entries: Iterable[StandardEntry]) -> dict[str, tuple[str, list[StandardEntry]]]:
    """A whole table is one line, a single amount one line: code → (words, entries)."""
    found: dict[str, tuple[str, list[StandardEntry]]] = {}
    for entry in entries:
        table = next(iter(entry.tables.all()), None)
        code = f"table:{table.pk}" if table else f"entry:{entry.pk}"
        found.setdefault(code, (_words(entry, is_table=table is not None), []))[1].append(entry)
    return found


def _words(entry: StandardEntry, *, is_table: bool) -> str:
    which = _("whole table") if is_table else keys_text(own_row(entry))
    parts = (
        which,
        entry.starts_on.isoformat(),
        f"{entry.document} {entry.document_no}",
        entry.get_state_display(),
    )
    return " · ".join(str(part) for part in parts if part)


class LineFilterForm(forms.Form):
    """Narrows the lines of a list; unknown values are ignored."""

    town = forms.ChoiceField(label=_("Town"), required=False)
    entitlement = forms.ChoiceField(label=_("What is due"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "town": [(town.path, town.short_name) for town in towns],
            "entitlement": [(key, label(key, lang())) for key in keys],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*EVERY, *listed]
