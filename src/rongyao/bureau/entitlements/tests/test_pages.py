"""The desk's pages: what they show, whom they refuse, and that nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from people import TODAY
from rongyao.bureau.entitlements.actions import decisions
from rongyao.bureau.entitlements.models import (
    Decision,
    Determination,
    DeterminationRun,
    Letter,
    Proposal,
    StandardEntry,
)
from rongyao.bureau.entitlements.queries.due import due_to
from rongyao.bureau.entitlements.tests.known import CONSCRIPT, MONEY, worked_out
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.models import Fact, Person, Source


def page(name, *args):
    return reverse(f"entitlements:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def letter(cast, proposal) -> Letter:
    seen = proposal.determination.finding_hash
    decision = decisions.grant(
        by=cast.actor(cast.lin), proposal=proposal, seen=seen, reason="符合规定的条件", on=TODAY
    )
    return decision.letter


def test_the_proposal_page_shows_reasons_sources_sum_changes_rights_and_days(cast, proposal):
    client = cast.signed_in(cast.lin)
    shown = text_of(client.get(page("proposal", proposal.pk)))
    for part in (
        "陈卫国", "一次性退役金", "4,500.00 元 × 2 年 = 9,000.00 元", "退出现役证明", "行政复议",
        "如果", "工作日", page("grant", proposal.pk), page("refuse", proposal.pk),
    ):  # fmt: skip
        assert part in shown, part
    # The arithmetic of the deadline, day by day, in a disclosure.
    assert shown.count("周末，不计入") >= 8


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(cast, letter, language):
    entry = StandardEntry.objects.create(
        name="second_lieutenant_basic_pay", level="national", starts_on=TODAY, value=1, unit="fen", document="x",
        document_no="1", issued_on=TODAY, entered_by=cast.lin,
    )  # fmt: skip
    found = Determination.objects.first()
    pages = [
        page("proposals"), page("proposals") + "?state=granted&sort=-name", page("short"), page("letters"),
        page("letter", letter.pk), page("letter_print", letter.pk), page("letter_print", letter.pk) + "?lang=en",
        page("person", cast.chen.pk), page("finding", found.pk), page("finding", found.pk) + "?check=1",
        page("standards"), page("standard", "disability_pension"), page("standard_entry", entry.pk),
        page("proposal", letter.decision.proposal_id), reverse("registry:person", args=[cast.chen.pk]),
    ]  # fmt: skip
    officer = [page("judge"), page("standard_enter"), page("standard_enter") + "?name=disability_pension",
               page("serve", letter.pk), page("judge_fact", cast.chen.pk, "late_without_reason")]  # fmt: skip
    director = [page("countersign"), page("judge")]
    for user, listed in ((cast.lin, pages + officer), (cast.wei, pages + director)):
        client = cast.signed_in(user, language)
        for url in listed:
            response = client.get(url)
            assert response.status_code == 200, url
            assert "style=" not in text_of(response), url


def test_an_officer_of_another_town_finds_nothing(cast, letter):
    client = cast.signed_in(cast.zhao)
    found = Determination.objects.first()
    for url in (
        page("proposal", letter.decision.proposal_id), page("grant", letter.decision.proposal_id),
        page("person", cast.chen.pk), page("finding", found.pk), page("letter", letter.pk),
        page("letter_print", letter.pk), page("letter_pdf", letter.pk), page("serve", letter.pk),
        page("judge_fact", cast.chen.pk, "late_without_reason"),
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url
    for name in ("proposals", "short", "judge", "letters"):
        shown = text_of(client.get(page(name) + "?state=granted" * (name == "proposals")))
        assert "陈卫国" not in shown, name
    book = client.get(page("proposals_export") + "?state=granted")
    assert "陈卫国" not in str(list(openpyxl.load_workbook(BytesIO(book.content)).worksheets[0].values))


def test_each_page_asks_for_its_right(cast, letter):
    pk = letter.decision.proposal_id
    refused = {
        cast.sun: [page("grant", pk), page("refuse", pk), page("ask", pk), page("report", pk), page("judge"),
                   page("countersign"), page("standard_enter"), page("proposals_export")],
        cast.lin: [page("countersign"), page("sign_second", letter.decision_id)],
        cast.wei: [page("serve", letter.pk)],
        cast.hao: [page("proposals"), page("proposal", pk), page("letters"), page("person", cast.chen.pk)],
        cast.ma: [page("proposals"), page("short"), page("letter", letter.pk)],
    }  # fmt: skip
    for user, urls in refused.items():
        client = cast.signed_in(user)
        for url in urls:
            assert client.get(url).status_code == 403, (user, url)
    for user in (cast.lin, cast.hao):
        assert cast.signed_in(user).post(page("standard_confirm", 1)).status_code == 403


def test_granting_through_the_pages_ends_at_the_letter(cast, proposal):
    client = cast.signed_in(cast.lin)
    shown = client.get(page("grant", proposal.pk))
    assert "9,000.00" in text_of(shown)
    seen = shown.context["form"]["seen"].value()
    done = client.post(page("grant", proposal.pk), {"seen": seen, "reason": "符合规定的条件"})
    letter = Letter.objects.get()
    assert done.headers["Location"] == page("letter", letter.pk)
    served = client.post(page("serve", letter.pk), {"how": "in_person", "on": TODAY.isoformat(), "note": ""})
    assert served.status_code == 302
    shown = text_of(client.get(page("letter_print", letter.pk)))
    # 24 November 2026 + 60 days; the 2027 calendar is not entered, so the day is a lower bound.
    assert (
        "申请行政复议截至：不早于 2027 年 1 月 23 日" in shown
        or "申请行政复议截至：不早于 2027 年 1 月 25 日" in shown
    )
    assert "<svg" in shown
    assert letter.verify_code in shown


def test_what_was_typed_stays_when_the_answer_changed_and_the_difference_is_shown(cast, proposal):
    client = cast.signed_in(cast.lin)
    seen = proposal.determination.finding_hash
    Fact.objects.filter(person=proposal.person, name="enlisted_on").update(value="2021-03-01")
    back = client.post(page("grant", proposal.pk), {"seen": seen, "reason": "我写下的理由"})
    assert back.status_code == 422
    shown = text_of(back)
    assert "我写下的理由" in shown
    assert "13,500.00" in shown
    assert Decision.objects.count() == 0
    fresh = back.context["form"]["seen"].value()
    assert fresh != seen
    assert (
        client.post(page("grant", proposal.pk), {"seen": fresh, "reason": "我写下的理由"}).status_code == 302
    )
    assert Decision.objects.get().amount_fen == 1_350_000


def test_a_proposal_that_lapsed_meanwhile_keeps_the_words_and_offers_no_signature(cast, proposal):
    client = cast.signed_in(cast.lin)
    seen = proposal.determination.finding_hash
    Fact.objects.filter(person=proposal.person, name="child_of_martyr").update(value=True)
    back = client.post(page("grant", proposal.pk), {"seen": seen, "reason": "我写下的理由"})
    assert back.status_code == 422
    assert "我写下的理由" in text_of(back)
    assert 'name="reason"' not in text_of(back)
    assert Proposal.objects.get(pk=proposal.pk).state == "lapsed"


def test_forms_that_fail_come_back_with_all_that_was_typed(cast, letter):
    client = cast.signed_in(cast.lin)
    money = StandardEntry.objects.count()
    typed = {"level": "national", "starts_on": "2026-01-01", "value": "12,34x", "document": "某通知", "document_no": "一号",
             "issued_on": ""}  # fmt: skip
    back = client.post(page("standard_enter") + "?name=second_lieutenant_basic_pay", typed)
    assert back.status_code == 422
    assert all(part in text_of(back) for part in ("12,34x", "某通知", "一号"))
    assert StandardEntry.objects.count() == money
    back = client.post(page("serve", letter.pk), {"how": "post", "on": "2020-01-01", "note": "回执 77"})
    assert back.status_code == 422
    assert "回执 77" in text_of(back)
    back = client.post(page("judge_fact", cast.chen.pk, "late_without_reason"), {"reason": "看过病历"})
    assert back.status_code == 422
    assert "看过病历" in text_of(back)


def test_the_second_signature_through_the_pages(cast, proposal, settings):
    settings.SECOND_SIGNATURE_FROM_FEN = 1
    seen = proposal.determination.finding_hash
    decision = decisions.grant(by=cast.actor(cast.lin), proposal=proposal, seen=seen, reason="符合", on=TODAY)
    client = cast.signed_in(cast.wei)
    assert "陈卫国" in text_of(client.get(page("countersign")))
    assert client.post(page("send_back", decision.pk), {"reason": ""}).status_code == 422
    assert client.post(page("sign_second", decision.pk), {"seen": seen}).status_code == 302
    assert client.post(page("sign_second", decision.pk), {"seen": seen}).status_code == 422
    assert Letter.objects.count() == 1


def test_the_steps_between_through_the_pages(cast, proposal):
    client = cast.signed_in(cast.lin)
    assert client.post(page("ask", proposal.pk), {"note": "请带原件"}).status_code == 422
    assert client.post(page("ask", proposal.pk), {"facts": ["enlisted_on"], "note": ""}).status_code == 302
    assert client.post(page("arrived", proposal.pk)).status_code == 302
    assert client.post(page("arrived", proposal.pk)).status_code == 422
    assert client.post(page("report", proposal.pk), {"to": "省厅", "why": "请示"}).status_code == 302
    report = proposal.reports.get()
    typed = {"document_no": "苏〔2026〕1号", "decided_on": "2027-01-01", "is_granted": "yes", "words": ""}
    assert client.post(page("report_answer", report.pk), typed).status_code == 422
    assert (
        client.post(page("report_answer", report.pk), {**typed, "decided_on": str(TODAY)}).status_code == 302
    )
    proposal.refresh_from_db()
    assert proposal.state == "open"
    shown = text_of(client.get(page("proposal", proposal.pk)))
    assert "苏〔2026〕1号" in shown


def test_the_standards_desk_through_the_pages(cast, fallen):
    client, wei = cast.signed_in(cast.lin), cast.signed_in(cast.wei)
    typed = {"level": "national", "starts_on": "2024-10-01", "value": "7,500.00", "document": "某通知", "document_no": "一号",
             "issued_on": "2024-09-20"}  # fmt: skip
    assert client.post(page("standard_enter") + "?name=second_lieutenant_basic_pay", typed).status_code == 302
    entry = StandardEntry.objects.get(name="second_lieutenant_basic_pay")
    assert entry.value == 750_000
    assert wei.post(page("standard_confirm", entry.pk)).status_code == 302
    assert wei.post(page("standard_confirm", entry.pk)).status_code == 422
    assert wei.post(page("standard_withdraw", entry.pk), {"reason": ""}).status_code == 422
    assert wei.post(page("standard_withdraw", entry.pk), {"reason": "录错"}).status_code == 302
    rate = {**typed, "level": "province", "value": "45%"}
    client.post(page("standard_enter") + "?name=conscript_allowance_rate", rate)
    assert StandardEntry.objects.get(name="conscript_allowance_rate").value == 450_000


def test_long_lists_and_the_proposal_page_ask_a_bounded_number_of_questions(
    cast, proposal, django_assert_max_num_queries
):
    for n in range(6):
        worked_out(
            cast,
            Person.objects.create(
                number=f"KS-2{n}", name="李平", sex="male", birth_on="1999-01-01", division=cast.town_a,
                path=cast.town_a.path,
            ),
            CONSCRIPT,
        )  # fmt: skip
    client = cast.signed_in(cast.lin)
    client.get(page("proposals"))
    with django_assert_max_num_queries(20):
        assert text_of(client.get(page("proposals"))).count("李平") == 18
    with django_assert_max_num_queries(32):
        client.get(page("proposal", proposal.pk))
    with django_assert_max_num_queries(20):
        client.get(page("person", cast.chen.pk))
    with django_assert_max_num_queries(20):
        client.get(page("short"))


def test_the_worklist_filters_sorts_and_exports_what_it_shows(cast, proposal):
    client = cast.signed_in(cast.lin)
    only = client.get(page("proposals") + f"?entitlement={MONEY}&band=ample&sort=-amount")
    assert [row.pk for row in only.context["page"]] == [proposal.pk]
    assert "陈卫国" not in text_of(client.get(page("proposals") + "?band=late"))
    book = client.get(page("proposals_export") + f"?entitlement={MONEY}")
    rows = list(openpyxl.load_workbook(BytesIO(book.content)).worksheets[0].values)
    assert len(rows) == 2
    assert 9000 in rows[1]


def test_a_pdf_or_one_clear_sentence(cast, letter):
    client = cast.signed_in(cast.lin)
    answer = client.get(page("letter_pdf", letter.pk))
    if answer.status_code == 302:
        assert "PDF" in text_of(client.get(answer.headers["Location"]))
    else:
        assert answer.content[:5] == b"%PDF-"


def test_an_old_answer_says_that_it_is_old(cast, conscript):
    old = Determination.objects.get(entitlement=MONEY)
    Determination.objects.filter(pk=old.pk).update(ended_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    assert "这是以前的结论" in text_of(cast.signed_in(cast.lin).get(page("finding", old.pk)))


def test_a_settled_matter_says_that_its_answer_has_changed_since(cast, letter):
    client = cast.signed_in(cast.lin)
    url = page("proposal", letter.decision.proposal_id)
    assert "办结以后结论变了" not in text_of(client.get(url))
    paper = Paper(kind=Source.Kind.PAPER, title="更正", dated_on=TODAY)
    record_fact(by=cast.actor(cast.lin), person=cast.chen, name="child_of_martyr", value=True, paper=paper)
    assert "办结以后结论变了" in text_of(client.get(url))
    assert Letter.objects.get().pk == letter.pk


def test_everybody_is_worked_out_again_in_the_background_and_its_progress_can_be_watched(cast, conscript):
    client = cast.signed_in(cast.lin)
    started = client.post(page("determine"))
    run = DeterminationRun.objects.get()
    assert started.headers["Location"] == page("run", run.pk)
    assert run.path == cast.town_a.path
    assert text_of(client.get(page("run", run.pk))).count("<progress") == 1
    part = client.get(page("run", run.pk), headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert cast.signed_in(cast.sun).post(page("determine")).status_code == 403


def test_a_persons_lines_are_read_in_few_questions(conscript, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert due_to(conscript).with_standing("proposed")


def test_whoever_reads_why_is_on_the_list_that_the_person_sees(cast, proposal):
    for url in (
        page("proposal", proposal.pk),
        page("person", cast.chen.pk),
        page("finding", proposal.determination_id),
    ):
        cast.signed_in(cast.lin).get(url)
    looked = Event.objects.filter(verb="person.looked", person_id=cast.chen.pk)
    assert list(looked.values_list("by_name", flat=True)) == ["林晓"]
