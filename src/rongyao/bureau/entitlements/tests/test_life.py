"""The life view: the officer's look is recorded, another town finds nothing, the person reads their own."""

from __future__ import annotations

import pytest

from people import TODAY
from rongyao.bureau.entitlements.queries.life import life_of
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions import facts
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.models import Source

GRADED = {
    "discharged_on": "2024-09-30", "enlisted_on": "2012-09-01", "disability_grade": 6, "disability_cause": "duty",
    "disability_approved_on": "2024-12-15", "disability_graded_after_discharge": True,
}  # fmt: skip


@pytest.fixture
def graded(cast):
    paper = Paper(Source.Kind.CERTIFIED, "残疾等级评定表", TODAY)
    for name, value in GRADED.items():
        facts.record_fact(by=cast.actor(cast.lin), person=cast.chen, name=name, value=value, paper=paper)
    return cast


def test_every_line_lies_within_the_span_and_its_spells_follow_each_other(graded):
    found = life_of(graded.chen, TODAY)
    assert found.lines
    assert 0 < found.today_at < 1000
    for line in found.lines:
        assert all(0 <= bar.x <= 1000 and bar.x + bar.width <= 1002 for bar in line.bars)
        starts = [bar.spell.starts_on for bar in line.bars]
        assert starts == sorted(set(starts))


def test_each_line_stands_in_one_group(graded):
    found = life_of(graded.chen, TODAY)
    keys = [line.key for group in (found.due_now(), found.still_to_come(), found.others()) for line in group]
    assert sorted(keys) == sorted(line.key for line in found.lines)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_an_officer_reads_a_life_and_the_look_is_recorded(graded, lang):
    before = Event.objects.filter(verb="person.looked").count()
    page = graded.signed_in(graded.lin, lang).get(f"/desk/people/{graded.chen.pk}/life/")
    assert page.status_code == 200
    assert "life__bar" in page.content.decode()
    assert Event.objects.filter(verb="person.looked").count() == before + 1


def test_another_towns_officer_finds_nothing(graded):
    assert graded.signed_in(graded.zhao).get(f"/desk/people/{graded.chen.pk}/life/").status_code == 404


def test_the_person_reads_their_own(graded):
    page = graded.signed_in(graded.chen_user).get("/me/life/")
    assert page.status_code == 200
    assert "我历年和以后的待遇" in page.content.decode()
