"""Relatives: what may be kept of them, what they agreed to, who is called first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from people import TODAY
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions.people import UnableToUnmask
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import consent, kin
from rongyao.bureau.registry.families.actions.consent import Consent, Ground, UnableToRecordConsent
from rongyao.bureau.registry.families.actions.kin import UnableToKeepKin, UnableToOrder
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.families.rules import facts_borne_by, is_child, last_day_from
from rongyao.bureau.registry.families.tests.made import MOTHER_ID, MOTHER_PHONE
from rongyao.bureau.registry.families.words import opened_values
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import looks
from rongyao.law.facts import FACTS

STRANGERS = ["zhao", "wei", "hao", "ma", "chen_user"]


def _events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb).order_by("id"))


# --- what may be kept ---------------------------------------------------------------------------------


def test_without_consent_a_name_and_a_relation_are_kept_and_recorded(cast, father) -> None:
    assert (father.consent, father.id_number, father.phone, father.birth_on) == ("not_asked", None, None, "")
    (row,) = _events("kin.added")
    assert (row.person_id, row.path, row.detail["relation"]) == (cast.chen.pk, cast.town_a.path, "father")


@pytest.mark.parametrize(
    ("field", "value"), [("phone", MOTHER_PHONE), ("id_number", MOTHER_ID), ("birth_on", "1965-04")]
)
def test_anything_more_is_refused_without_consent_and_the_refusal_says_what_to_do(
    cast, lin, field: str, value: str
) -> None:
    values = {"name": "李秀英", "relation": "mother", field: value}
    with pytest.raises(UnableToKeepKin, match=r"没有同意.*先征求本人同意") as refused:
        kin.add_kin(by=lin, person=cast.chen, values=values)
    assert refused.value.field == field
    assert not Kin.objects.exists()
    assert not _events("kin.added")


def test_with_consent_numbers_are_kept_sealed_and_never_in_the_record(mother) -> None:
    row = Kin.objects.get(pk=mother.pk)
    assert (row.phone, row.id_number, row.birth_on) == (MOTHER_PHONE, MOTHER_ID, "1965-04-12")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number FROM families_kin WHERE id = %s", [row.pk])
        stored = cursor.fetchone()
    assert MOTHER_PHONE.encode() not in bytes(stored[0])
    assert MOTHER_ID.encode() not in bytes(stored[1])
    recorded = str(list(Event.objects.values_list("detail", flat=True)))
    assert MOTHER_PHONE not in recorded
    assert MOTHER_ID not in recorded


def test_the_database_itself_refuses_a_number_without_consent(father) -> None:
    father.keep_phone(MOTHER_PHONE)
    with pytest.raises(IntegrityError, match="kin_numbers_need_consent_or_ground"), transaction.atomic():
        father.save()


def test_a_stated_ground_in_law_keeps_the_numbers_of_who_applies_themselves(cast, lin) -> None:
    ground = Ground("pension", "2026年11月20日申请定期抚恤金")
    values = {"name": "李秀英", "relation": "mother", "id_number": MOTHER_ID}
    row = kin.add_kin(by=lin, person=cast.chen, values=values, ground=ground)
    assert (row.id_last4, row.consent, row.ground) == (MOTHER_ID[-4:], "not_asked", "pension")
    consent.record_ground(by=lin, kin=row, ground=None)
    row.refresh_from_db()
    assert (row.id_number, row.id_index, row.removed) == ("", "", ["birth_on", "id_number"])
    assert _events("kin.ground_recorded")[0].detail["removed"] == ["birth_on", "id_number"]


@pytest.mark.parametrize("ground", [Ground("pension", " "), Ground("because", "2026年11月20日申请")])
def test_a_ground_without_its_application_or_outside_the_list_is_none(cast, lin, ground: Ground) -> None:
    with pytest.raises(UnableToRecordConsent):
        kin.add_kin(by=lin, person=cast.chen, values={"name": "李秀英", "relation": "mother"}, ground=ground)


@pytest.mark.parametrize("who", STRANGERS)
def test_only_who_keeps_families_at_the_place_writes_relatives(cast, mother, who: str) -> None:
    by = cast.actor(getattr(cast, who))
    calls = [
        lambda: kin.add_kin(by=by, person=cast.chen, values={"name": "陈建国", "relation": "father"}),
        lambda: kin.change_kin(
            by=by, kin=mother, version=1, opened={}, typed={"lives_with": True}, reason="走访"
        ),
        lambda: kin.end_kin(by=by, kin=mother, reason="误登记"),
        lambda: kin.order_next_of_kin(by=by, person=cast.chen, kin_ids=[mother.pk]),
        lambda: kin.link_file(by=by, kin=mother, linked=None),
        lambda: consent.record_consent(by=by, kin=mother, consent=Consent("refused", TODAY)),
        lambda: consent.withdraw_consent(by=by, kin=mother, on=TODAY),
        lambda: consent.record_ground(by=by, kin=mother, ground=None),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


# --- consent ------------------------------------------------------------------------------------------


def test_taking_the_consent_back_removes_the_values_and_keeps_that_they_were_there(lin, mother) -> None:
    consent.withdraw_consent(by=lin, kin=mother, on=TODAY)
    row = Kin.objects.get(pk=mother.pk)
    assert (row.phone, row.phone_index, row.phone_last4) == ("", "", "")
    assert (row.id_number, row.id_index, row.id_last4, row.birth_on) == ("", "", "", "")
    assert (row.consent, row.consent_on, row.consent_ended_on) == ("withdrawn", TODAY, TODAY)
    assert row.removed == ["birth_on", "id_number", "phone"]
    (event,) = _events("kin.consent_withdrawn")
    assert sorted(event.detail["removed"]) == row.removed
    with pytest.raises(UnableToRecordConsent):
        consent.withdraw_consent(by=lin, kin=mother, on=TODAY)


def test_where_a_ground_in_law_stands_beside_it_the_numbers_outlast_the_consent(lin, mother) -> None:
    consent.record_ground(by=lin, kin=mother, ground=Ground("death_money", "2026年10月领取一次性抚恤金"))
    consent.withdraw_consent(by=lin, kin=mother, on=TODAY)
    row = Kin.objects.get(pk=mother.pk)
    assert (row.consent, row.phone, row.removed) == ("withdrawn", MOTHER_PHONE, [])
    assert _events("kin.consent_withdrawn")[0].detail["kept_by"] == "death_money"


def test_a_refusal_after_a_consent_removes_the_values(lin, mother) -> None:
    consent.record_consent(by=lin, kin=mother, consent=Consent("refused", TODAY))
    row = Kin.objects.get(pk=mother.pk)
    assert (row.consent, row.phone_index, row.consent_on) == ("refused", "", None)


def test_a_consent_on_paper_keeps_the_paper_as_its_source(lin, father) -> None:
    on = dt.date(2026, 11, 1)
    consent.record_consent(by=lin, kin=father, consent=Consent("given", on, "paper", "同意书"))
    row = Kin.objects.get(pk=father.pk)
    assert (row.consent_source.title, row.consent_source.kind) == ("同意书", "declaration")
    assert row.consent_source.dated_on == on


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Consent("given", TODAY, ""), "how"),
        (Consent("given", TODAY, "paper", ""), "paper_title"),
        (Consent("given", dt.date(2026, 11, 25), "counter"), "on"),
        (Consent("not_asked", TODAY), "how"),
    ],
)
def test_a_consent_that_does_not_say_how_or_when_is_refused(lin, father, asked: Consent, field: str) -> None:
    with pytest.raises(UnableToRecordConsent) as refused:
        consent.record_consent(by=lin, kin=father, consent=asked)
    assert refused.value.field == field
    assert Kin.objects.get(pk=father.pk).consent == "not_asked"


def test_for_a_child_under_fourteen_a_guardian_agrees(cast, lin, yes) -> None:
    values = {"name": "陈小军", "relation": "son", "birth_on": "2013-05"}
    with pytest.raises(UnableToRecordConsent, match="第三十一条"):
        kin.add_kin(by=lin, person=cast.chen, values=values, consent=yes)
    guardian = Consent("given", TODAY, "guardian", "监护人同意书")
    row = kin.add_kin(by=lin, person=cast.chen, values=values, consent=guardian)
    assert (row.birth_on, row.consent_how) == ("2013-05", "guardian")


def test_a_birth_date_that_makes_a_consenting_relative_a_child_is_refused(lin, cast, yes) -> None:
    row = kin.add_kin(by=lin, person=cast.chen, values={"name": "陈小军", "relation": "son"}, consent=yes)
    with pytest.raises(UnableToKeepKin) as refused:
        _change(lin, row, birth_on="2015-01-01")
    assert refused.value.field == "birth_on"


@pytest.mark.parametrize(
    ("born", "is_one"),
    [("2012-11-24", False), ("2012-11-25", True), ("2012-11", True), ("2012", True), ("2011", False), ("", False)],
)  # fmt: skip
def test_a_birth_date_known_to_the_month_counts_from_its_last_day(born: str, is_one: bool) -> None:
    assert is_child(born, TODAY) is is_one


# --- changing -----------------------------------------------------------------------------------------


def _change(by, row: Kin, version: int | None = None, opened: dict | None = None, **typed):
    return kin.change_kin(
        by=by, kin=row, version=version or row.version, opened=opened or {}, typed=typed, reason="走访"
    )


def test_a_change_is_written_once_and_names_its_fields_only(lin, mother) -> None:
    _change(lin, mother, phone="13800001111", lives_with=True)
    row = Kin.objects.get(pk=mother.pk)
    assert (row.phone, row.lives_with, row.version) == ("13800001111", True, 2)
    (event,) = _events("kin.changed")
    assert event.detail == {"fields": ["lives_with", "phone"], "reason": "走访"}
    _change(lin, row, lives_with=True)
    assert len(_events("kin.changed")) == 1


def test_of_two_editors_the_second_sees_field_by_field_what_the_first_saved(lin, clerk, mother) -> None:
    opened = opened_values(mother)
    _change(lin, mother, phone="13800001111", relation="guardian")
    with pytest.raises(UnableToKeepKin) as clashed:
        _change(clerk, mother, 1, opened, relation="other", lives_with=True)
    clashes = {clash.field: (clash.recorded, clash.typed) for clash in clashed.value.clashes}
    assert clashes == {"relation": ("监护人、抚养人", "其他"), "phone": ("138****1111", "139****5678")}
    assert Kin.objects.get(pk=mother.pk).lives_with is False


def test_a_relative_who_died_is_called_no_more(cast, lin, mother) -> None:
    kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[mother.pk])
    _change(lin, Kin.objects.get(pk=mother.pk), is_deceased=True, died_on="2026-10")
    row = Kin.objects.get(pk=mother.pk)
    assert (row.rank, row.phone, row.removed, row.died_on) == (None, "", ["phone"], "2026-10")
    with pytest.raises(UnableToOrder):
        kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[row.pk])
    with pytest.raises(UnableToKeepKin, match="不再保存电话"):
        _change(lin, row, phone=MOTHER_PHONE)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"died_on": "2020"}, "died_on"), ({"is_deceased": True, "died_on": "1950"}, "died_on"),
     ({"name": ""}, "name"), ({"relation": "boss"}, "relation")],
)  # fmt: skip
def test_what_cannot_be_so_is_refused_at_its_field(lin, mother, typed: dict, field: str) -> None:
    with pytest.raises(UnableToKeepKin) as refused:
        _change(lin, mother, **typed)
    assert refused.value.field == field


def test_an_ended_entry_keeps_its_name_and_reason_and_no_numbers(lin, mother) -> None:
    with pytest.raises(UnableToKeepKin):
        kin.end_kin(by=lin, kin=mother, reason=" ")
    kin.end_kin(by=lin, kin=mother, reason="登记错误")
    row = Kin.objects.get(pk=mother.pk)
    assert (row.name, row.end_reason, row.phone, row.id_index) == ("李秀英", "登记错误", "", "")
    assert _events("kin.ended")[0].detail["reason"] == "登记错误"
    assert list(queries.kin_of(row.person)) == []
    with pytest.raises(UnableToKeepKin):
        _change(lin, row, lives_with=True)


# --- next of kin --------------------------------------------------------------------------------------


def test_next_of_kin_stand_in_the_order_set_and_can_change_places(cast, lin, mother, father) -> None:
    kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[father.pk, mother.pk])
    assert [row.name for row in queries.kin_of(cast.chen)] == ["陈建国", "李秀英"]
    kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[mother.pk])
    assert [(row.name, row.rank) for row in queries.kin_of(cast.chen)] == [("李秀英", 1), ("陈建国", None)]
    assert [event.detail["order"] for event in _events("kin.ordered")][-1] == [mother.pk]


def test_an_order_that_names_somebody_twice_or_a_strangers_relative_is_refused(
    cast, lin, mother, zhou
) -> None:
    other = kin.add_kin(by=lin, person=zhou, values={"name": "周平", "relation": "brother"})
    for wrong in ([mother.pk, mother.pk], [other.pk], [0]):
        with pytest.raises(UnableToOrder):
            kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=wrong)


# --- the same human's own file, numbers, facts ----------------------------------------------------------


def _file(cast, division, name: str = "李秀英") -> Person:
    person = Person(number=f"KS-0001{division.pk:02d}", division=division, path=division.path)
    person.keep_name(name).keep_id_number(MOTHER_ID).save()
    return person


def test_a_number_on_file_links_the_file_only_within_the_officers_scope(cast, lin, yes) -> None:
    values = {"name": "李秀英", "relation": "mother", "id_number": MOTHER_ID}
    _file(cast, cast.town_b)
    assert kin.add_kin(by=lin, person=cast.chen, values=values, consent=yes).linked is None
    Person.objects.filter(id_last4=MOTHER_ID[-4:]).delete()
    here = _file(cast, cast.town_a)
    row = kin.add_kin(by=lin, person=cast.chen, values=values, consent=yes)
    assert row.linked == here
    with pytest.raises(UnableToKeepKin):
        kin.link_file(by=lin, kin=row, linked=cast.chen)
    kin.link_file(by=lin, kin=row, linked=None)
    assert Kin.objects.get(pk=row.pk).linked is None
    with pytest.raises(NotAllowed):
        kin.link_file(by=lin, kin=row, linked=Person.objects.create(
            number="KS-000200", name="王", division=cast.town_b, path=cast.town_b.path))  # fmt: skip


def test_uncovering_a_relatives_telephone_is_a_look_that_the_person_can_read(cast, lin, mother) -> None:
    with pytest.raises(UnableToUnmask):
        kin.unmask(by=lin, kin=mother, field="phone", reason="")
    with pytest.raises(UnableToUnmask):
        kin.unmask(by=lin, kin=mother, field="name", reason="联系家属")
    assert kin.unmask(by=lin, kin=mother, field="phone", reason="联系家属") == MOTHER_PHONE
    seen = looks(cast.chen).get()
    assert (seen.detail["reason"], seen.detail["kin"]) == ("联系家属", mother.pk)
    with pytest.raises(NotAllowed):
        kin.unmask(by=cast.actor(cast.zhao), kin=mother, field="phone", reason="联系家属")


def test_a_death_offers_facts_to_record_and_records_none(cast, lin, father, mother) -> None:
    assert facts_borne_by(father) == ()
    before = Fact.objects.count()
    _change(lin, father, is_deceased=True)
    offered = facts_borne_by(Kin.objects.get(pk=father.pk))
    assert {"child_of_martyr", "both_parents_dead", "survivor_of"} <= set(offered) <= set(FACTS)
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-24", "2027-11-23"), ("2028-02-29", "2029-02-28"), ("2027-03-01", "2028-02-29")],
)
def test_a_year_counts_its_first_day(first: str, last: str) -> None:
    assert last_day_from(dt.date.fromisoformat(first)) == dt.date.fromisoformat(last)
