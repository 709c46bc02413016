"""What stands for each part of an address: an example on one side, and the row whose scope the address answers to.

A new address whose part is not named here fails the matrix, which says what to add.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from access import filling
from access.sides import Side
from rongyao.bureau.entitlements.tests import known
from rongyao.law.facts import FACTS

Example = Callable[[Side], Any]
JUDGED = next(name for name, known in FACTS.items() if known.judged)
PART = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")


def row(label: str) -> Example:
    return lambda side: filling.row(side, label)


def text(value: str) -> Example:
    return lambda _side: value


def code(name: str) -> Example:
    return lambda side: side.codes[name]


def person(number: int = 0) -> Example:
    return lambda side: side.people[number]


def _answer(side: Side) -> Any:
    """What the law gives the side's first person in money, as it stands now."""
    label = "entitlements.Determination"
    made = type(filling.row(side, label)).objects
    found = made.get(person=side.person, entitlement=known.MONEY, ended_at=None)
    return side.rows.setdefault("money", found)


def _sitting(side: Side) -> Any:
    """A round that calls people up, drawn."""
    return side.rows["round that sits"]


# Part of the address -> its example, whatever the address.
ANYWHERE: dict[str, Example] = {
    "person_id": person(),
    "message_id": row("notices.Message"),
    "batch_id": row("notices.Batch"),
    "file_id": row("files.KeptFile"),
    "roster_id": row("registry.RosterImport"),
    "correction_id": row("registry.Correction"),
    "kin_id": row("families.Kin"),
    "agreement_id": row("families.HelperAgreement"),
    "organisation_id": row("organisations.Organisation"),
    "representative_id": row("organisations.Representative"),
    "request_id": row("organisations.ChangeRequest"),
    "import_id": row("organisations.ListImport"),
    "station_id": row("registry.Station"),
    "sheet_id": row("upkeep.Sheet"),
    "joining_id": row("upkeep.Joining"),
    "disposal_id": row("upkeep.Disposal"),
    "erasure_id": row("upkeep.Erasure"),
    "proposal_id": row("entitlements.Proposal"),
    "determination_id": lambda side: _answer(side),
    "letter_id": row("entitlements.Letter"),
    "item_id": row("queue.WorkItem"),
    "token_id": row("api.Token"),
    "record_id": row("results.Record"),
    "round_id": row("rounds.Round"),
    "entrant_id": row("rounds.Entrant"),
    "user_id": lambda side: side.users["clerk"],
    "appointment_id": row("access.Appointment"),
}
# Beginning of the address -> examples for its parts that mean something else elsewhere; the longest beginning wins.
BELOW: dict[str, dict[str, Example]] = {
    "link/": {"token": code("link")},
    "verify/": {"code": lambda side: filling.row(side, "entitlements.Letter").verify_code},
    "api/v1/letters/": {"code": lambda side: filling.row(side, "entitlements.Letter").verify_code},
    "api/v1/law/entitlements/": {"key": text("resettlement_2011.discharge_money")},
    "api/v1/people/": {"name": text("honours")},
    "manage/identities/": {"number": row("federation.Identity")},
    "me/file/wrong/": {"field": text("phone")},
    "ui/kit/": {"page": text("form")},
    "desk/placement/rounds/<int:round_id>/": {"part": text("sources")},
    "desk/placement/rounds/<int:round_id>/sitting/": {"round_id": _sitting, "verb": text("call")},
    "desk/placement/rounds/<int:round_id>/begin/": {"round_id": _sitting},
    "desk/placement/rounds/<int:round_id>/day-rules/": {"round_id": _sitting},
    "placement/board/": {"round_id": _sitting},
    "placement/check/": {"name": text("rongyao_verify.html")},
    "desk/papers/to/": {"label": text("registry.person"), "number": person()},
    "me/papers/to/": {"label": text("registry.person"), "number": person()},
    "desk/papers/held/": {"file_id": lambda side: side.rows["held paper"]},
    "desk/people/": {"field": text("phone"), "name": text("in_tibet"), "fact": text(JUDGED)},
    "desk/import/": {"number": lambda side: filling.row(side, "registry.RosterRow").number},
    "desk/families/kin/": {"field": text("phone")},
    "desk/background/of/": {"kind": text("schooling")},
    "desk/background/of/<int:person_id>/months/": {"kind": text("hard_area")},
    "desk/background/": {"kind": text("schooling"), "entry_id": row("background.Schooling")},
    "desk/organisations/doubles/": {
        "first_id": row("organisations.Organisation"),
        "second_id": lambda side: side.rows["organisation:twin"],
    },
    "desk/organisations/new/": {"kind": text("employer")},
    "desk/organisations/import/template/": {"kind": text("employer")},
    "desk/organisations/import/": {"number": lambda side: filling.row(side, "organisations.ListRow").number},
    "org/": {"field": text("credit_code")},
    "desk/upkeep/doubles/": {"first_id": person(), "second_id": person(1)},
    "desk/returns/": {"code": text("file_register")},
    "desk/standards/": {"name": text("disability_pension")},
    "desk/standards/entries/": {"pk": row("entitlements.StandardEntry")},
    "desk/standards/impact/": {"pk": row("impact.ImpactRun")},
    "desk/standards/tables/": {"pk": row("tables.StandardTable"), "name": text("disability_pension")},
    "desk/arrears/": {"pk": row("arrears.ArrearsList")},
    "desk/arrears/lines/": {"pk": row("arrears.ArrearsLine")},
    "desk/whatif/": {"pk": row("whatif.Scenario")},
    "desk/readings/": {"pk": row("readings.ReadingChoice")},
    "desk/proposals/": {"pk": row("entitlements.Proposal")},
    "desk/reports/": {"pk": row("entitlements.ReportUp")},
    "desk/decisions/": {"pk": row("entitlements.Decision")},
    "desk/findings/": {"pk": row("entitlements.Determination")},
    "desk/determine/": {"pk": row("entitlements.DeterminationRun")},
    "desk/letters/": {"pk": row("entitlements.Letter")},
    "law/text/": {"pk": row("lawbook.Statute")},
    "law/": {"pack": text("resettlement_2011"), "number": text("21")},
}  # fmt: skip


