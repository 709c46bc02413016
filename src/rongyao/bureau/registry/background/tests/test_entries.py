"""Entries with their source: the row and the record together; what the law asks is written with them, once."""

from __future__ import annotations

import datetime as dt

import pytest

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.background import queries
from rongyao.bureau.registry.background.actions import entries, groups, spells
from rongyao.bureau.registry.background.models import GroupMembership, Schooling, Spell, Work
from rongyao.bureau.registry.background.rules import SpellKind
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.registrations import facts_listeners

STUDENT = {
    "level": "bachelor",
    "school": "苏州大学",
    "from_on": "2009-09",
    "to_on": "2013-06",
    "at_enlistment": True,
}


def _spell(lin, chen, paper, code="tibet", months=("1998-03", "2001-11"), is_complete=True):
    return spells.record(by=lin, person=chen, code=code, months=months, paper=paper, is_complete=is_complete)


def _fact(person, name):
    return queries.current_fact(person, name)


def test_an_entry_leaves_its_source_and_its_record(cast, lin, paper) -> None:
    row = entries.record(
        by=lin, person=cast.chen, kind="skill", values={"name": "电工", "grade": "three"}, paper=paper
    )
    assert (row.source.title, row.source.document_no) == ("士兵档案", "档〔2026〕1号")
    event = Event.objects.get(verb="background.skill.recorded")
    assert (event.person_id, event.by_id) == (cast.chen.pk, cast.lin.pk)


def test_a_student_at_enlistment_is_typed_once(cast, lin, paper, know) -> None:
    know(enlisted_on="2011-12-01")
    entries.record(by=lin, person=cast.chen, kind="schooling", values=STUDENT, paper=paper)
    fact = Fact.objects.get(person=cast.chen, name="student_at_enlistment")
    assert (fact.value, fact.source) == (True, Schooling.objects.get().source)


@pytest.mark.parametrize("changed", [{"from_on": "2012"}, {"to_on": "2011-11"}, {"level": "high"}])
def test_a_student_at_another_time_or_of_another_school_is_refused(
    cast, lin, paper, know, changed: dict
) -> None:
    know(enlisted_on="2011-12-01")
    with pytest.raises(entries.UnableToKeepEntry) as refused:
        entries.record(by=lin, person=cast.chen, kind="schooling", values={**STUDENT, **changed}, paper=paper)
    assert refused.value.field == "at_enlistment"
    assert not Fact.objects.filter(name="student_at_enlistment").exists()


def test_an_employer_is_found_by_its_name_or_code(cast, lin, paper) -> None:
    from rongyao.bureau.registry.organisations.actions import keeping
    from rongyao.bureau.registry.organisations.tests.made import CODE

    values = {"name": "昆山精诚电子有限公司", "credit_code": CODE}
    factory = keeping.register(by=lin, kind="employer", division=cast.town_a, values=values)
    for typed, found in ((CODE.lower(), factory), ("昆山精诚电子有限公司", factory), ("精诚", None)):
        row = entries.record(by=lin, person=cast.chen, kind="work", values={"employer": typed}, paper=paper)
        assert row.organisation == found
    assert Work.objects.filter(employer="昆山精诚电子有限公司").count() == 2


def test_nothing_ends_before_it_begins(cast, lin, paper) -> None:
    for kind, values in (
        ("work", {"from_on": "2001-05", "to_on": "2001-04"}),
        ("licence", {"name": "驾驶证", "issued_on": "2027", "expires_on": dt.date(2026, 1, 1)}),
    ):
        with pytest.raises(entries.UnableToKeepEntry):
            entries.record(by=lin, person=cast.chen, kind=kind, values=values, paper=paper)
    # A year known without its month rules out only other years.
    entries.record(
        by=lin, person=cast.chen, kind="work", values={"from_on": "2001-05", "to_on": "2001"}, paper=paper
    )


def test_two_editors_do_not_undo_each_other_and_an_end_keeps_history(cast, lin, paper) -> None:
    row = entries.record(by=lin, person=cast.chen, kind="skill", values={"name": "电工"}, paper=paper)
    entries.change(by=lin, entry=row, version=1, values={"name": "焊工"})
    with pytest.raises(entries.UnableToKeepEntry):
        entries.change(by=lin, entry=row, version=1, values={"name": "钳工"})
    entries.end(by=lin, entry=row, reason="证书作废")
    with pytest.raises(entries.UnableToKeepEntry):
        entries.end(by=lin, entry=row, reason="证书作废")
    assert queries.background_of(cast.chen).is_empty
    ((kind, past),) = queries.past_of(cast.chen)
    assert (kind, past.name, past.end_reason) == ("skill", "焊工", "证书作废")


def test_complete_spells_write_the_months_the_law_asks(cast, lin, paper) -> None:
    told = []
    listener = facts_listeners.append(told.append) or told.append
    try:
        _spell(lin, cast.chen, paper)
    finally:
        facts_listeners.remove(listener) if listener in facts_listeners else facts_listeners.pop()
    assert _fact(cast.chen, "hard_area_months") == 45
    assert _fact(cast.chen, "in_tibet") is True
    assert {name for event in told for name in event.names} == {"hard_area_months", "in_tibet"}


def test_a_part_is_not_the_whole(cast, lin, paper) -> None:
    _spell(lin, cast.chen, paper, is_complete=False)
    assert _fact(cast.chen, "hard_area_months") is None
    _spell(lin, cast.chen, paper, code="area_5", months=("2001-11", "2002-10"), is_complete=True)
    assert _fact(cast.chen, "hard_area_months") == 56
    assert Fact.objects.filter(name="hard_area_months").count() == 1


