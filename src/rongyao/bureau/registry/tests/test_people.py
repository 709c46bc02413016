"""Files: adding, changing, finding, looking, uncovering; scope and masking."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import people as actions
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.registrations import FactsChanged, facts_listeners

ID = "32058319921130001"
ID = ID + check_digit(ID)
PHONE = "13912345678"


def _person(cast, by="lin", division=None, **identity: str) -> Person:
    """A file opened by an officer, with an identity number and a telephone unless told otherwise."""
    full = {"name": "单雄信", "id_number": ID, "phone": PHONE, "address": "玉山镇前进路1号", **identity}
    actor = cast.actor(getattr(cast, by))
    return actions.add_person(by=actor, division=division or cast.town_a, identity=full)


def test_a_new_file_reads_birth_and_sex_off_the_number_and_keeps_its_numbers_sealed(cast) -> None:
    person = _person(cast)
    assert (person.birth_on, person.sex, person.id_last4) == ("1992-11-30", "male", ID[-4:])
    assert person.number == "KS-000002"
    row = Event.objects.get(verb="person.added")
    assert (row.person_id, row.path) == (person.pk, cast.town_a.path)
    assert ID not in str(row.detail)


def test_a_second_file_for_one_number_is_refused_and_names_the_first_only_within_scope(cast) -> None:
    person = _person(cast)
    with pytest.raises(actions.UnableToAddPerson) as here:
        _person(cast, name="单雄信二")
    assert here.value.person == person
    with pytest.raises(actions.UnableToAddPerson) as there:
        _person(cast, by="zhao", division=cast.town_b)
    assert there.value.person is None
    assert "单雄信" not in str(there.value)


@pytest.mark.parametrize("who", ["zhao", "wei", "hao", "ma"])
def test_nobody_without_the_right_at_the_place_opens_a_file_there(cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        _person(cast, by=who)


@pytest.mark.parametrize(
    "words",
    ["单雄信", "shanxiongxin", "shan xiong xin", "sxx", "dxx", "danxiongxin", "sanxiongxin", "善雄心", ID, ID[-4:], PHONE, "5678",
     f"单 {ID[-4:]}", "KS-000002"],
)  # fmt: skip
def test_a_person_is_found_by_every_way_of_asking(cast, words: str) -> None:
    person = _person(cast)
    assert person in queries.search(cast.actor(cast.lin), words)


@pytest.mark.parametrize("words", ["李", "9999", "zhang", "13900000000", "*", ""])
def test_other_words_do_not_find_the_person(cast, words: str) -> None:
    _person(cast)
    assert list(queries.search(cast.actor(cast.lin), words)) == []


def test_exact_names_come_before_names_that_only_sound_alike(cast) -> None:
    near = _person(cast, name="单熊新", id_number="", phone="")
    exact = _person(cast)
    assert list(queries.search(cast.actor(cast.lin), "单雄信")) == [exact, near]


def test_officer_zhao_finds_nothing_of_town_a_by_page_address_search_or_export(cast) -> None:
    person = _person(cast)
    zhao = cast.signed_in(cast.zhao)
    assert person.name not in zhao.get(reverse("registry:people")).content.decode()
    assert person.name not in zhao.get(reverse("registry:people"), {"q": ID}).content.decode()
    for name in ("person", "identity", "looks", "account", "move"):
        assert zhao.get(reverse(f"registry:{name}", args=[person.pk])).status_code == 404
    assert zhao.get(reverse("registry:fact", args=[person.pk, "rank_group"])).status_code == 404
    assert zhao.get(reverse("registry:reveal", args=[person.pk, "phone"])).status_code == 404
    sheet = load_workbook(BytesIO(zhao.get(reverse("registry:people_export")).content)).worksheets[0]
    assert sheet.max_row == 1
    with pytest.raises(Http404):
        queries.get_person_for(cast.actor(cast.zhao), person.pk)


def test_numbers_are_masked_on_every_page_of_the_file(cast) -> None:
    person = _person(cast)
    lin = cast.signed_in(cast.lin)
    for name in ("person", "identity", "looks", "account", "move"):
        text = lin.get(reverse(f"registry:{name}", args=[person.pk])).content.decode()
        assert ID not in text
        assert PHONE not in text
    listing = lin.get(reverse("registry:people")).content.decode()
    assert person.name in listing
    assert ID not in listing
    assert (
        f"3205**********{ID[-4:]}" in lin.get(reverse("registry:person", args=[person.pk])).content.decode()
    )


def test_the_export_is_the_filtered_list_without_numbers_and_leaves_a_record(cast) -> None:
    _person(cast)
    lin = cast.signed_in(cast.lin)
    answer = lin.get(reverse("registry:people_export"), {"q": "单"})
    book = load_workbook(BytesIO(answer.content))
    cells = [str(cell.value) for row in book.worksheets[0] for cell in row if cell.value]
    assert "单雄信" in cells
    assert cast.chen.name not in cells
    assert ID not in cells
    assert Event.objects.get(verb="people.exported").detail == {"count": 1, "filters": ["words"]}


def test_a_look_is_recorded_once_in_ten_minutes_for_each_reader(cast) -> None:
    person = _person(cast)
    for client in (cast.signed_in(cast.lin), cast.signed_in(cast.lin), cast.signed_in(cast.wei)):
        client.get(reverse("registry:person", args=[person.pk]))
    assert [e.by_name for e in queries.looks(person)] == ["魏东", "林晓"]


def test_uncovering_a_number_needs_a_reason_and_is_shown_to_the_person(cast) -> None:
    person = _person(cast)
    lin, address = cast.signed_in(cast.lin), reverse("registry:reveal", args=[person.pk, "id_number"])
    refused = lin.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert ID not in refused.content.decode()
    assert ID in lin.post(address, {"reason": "核对办证"}).content.decode()
    row = queries.looks(person).get(verb="person.unmasked")
    assert row.detail == {"field": "id_number", "reason": "核对办证"}


def test_an_auditor_cannot_uncover_numbers(cast) -> None:
    with pytest.raises(NotAllowed):
        actions.unmask(by=cast.actor(cast.hao), person=cast.chen, field="phone", reason="看看")
    assert cast.signed_in(cast.hao).get(reverse("registry:people")).status_code == 403


def _identity_form(client: Client, person: Person) -> dict[str, str]:
    """The fields of the identity page as a browser would send them back."""
    form = client.get(reverse("registry:identity", args=[person.pk])).context["form"]
    data = {name: form[name].value() for name in form.fields}
    year, month, day = [*str(person.birth_on).split("-"), "", "", ""][:3]
    boxes = {"birth_on_0": year, "birth_on_1": month, "birth_on_2": day}
    return {name: value for name, value in {**data, **boxes}.items() if value not in (None, False)}


def test_the_second_of_two_editors_sees_the_clash_and_loses_nothing(cast) -> None:
    person = _person(cast)
    lin, sun = cast.signed_in(cast.lin), cast.signed_in(cast.sun)
    address = reverse("registry:identity", args=[person.pk])
    first, second = _identity_form(lin, person), _identity_form(sun, person)
    assert lin.post(address, {**first, "address": "亭林路9号", "reason": "户口簿"}).status_code == 302
    clash = sun.post(address, {**second, "address": "人民路5号", "ethnicity": "回族", "reason": "身份证"})
    text = clash.content.decode()
    assert clash.status_code == 422
    assert all(words in text for words in ("亭林路9号", "人民路5号", "回族", "身份证"))
    again = {name: clash.context["form"][name].value() for name in clash.context["form"].fields}
    again = {
        name: value
        for name, value in {**second, **again}.items()
        if value not in (None, False) and name != "birth_on"
    }
    assert sun.post(address, again).status_code == 302
    person.refresh_from_db()
    assert (person.address, person.ethnicity, person.version) == ("人民路5号", "回族", 3)
    assert person.id_number == ID


def test_a_changed_birth_date_tells_whoever_listens_in_the_same_transaction(cast) -> None:
    told: list[FactsChanged] = []
    facts_listeners.append(told.append)
    try:
        person = cast.chen
        actions.change_identity(by=cast.actor(cast.lin), person=person, version=1, opened={},
                                typed={"birth_on": "1990-05"}, reason="档案")  # fmt: skip
    finally:
        facts_listeners.remove(told.append)
    assert [(event.person_ids, event.names) for event in told] == [((cast.chen.pk,), ("birth_on",))]
    assert Event.objects.get(verb="person.identity_changed").detail == {
        "fields": ["birth_on"],
        "reason": "档案",
    }


def test_the_new_file_form_says_which_digit_rule_fails_and_keeps_what_was_typed(cast) -> None:
    lin = cast.signed_in(cast.lin)
    answer = lin.post(
        reverse("registry:person_new"), {"name": "周敏", "id_number": ID[:17], "division": cast.town_a.pk}
    )
    assert answer.status_code == 422
    assert "17 位" in answer.content.decode()
    assert "周敏" in answer.content.decode()


def test_a_file_moved_out_of_the_town_needs_the_right_at_both_ends(cast) -> None:
    with pytest.raises(NotAllowed):
        actions.move(by=cast.actor(cast.lin), person=cast.chen, division=cast.town_b, reason="搬家")
    moved = actions.move(by=cast.actor(cast.lin), person=cast.chen, division=cast.village_a, reason="搬家")
    assert moved.path == cast.village_a.path


def test_the_list_filters_sorts_and_stays_within_its_queries(cast, django_assert_max_num_queries) -> None:
    for number in range(30):
        _person(cast, name=f"周{number}", id_number="", phone="")
    lin = cast.signed_in(cast.lin)
    with django_assert_max_num_queries(20):
        answer = lin.get(
            reverse("registry:people"), {"sort": "-number", "missing": "any", "town": cast.town_a.path}
        )
    assert len(answer.context["page"].object_list) == 25
    assert answer.context["lines"][0].person.number == "KS-000031"
    assert lin.get(reverse("registry:people"), {"rank": "nco"}).context["page"].paginator.count == 0
    assert (
        lin.get(
            reverse("registry:people"), {"sort": "id_number", "rank": "x", "year": "19'", "page": "zz"}
        ).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"rank": "nco"}, ["单雄信"]),
        ({"rank": "officer"}, []),
        ({"year": "2025"}, ["单雄信"]),
        ({"year": "2024"}, []),
        ({"missing": "rank_group"}, ["陈卫国"]),
        ({"missing": "honours"}, ["陈卫国", "单雄信"]),
        ({"missing": "any"}, ["陈卫国", "单雄信"]),
        ({"sort": "discharged"}, ["单雄信", "陈卫国"]),
        ({"sort": "-name"}, ["单雄信", "陈卫国"]),
        ({"rank": "nco", "year": "2025", "q": "单"}, ["单雄信"]),
    ],
)
def test_each_filter_narrows_to_the_people_it_names(cast, filters: dict[str, str], found: list[str]) -> None:
    person = _person(cast)
    for name, value in (("rank_group", "nco"), ("discharged_on", "2025-09")):
        Fact.objects.create(
            person=person, name=name, value=value, source=cast.paper, as_of=cast.paper.dated_on
        )
    lines = cast.signed_in(cast.lin).get(reverse("registry:people"), filters).context["lines"]
    assert [line.person.name for line in lines] == found


def test_two_files_with_one_name_and_birth_date_are_shown_as_perhaps_one_person(cast) -> None:
    twin = _person(cast, name=cast.chen.name, id_number="", phone="", birth_on="1990-05-04")
    assert set(queries.conflicts(cast.actor(cast.lin))) == {twin, cast.chen}
    assert cast.signed_in(cast.lin).get(reverse("registry:people_alike")).context["page"].paginator.count == 2
    assert list(queries.conflicts(cast.actor(cast.zhao))) == []


def test_the_file_of_a_made_up_person_says_so(cast) -> None:
    text = cast.signed_in(cast.lin).get(reverse("registry:person", args=[cast.chen.pk])).content.decode()
    assert "synthetic data" in text


def test_a_person_page_in_english_has_no_chinese_labels_left_over(cast) -> None:
    client = cast.signed_in(cast.lin, language="en")
    text = client.get(reverse("registry:person", args=[cast.chen.pk])).content.decode()
    assert "Rank group" in text or "rank group" in text
