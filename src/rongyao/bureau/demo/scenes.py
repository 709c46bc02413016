"""Puts something into every worklist, through the same actions that officers use.

A few dozen people of two towns are worked out at once, as of different days, so that some clocks are
late and some have just begun; everybody else is left to the worker.
"""

from __future__ import annotations

import datetime as dt
import secrets
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet

from rongyao.bureau.demo import lawdesk, placements, rounds, society, staff, upkeep
from rongyao.bureau.demo import rosters as sample
from rongyao.bureau.demo.staff import BUILDER
from rongyao.bureau.entitlements.actions import decisions, letters, proposals, runs, standards
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Decision, Letter, Proposal, ReportUp
from rongyao.bureau.entitlements.rules.proposing import SETTLED_AFTER_YEARS, needs_second
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.actions import accounts, corrections, rosters
from rongyao.bureau.registry.models import Person

# So many days back people are worked out as of then: clocks that are late, soon due, and begun today.
ROUNDS = (45, 27, 12, 0)
# How many people a round, and how many of the disabled and of the dead, in the first town and in the other.
FIRST_TOWN, OTHER_TOWN = (6, 3, 3), (2, 1, 1)
GRANTED, SERVED = 6, 3
SAMPLE_NAME = "演示_退役人员花名册.xlsx"
PROVINCE = "江苏省退役军人事务厅"
MADE_UP = "演示文件（并非真实标准，仅供演示）"
MADE_UP_FEN = 12_345_00


@transaction.atomic
def stage(*, on: dt.date) -> None:
    """Fill the worklists of the two demonstration towns as of ``on``, and hand everybody to the worker."""
    lawdesk.confirm_reported(on=on)
    town = _path(staff.YUSHAN, on)
    _work_out(town, FIRST_TOWN, on)
    _work_out(_path(staff.BACHENG, on), OTHER_TOWN, on)
    officer, director = staff.actor(staff.OFFICER, on), staff.actor(staff.DIRECTOR, on)
    _decide(town, officer, on)
    _ask_and_report(town, officer, on)
    _sign_second(town, officer, director, on)
    _enter_standard(officer, on)
    lawdesk.stage(on=on)
    _upload_roster(officer, on)
    _bind_a_veteran(on)
    upkeep.stage(on=on)
    society.stage(on=on)
    placements.stage(on=on)
    rounds.stage(on=on)
    runs.start(by=BUILDER, why="demo", on=on)


def _path(code: str, on: dt.date) -> str:
    return valid_on(on).get(code=code).path


def _work_out(town: str, many: tuple[int, int, int], on: dt.date) -> None:
    a_round, disabled_too, dead_too = many
    seen: list[int] = []
    for days in ROUNDS:
        day = on - dt.timedelta(days=days)
        # Earlier discharges are taken as settled on paper and would make no proposal.
        since = day.replace(year=day.year - SETTLED_AFTER_YEARS, day=1).isoformat()
        left = _with("discharged_on", town, facts__value__gte=since, facts__value__lte=day.isoformat())
        seen += _determine(left.exclude(pk__in=seen), a_round, day)
    disabled = _with("disability_grade", town, facts__value__gte=1)
    seen += _determine(disabled.exclude(pk__in=seen), disabled_too, on)
    _determine(_with("died_in_service", town, facts__value=True), dead_too, on)


def _with(name: str, town: str, **value: Any) -> QuerySet[Person]:
    """The people of a town whose current fact ``name`` has such a value."""
    return Person.objects.filter(
        path__startswith=town, facts__name=name, facts__ended_at__isnull=True, **value
    ).order_by("pk")


def _determine(people: QuerySet[Person], many: int, day: dt.date) -> list[int]:
    chosen = list(people.values_list("pk", flat=True)[:many])
    determine(by=BUILDER, people=Person.objects.filter(pk__in=chosen), on=day)
    return chosen


def _open(town: str, **of: Any) -> list[Proposal]:
    rows = Proposal.objects.filter(path__startswith=town, state=Proposal.State.OPEN, **of)
    return list(rows.select_related("determination", "person", "clock").order_by("clock__due_on", "pk"))


def _decide(town: str, officer: Actor, on: dt.date) -> None:
    """Grants below the limit with their letters; some letters served, some still to serve."""
    payable = [row for row in _open(town, determination__is_payable=True) if not _needs_second(row)]
    for row in payable[:GRANTED]:
        _grant(row, officer, on, "材料齐全，条件均已核对。")
    for letter in Letter.objects.filter(decision__path__startswith=town).order_by("pk")[:SERVED]:
        letters.serve(by=officer, letter=letter, how="in_person", on=on, note="本人签收", today=on)


