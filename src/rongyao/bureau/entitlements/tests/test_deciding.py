"""Deciding: signed on what is true, by two where two are needed, with a letter whose number has no gap."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from people import TODAY
from rongyao.bureau.entitlements.actions import decisions, letters, proposals
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Decision, Letter, LetterSeries, Proposal
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.queries.due import due_to
from rongyao.bureau.entitlements.queries.verification import verify
from rongyao.bureau.entitlements.tests.known import DEATH, MONEY, WAY
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.clock.queries import deadline_of
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.models import Fact, Person, Source

PAPER = Paper(kind=Source.Kind.PAPER, title="退出现役证明", dated_on=TODAY)


def signed(cast, proposal, verb=decisions.grant, by=None, reason="符合第二十条") -> Decision:
    proposal.refresh_from_db()
    seen = proposal.determination.finding_hash
    return verb(by=cast.actor(by or cast.lin), proposal=proposal, seen=seen, reason=reason, on=TODAY)


def test_a_grant_below_the_limit_needs_one_signature_and_makes_a_letter(cast, proposal):
    decision = signed(cast, proposal)
    proposal.refresh_from_db()
    assert (decision.amount_fen, decision.needs_second, proposal.state) == (900_000, False, "granted")
    assert proposal.clock.stopped_on == TODAY
    letter = Letter.objects.get()
    assert letter.number == "昆退役〔2026〕1号"
    box = "".join(letter.body["zh"]["box"])
    assert "9,000.00" in box
    assert "60天" in box
    assert letter.body["zh"]["amount"] == "4,500.00 元 × 2 年 = 9,000.00 元"
    assert WorkItem.objects.filter(kind="entitlements.letter_serve", state="open").count() == 1


def test_above_the_limit_another_person_must_sign_before_it_takes_effect(cast, proposal, settings):
    settings.SECOND_SIGNATURE_FROM_FEN = 900_000
    decision = signed(cast, proposal)
    proposal.refresh_from_db()
    assert (decision.needs_second, proposal.state, Letter.objects.count()) == (True, "countersign", 0)
    seen = decision.determination.finding_hash
    done = decisions.countersign(by=cast.actor(cast.wei), decision=decision, seen=seen, on=TODAY)
    proposal.refresh_from_db()
    assert (done.second_by, proposal.state, Letter.objects.count()) == (cast.wei, "granted", 1)
    assert not WorkItem.objects.filter(kind="entitlements.countersign", state="open").exists()


def test_nobody_signs_second_on_their_own_decision(cast, proposal, settings):
    settings.SECOND_SIGNATURE_FROM_FEN = 1
    decision = signed(cast, proposal, by=cast.wei)
    seen = decision.determination.finding_hash
    with pytest.raises(decisions.UnableToCountersign, match=r"本人|自己|yourself"):
        decisions.countersign(by=cast.actor(cast.wei), decision=decision, seen=seen, on=TODAY)
    with pytest.raises(NotAllowed):
        decisions.countersign(by=cast.actor(cast.lin), decision=decision, seen=seen, on=TODAY)
    assert Letter.objects.count() == 0


def test_a_decision_sent_back_returns_to_the_first_officer_with_the_reason(cast, proposal, settings):
    settings.SECOND_SIGNATURE_FROM_FEN = 1
    decision = signed(cast, proposal)
    decisions.send_back(by=cast.actor(cast.wei), decision=decision, reason="年限请再核", on=TODAY)
    proposal.refresh_from_db()
    decision.refresh_from_db()
    assert (proposal.state, decision.sent_back_reason) == ("open", "年限请再核")
    assert (
        WorkItem.objects.filter(
            kind="entitlements.proposal_open", state="open", person_id=proposal.person_id
        ).count()
        == 3
    )
    with pytest.raises(proposals.UnableToChangeProposal):
        decisions.countersign(
            by=cast.actor(cast.wei), decision=decision, seen=decision.determination.finding_hash, on=TODAY
        )
    assert signed(cast, proposal).needs_second


def test_death_money_always_needs_two_and_without_its_standard_it_is_granted_in_kind(cast, fallen):
    row = Proposal.objects.get(person=fallen, entitlement=DEATH)
    assert row.determination.finding["amount"]["is_payable"] is False
    decision = signed(cast, row)
    assert (decision.needs_second, decision.amount_fen) == (True, None)
    seen = decision.determination.finding_hash
    decisions.countersign(by=cast.actor(cast.wei), decision=decision, seen=seen, on=TODAY)
    assert "标准尚未确认" in "".join(Letter.objects.get().body["zh"]["box"])


def test_a_finding_that_changed_since_the_page_was_opened_is_not_signed(cast, proposal):
    seen = proposal.determination.finding_hash
    Fact.objects.filter(person=proposal.person, name="enlisted_on").update(value="2021-03-01")
    with pytest.raises(decisions.UnableToDecideOnOldFinding) as refused:
        decisions.grant(by=cast.actor(cast.lin), proposal=proposal, seen=seen, reason="符合", on=TODAY)
    kinds = {(one.kind, one.was, one.now) for one in refused.value.differences}
    assert ("amount", 900_000, 1_350_000) in kinds
    assert ("fact", "2022-03-01", "2021-03-01") in kinds
    assert Decision.objects.count() == 0


def test_an_old_page_cannot_sign_even_where_the_facts_are_right_again(cast, proposal):
    with pytest.raises(decisions.UnableToDecideOnOldFinding):
        decisions.grant(by=cast.actor(cast.lin), proposal=proposal, seen="0" * 64, reason="符合", on=TODAY)


def test_a_change_while_the_second_signature_waits_calls_the_decision_back(cast, proposal, settings):
    settings.SECOND_SIGNATURE_FROM_FEN = 1
    decision = signed(cast, proposal)
    record_fact(
        by=cast.actor(cast.lin), person=proposal.person, name="enlisted_on", value="2021-03-01", paper=PAPER
    )
    proposal.refresh_from_db()
    decision.refresh_from_db()
    assert proposal.state == "open"
    assert decision.sent_back_at is not None


def test_a_refusal_needs_a_reason_and_says_the_rights(cast, proposal):
    with pytest.raises(decisions.UnableToDecide):
        signed(cast, proposal, decisions.refuse, reason="  ")
    signed(cast, proposal, decisions.refuse, reason="证件与档案不符")
    proposal.refresh_from_db()
    letter = Letter.objects.get()
    assert proposal.state == "refused"
    assert "没有通过" in letter.body["zh"]["box"][0]
    assert any("行政复议" in line for line in letter.body["zh"]["rights"])
    assert letter.body["zh"]["conditions"] == []  # all are met: the reason alone says why it is refused
    assert due_to(proposal.person).with_standing("refused")


def test_letter_numbers_have_no_gap_when_a_decision_is_undone(cast, conscript):
    money, way = (Proposal.objects.get(entitlement=key) for key in (MONEY, WAY))
    with transaction.atomic():
        signed(cast, money)
        transaction.set_rollback(True)
    assert LetterSeries.objects.count() == 0
    signed(cast, money)
    signed(cast, way)
    assert list(Letter.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


def test_service_starts_the_periods_to_disagree_on_the_day_of_receipt(cast, proposal):
    signed(cast, proposal)
    letter = Letter.objects.get()
    later = TODAY + dt.timedelta(days=10)
    received = TODAY + dt.timedelta(days=7)
    letters.serve(by=cast.actor(cast.sun), letter=letter, how="post", on=received, note="EMS 1", today=later)
    letter.refresh_from_db()
    assert (letter.review_clock.started_on, letter.court_clock.started_on) == (received, received)
    # 1 December 2026 + 60 days is 30 January 2027, a Saturday: the next working day, and 2027 is not entered yet.
    assert deadline_of(letter.review_clock).due_on == dt.date(2027, 1, 30)
    assert letter.review_clock.is_provisional
    assert letter.court_clock.due_on == dt.date(2027, 6, 1)
    with pytest.raises(letters.UnableToServe):
        letters.serve(by=cast.actor(cast.sun), letter=letter, how="post", on=received, note="", today=later)
    line = next(line for line in due_to(proposal.person).lines if line.letter)
    assert line.review.due_on == letter.review_clock.due_on


@pytest.mark.parametrize(
    ("how", "days", "note"), [("post", -1, "x"), ("post", 1, "x"), ("pigeon", 0, "x"), ("family", 0, " ")]
)
def test_service_on_an_impossible_day_or_way_is_refused(cast, proposal, how, days, note):
    signed(cast, proposal)
    with pytest.raises(letters.UnableToServe):
        letters.serve(
            by=cast.actor(cast.sun), letter=Letter.objects.get(), how=how, on=TODAY + dt.timedelta(days=days),
            note=note, today=TODAY,
        )  # fmt: skip


def test_asking_for_a_paper_stops_the_clock_and_its_arrival_starts_it_again(cast, proposal):
    by = cast.actor(cast.lin)
    proposals.ask_for_paper(by=by, proposal=proposal, asked=["enlisted_on"], note="带档案", on=TODAY)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.clock.due_on) == ("paper", None)
    line = next(line for line in due_to(proposal.person).lines if line.proposal == proposal)
    assert line.standing == "paper"
    assert [wanted.fact for wanted in line.wanted] == ["enlisted_on"]
    proposals.paper_arrived(by=by, proposal=proposal, on=TODAY + dt.timedelta(days=7))
    proposal.refresh_from_db()
    proposal.clock.refresh_from_db()
    assert proposal.state == "open"
    assert proposal.clock.due_on == dt.date(2026, 12, 28)
    with pytest.raises(proposals.UnableToChangeProposal):
        proposals.ask_for_paper(by=by, proposal=proposal, asked=["late_without_reason"], note="", on=TODAY)


def test_a_report_up_stops_the_clock_and_its_answer_binds_the_decision(cast, proposal):
    by = cast.actor(cast.lin)
    sent = proposals.report_up(
        by=by, proposal=proposal, to="江苏省退役军人事务厅", why="等级由省评定", on=TODAY
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.clock.due_on) == ("up", None)
    answer = {"report": sent, "is_granted": False, "words": "不予认定", "on": TODAY + dt.timedelta(days=9)}
    with pytest.raises(proposals.UnableToChangeProposal):
        proposals.enter_outside_decision(
            by=by, document_no="苏退役〔2026〕8号", decided_on=TODAY - dt.timedelta(1), **answer
        )
    proposals.enter_outside_decision(by=by, document_no="苏退役〔2026〕8号", decided_on=TODAY, **answer)
    with pytest.raises(decisions.UnableToDecide, match="8号"):
        signed(cast, proposal)
    signed(cast, proposal, decisions.refuse, reason="省厅不予认定")
    assert "苏退役〔2026〕8号" in Letter.objects.get().body["zh"]["opening"]


def test_a_proposal_can_be_opened_by_hand_where_a_fact_is_missing(cast, conscript):
    Fact.objects.filter(person=conscript, name="honours").delete()
    determine(by=cast.actor(cast.lin), people=Person.objects.all(), on=TODAY)
    row = Proposal.objects.get(entitlement=MONEY)
    assert (row.state, row.determination.answer) == ("open", "unknown")
    with pytest.raises(decisions.UnableToDecide):
        signed(cast, row)
    proposals.ask_for_paper(by=cast.actor(cast.lin), proposal=row, asked=["honours"], note="", on=TODAY)
    record_fact(by=cast.actor(cast.lin), person=conscript, name="honours", value=["merit_3"], paper=PAPER)
    row.refresh_from_db()
    assert (row.state, row.determination.answer) == ("open", "yes")
    with pytest.raises(proposals.UnableToChangeProposal):
        proposals.propose(by=cast.actor(cast.lin), determination=row.determination, on=TODAY)


def test_a_refused_matter_stays_refused_until_its_facts_change(cast, proposal):
    signed(cast, proposal, decisions.refuse, reason="不符")
    determine(by=cast.actor(cast.lin), people=Person.objects.all(), on=TODAY)
    assert Proposal.objects.filter(entitlement=MONEY).count() == 1
    record_fact(
        by=cast.actor(cast.lin), person=proposal.person, name="enlisted_on", value="2021-03-01", paper=PAPER
    )
    assert Proposal.objects.filter(entitlement=MONEY, state="open").count() == 1


def test_a_letter_is_verified_by_its_code_without_naming_anybody(cast, proposal):
    signed(cast, proposal)
    letter = Letter.objects.get()
    code = letter.verify_code
    seen = verify(f" {code[:4].lower()}-{code[4:]} ")
    assert (seen.number, seen.kind, seen.is_unchanged) == (letter.number, "grant", True)
    assert "陈卫国" not in repr(seen)
    assert verify("AAAA") is None
    letter.body["zh"]["box"][0] = "结果：给予一百万。"
    letter.save()
    assert verify(code).is_unchanged is False


def test_every_right_is_asked_for(cast, proposal):
    clerk, other = cast.actor(cast.sun), cast.actor(cast.zhao)
    seen = proposal.determination.finding_hash
    for by in (clerk, other):
        for verb in (decisions.grant, decisions.refuse):
            with pytest.raises(NotAllowed):
                verb(by=by, proposal=proposal, seen=seen, reason="x", on=TODAY)
        with pytest.raises(NotAllowed):
            proposals.ask_for_paper(by=by, proposal=proposal, asked=["honours"], note="", on=TODAY)
        with pytest.raises(NotAllowed):
            proposals.report_up(by=by, proposal=proposal, to="x", why="x", on=TODAY)
        with pytest.raises(NotAllowed):
            proposals.propose(by=by, determination=proposal.determination, on=TODAY)
    signed(cast, proposal)
    with pytest.raises(NotAllowed):
        letters.serve(by=other, letter=Letter.objects.get(), how="post", on=TODAY, note="", today=TODAY)
    assert queries.visible_to(other).count() == 0


def test_a_sum_that_waits_for_a_fact_is_not_granted_in_kind(cast, proposal):
    Fact.objects.filter(person=proposal.person, name="enlisted_on").delete()
    determine(by=cast.actor(cast.lin), people=Person.objects.all(), on=TODAY)
    proposal.refresh_from_db()
    assert proposal.determination.answer == "yes"
    with pytest.raises(decisions.UnableToDecide):
        signed(cast, proposal)
    line = next(line for line in due_to(proposal.person).lines if line.proposal == proposal)
    assert [wanted.fact for wanted in line.wanted] == ["enlisted_on"]


def test_where_the_paper_never_comes_the_matter_can_be_refused_but_not_granted(cast, proposal):
    by = cast.actor(cast.lin)
    proposals.ask_for_paper(by=by, proposal=proposal, asked=["enlisted_on"], note="", on=TODAY)
    with pytest.raises(proposals.UnableToChangeProposal):
        signed(cast, proposal)
    signed(cast, proposal, decisions.refuse, reason="通知后没有补来材料")
    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert proposal.clock.stopped_on == TODAY
    assert not proposal.paper_asked[0].get("arrived_on")


def test_an_old_page_is_told_what_changed_since_it_was_read(cast, proposal):
    seen = proposal.determination.finding_hash
    record_fact(
        by=cast.actor(cast.lin), person=proposal.person, name="enlisted_on", value="2021-03-01", paper=PAPER
    )
    with pytest.raises(decisions.UnableToDecideOnOldFinding) as refused:
        decisions.grant(by=cast.actor(cast.lin), proposal=proposal, seen=seen, reason="符合", on=TODAY)
    assert ("amount", 900_000, 1_350_000) in {(d.kind, d.was, d.now) for d in refused.value.differences}
