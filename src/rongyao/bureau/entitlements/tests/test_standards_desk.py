"""Standards: two persons, one document, and from then on it pays."""

from __future__ import annotations

import datetime as dt

import pytest

from people import TODAY
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.forms import StandardForm
from rongyao.bureau.entitlements.jobs import determine_people
from rongyao.bureau.entitlements.models import Determination, DeterminationRun, StandardEntry
from rongyao.bureau.entitlements.queries import affected
from rongyao.bureau.entitlements.queries import standards as queries
from rongyao.bureau.entitlements.queries.rerun import rerun
from rongyao.bureau.entitlements.tests.known import DEATH, PAY_STANDARD
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.law.standards import NAMES


def entered(cast, by=None, **other) -> StandardEntry:
    args = {
        "name": PAY_STANDARD, "keys": {}, "level": "national", "division_code": "", "starts_on": dt.date(2024, 10, 1),
        "ends_on": None, "value": 750_000, "document": "示例文件", "document_no": "示例〔2024〕1号",
        "issued_on": dt.date(2024, 9, 20),
    }  # fmt: skip
    return standards.enter(by=cast.actor(by or cast.lin), **{**args, **other})


def test_an_entry_pays_only_after_another_person_confirmed_it(cast, fallen):
    found = Determination.objects.get(entitlement=DEATH, ended_at__isnull=True)
    assert (found.amount_fen, found.is_payable) == (None, False)
    before = queries.effective()
    row = entered(cast)
    assert queries.effective().equals(before)
    standards.confirm(by=cast.actor(cast.wei), entry=row, on=TODAY)
    run = DeterminationRun.objects.get()
    assert run.person_ids == [fallen.pk]
    determine_people(run.pk)
    now = Determination.objects.get(entitlement=DEATH, ended_at__isnull=True)
    # The weaker of the two standards is published. 20 × the year's national urban income of 54,188.00 and 40 months of the higher basic pay, 8,000.00.
    assert (now.amount_fen, now.is_payable, now.confidence) == (140_376_000, True, "published")
    assert rerun(now).is_identical
    found.refresh_from_db()
    assert rerun(found).is_identical, "the old answer still computes under the standards it was made with"


def test_nobody_confirms_their_own_entry(cast):
    row = entered(cast, by=cast.wei)
    with pytest.raises(standards.UnableToConfirmStandard):
        standards.confirm(by=cast.actor(cast.wei), entry=row, on=TODAY)


def test_a_refused_entry_never_pays_and_a_withdrawn_one_no_longer(cast, fallen):
    wei, before = cast.actor(cast.wei), queries.effective()
    row = entered(cast)
    with pytest.raises(standards.UnableToConfirmStandard):
        standards.refuse(by=wei, entry=row, reason=" ")
    standards.refuse(by=wei, entry=row, reason="数字与文件不符")
    with pytest.raises(standards.UnableToConfirmStandard):
        standards.confirm(by=wei, entry=row, on=TODAY)
    again = standards.confirm(by=wei, entry=entered(cast), on=TODAY)
    assert not queries.effective().equals(before)
    standards.withdraw(by=wei, entry=again, reason="录错了起始日", on=TODAY)
    assert queries.effective().equals(before)
    verbs = set(Event.objects.filter(verb__startswith="standard.").values_list("verb", flat=True))
    assert verbs == {"standard.entered", "standard.refused", "standard.confirmed", "standard.withdrawn"}
    assert not WorkItem.objects.filter(kind="entitlements.standard_confirm", state="open").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "nothing"}, {"keys": {"grade": "6"}}, {"level": "province"}, {"value": 0},
        {"ends_on": dt.date(2024, 1, 1)}, {"document_no": " "},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_an_entry_that_does_not_fit_its_standard_is_refused(cast, wrong):
    with pytest.raises(standards.UnableToEnterStandard):
        entered(cast, **wrong)
    assert StandardEntry.objects.count() == 0


def test_the_same_cell_is_not_entered_twice(cast):
    entered(cast)
    with pytest.raises(standards.UnableToEnterStandard):
        entered(cast)


def test_rights_of_the_standards_desk(cast):
    with pytest.raises(NotAllowed):
        entered(cast, by=cast.sun)
    row = entered(cast)
    for user in (cast.lin, cast.hao, cast.ma):
        with pytest.raises(NotAllowed):
            standards.confirm(by=cast.actor(user), entry=row, on=TODAY)


def test_people_concerned_are_counted_by_town_and_small_counts_are_withheld(cast, fallen):
    assert affected.by_town(PAY_STANDARD) == [affected.TownCount("玉山镇", None)]
    assert affected.people_of(PAY_STANDARD) == [fallen.pk]


@pytest.mark.parametrize("typed", ["1e9", "1000000000", "-1", "0", "NaN", "7,320.555", "abc"])
def test_what_is_no_amount_is_not_entered_as_one(typed):
    form = StandardForm({"value": typed}, standard=NAMES[PAY_STANDARD], cells={})
    assert "value" in form.errors


def test_a_document_of_tomorrow_is_not_entered():
    form = StandardForm({"issued_on": "2026-11-25"}, standard=NAMES[PAY_STANDARD], cells={})
    assert "issued_on" in form.errors
    form = StandardForm({"issued_on": "2026-11-24"}, standard=NAMES[PAY_STANDARD], cells={})
    assert "issued_on" not in form.errors
