"""Arrears in the office: what a late raise adds, a second on top of it, a reversal; nothing is paid."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from people import TODAY
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.arrears import actions
from rongyao.bureau.entitlements.arrears.models import ArrearsLine, ArrearsList
from rongyao.bureau.entitlements.arrears.rules import Said, ledger_of, packed, side_by_side, unpacked
from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.entitlements.tests.known import PENSION, PENSION_TABLE, disabled
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.models import Person
from rongyao.law.arrears import months, total

AUGUST, NOVEMBER = dt.date(2026, 8, 1), dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


def in_use(cast, yuan: int, starts: dt.date = AUGUST):
    row = standards.enter(
        by=cast.actor(cast.lin), name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
        division_code="", starts_on=starts, ends_on=None, value=yuan * 100, document="示例文件",
        document_no=f"示例〔2026〕{yuan}号", issued_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    return standards.confirm(by=cast.actor(cast.wei), entry=row, on=TODAY)


def worked_out(people):
    chosen = Person.objects.filter(pk__in=[person.pk for person in people])
    determine(by=Actor.system(), people=chosen, on=TODAY, entitlements=[PENSION])


def reckon(cast, *entries, by=None, until=NOVEMBER) -> ArrearsList:
    return actions.reckon(by=cast.actor(by or cast.wei), entries=entries, since=AUGUST, until=until, on=TODAY)


@pytest.fixture
def pensioners(cast):
    people = [*disabled(cast, 2, cast.town_a), *disabled(cast, 1, cast.town_b, first=200)]
    worked_out(people)
    return people


def test_a_raise_announced_four_months_late_is_owed_for_four_months(cast, pensioners):
    found = reckon(cast, in_use(cast, 49_620))
    lines = ArrearsLine.objects.filter(arrears=found)
    assert [line.total_fen for line in lines] == [4 * 12_000] * 3
    first = unpacked(lines[0].months)
    assert [month.month.month for month in first] == [8, 9, 10, 11]
    assert {month.basis for month in first} == {"table"}
    assert (first[0].before_fen, first[0].after_fen) == (401_500, 413_500)


def test_nothing_is_determined_or_paid_by_a_list(cast, pensioners):
    entry = in_use(cast, 49_620)
    kept = list(Determination.objects.values_list("pk", "amount_fen", "ended_at"))
    reckon(cast, entry)
    assert list(Determination.objects.values_list("pk", "amount_fen", "ended_at")) == kept


def test_a_second_raise_adds_to_the_first_and_taking_it_back_takes_it_off(cast, pensioners):
    first = reckon(cast, in_use(cast, 49_620))
    second_entry = in_use(cast, 50_820, dt.date(2026, 9, 1))
    second = reckon(cast, second_entry)
    months_of = unpacked(second.lines.first().months)
    assert {month.basis for month in months_of} == {"earlier"}
    assert [month.difference_fen for month in months_of] == [0, 10_000, 10_000, 10_000]
    standards.withdraw(by=cast.actor(cast.wei), entry=second_entry, reason="文件更正", on=TODAY)
    back = reckon(cast, second_entry)
    owed = {
        one: sum(line.total_fen for line in ArrearsLine.objects.filter(arrears=one))
        for one in (first, second, back)
    }
    assert owed == {first: 144_000, second: 90_000, back: -90_000}


def test_the_same_list_twice_owes_nothing_more(cast, pensioners):
    entry = in_use(cast, 49_620)
    reckon(cast, entry)
    with pytest.raises(actions.UnableToReckon):
        reckon(cast, entry)
    assert ArrearsList.objects.count() == 1


def test_what_was_determined_then_counts_before_the_table(cast, pensioners):
    Determination.objects.filter(person=pensioners[0]).update(on=dt.date(2026, 10, 1), amount_fen=4_962_000)
    found = reckon(cast, in_use(cast, 49_620))
    months_of = unpacked(ArrearsLine.objects.get(arrears=found, person=pensioners[0]).months)
    assert [(month.basis, month.difference_fen) for month in months_of] == [
        ("table", 12_000), ("table", 12_000), ("determined", 0), ("determined", 0),
    ]  # fmt: skip


def test_a_list_set_aside_is_built_on_no_more(cast, pensioners):
    entry = in_use(cast, 49_620)
    first = reckon(cast, entry)
    with pytest.raises(actions.UnableToSetAside):
        actions.set_aside(by=cast.actor(cast.wei), arrears_list=first, reason=" ")
    with pytest.raises(actions.UnableToSetAside):
        actions.set_aside(by=cast.actor(cast.lin), arrears_list=first, reason="不是我算的")
    actions.set_aside(by=cast.actor(cast.wei), arrears_list=first, reason="月份选错")
    assert reckon(cast, entry).lines.first().total_fen == 48_000
    with pytest.raises(actions.UnableToSetAside):
        actions.set_aside(by=cast.actor(cast.wei), arrears_list=first, reason="再来一次")


def test_a_list_others_build_on_stays(cast, pensioners):
    first = reckon(cast, in_use(cast, 49_620))
    reckon(cast, in_use(cast, 50_820, dt.date(2026, 9, 1)))
    with pytest.raises(actions.UnableToSetAside):
        actions.set_aside(by=cast.actor(cast.wei), arrears_list=first, reason="月份选错")


def test_months_ahead_and_amounts_that_wait_are_refused(cast, pensioners):
    entry = in_use(cast, 49_620)
    with pytest.raises(actions.UnableToReckon):
        reckon(cast, entry, until=dt.date(2026, 12, 1))
    waiting = standards.enter(
        by=cast.actor(cast.lin), name=PENSION_TABLE, keys={"grade": "6", "cause": "battle"}, level="national",
        division_code="", starts_on=AUGUST, ends_on=None, value=1, document="甲", document_no="1", issued_on=TODAY,
    )  # fmt: skip
    with pytest.raises(actions.UnableToReckon):
        reckon(cast, waiting)


def test_rights_and_scope(cast, pensioners):
    entry = in_use(cast, 49_620)
    for user in (cast.sun, cast.hao):
        with pytest.raises(NotAllowed):
            reckon(cast, entry, by=user)
    found = reckon(cast, entry, by=cast.zhao)
    assert [line.person for line in found.lines.all()] == [pensioners[2]]
    assert {e.person_id for e in Event.objects.filter(verb="arrears.reckoned_for")} == {pensioners[2].pk}
    whole = reckon(cast, entry)
    assert {line.person for line in whole.lines.all()} == set(pensioners[:2]), "one town was reckoned already"
    address = reverse("arrears:line", args=[whole.lines.first().pk])
    assert cast.signed_in(cast.zhao).get(address).status_code == 404
    assert cast.signed_in(cast.lin).get(address).status_code == 200
    with pytest.raises(NotAllowed):
        actions.set_aside(by=cast.actor(cast.hao), arrears_list=found, reason="x")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_choice_to_the_excel(cast, pensioners, language):
    entry = in_use(cast, 49_620)
    client = cast.signed_in(cast.wei, language)
    assert client.get(reverse("arrears:lists")).status_code == 200
    make = reverse("arrears:reckon") + f"?name={PENSION_TABLE}"
    assert client.get(make).status_code == 200
    assert client.post(make, {"new": [], "since": "2026-08-01", "until": "2026-11-01"}).status_code == 422
    sent = {"new": [f"entry:{entry.pk}"], "since": "2026-08-01", "until": "2026-11-24"}
    assert client.post(make, sent).status_code == 302
    found = ArrearsList.objects.get()
    shown = client.get(reverse("arrears:list", args=[found.pk]) + "?sort=-total&town=320583/320583100/")
    assert shown.status_code == 200
    assert "960.00" in shown.content.decode()
    assert shown.context["page"].paginator.count == 2
    line = client.get(reverse("arrears:line", args=[found.lines.first().pk]))
    assert "4,135.00" in line.content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("arrears:export", args=[found.pk])).content))
    assert book.worksheets[0].max_row == 1 + 3 * 4
    assert Event.objects.filter(verb="arrears.exported").count() == 1
    assert client.post(reverse("arrears:set_aside", args=[found.pk]), {"reason": ""}).status_code == 422
    assert (
        client.post(reverse("arrears:set_aside", args=[found.pk]), {"reason": "月份选错"}).status_code == 302
    )


# ── without a database ───────────────────────────────────────────────────────────────────────────────────────


def test_an_earlier_list_counts_before_the_answer_and_the_answer_before_the_table():
    days = months(AUGUST, NOVEMBER)
    said = [Said(dt.date(2026, 9, 15), 1200, "month"), Said(dt.date(2026, 11, 1), None, "")]
    found = side_by_side(days, [1000] * 4, [1500] * 4, ledger={days[0]: 1400}, said=said)
    assert [(one.basis, one.before_fen) for one in found] == [
        ("earlier", 1400), ("table", 1000), ("determined", 1200), ("table", 1000),
    ]  # fmt: skip
    assert total(found) == 100 + 500 + 300 + 500


def test_months_are_kept_as_they_were_and_a_later_list_wins():
    days = months(AUGUST, NOVEMBER)
    found = side_by_side(days, [1] * 4, [2] * 4, ledger={}, said=[])
    assert tuple(unpacked(packed(found))) == found
    later = side_by_side(days[:1], [2], [7], ledger={}, said=[])
    assert ledger_of([packed(found), packed(later)]) == dict(zip(days, [7, 2, 2, 2], strict=True))
