"""What-if on a copy: what it costs and whom it adds, small counts withheld, real answers untouched."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from people import TODAY
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.impact import slices
from rongyao.bureau.entitlements.impact.rules import Figures
from rongyao.bureau.entitlements.models import Determination, KeptInput, Proposal, StandardEntry
from rongyao.bureau.entitlements.tests.known import PENSION, PENSION_TABLE, disabled, record
from rongyao.bureau.entitlements.whatif import actions
from rongyao.bureau.entitlements.whatif.jobs import work_out
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.entitlements.whatif.rules import UnableToChange, checked, figures_of, withheld
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.models import Fact, Person

CELL = f"{PENSION_TABLE}:6:duty"
READING = "resettlement_2024/21.part_years"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


def begun(cast, by=None) -> Scenario:
    return actions.begin(by=cast.actor(by or cast.wei), title="残疾抚恤金提高", on=TODAY, amounts_from=TODAY)


def asked(cast, *changes, by=None) -> Scenario:
    row = begun(cast, by)
    for kind, key, text in changes:
        row = actions.change(by=cast.actor(by or cast.wei), scenario=row, kind=kind, key=key, text=text)
    actions.work_out(by=cast.actor(by or cast.wei), scenario=row)
    work_out(row.pk)
    row.refresh_from_db()
    return row


def line(row, kind, label):
    kept = next(one for one in row.result[kind] if one["label"] == label)
    return figures_of(kept, label)[0]


def test_a_tenth_more_costs_a_tenth_more(cast):
    disabled(cast, 6, cast.town_a)
    row = asked(cast, ("amounts", PENSION_TABLE, "+10%"))
    found = line(row, "entitlement", PENSION)
    assert (found.people, found.yearly_before, found.yearly_after) == (6, 6 * 4_818_000, 6 * 5_299_800)
    assert row.result["looked_at"] == 7
    assert row.state == "ready"


def test_a_number_set_otherwise_gains_and_loses_people(cast):
    disabled(cast, 6, cast.town_a, disability_cause="illness", disability_grade=7)
    disabled(cast, 7, cast.town_b, first=200, disability_cause="illness")
    row = asked(cast, ("numbers", "compensation_2024/27.illness", "5"))
    found = line(row, "entitlement", PENSION)
    assert (found.gained, found.lost, found.yearly_after) == (0, 7, 0)
    assert [(one["label"], one["lost"]) for one in row.result["town"]] == [("320583/320583101/", 7)]


def _grades():
    from rongyao.law import catalog

    return [key for key, number in catalog.NUMBERS.items() if number.unit == "grade"]


def test_real_answers_standards_and_inputs_are_never_touched(cast):
    people = disabled(cast, 6, cast.town_a)
    determine(
        by=Actor.system(),
        people=Person.objects.filter(pk__in=[p.pk for p in people]),
        on=TODAY,
        entitlements=[PENSION],
    )

    def kept():
        rows = Determination.objects.order_by("pk").values("pk", "finding_hash", "ended_at", "amount_fen")
        return list(rows), KeptInput.objects.count(), Proposal.objects.count(), StandardEntry.objects.count()

    before = kept()
    asked(cast, ("amounts", CELL, "+50%"), ("readings", READING, "full_years_only"))
    assert kept() == before


def test_the_same_question_has_the_same_hash_and_another_another(cast):
    disabled(cast, 6, cast.town_a)
    first, again = (asked(cast, ("amounts", CELL, "+10%")) for _time in range(2))
    other = asked(cast, ("amounts", CELL, "+11%"))
    assert first.hash == again.hash != other.hash
    assert first.result == again.result


def test_few_people_are_not_told_apart(cast):
    disabled(cast, 3, cast.town_a)
    row = asked(cast, ("amounts", CELL, "+10%"))
    assert row.result["total"]["is_hidden"]
    assert row.result["whole"]["is_hidden"]
    assert {one["yearly_after"] for one in row.result["entitlement"]} == {0}


def test_a_few_gained_among_many_changed_are_left_out_with_another_line():
    lines = [
        Figures("a", 20, gained=2),
        Figures("b", 20, gained=9),
        Figures("c", 20, gained=30),
        Figures("d", 9),
    ]
    kept, may, may_moves = withheld(lines)
    assert [(one["label"], one["gained"], one["has_moves"]) for one in kept] == [
        ("a", 0, False), ("b", 0, False), ("c", 30, True), ("d", 0, True),
    ]  # fmt: skip
    assert may
    assert may_moves


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("amounts", "nothing", "+5%"), ("amounts", CELL, "much"), ("numbers", "nothing", "5"),
        ("numbers", "compensation_2024/16.none", "5"), ("readings", READING, "as_we_like"), ("readings", "nothing", "x"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_set_otherwise(kind, key, text):
    with pytest.raises(UnableToChange):
        checked(kind, key, text)


def test_an_empty_one_and_one_already_worked_out_are_refused(cast):
    wei = cast.actor(cast.wei)
    row = begun(cast)
    with pytest.raises(actions.UnableToWorkOut):
        actions.work_out(by=wei, scenario=row)
    done = asked(cast, ("amounts", CELL, "+10%"))
    for act, more in (
        (actions.change, {"kind": "amounts", "key": CELL, "text": "+1%"}),
        (actions.drop, {"kind": "amounts", "key": CELL}),
    ):
        with pytest.raises(actions.UnableToWorkOut):
            act(by=wei, scenario=done, **more)
    with pytest.raises(actions.UnableToWorkOut):
        actions.begin(by=wei, title=" ", on=TODAY, amounts_from=TODAY)


def test_rights_and_scope(cast):
    with pytest.raises(NotAllowed):
        begun(cast, by=cast.sun)
    disabled(cast, 6, cast.town_a)
    disabled(cast, 6, cast.town_b, first=200)
    row = asked(cast, ("amounts", CELL, "+10%"), by=cast.zhao)
    assert row.result["looked_at"] == 6
    assert cast.signed_in(cast.lin).get(reverse("whatif:scenario", args=[row.pk])).status_code == 404
    with pytest.raises(actions.UnableToWorkOut):
        actions.drop(by=cast.actor(cast.wei), scenario=begun(cast, by=cast.zhao), kind="amounts", key=CELL)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_name_to_the_excel(cast, language):
    disabled(cast, 6, cast.town_a)
    client = cast.signed_in(cast.wei, language)
    assert client.get(reverse("whatif:scenarios")).status_code == 200
    assert client.post(reverse("whatif:scenarios"), {"title": ""}).status_code == 422
    days = {
        f"{name}_{place}": part
        for name in ("on", "amounts_from")
        for place, part in enumerate(str(TODAY).split("-"))
    }
    made = client.post(reverse("whatif:scenarios"), {"title": "试算", **days})
    assert made.status_code == 302
    row = Scenario.objects.get()
    change = reverse("whatif:change", args=[row.pk])
    bad = client.post(change, {"amounts-kind": "amounts", "amounts-key": CELL, "amounts-text": "很多"})
    assert bad.status_code == 422
    assert "很多" in bad.content.decode()
    sent = (
        {"amounts-kind": "amounts", "amounts-key": CELL, "amounts-text": "50000"},
        {"readings-kind": "readings", "readings-key": f"{READING}=full_years_only"},
        {"numbers-kind": "numbers", "numbers-key": _grades()[0], "numbers-text": "9"},
    )
    for data in sent:
        assert client.post(change, data).status_code == 302
    assert (
        client.post(
            reverse("whatif:drop", args=[row.pk]), {"kind": "numbers", "key": _grades()[0]}
        ).status_code
        == 302
    )
    assert client.get(reverse("whatif:scenario", args=[row.pk])).status_code == 200
    assert client.post(reverse("whatif:work_out", args=[row.pk])).status_code == 302
    assert client.get(reverse("whatif:scenario", args=[row.pk])).status_code == 200
    work_out(row.pk)
    shown = client.get(reverse("whatif:scenario", args=[row.pk])).content.decode()
    assert "300,000.00" in shown
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("whatif:export", args=[row.pk])).content))
    assert book.worksheets[0].cell(row=2, column=3).value == 6
    assert Event.objects.filter(verb="scenario.exported").count() == 1
    again = client.post(reverse("whatif:scenarios") + f"?like={row.pk}", {"title": "再算", **days})
    assert again.status_code == 302
    row.refresh_from_db()
    assert Scenario.objects.get(title="再算").changes == row.changes


def test_a_scenario_that_cannot_be_worked_out_says_so(cast):
    row = begun(cast)
    row = actions.change(by=cast.actor(cast.wei), scenario=row, kind="amounts", key=CELL, text="+1%")
    actions.work_out(by=cast.actor(cast.wei), scenario=row)
    Scenario.objects.filter(pk=row.pk).update(changes={"amounts": {"gone": "+1%"}})
    with pytest.raises(Exception, match="gone"):
        work_out(row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure != "") == ("failed", True)


def test_a_figure_from_a_day_ahead_is_not_in_force_before_it(cast):
    disabled(cast, 6, cast.town_a)
    row = actions.begin(
        by=cast.actor(cast.wei), title="以后", on=TODAY, amounts_from=TODAY + dt.timedelta(days=1)
    )
    row = actions.change(by=cast.actor(cast.wei), scenario=row, kind="amounts", key=CELL, text="+10%")
    actions.work_out(by=cast.actor(cast.wei), scenario=row)
    work_out(row.pk)
    row.refresh_from_db()
    assert row.result["total"]["people"] == 0


# ── how far it is, again, stopping ───────────────────────────────────────────────────────────────────────────


def at(time):
    return time_machine.travel(f"{TODAY}T{time}:00+00:00", tick=False)


def ready_to_go(cast) -> Scenario:
    row = actions.change(by=cast.actor(cast.wei), scenario=begun(cast), kind="amounts", key=CELL, text="+10%")
    with at("04:30"):
        return actions.work_out(by=cast.actor(cast.wei), scenario=row)


def test_the_page_shows_how_far_it_is_until_it_is_there(cast, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 4)
    disabled(cast, 6, cast.town_a)
    row, client = ready_to_go(cast), cast.signed_in(cast.wei)
    address, poll = (reverse(f"whatif:{name}", args=[row.pk]) for name in ("scenario", "progress"))
    shown = client.get(address).content.decode()
    assert f'hx-get="{poll}"' in shown
    assert reverse("whatif:stop", args=[row.pk]) in shown
    assert "HX-Refresh" not in client.get(poll)
    work_out(row.pk)
    row.refresh_from_db()
    assert (row.done, row.total, row.sums) == (7, 7, {})
    assert client.get(poll)["HX-Refresh"] == "true"
    assert not client.get(address).context["since"].is_stale


def test_it_is_worked_out_again_from_newer_facts_and_the_old_result_stands_until_then(cast):
    people = disabled(cast, 6, cast.town_a)
    row, client = ready_to_go(cast), cast.signed_in(cast.wei)
    work_out(row.pk)
    address = reverse("whatif:scenario", args=[row.pk])
    with at("05:00"):
        Fact.objects.filter(person=people[0], name="disability_grade").update(ended_at=timezone.now())
        record(cast, people[0], disability_grade=7)
        assert client.get(address).context["since"].facts == 1
    with at("05:30"):
        client.post(reverse("whatif:work_out", args=[row.pk]))
    half = client.get(address).context
    assert half["total"][0].people == 6
    assert half["job"]["state"] == "running"
    work_out(row.pk)
    after = client.get(address).context
    assert after["total"][0].people == 5
    assert not after["since"].is_stale
    assert Event.objects.filter(verb="scenario.worked_out").count() == 2


def test_one_that_is_stopped_is_a_draft_again_and_keeps_nothing(cast):
    disabled(cast, 6, cast.town_a)
    row = ready_to_go(cast)
    with pytest.raises(actions.UnableToWorkOut):
        actions.stop(by=cast.actor(cast.lin), scenario=row)
    assert cast.signed_in(cast.wei).post(reverse("whatif:stop", args=[row.pk])).status_code == 302
    work_out(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result) == ("draft", None)
    assert Event.objects.filter(verb="scenario.stopped").count() == 1
    again = actions.work_out(by=cast.actor(cast.wei), scenario=row)
    work_out(again.pk)
    actions.work_out(by=cast.actor(cast.wei), scenario=again)
    actions.stop(by=cast.actor(cast.wei), scenario=again)
    again.refresh_from_db()
    assert again.state == "ready"


def test_a_killed_worker_goes_on_after_its_last_slice(cast, monkeypatch):
    class Killed(BaseException):
        pass

    monkeypatch.setattr(slices, "SLICE", 4)
    disabled(cast, 10, cast.town_a)
    row, asked, kept = ready_to_go(cast), [], slices.Question.sums_of

    def dies_at_the_second(self, people):
        asked.append(len(people))
        if len(asked) == 2:
            raise Killed
        return kept(self, people)

    monkeypatch.setattr(slices.Question, "sums_of", dies_at_the_second)
    with pytest.raises(Killed):
        work_out(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.result) == ("waiting", 4, None)
    work_out(row.pk)
    row.refresh_from_db()
    assert asked == [4, 4, 4, 3]
    assert (row.result["looked_at"], row.result["total"]["people"]) == (11, 10)
