"""Helpers: named on paper, signed in by a slip, both names on the record, ended by the person at any time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from people import TODAY
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions import corrections
from rongyao.bureau.registry.actions.accounts import TRIES, UnableToActivate, UnableToPrintSlip
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import agreements, slips
from rongyao.bureau.registry.families.actions.agreements import UnableToBindHelper, UnableToEndHelper
from rongyao.bureau.registry.families.models import HelperAgreement, HelperSlip
from rongyao.bureau.registry.families.tests.made import LIU_ID, PASSWORD, liu
from rongyao.bureau.registry.models import Correction, Person, PersonAccount
from rongyao.bureau.registry.queries import looks

LAST4 = LIU_ID[-4:]


def _bind(by, person: Person, term, **changed: str) -> HelperAgreement:
    return agreements.bind_helper(by=by, person=person, named=liu(**changed), term=term)


def _verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


# --- naming -------------------------------------------------------------------------------------------


def test_an_agreement_rests_on_its_paper_and_keeps_no_number_of_the_helper(cast, agreement) -> None:
    row = HelperAgreement.objects.get()
    assert (row.helper, row.id_last4, row.paper.title, row.bound_by) == (None, LAST4, "代办授权书", cast.sun)
    assert (row.starts_on, row.ends_on) == (TODAY, dt.date(2027, 11, 23))
    event = Event.objects.get(verb="helper.bound")
    assert (event.person_id, event.path) == (cast.chen.pk, cast.town_a.path)
    assert LIU_ID not in str(event.detail) + str(list(HelperAgreement.objects.values()))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": dt.date(2027, 11, 24)}, "ends_on"),
        ({"ends_on": dt.date(2026, 11, 23)}, "ends_on"),
        ({"signed_on": dt.date(2026, 11, 25)}, "signed_on"),
        ({"starts_on": dt.date(2026, 11, 1)}, "starts_on"),
        ({"paper_title": " "}, "paper_title"),
    ],
)
def test_a_term_beyond_a_year_or_without_a_paper_is_refused(
    cast, clerk, sample_term, changed: dict, field: str
) -> None:
    with pytest.raises(UnableToBindHelper) as refused:
        _bind(clerk, cast.chen, replace(sample_term, **changed))
    assert refused.value.field == field
    assert not HelperAgreement.objects.exists()


def test_nobody_is_their_own_helper_and_nobody_is_named_twice(cast, clerk, sample_term, agreement) -> None:
    with pytest.raises(UnableToBindHelper, match="已经登记"):
        _bind(clerk, cast.chen, sample_term)
    cast.chen.keep_id_number(LIU_ID).save()
    with pytest.raises(UnableToBindHelper, match="自己的代办人"):
        _bind(clerk, cast.chen, sample_term)


def test_an_agreement_that_ran_out_makes_place_for_a_new_one(cast, clerk, sample_term, agreement) -> None:
    later = dt.date(2027, 12, 1)
    with time_machine.travel("2027-12-01T04:00:00+00:00", tick=False):
        term = replace(sample_term, signed_on=later, starts_on=later, ends_on=dt.date(2028, 11, 30))
        _bind(clerk, cast.chen, term)
    assert HelperAgreement.objects.filter(ended_at__isnull=True).get().starts_on == later
    assert HelperAgreement.objects.get(pk=agreement.pk).end_reason == "授权到期。"


@pytest.mark.parametrize("who", ["zhao", "wei", "hao", "ma", "chen_user"])
def test_only_who_binds_helpers_at_the_place_does(cast, agreement, sample_term, who: str) -> None:
    by = cast.actor(getattr(cast, who))
    calls = [
        lambda: _bind(by, cast.chen, sample_term),
        lambda: agreements.renew_helper(by=by, agreement=agreement, may="see", term=sample_term),
        lambda: agreements.end_helper(by=by, agreement=agreement, reason="本人要求"),
        lambda: slips.print_slip(by=by, agreement=agreement),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_a_renewal_is_a_new_agreement_on_a_new_paper_for_the_same_sign_in(
    clerk, agreement, liu_user, sample_term
) -> None:
    row = agreements.renew_helper(by=clerk, agreement=agreement, may="see", term=sample_term)
    assert (row.helper, row.may, row.renews) == (liu_user, "see", agreement)
    assert HelperAgreement.objects.get(pk=agreement.pk).ended_at is not None
    assert [one.person_id for one in queries.helped_by(liu_user.pk, TODAY)] == [agreement.person_id]
    assert "helper.renewed" in _verbs()
    with pytest.raises(UnableToBindHelper):
        agreements.renew_helper(by=clerk, agreement=agreement, may="see", term=sample_term)


# --- the slip -----------------------------------------------------------------------------------------


def test_a_slip_opens_a_sign_in_of_the_helpers_own_once(clerk, agreement) -> None:
    code = slips.print_slip(by=clerk, agreement=agreement)
    assert code not in str(list(HelperSlip.objects.values()))
    user = slips.activate(code=code.lower(), id_last4=LAST4, password=PASSWORD)
    assert (user.display_name, user.needs_totp, user.username) == ("刘芳", False, f"h-{agreement.pk:06d}")
    assert {"helper.slip_printed", "helper.activated"} <= set(_verbs())
    with pytest.raises(UnableToActivate):
        slips.activate(code=code, id_last4=LAST4, password=PASSWORD)


def test_five_wrong_tries_spend_the_slip_and_each_is_recorded(clerk, agreement) -> None:
    code = slips.print_slip(by=clerk, agreement=agreement)
    for _try in range(TRIES):
        with pytest.raises(UnableToActivate):
            slips.activate(code=code, id_last4="一二三四", password=PASSWORD)
    with pytest.raises(UnableToActivate):
        slips.activate(code=code, id_last4=LAST4, password=PASSWORD)
    assert _verbs().count("helper.slip_refused") == TRIES
    assert not User.objects.filter(display_name="刘芳").exists()


def test_a_weak_password_leaves_the_slip_and_a_newer_slip_makes_it_worthless(clerk, agreement) -> None:
    first = slips.print_slip(by=clerk, agreement=agreement)
    with pytest.raises(UnableToActivate) as weak:
        slips.activate(code=first, id_last4=LAST4, password="123")
    assert weak.value.field == "password"
    second = slips.print_slip(by=clerk, agreement=agreement)
    with pytest.raises(UnableToActivate):
        slips.activate(code=first, id_last4=LAST4, password=PASSWORD)
    HelperSlip.objects.filter(used_at__isnull=True).update(expires_at=timezone.now() - dt.timedelta(days=1))
    with pytest.raises(UnableToActivate):
        slips.activate(code=second, id_last4=LAST4, password=PASSWORD)


def test_a_forgotten_password_is_mended_by_a_new_slip_for_the_same_user(clerk, agreement, liu_user) -> None:
    code = slips.print_slip(by=clerk, agreement=HelperAgreement.objects.get(pk=agreement.pk))
    assert slips.activate(code=code, id_last4=LAST4, password=PASSWORD + "二四六七八") == liu_user


def test_an_ended_agreement_has_no_slip_and_spends_the_printed_one(clerk, agreement) -> None:
    code = slips.print_slip(by=clerk, agreement=agreement)
    agreements.end_helper(by=clerk, agreement=agreement, reason="本人要求")
    with pytest.raises(UnableToActivate):
        slips.activate(code=code, id_last4=LAST4, password=PASSWORD)
    with pytest.raises(UnableToPrintSlip):
        slips.print_slip(by=clerk, agreement=agreement)


def test_one_human_has_one_sign_in_for_everybody_they_help(cast, clerk, sample_term, zhou, liu_user) -> None:
    row = _bind(clerk, zhou, sample_term)
    assert row.helper == liu_user
    assert {one.name for one in queries.helped_by(liu_user.pk, TODAY)} == {"陈卫国", "周敏"}


def _veteran_liu(cast) -> User:
    """Liu Fang has a file and a sign-in of her own."""
    person = Person(number="KS-000077", division=cast.town_a, path=cast.town_a.path)
    person.keep_name("刘芳").keep_id_number(LIU_ID).save()
    user = User(username="ks-000077", display_name="刘芳", needs_totp=False)
    user.set_password(PASSWORD)
    user.save()
    PersonAccount.objects.create(user=user, person=person)
    return user


def test_a_helper_on_file_signs_in_with_the_account_they_have(cast, clerk, sample_term) -> None:
    user = _veteran_liu(cast)
    row = _bind(clerk, cast.chen, sample_term)
    assert row.helper == user
    with pytest.raises(UnableToPrintSlip, match="自己的账号"):
        slips.print_slip(by=clerk, agreement=row)


# --- acting -------------------------------------------------------------------------------------------


def test_both_names_and_the_role_stand_on_what_a_helper_does(cast, liu_user) -> None:
    by = cast.actor(liu_user)
    corrections.ask_correction(by=by, field="phone", stated_value="", words="电话号码换了")
    event = Event.objects.get(verb="correction.asked")
    assert (event.by_name, event.by_role, event.person_id) == ("刘芳 (陈卫国)", "helper", cast.chen.pk)
    assert Correction.objects.get().asked_by == liu_user


def test_a_helper_who_may_only_see_cannot_say_what_is_wrong(cast, clerk, agreement, liu_user) -> None:
    HelperAgreement.objects.filter(pk=agreement.pk).update(may="see")
    with pytest.raises(NotAllowed):
        corrections.ask_correction(
            by=cast.actor(liu_user), field="phone", stated_value="", words="电话号码换了"
        )
    browser = cast.signed_in(liu_user)
    assert browser.get("/me/file/wrong/phone/").status_code == 403
    shown = browser.get("/me/file/").content.decode()
    assert "陈卫国" in shown
    assert "/me/file/wrong/" not in shown


def test_a_veteran_who_helps_by_seeing_only_has_no_more_than_the_paper_while_acting(
    cast, clerk, sample_term
) -> None:
    user = _veteran_liu(cast)
    _bind(clerk, cast.chen, sample_term, may="see")
    browser = cast.signed_in(user)
    assert browser.get("/me/file/wrong/phone/").status_code == 200
    browser.post(f"/me/for/{cast.chen.pk}/begin/")
    assert browser.get("/me/file/wrong/phone/").status_code == 403
    browser.post("/me/for/stop/")
    assert browser.get("/me/file/wrong/phone/").status_code == 200


def test_a_helpers_reading_is_a_look_and_ones_own_is_not(cast, liu_user) -> None:
    cast.signed_in(cast.chen_user).get("/me/")
    assert not looks(cast.chen).exists()
    browser = cast.signed_in(liu_user)
    for page in ("/me/", "/me/file/", "/me/letters/", "/me/family/"):
        assert browser.get(page).status_code == 200
    seen = looks(cast.chen).get()
    assert (seen.by_name, seen.by_role) == ("刘芳 (陈卫国)", "helper")
    with time_machine.travel("2026-11-24T05:00:00+00:00", tick=False):
        browser.get("/me/due/")
    assert looks(cast.chen).count() == 2
    assert "刘芳 (陈卫国)" in cast.signed_in(cast.chen_user).get("/me/log/").content.decode()


@pytest.mark.parametrize("page", ["/me/", "/me/file/", "/me/log/", "/me/helpers/", "/me/family/", "/me/due/"])
def test_a_clear_strip_on_every_page_says_for_whom_and_stops(cast, liu_user, page: str) -> None:
    shown = cast.signed_in(liu_user).get(page).content.decode()
    assert 'class="acting"' in shown
    assert "陈卫国" in shown
    assert 'action="/me/for/stop/"' in shown
    own = cast.signed_in(cast.chen_user).get(page).content.decode()
    assert 'class="acting"' not in own


def test_who_stops_sees_nothing_of_the_person_until_they_choose_again(cast, liu_user) -> None:
    browser = cast.signed_in(liu_user)
    assert browser.post("/me/for/stop/")["Location"] == "/me/for/"
    assert browser.get("/me/").status_code == 403
    assert browser.get("/")["Location"] == "/me/for/"
    assert "陈卫国" in browser.get("/me/for/").content.decode()
    assert browser.post(f"/me/for/{cast.chen.pk}/begin/")["Location"] == "/me/"
    assert browser.get("/me/").status_code == 200


def test_a_helper_of_two_chooses_first_and_sees_one_at_a_time(
    cast, clerk, sample_term, zhou, liu_user
) -> None:
    _bind(clerk, zhou, sample_term)
    browser = cast.signed_in(liu_user)
    assert browser.get("/me/").status_code == 403
    browser.post(f"/me/for/{zhou.pk}/begin/")
    shown = browser.get("/me/file/").content.decode()
    assert "周敏" in shown
    assert "陈卫国" not in shown


def test_nobody_acts_for_somebody_who_has_not_named_them(cast, liu_user, zhou) -> None:
    browser = cast.signed_in(liu_user)
    assert browser.post(f"/me/for/{zhou.pk}/begin/").status_code == 404
    assert cast.signed_in(cast.chen_user).post(f"/me/for/{zhou.pk}/begin/").status_code == 404
    for page in (f"/me/for/{zhou.pk}/begin/", "/me/for/stop/"):
        assert Client().post(page).status_code == 403
    assert Client().get("/me/for/")["Location"].startswith("/sign-in/")
    session = browser.session
    session["acting_for"] = zhou.pk
    session.save()
    assert "周敏" not in browser.get("/me/file/").content.decode()


def test_an_agreement_outside_its_days_lets_nobody_act(cast, agreement, liu_user) -> None:
    for day in (dt.date(2026, 11, 23), dt.date(2027, 11, 24)):
        assert queries.helped_by(liu_user.pk, day) == ()
        assert cast.actor(liu_user, day).person_id is None
    assert len(queries.helped_by(liu_user.pk, dt.date(2027, 11, 23))) == 1


# --- ending -------------------------------------------------------------------------------------------


def test_the_person_sees_who_may_act_and_ends_it_for_an_open_session_too(cast, agreement, liu_user) -> None:
    helper, chen = cast.signed_in(liu_user), cast.signed_in(cast.chen_user)
    assert helper.get("/me/").status_code == 200
    shown = chen.get("/me/helpers/").content.decode()
    assert "刘芳" in shown
    assert "代办授权书" in shown
    assert "刘芳" in chen.get(f"/me/helpers/{agreement.pk}/end/").content.decode()
    assert chen.post(f"/me/helpers/{agreement.pk}/end/")["Location"] == "/me/helpers/"
    assert helper.get("/me/").status_code == 403
    event = Event.objects.get(verb="helper.ended")
    assert (event.by_name, event.detail["reason"]) == ("陈卫国", "本人终止。")
    with pytest.raises(UnableToEndHelper):
        agreements.revoke(by=cast.actor(cast.chen_user), agreement=agreement)


def test_a_helper_cannot_speak_as_the_person_about_helpers(cast, agreement, liu_user) -> None:
    with pytest.raises(NotAllowed):
        agreements.revoke(by=cast.actor(liu_user), agreement=agreement)
    helper = cast.signed_in(liu_user)
    assert helper.post(f"/me/helpers/{agreement.pk}/end/").status_code == 404
    assert f"/me/helpers/{agreement.pk}/end/" not in helper.get("/me/helpers/").content.decode()


def test_another_person_can_neither_see_nor_end_it(cast, agreement) -> None:
    other = cast.signed_in(_veteran_liu(cast))
    assert other.post(f"/me/helpers/{agreement.pk}/end/").status_code == 404
    assert other.post(f"/me/for/{agreement.pk}/step-down/").status_code == 404
    assert HelperAgreement.objects.get(pk=agreement.pk).ended_at is None


def test_the_helper_can_give_it_up_and_nobody_else_can_in_their_name(cast, agreement, liu_user) -> None:
    with pytest.raises(NotAllowed):
        agreements.step_down(by=cast.actor(cast.chen_user), agreement=agreement)
    cast.signed_in(liu_user).post(f"/me/for/{agreement.pk}/step-down/")
    row = HelperAgreement.objects.get(pk=agreement.pk)
    assert (row.ended_by, row.end_reason) == (liu_user, "代办人不再代办。")


def test_the_station_ends_it_with_a_reason_the_person_can_read(cast, clerk, agreement) -> None:
    with pytest.raises(UnableToEndHelper):
        agreements.end_helper(by=clerk, agreement=agreement, reason=" ")
    agreements.end_helper(by=clerk, agreement=agreement, reason="本人到窗口要求终止")
    assert "本人到窗口要求终止" in cast.signed_in(cast.chen_user).get("/me/helpers/").content.decode()
    assert Event.objects.get(verb="helper.ended").by_id == cast.sun.pk
