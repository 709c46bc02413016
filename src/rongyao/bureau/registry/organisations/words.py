"""Fields of an organisation as a page shows them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import FIELD_WORDS, FIELDS


def shown_value(row: Organisation, name: str) -> str:
    """One field in words."""
    value = getattr(row, name)
    if name == "is_member":
        return _("Yes") if value else _("No")
    if name == "industry":
        return INDUSTRIES.words_of(value) if value else ""
    if name in ("scale", "school_kind"):
        return str(getattr(row, f"get_{name}_display")())
    return "" if value is None else str(value)


def opened_values(row: Organisation) -> dict[str, str]:
    """Every field as the editor sees it when the form opens."""
    return {name: shown_value(row, name) for name in FIELDS[row.kind]}


def lines_of(row: Organisation) -> list[tuple[str, str]]:
    """(label, value) of every field of its kind, for a summary; an empty one says so."""
    return [
        (str(FIELD_WORDS[name]), shown_value(row, name) or _("not recorded")) for name in FIELDS[row.kind]
    ]
