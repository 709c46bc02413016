"""What anybody may open: the front page, stations, a letter's code, the slip from the counter."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from rongyao.bureau.desks.rules import shelves
from rongyao.bureau.entitlements.models import Letter
from rongyao.bureau.registry.actions import accounts
from rongyao.bureau.registry.models import Person, Station


@pytest.fixture
def anybody() -> Client:
    return Client(headers={"accept-language": "zh-hans"})


def test_the_front_page_shelves_hold_each_entitlement_in_force_once(anybody, db):
    names = [item.zh for _words, items in shelves() for item in items]
    assert len(names) == len(set(names))
    assert {"安排工作", "残疾抚恤金", "烈士褒扬金", "退役军人优待证"} <= set(names)
    shown = anybody.get("/").content.decode()
    assert all(shown.count(f"<b>{name}</b>") == 1 for name in names)
    assert "第条" not in shown  # a source without an article names the document alone


def test_a_genuine_letter_is_called_genuine_by_code_and_by_its_address_and_names_nobody(anybody, letter):
    for path in (f"/verify/?code={letter.verify_code}", f"/verify/{letter.verify_code}/"):
        shown = anybody.get(path)
        text = shown.content.decode()
        assert shown.status_code == 200
        assert "result--yes" in text
        assert letter.number in text
        assert "陈卫国" not in text
        assert "9,000" not in text


def test_small_letters_and_spaces_in_a_code_will_do(anybody, letter):
    typed = " " + letter.verify_code.lower() + " "
    assert letter.number in anybody.get("/verify/", {"code": typed}).content.decode()


def test_an_unknown_code_is_answered_404_and_kept_in_the_field(anybody, db):
    shown = anybody.get("/verify/?code=ABCD-EFGH")
    assert shown.status_code == 404
    assert 'value="ABCD-EFGH"' in shown.content.decode()
    assert anybody.get("/verify/?code=%00").status_code == 404


def test_a_letter_changed_after_it_was_issued_is_not_called_genuine(anybody, letter):
    body = dict(letter.body)
    body["zh"] = {**body["zh"], "amount": "90,000.00 元"}
    Letter.objects.filter(pk=letter.pk).update(body=body)
    text = anybody.get(f"/verify/{letter.verify_code}/").content.decode()
    assert "result--yes" not in text
    assert "result--no" in text
    assert letter.number not in text


def test_stations_are_found_by_town_and_a_strange_word_is_no_error(anybody, cast):
    Station.objects.create(division=cast.town_a, path=cast.town_a.path, name="玉山镇退役军人服务站")
    Station.objects.create(division=cast.village_a, path=cast.village_a.path, name="里厍社区退役军人服务站")
    found = anybody.get("/stations/?q=玉山").content.decode()
    assert "玉山镇退役军人服务站" in found
    assert "里厍社区退役军人服务站" in found
    assert anybody.get("/stations/?q=%00&page=zzz").status_code == 200


@pytest.fixture
def slip(cast) -> str:
    person = Person(number="KS-000050", division=cast.town_a, path=cast.town_a.path)
    person.keep_name("周敏").keep_id_number("320583199211300018")
    person.save()
    return accounts.print_slip(by=cast.actor(cast.sun), person=person)


def _slip_form(code: str, last4: str = "0018", again: str = "门前大桥下，游过一群鸭子") -> dict[str, str]:
    return {"code": code, "id_last4": last4, "password": "门前大桥下，游过一群鸭子", "again": again}


def test_a_slip_opens_ones_own_pages_once(anybody, slip):
    # Full-width digits come out of many Chinese keyboards.
    assert anybody.post("/activate/", _slip_form(slip, "００１８"))["Location"] == "/me/"
    assert "周敏" in anybody.get("/me/").content.decode()
    again = Client(headers={"accept-language": "zh-hans"}).post("/activate/", _slip_form(slip))
    assert again.status_code == 422


@pytest.mark.parametrize("last4", ["一二三四", "18", "001Y", "9999"])
def test_wrong_last_digits_are_refused_at_their_field_and_the_code_is_kept(anybody, slip, last4):
    shown = anybody.post("/activate/", _slip_form(slip, last4))
    assert shown.status_code == 422
    text = shown.content.decode()
    assert f'value="{slip}"' in text
    assert re.search(r'href="#id_id_last4"', text)


def test_two_different_passwords_are_refused_and_the_slip_is_not_spent(anybody, slip):
    assert anybody.post("/activate/", _slip_form(slip, again="别的")).status_code == 422
    assert anybody.post("/activate/", _slip_form(slip))["Location"] == "/me/"
