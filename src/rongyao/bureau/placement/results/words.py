"""Words of the public result: why somebody has no place, receipt numbers, posts, points."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.placement.results.models import Place, Record

WHY: dict[str, Any] = {
    "nothing_left": _("no post was left to choose"),
    "list_exhausted": _("every post on the list was taken or not open to this person"),
    "waived": _("gave the choice up"),
    "absent": _("was absent"),
    "vacate": _("gave the post up afterwards"),
    "exclude": _("took no further part"),
    "N0": _("no order was open to this person"),
    "N1": _("an order with room is not on the list, or nothing open to this person is"),
    "N2": _("no class on the list opened"),
    "N3": _("every wish was full of people earlier in the order"),
    "N4": _("with others, after too few places"),
    "N5": _("withdrew, or handed the list in late"),
}
LOOKS = {"checked": "you", "published": "done", "replaced": "plain", "withdrawn": "late", "dropped": "plain"}
SHOWN = 8


def receipt_number(token: str) -> str:
    """The beginning of a token as it is printed: "a7f3·91c2"."""
    return f"{token[:4]}·{token[4:SHOWN]}"


def groups_of_four(digest: str) -> str:
    """The first sixteen signs of a digest, in fours, to be compared by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def either(zh: str, en: str) -> str:
    """The one in the reader's language; the other where it is empty."""
    return (zh or en) if (get_language() or "zh").startswith("zh") else (en or zh)


def title_of(record: Record) -> str:
    return either(record.title, record.title_en)


def post_names(record: Record) -> dict[str, str]:
    """Identifier of a post → employer and post in words."""
    return {
        one["id"]: " ".join(filter(None, (one["employer"], one["zh"]))) or one["id"] for one in record.posts
    }


def group_names(record: Record) -> list[str]:
    return [either(zh, en) or name for name, zh, en in record.groups]


def tie_words(record: Record, place: Place) -> list[str]:
    """What told the row from its neighbours: the tie keys opened, and the lot."""
    labels = {name: either(zh, en) for name, zh, en in record.keys}
    said = [f"{labels.get(name, name)} {value}" for name, value in place.ties]
    return [*said, str(_("the lot"))] if place.is_by_lot else said