class NoExample(Exception):
    """A part of an address for which the world knows nothing."""


@dataclass(frozen=True)
class Address:
    """One address with everything in it, and the rows its parts name."""

    path: str
    rows: tuple[Any, ...]


def parts(route: str) -> list[str]:
    return [one or other for one, other in PART.findall(route)]


def example(route: str, part: str) -> Example:
    """The example for one part of one address.

    Raises:
        NoExample: with the words that tell a developer what to write.
    """
    beginnings = sorted((one for one in BELOW if route.startswith(one)), key=len, reverse=True)
    for beginning in beginnings:
        if part in BELOW[beginning]:
            return BELOW[beginning][part]
    if part in ANYWHERE:
        return ANYWHERE[part]
    raise NoExample(
        f"/{route}: the matrix knows no example for the part <{part}>. Name one in tests/access/examples.py "
        f"(ANYWHERE for every address, BELOW for this one), and make its row in tests/access/sides.py."
    )


def address(route: str, side: Side) -> Address:
    """The address with this side's examples in it."""
    rows: list[Any] = []

    def put(found: re.Match[str]) -> str:
        value = example(route, found[1] or found[2])(side)
        if hasattr(value, "_meta"):
            rows.append(value)
            value = value.pk
        return str(value)

    return Address(f"/{PART.sub(put, route)}", tuple(rows))


def takes(view: Any) -> frozenset[str]:
    """The methods a view takes, as Django's decorators were told; GET and POST where they were told nothing."""
    while view is not None:
        names = getattr(view, "__code__", None) and view.__code__.co_freevars
        cells = dict(zip(names or (), view.__closure__ or (), strict=False)) if names else {}
        if "request_method_list" in cells:
            return frozenset(cells["request_method_list"].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return frozenset({"GET", "POST"})
