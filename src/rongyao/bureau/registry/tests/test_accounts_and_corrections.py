"""The slip at the counter, the sign-in it opens, and "this is wrong" with its clock and answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import accounts, corrections
from rongyao.bureau.registry.actions.accounts import UnableToActivate
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.models import ActivationSlip, Person, PersonAccount
from rongyao.bureau.registry.rules import SLIP_ALPHABET, spaced_slip_code

PASSWORD = "门前大桥下，游过一群鸭子"


@pytest.fixture
def zhou(cast) -> Person:
    """Somebody of town A with an identity number and no sign-in yet."""
    person = Person(number="KS-000050", division=cast.town_a, path=cast.town_a.path)
    person.keep_name("周敏").keep_id_number("320583199211300018")
    person.save()
    return person


def _slip(cast, person: Person) -> str:
    return accounts.print_slip(by=cast.actor(cast.sun), person=person)


def test_a_slip_binds_the_person_once_and_its_code_is_kept_nowhere(cast, zhou) -> None:
    code = _slip(cast, zhou)
    assert len(code) == 10
    assert set(code) <= set(SLIP_ALPHABET)
    assert code not in ActivationSlip.objects.get().code_digest
    user = accounts.activate(code=spaced_slip_code(code).lower(), id_last4="0018", password=PASSWORD)
    assert (user.username, user.needs_totp) == ("ks-000050", False)
    assert PersonAccount.objects.get(person=zhou).user == user
    assert queries.person_of_user(user.pk) == zhou.pk
    assert cast.actor(user).person_id == zhou.pk
    with pytest.raises(UnableToActivate):
        accounts.activate(code=code, id_last4="0018", password=PASSWORD)


def test_a_weak_password_leaves_the_slip_unused(cast, zhou) -> None:
    code = _slip(cast, zhou)
    with pytest.raises(UnableToActivate) as error:
        accounts.activate(code=code, id_last4="0018", password="123")
    assert error.value.field == "password"
    assert accounts.activate(code=code, id_last4="0018", password=PASSWORD)


def test_five_wrong_tries_spend_the_slip(cast, zhou) -> None:
    code = _slip(cast, zhou)
    for _try in range(accounts.TRIES):
        with pytest.raises(UnableToActivate):
            accounts.activate(code=code, id_last4="9999", password=PASSWORD)
    with pytest.raises(UnableToActivate):
        accounts.activate(code=code, id_last4="0018", password=PASSWORD)
    assert Event.objects.filter(verb="account.slip_refused").count() == accounts.TRIES


def test_a_new_slip_makes_the_old_one_worthless_and_an_old_one_expires(cast, zhou) -> None:
    first, second = _slip(cast, zhou), _slip(cast, zhou)
    with pytest.raises(UnableToActivate):
        accounts.activate(code=first, id_last4="0018", password=PASSWORD)
    ActivationSlip.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(UnableToActivate):
        accounts.activate(code=second, id_last4="0018", password=PASSWORD)


def test_a_forgotten_password_is_mended_by_a_new_slip_for_the_same_user(cast, zhou) -> None:
    user = accounts.activate(code=_slip(cast, zhou), id_last4="0018", password=PASSWORD)
    again = accounts.activate(code=_slip(cast, zhou), id_last4="0018", password=PASSWORD + "二四六七八")
    assert again.pk == user.pk
    assert PersonAccount.objects.filter(person=zhou).count() == 1


@pytest.mark.parametrize("who", ["zhao", "wei", "hao", "ma", "chen_user"])
def test_only_who_binds_accounts_at_the_place_prints_slips(cast, zhou, who: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.print_slip(by=cast.actor(getattr(cast, who)), person=zhou)


def test_without_an_identity_number_no_slip_is_printed(cast) -> None:
    with pytest.raises(accounts.UnableToPrintSlip):
        _slip(cast, cast.chen)


def test_the_slip_page_carries_code_user_name_and_square_and_is_not_kept(cast, zhou) -> None:
    sun = cast.signed_in(cast.sun)
    answer = sun.post(reverse("registry:slip", args=[zhou.pk]))
    text = answer.content.decode()
    assert answer.context["code"] in text
    assert "ks-000050" in text
    assert "data:image/svg+xml" in text
    assert "no-store" in answer["Cache-Control"]
    assert sun.get(reverse("registry:slip", args=[zhou.pk])).status_code == 405


def test_a_taken_away_sign_in_opens_nothing(cast, zhou) -> None:
    user = accounts.activate(code=_slip(cast, zhou), id_last4="0018", password=PASSWORD)
    accounts.unbind(by=cast.actor(cast.sun), person=zhou, reason="绑错人")
    user.refresh_from_db()
    assert not user.is_active
    assert queries.account_of(zhou) is None


# --- this is wrong ------------------------------------------------------------------------------------


def _ask(cast, field: str = "enlisted_on"):
    return corrections.ask_correction(by=cast.actor(cast.chen_user), field=field, stated_value="2008年12月",
                                      words="入伍是12月，不是9月")  # fmt: skip


def test_asking_starts_a_clock_and_gives_the_town_a_work_item(cast) -> None:
    row = _ask(cast)
    assert row.clock.rule == "correction"
    assert row.clock.due_on is not None
    item = WorkItem.objects.get(kind=corrections.ASKED)
    assert (item.path, item.clock, item.person_id) == (cast.town_a.path, row.clock, cast.chen.pk)
    row.clock.refresh_from_db()
    assert row.clock.subject == f"registry.correction:{row.pk}"


def test_the_same_thing_is_not_asked_twice_while_it_is_open(cast) -> None:
    _ask(cast)
    with pytest.raises(corrections.UnableToAskCorrection):
        _ask(cast)
    with pytest.raises(corrections.UnableToAskCorrection):
        _ask(cast, field="nonsense")


def test_staff_cannot_ask_in_a_veterans_name(cast) -> None:
    with pytest.raises(NotAllowed):
        corrections.ask_correction(by=cast.actor(cast.lin), field="name", stated_value="", words="名字写错了")


def test_a_mend_writes_a_new_fact_with_the_correction_as_source_and_stops_the_clock(cast) -> None:
    record_fact(by=cast.actor(cast.lin), person=cast.chen, name="enlisted_on", value="2008-09",
                paper=Paper("paper", "档案", dt.date(2026, 6, 1)))  # fmt: skip
    row = _ask(cast)
    lin, address = cast.signed_in(cast.lin), reverse("registry:correction", args=[row.pk])
    assert "入伍是12月" in lin.get(address).content.decode()
    empty = lin.post(address, {"outcome": "mend", "answer": "档案确为12月"})
    assert empty.status_code == 422
    assert "档案确为12月" in empty.content.decode()
    done = lin.post(
        address,
        {"outcome": "mend", "value_0": "2008", "value_1": "12", "value_2": "", "answer": "档案确为12月"},
    )
    assert done.status_code == 302
    row.refresh_from_db()
    fact = queries.facts_of(cast.chen)["enlisted_on"]
    assert (row.state, fact.value, fact.source.kind) == ("mended", "2008-12", "correction")
    row.clock.refresh_from_db()
    assert row.clock.stopped_on == timezone.localdate()
    assert not WorkItem.objects.filter(state="open").exists()
    assert lin.get(address).status_code == 200


def test_a_name_is_mended_on_the_identity_and_found_by_its_new_sound(cast) -> None:
    row = _ask(cast, field="name")
    corrections.answer_correction(
        by=cast.actor(cast.wei), correction=row, is_mended=True, value="陈维国", answer="身份证如此"
    )
    cast.chen.refresh_from_db()
    assert (cast.chen.name, cast.chen.name_pinyin) == ("陈维国", "chenweiguo")


def test_keeping_it_needs_reasons_and_can_be_done_once(cast) -> None:
    row = _ask(cast)
    common = {"by": cast.actor(cast.lin), "correction": row, "is_mended": False}
    with pytest.raises(corrections.UnableToAnswerCorrection):
        corrections.answer_correction(answer="不", **common)
    corrections.answer_correction(answer="批准入伍通知是九月", **common)
    with pytest.raises(corrections.UnableToAnswerCorrection):
        corrections.answer_correction(answer="批准入伍通知是九月", **common)


@pytest.mark.parametrize("who", ["zhao", "sun", "hao", "ma"])
def test_only_the_towns_officer_or_the_director_answers(cast, who: str) -> None:
    row = _ask(cast)
    with pytest.raises(NotAllowed):
        corrections.answer_correction(
            by=cast.actor(getattr(cast, who)), correction=row, is_mended=False, answer="维持原记录"
        )
    assert cast.signed_in(getattr(cast, who)).get(
        reverse("registry:correction", args=[row.pk])
    ).status_code in (403, 404)


def test_the_list_shows_open_ones_of_ones_own_town_only(cast, django_assert_max_num_queries) -> None:
    _ask(cast)
    lin = cast.signed_in(cast.lin)
    with django_assert_max_num_queries(20):
        assert lin.get(reverse("registry:corrections")).context["page"].paginator.count == 1
    assert cast.signed_in(cast.zhao).get(reverse("registry:corrections")).context["page"].paginator.count == 0


def test_the_person_may_take_it_back(cast) -> None:
    row = _ask(cast)
    corrections.withdraw_correction(by=cast.actor(cast.chen_user), correction=row)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(NotAllowed):
        corrections.withdraw_correction(by=cast.actor(cast.lin), correction=row)
