"""Determining: one path for one and for many, kept once, followed by proposals; facts change, answers follow."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from people import TODAY
from rongyao.bureau.entitlements.actions import judgements, runs
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.actions.proposals import ITEM_JUDGE, follow, propose
from rongyao.bureau.entitlements.jobs import determine_people, end_left
from rongyao.bureau.entitlements.models import Determination, DeterminationRun, KeptInput, Proposal
from rongyao.bureau.entitlements.queries.due import due_to
from rongyao.bureau.entitlements.queries.proposals import to_judge
from rongyao.bureau.entitlements.queries.rerun import rerun
from rongyao.bureau.entitlements.tests.known import CONSCRIPT, MONEY, SUBSIDY, WAY, record, worked_out
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.models import Person, Source

PAPER = Paper(kind=Source.Kind.PAPER, title="退出现役证明", dated_on=TODAY)


def current(person, key):
    return Determination.objects.get(person=person, entitlement=key, ended_at__isnull=True)


def test_a_conscripts_money_is_worked_out_and_proposed_with_a_clock_and_a_work_item(conscript):
    found = current(conscript, MONEY)
    assert (found.answer, found.amount_fen, found.is_payable) == ("yes", 900_000, True)
    proposal = Proposal.objects.get(person=conscript, entitlement=MONEY)
    assert proposal.state == "open"
    # Twenty working days from 24 November 2026.
    assert proposal.clock.due_on == dt.date(2026, 12, 22)
    item = WorkItem.objects.get(
        kind="entitlements.proposal_open", subject=f"entitlements.proposal:{proposal.pk}"
    )
    assert item.params["name"] == "陈卫国"
    assert item.clock == proposal.clock


def test_the_way_of_placement_is_proposed_too_and_information_is_not(conscript):
    keys = set(Proposal.objects.values_list("entitlement", flat=True))
    assert keys == {MONEY, WAY, SUBSIDY}


def test_the_same_answer_is_not_kept_twice(cast, conscript):
    before = Determination.objects.count()
    out = determine(by=cast.actor(cast.lin), people=Person.objects.all(), on=TODAY + dt.timedelta(days=3))
    assert (len(out.changed), Determination.objects.count()) == (0, before)
    assert Proposal.objects.count() == 3


def test_one_and_everybody_are_one_path(cast, conscript):
    others = [
        Person.objects.create(
            number=f"KS-1{n}",
            name="李平",
            sex="male",
            birth_on="1999-01-01",
            division=cast.town_a,
            path=cast.town_a.path,
        )
        for n in range(3)
    ]
    for person in others:
        record(cast, person, **CONSCRIPT)
    determine(by=Actor.system(), people=Person.objects.all(), on=TODAY)
    found = Determination.objects.filter(entitlement=MONEY)
    answers = set(found.values_list("answer", "amount_fen", "is_payable"))
    assert answers == {("yes", 900_000, True)}
    assert found.count() == 4


def test_determining_reaches_only_the_people_in_scope(cast, conscript):
    Determination.objects.all().update(ended_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    assert determine(by=cast.actor(cast.zhao), people=Person.objects.all(), on=TODAY).people == 0
    with pytest.raises(NotAllowed):
        determine(by=cast.actor(cast.sun), people=Person.objects.all(), on=TODAY)


def test_a_changed_fact_determines_again_and_the_proposal_lapses(cast, conscript):
    old = current(conscript, MONEY)
    record_fact(by=cast.actor(cast.sun), person=conscript, name="child_of_martyr", value=True, paper=PAPER)
    assert current(conscript, MONEY).answer == "no"
    old.refresh_from_db()
    assert old.ended_at is not None
    proposal = Proposal.objects.get(entitlement=MONEY)
    assert proposal.state == "lapsed"
    assert proposal.clock.stopped_on == TODAY
    assert not WorkItem.objects.filter(subject=f"entitlements.proposal:{proposal.pk}", state="open").exists()
    assert Event.objects.filter(verb="proposal.lapsed", person_id=conscript.pk).exists()


def test_many_changed_people_become_a_job_of_the_same_transaction(cast, conscript):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from rongyao.bureau.registry.registrations import FactsChanged

    ids = tuple(range(conscript.pk, conscript.pk + 10))
    runs.on_facts_changed(FactsChanged(cast.actor(cast.lin), ids))
    run = DeterminationRun.objects.get()
    job = ProcrastinateJob.objects.get(task_name="entitlements.determine_people")
    assert job.args == {"run_id": run.pk}
    assert due_to(conscript).is_being_worked_out
    determine_people(run.pk)
    run.refresh_from_db()
    assert (run.done, run.ended_at is not None) == (1, True)
    assert not due_to(conscript).is_being_worked_out


def test_a_kept_answer_computes_again_bit_for_bit(conscript):
    for row in Determination.objects.all():
        again = rerun(row)
        assert again.is_identical, (row.entitlement, again)
        assert again.moved_on == ()


def test_a_rerun_stays_identical_after_the_facts_moved_on_and_says_so(cast, conscript):
    old = current(conscript, MONEY)
    record_fact(by=cast.actor(cast.lin), person=conscript, name="child_of_martyr", value=True, paper=PAPER)
    again = rerun(old)
    assert again.is_identical
    assert again.moved_on == ("facts",)


def test_a_rerun_names_the_input_that_was_tampered_with(conscript):
    row = current(conscript, MONEY)
    kept = KeptInput.objects.get(kind="facts", hash=row.facts_hash)
    kept.body["discharged_on"] = "2024-06-01"
    kept.save()
    assert rerun(row).broken == ("facts",)
    Determination.objects.filter(pk=row.pk).update(standards_hash=hashlib.sha256(b"x").hexdigest())
    row.refresh_from_db()
    assert rerun(row).broken == ("standards", "facts")


def test_a_tampered_answer_is_not_identical(conscript):
    row = current(conscript, MONEY)
    row.finding["amount"]["amount_fen"] += 1
    row.save()
    again = rerun(row)
    assert (again.is_identical, again.broken) == (False, ())


def test_a_judgement_is_recorded_with_its_reason_and_moves_the_answer(cast):
    chen = worked_out(
        cast, cast.chen, {**CONSCRIPT, "report_due_on": "2024-04-01", "reported_on": "2024-09-01"}
    )
    key = "resettlement_2011.placement_given_up"
    before = current(chen, key)
    assert before.finding["to_judge"] == ["late_without_reason"]
    by = cast.actor(cast.lin)
    judgements.record_judgement(
        by=by, person=chen, fact="late_without_reason", value=False, reason="住院，有医院证明", on=TODAY
    )
    assert current(chen, key).answer == "no"
    assert Event.objects.filter(verb="judgement.recorded", by_id=cast.lin.pk).exists()


def test_a_judgement_needs_the_right_a_judged_fact_and_a_reason(cast, conscript):
    args = {"person": conscript, "value": True, "on": TODAY}
    with pytest.raises(NotAllowed):
        judgements.record_judgement(by=cast.actor(cast.zhao), fact="late_without_reason", reason="x", **args)
    with pytest.raises(judgements.UnableToJudge):
        judgements.record_judgement(by=cast.actor(cast.lin), fact="honours", reason="x", **args)
    with pytest.raises(judgements.UnableToJudge):
        judgements.record_judgement(by=cast.actor(cast.lin), fact="late_without_reason", reason=" ", **args)


def test_short_of_facts_counts_only_questions_that_have_arisen(cast):
    chen = worked_out(cast, cast.chen, {k: v for k, v in CONSCRIPT.items() if k != "honours"})
    money = current(chen, MONEY)
    assert (money.answer, money.missing_count) == ("unknown", 1)
    assert not Determination.objects.filter(entitlement="compensation_2024.death_gratuity").exists()
    assert current(chen, "compensation_2024.survivor_pension").missing_count == 0
    line = next(line for line in due_to(chen).lines if line.determination == money)
    assert line.standing == "short"
    assert [wanted.fact for wanted in line.wanted] == ["honours"]


def test_a_discharge_of_years_back_is_not_proposed_but_listed_and_an_officer_may_propose_it(cast):
    old = {**CONSCRIPT, "enlisted_on": "2013-09-01", "discharged_on": "2015-09-01"}
    chen = worked_out(cast, cast.chen, old)
    money = current(chen, MONEY)
    assert money.answer == "yes"
    assert not Proposal.objects.filter(person=chen, entitlement__in=(MONEY, WAY)).exists()
    settled = {line.determination.entitlement for line in due_to(chen).with_standing("settled")}
    assert {MONEY, WAY} <= settled
    lin = cast.signed_in(cast.lin)
    shown = lin.get(reverse("entitlements:person", args=[chen.pk])).content.decode()
    assert "满足条件，按已办结处理" in shown
    page = lin.get(reverse("entitlements:finding", args=[money.pk])).content.decode()
    assert "不再自动提出" in page
    own = cast.signed_in(cast.chen_user).get(reverse("desks:due")).content.decode()
    assert "当年已办" in own
    assert "9,000.00" not in own
    opened = propose(by=cast.actor(cast.lin), determination=money, on=TODAY)
    assert opened.state == "open"
    assert due_to(chen).with_standing("proposed")[0].determination == money


def test_a_matter_settled_on_paper_is_neither_short_of_a_fact_nor_put_to_an_officer(cast):
    old = {**CONSCRIPT, "enlisted_on": "2013-09-01", "discharged_on": "2015-09-01", "honours": None}
    chen = worked_out(cast, cast.chen, {k: v for k, v in old.items() if v is not None})
    money = current(chen, MONEY)
    assert (money.answer, money.missing_count) == ("unknown", 0)
    assert not WorkItem.objects.filter(person_id=chen.pk, kind=ITEM_JUDGE).exists()


def test_what_an_officer_is_asked_to_judge_stands_in_the_list_while_it_is_asked(cast):
    row = Determination.objects.create(
        person=cast.chen, entitlement=MONEY, on=TODAY, answer="judge", finding={"tree": None}, path=cast.chen.path
    )  # fmt: skip
    assert list(to_judge(cast.actor(cast.lin))) == []
    follow(by=Actor.system(), changed=[row], ended=[], on=TODAY)
    assert list(to_judge(cast.actor(cast.lin))) == [row]
    propose(by=cast.actor(cast.lin), determination=row, on=TODAY)
    assert list(to_judge(cast.actor(cast.lin))) == []


def _town_of(cast, count: int) -> list[Person]:
    people = []
    for n in range(count):
        person = Person.objects.create(
            number=f"KS-2{n}", name="吴平", sex="male", birth_on="1999-01-01", division=cast.town_a,
            path=cast.town_a.path,
        )  # fmt: skip
        record(cast, person, **{**CONSCRIPT, "discharged_on": f"2024-0{n + 2}-01"})
        people.append(person)
    return people


def _what_followed() -> list[list[tuple[object, ...]]]:
    proposals = Proposal.objects.order_by("person", "entitlement")
    items = WorkItem.objects.order_by("person_id", "kind", "params__entitlement_en")
    events = Event.objects.order_by("person_id", "verb", "detail")
    return [
        list(
            proposals.values_list(
                "person", "entitlement", "state", "path", "clock__due_on", "clock__person_id"
            )
        ),
        list(
            items.values_list("person_id", "kind", "path", "params", "clock__due_on", "permission", "state")
        ),
        list(events.values_list("person_id", "verb", "path", "detail")),
    ]


def test_what_follows_for_many_at_once_is_what_follows_one_by_one(cast):
    _town_of(cast, 4)
    seen = []
    for at_once in (True, False):
        rollback = transaction.savepoint()
        ids = list(Person.objects.values_list("pk", flat=True))
        for chunk in [ids] if at_once else [[pk] for pk in ids]:
            determine(by=Actor.system(), people=Person.objects.filter(pk__in=chunk), on=TODAY)
        seen.append(_what_followed())
        transaction.savepoint_rollback(rollback)
    assert len(seen[0][0]) > 8
    assert seen[0] == seen[1]


def test_opening_for_many_takes_no_more_statements_than_for_few(cast, django_assert_max_num_queries):
    _town_of(cast, 6)
    with django_assert_max_num_queries(40):
        determine(by=Actor.system(), people=Person.objects.all(), on=TODAY)


@pytest.mark.parametrize(
    ("minutes", "status", "is_over"), [(30, "failed", True), (30, "todo", False), (2, "failed", False)]
)
def test_a_run_whose_job_was_given_up_is_over(cast, minutes: int, status: str, is_over: bool):
    run = DeterminationRun.objects.create(
        why="hand", path=cast.city.path, on=TODAY, started_at=timezone.now() - dt.timedelta(minutes=minutes)
    )
    determine_people.defer(run_id=run.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    end_left(timestamp=0)
    run.refresh_from_db()
    assert (run.ended_at is not None, bool(run.failure)) == (is_over, is_over)


def test_a_run_that_broke_off_goes_on_after_what_was_kept(cast, monkeypatch):
    people = [
        Person.objects.create(
            number=f"KS-3{n}", name="李平", sex="male", division=cast.town_a, path=cast.town_a.path
        )
        for n in range(4)
    ]
    monkeypatch.setattr("rongyao.bureau.entitlements.jobs.CHUNK", 2)
    ids = sorted(person.pk for person in people)
    run = DeterminationRun.objects.create(
        why="hand", person_ids=ids, path=cast.city.path, on=TODAY, done=2, total=4
    )
    determine_people(run.pk)
    run.refresh_from_db()
    worked_out = set(Determination.objects.filter(person__in=people).values_list("person", flat=True))
    assert (run.done, worked_out) == (4, set(ids[2:]))


def test_a_run_over_a_place_that_broke_off_misses_nobody_though_somebody_left_it(cast):
    people = [
        Person.objects.create(
            number=f"KS-4{n}", name="李平", sex="male", division=cast.town_a, path=cast.town_a.path
        )
        for n in range(3)
    ]
    run = DeterminationRun.objects.create(why="hand", path=cast.town_a.path, on=TODAY, done=2, total=9)
    Person.objects.filter(pk=people[0].pk).update(division=cast.town_b, path=cast.town_b.path)
    determine_people(run.pk)
    here = set(Person.objects.filter(path__startswith=cast.town_a.path).values_list("pk", flat=True))
    worked_out = set(Determination.objects.filter(person__in=here).values_list("person", flat=True))
    run.refresh_from_db()
    assert (worked_out, run.done) == (here, len(here))