def test_posts_and_areas_are_two_sums_and_may_lie_at_one_time(cast, lin, paper) -> None:
    _spell(lin, cast.chen, paper)
    _spell(lin, cast.chen, paper, code="flying", months=("1999-01", "1999-12"))
    assert _fact(cast.chen, "special_post_months") == 12
    assert _fact(cast.chen, "hard_area_months") == 45
    with pytest.raises(entries.UnableToKeepEntry, match="重叠"):
        _spell(lin, cast.chen, paper, code="island_1", months=("2001-01", "2002-12"))


def test_a_spell_outside_the_service_is_refused(cast, lin, paper, know) -> None:
    know(enlisted_on="1998-12-01", discharged_on="2003-12-01")
    with pytest.raises(entries.UnableToKeepEntry, match="早于入伍"):
        _spell(lin, cast.chen, paper)
    assert Spell.objects.count() == 0


def test_an_ended_spell_takes_its_months_out_of_the_sum(cast, lin, paper) -> None:
    _spell(lin, cast.chen, paper)
    wrong = _spell(lin, cast.chen, paper, code="area_6", months=("2002-01", "2002-12"))
    assert _fact(cast.chen, "hard_area_months") == 57
    spells.end(by=lin, spell=wrong, reason="误录")
    assert _fact(cast.chen, "hard_area_months") == 45
    assert spells.sum_of(cast.chen, SpellKind.HARD_AREA).months == 45


def test_a_number_of_another_source_stays_until_the_officer_says_the_spells_are_all(
    cast, lin, paper, know
) -> None:
    know(hard_area_months=60)
    row = _spell(lin, cast.chen, paper, is_complete=False)
    spells.end(by=lin, spell=row, reason="误录")
    assert _fact(cast.chen, "hard_area_months") == 60
    _spell(lin, cast.chen, paper, is_complete=False)
    assert spells.write_total(by=lin, person=cast.chen, kind="hard_area") == 45
    assert _fact(cast.chen, "hard_area_months") == 45
    assert Event.objects.filter(verb="background.months.written").count() == 1
    with pytest.raises(entries.UnableToKeepEntry):
        spells.write_total(by=lin, person=cast.chen, kind="special_post")


def test_a_group_rests_on_a_paper_or_on_facts_that_say_so(cast, lin, paper, know) -> None:
    with pytest.raises(entries.UnableToKeepEntry) as refused:
        groups.add(by=lin, person=cast.chen, category="disabled")
    assert refused.value.field == "title"
    know(disability_grade=6)
    (suggestion,) = queries.suggestions_for(cast.chen, queries.background_of(cast.chen).groups)
    assert (suggestion.category, [fact.name for fact in suggestion.facts]) == (
        "disabled",
        ["disability_grade"],
    )
    row = groups.add(by=lin, person=cast.chen, category="disabled")
    assert (row.is_by_facts, row.source) == (True, Fact.objects.get(name="disability_grade").source)
    assert queries.suggestions_for(cast.chen, queries.background_of(cast.chen).groups) == []
    with pytest.raises(entries.UnableToKeepEntry):
        groups.add(by=lin, person=cast.chen, category="disabled", paper=paper)
    groups.add(by=lin, person=cast.chen, category="army_family", since="2020-05", paper=paper)
    assert Event.objects.filter(verb="background.group.joined").count() == 2


def test_a_group_is_never_written_by_itself(cast, know) -> None:
    know(took_part_in_combat=True, disability_grade=3, survivor_of="martyr")
    assert GroupMembership.objects.count() == 0
    assert len(queries.suggestions_for(cast.chen, queries.background_of(cast.chen).groups)) == 3


def test_nothing_is_recorded_outside_ones_town(cast, paper) -> None:
    zhao, wei = cast.actor(cast.zhao), cast.actor(cast.wei)
    for by in (zhao, wei, cast.actor(cast.chen_user)):
        for act in (
            lambda by=by: entries.record(
                by=by, person=cast.chen, kind="skill", values={"name": "电工"}, paper=paper
            ),
            lambda by=by: _spell(by, cast.chen, paper),
            lambda by=by: groups.add(by=by, person=cast.chen, category="combat", paper=paper),
            lambda by=by: spells.write_total(by=by, person=cast.chen, kind="hard_area"),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert queries.memberships_visible_to(zhao).count() == 0


def test_figures_show_no_small_number(cast, lin, paper) -> None:
    from people import _staff
    from rongyao.bureau.registry.actions.facts import keep_source

    source = keep_source(by=lin, paper=paper)
    for n in range(9):
        town = cast.town_a if n < 6 else cast.town_b
        person = Person.objects.create(number=f"KS-1000{n}", name="某", division=town, path=town.path)
        GroupMembership.objects.create(person=person, category="combat", source=source)
    leader = cast.actor(_staff("leader", "领导", "leader", cast.city))
    towns, rows = queries.figures(leader, dt.date(2026, 11, 24))
    combat = next(row for row in rows if str(row.label) in ("参战退役人员", "Took part in combat"))
    # Three in town B are too few; town A's six would give them away by the sum, so they are not shown either.
    assert dict(zip([town.name for town in towns], combat.cells, strict=True)) == {
        "玉山镇": None,
        "巴城镇": None,
    }
    assert combat.whole == 9
    with pytest.raises(NotAllowed):
        queries.figures(lin, dt.date(2026, 11, 24))
