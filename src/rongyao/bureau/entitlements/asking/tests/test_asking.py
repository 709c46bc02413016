"""A citizen without an account asks what the law gives: only what matters is asked, and nothing is stored."""

from __future__ import annotations

import html
import re

import pytest
from django.http import QueryDict
from django.test import Client

from rongyao.bureau.entitlements.asking import rules
from rongyao.bureau.entitlements.asking.forms import form_for
from rongyao.bureau.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
ADDRESS = "/what-am-i-due/"


@pytest.fixture
def anybody() -> Client:
    return Client(headers={"accept-language": "zh-hans"})


def state_of(page) -> str:
    return html.unescape(re.search(r'name="state" value="([^"]*)"', page.content.decode()).group(1))


def begin(client: Client, start: str = "self"):
    return client.post(ADDRESS, {"start": start})


def test_it_begins_by_asking_for_whom_and_then_for_the_day_of_discharge(anybody):
    assert anybody.get(ADDRESS).status_code == 200
    page = begin(anybody)
    assert page.status_code == 200
    assert "退出现役" in page.content.decode()
    assert 'name="value_0"' in page.content.decode()


def test_nothing_chosen_is_said_so_and_nothing_is_lost(anybody):
    page = anybody.post(ADDRESS, {})
    assert page.status_code == 422
    assert "请选一项" in page.content.decode()


def test_an_answer_brings_the_next_question_and_can_be_taken_back(anybody):
    first = begin(anybody)
    boxes = {"value_0": "2026", "value_1": "3", "value_2": ""}
    second = anybody.post(ADDRESS, {"state": state_of(first), **boxes})
    assert second.status_code == 200
    assert rules.unpacked(state_of(second)).known == {"discharged_on": "2026-03"}
    back = anybody.post(ADDRESS, {"state": state_of(second), "drop": "discharged_on"})
    assert rules.unpacked(state_of(back)).known == {}


def test_a_date_still_not_exact_is_not_asked_a_third_time():
    once = rules.Answers("self").with_known({"enlisted_on": "2012-09"})
    assert once.skipped == ()
    assert once.with_known({"enlisted_on": "2012-09"}).skipped == ("enlisted_on",)
    assert once.with_known({"enlisted_on": "2012-09-01"}).skipped == ()


def test_the_foot_of_a_question_says_what_the_whole_result_says(anybody):
    import datetime as dt

    from rongyao.law import standards

    answers, on = (
        rules.Answers("self", {"discharged_on": "2020-09-01", "rank_group": "conscript"}),
        dt.date(2026, 11, 27),
    )
    foot, whole = (f(answers, on=on, standards=standards.seed()) for f in (rules.so_far, rules.outcome))
    assert foot.due == tuple(f.entitlement for f in whole.due)
    assert foot.not_due == tuple(f.entitlement for f in whole.not_due)
    assert foot.open == tuple(f.entitlement for f in whole.open)


def test_a_day_that_is_none_is_refused_and_stays_in_the_box(anybody):
    page = anybody.post(ADDRESS, {"state": state_of(begin(anybody)), "value_0": "2026", "value_1": "13"})
    assert page.status_code == 422
    assert 'value="13"' in page.content.decode()


def test_an_empty_answer_is_not_taken_for_a_no(anybody):
    page = anybody.post(ADDRESS, {"state": state_of(begin(anybody))})
    assert page.status_code == 422
    assert rules.unpacked(state_of(page)).known == {}


def test_whoever_does_not_know_is_asked_the_next_thing_and_never_that_again(anybody):
    page = begin(anybody)
    for _n in range(4):
        page = anybody.post(ADDRESS, {"state": state_of(page), "skip": "1"})
    skipped = rules.unpacked(state_of(page)).skipped
    assert len(skipped) == len(set(skipped)) >= 4


def typed(*codes: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist("value", list(codes))
    return data


def test_what_takes_rights_away_is_asked_once_as_one_list():
    step = rules.Step(("criminal_record", "is_wanted"), (), 2)
    assert not form_for(step, typed("none", "is_wanted")).is_valid()
    none = form_for(step, typed("none"))
    assert none.is_valid()
    assert none.known() == {"criminal_record": False, "is_wanted": False}
    one = form_for(step, typed("is_wanted"))
    assert one.is_valid()
    assert one.known() == {"criminal_record": False, "is_wanted": True}


def test_the_result_names_the_article_says_it_binds_nobody_and_leaves_no_trace(anybody):
    before = Event.objects.count()
    known = {
        "discharged_on": "2020-09-01", "rank_group": "conscript", "enlisted_on": "2018-09-01", "honours": [],
        "disability_grade": 0, "disability_cause": "none", "child_of_martyr": False, "placement_choice": "by_law",
    }  # fmt: skip
    state = rules.Answers("self", known).packed()
    page = anybody.post(ADDRESS, {"state": state, "result": "1"})
    text = page.content.decode()
    assert "一次性退役金" in text
    assert "9,000" in text
    assert "也不是决定" in text
    assert Event.objects.count() == before
    assert "sessionid" not in page.cookies
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    "state",
    ["", "[]", "not json", '["self", {"no_such_fact": true}, []]', '["nobody", {}, []]',
     '["self", {"rank_group": "king"}, []]', '["self", {"discharged_on": "2026-02-31"}, []]',
     '["self", {}, ["no_such_fact"]]', "[" * 5000, '["self", {"honours": "x"}, []]'],
)  # fmt: skip
def test_a_state_the_page_did_not_write_is_refused_and_one_begins_again(anybody, state):
    page = anybody.post(ADDRESS, {"state": state})
    assert page.status_code == 422
    assert "重新开始" in page.content.decode()


def test_every_page_reads_in_english_too():
    client = Client(headers={"accept-language": "en"})
    assert "What am I due?" in client.get(ADDRESS).content.decode()
    page = begin(client, "survivor")
    assert "I do not know" in page.content.decode()
    result = client.post(ADDRESS, {"state": state_of(page), "result": "1"})
    assert "What follows from your answers" in result.content.decode()