def _needs_second(row: Proposal) -> bool:
    """As the signing will judge it: an amount that is not payable is granted in kind and counts as none."""
    said = row.determination
    return needs_second(row.entitlement, said.amount_fen if said.is_payable else None, decisions.limit_fen())


def _grant(row: Proposal, by: Actor, on: dt.date, reason: str) -> Decision:
    seen = row.determination.finding_hash
    return decisions.grant(by=by, proposal=row, seen=seen, reason=reason, on=on)


def _ask_and_report(town: str, officer: Actor, on: dt.date) -> None:
    """One proposal waits for a paper, one for the province; one was refused there and so is refused here."""
    waiting = [row for row in _open(town, determination__answer="yes") if not _needs_second(row)]
    # A clock that ran out stays late whatever is asked for then, so what is asked for is asked in time.
    waiting.sort(key=lambda row: (not row.determination.is_payable, _is_late(row, on)))
    for row, step in zip(waiting, (_ask, _report, _refuse_as_the_province), strict=False):
        step(row, officer, on)


def _is_late(row: Proposal, on: dt.date) -> bool:
    return bool(row.clock and row.clock.due_on and row.clock.due_on < on)


def _ask(row: Proposal, officer: Actor, on: dt.date) -> None:
    proposals.ask_for_paper(
        by=officer, proposal=row, asked=["enlisted_on"], note="档案入伍页字迹不清，请携带入伍批准书。", on=on
    )


def _report(row: Proposal, officer: Actor, on: dt.date) -> ReportUp:
    return proposals.report_up(
        by=officer, proposal=row, to=PROVINCE, why="档案记载前后不一，报请核定。", on=on
    )


def _refuse_as_the_province(row: Proposal, officer: Actor, on: dt.date) -> None:
    sent = _report(row, officer, on)
    proposals.enter_outside_decision(
        by=officer, report=sent, document_no="演示〔2026〕7号", decided_on=on, is_granted=False,
        words="档案材料不足以认定（演示）。", on=on,
    )  # fmt: skip
    row.refresh_from_db()
    decisions.refuse(
        by=officer,
        proposal=row,
        seen=row.determination.finding_hash,
        reason="省厅未予认定，依其决定办理。",
        on=on,
    )


def _sign_second(town: str, officer: Actor, director: Actor, on: dt.date) -> None:
    """Signed once: the first is signed second too, the others wait for it."""
    for place, row in enumerate(
        [row for row in _open(town, determination__answer="yes") if _needs_second(row)][:3]
    ):
        decision = _grant(row, officer, on, "材料齐全，金额较大，提请第二人签字。")
        if place == 0:
            decisions.countersign(by=director, decision=decision, seen=row.determination.finding_hash, on=on)


def _enter_standard(officer: Actor, on: dt.date) -> None:
    """A standard waits for its second person. Its document says that it is made up."""
    standards.enter(
        by=officer, name="conscript_allowance", keys={}, level="city", division_code="3205",
        starts_on=dt.date(on.year, 1, 1), ends_on=None, value=MADE_UP_FEN, document=MADE_UP,
        document_no="演示〔2026〕1号", issued_on=dt.date(on.year, 1, 1),
    )  # fmt: skip


def _upload_roster(officer: Actor, on: dt.date) -> None:
    """A roster full of faults has come in; the worker reads it and the officer finds it waiting."""
    made = BytesIO()
    sample.write(sample.faulty(on), made)
    rosters.upload(
        by=officer, file=SimpleUploadedFile(SAMPLE_NAME, made.getvalue()), given_by="演示部队", dated_on=on,
        division=valid_on(on).get(code=staff.YUSHAN), certified=[],
    )  # fmt: skip


def _bind_a_veteran(on: dt.date) -> None:
    """Somebody of the first town who has a letter and something still open signs in and disputes a fact."""
    person = _veteran(_path(staff.YUSHAN, on))
    if person is None:
        return
    code = accounts.print_slip(by=staff.actor(staff.CLERK, on), person=person)
    user = accounts.activate(code=code, id_last4=person.id_last4, password=secrets.token_urlsafe(18))
    corrections.ask_correction(
        by=actor_for(user, on),
        field="honours",
        stated_value="",
        words="我在部队还立过一次三等功，档案里没有。",
    )


def _veteran(town: str) -> Person | None:
    """Preferably one whose letter was served and who has another proposal open."""
    here = Person.objects.filter(path__startswith=town, proposals__state__in=Proposal.OPEN_STATES).exclude(
        id_last4=""
    )
    served = here.filter(decisions__letter__served_on__isnull=False)
    return served.order_by("pk").first() or here.order_by("pk").first()
