"""Facts with their sources: history, absence, judged facts, forms by kind, rows for the law."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import facts as actions
from rongyao.bureau.registry.actions.facts import Paper, UnableToRecord
from rongyao.bureau.registry.forms.facts import YuanField
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.registrations import FactsChanged, facts_listeners
from rongyao.bureau.registry.rules import Recorded, Step, step_for

ON = dt.date(2026, 6, 1)
PAPER = Paper("paper", "士兵档案", ON)


def _record(cast, name: str, value: object, paper: Paper = PAPER, by: str = "lin") -> Fact:
    return actions.record_fact(
        by=cast.actor(getattr(cast, by)), person=cast.chen, name=name, value=value, paper=paper
    )


def test_a_recorded_fact_has_its_row_its_record_and_its_news_together(cast) -> None:
    told: list[FactsChanged] = []
    facts_listeners.append(told.append)
    try:
        row = _record(cast, "rank_group", "nco")
    finally:
        facts_listeners.remove(told.append)
    assert queries.facts_of(cast.chen)["rank_group"] == row
    assert Event.objects.get(verb="fact.recorded").detail["fact"] == "rank_group"
    assert told[0].person_ids == (cast.chen.pk,)


def test_a_listener_that_fails_takes_the_fact_with_it(cast) -> None:
    def refuse(event: FactsChanged) -> None:
        raise RuntimeError("no")

    facts_listeners.append(refuse)
    try:
        with pytest.raises(RuntimeError):
            _record(cast, "rank_group", "nco")
    finally:
        facts_listeners.remove(refuse)
    assert not Fact.objects.exists()
    assert not Event.objects.filter(verb="fact.recorded").exists()


def test_a_newer_value_ends_the_old_one_and_history_keeps_both(cast) -> None:
    _record(cast, "enlisted_on", "2008-12")
    _record(cast, "enlisted_on", "2008-12-05")
    history = [(row.value, row.ended_at is None) for row in queries.history_of(cast.chen, "enlisted_on")]
    assert history == [("2008-12-05", True), ("2008-12", False)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("rank_group", "general"), ("enlisted_on", "2008-13"), ("enlisted_on", "soon"), ("honours", "merit_1"), ("honours", ["x"]),
     ("disability_grade", 11), ("disability_grade", True), ("is_deceased", "yes"), ("monthly_basic_pay", -1), ("nonsense", 1),
     ("birth_on", "1990")],
)  # fmt: skip
def test_a_value_of_another_form_is_refused_in_words(cast, name: str, value: object) -> None:
    with pytest.raises(UnableToRecord) as error:
        _record(cast, name, value)
    assert str(error.value)
    assert not Fact.objects.exists()


def test_a_judged_fact_is_never_recorded_as_a_fact(cast) -> None:
    with pytest.raises(UnableToRecord):
        _record(cast, "late_without_reason", True)


def test_a_paper_shows_what_is_so_and_not_what_is_not_so(cast) -> None:
    with pytest.raises(UnableToRecord):
        _record(cast, "expelled_from_party", False)
    assert _record(cast, "expelled_from_party", True).value is True


def test_absence_is_asserted_only_in_the_ways_the_law_accepts(cast) -> None:
    common = {"by": cast.actor(cast.lin), "person": cast.chen, "title": "核查", "dated_on": ON}
    row = actions.assert_absence(name="criminal_record", how="register_check", **common)
    assert (row.value, row.source.kind) == (False, "register")
    row = actions.assert_absence(name="honours", how="list_complete", **common)
    assert row.value == []
    with pytest.raises(UnableToRecord):
        actions.assert_absence(name="took_part_in_combat", how="declaration", **common)
    with pytest.raises(UnableToRecord):
        actions.assert_absence(name="enlisted_on", how="declaration", **common)


@pytest.mark.parametrize("who", ["zhao", "wei", "hao", "ma"])
def test_nobody_without_the_right_at_the_place_records_or_takes_back(cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        _record(cast, "rank_group", "nco", by=who)
    with pytest.raises(NotAllowed):
        actions.withdraw_fact(
            by=cast.actor(getattr(cast, who)), person=cast.chen, name="rank_group", reason="错了"
        )


def test_a_value_taken_back_is_not_known_and_stays_in_the_history(cast) -> None:
    _record(cast, "rank_group", "nco")
    actions.withdraw_fact(by=cast.actor(cast.lin), person=cast.chen, name="rank_group", reason="录错人")
    assert "rank_group" not in queries.facts_of(cast.chen)
    assert queries.history_of(cast.chen, "rank_group").get().end_reason == "录错人"


def test_rows_for_the_law_come_in_one_query_and_leave_out_what_is_not_known(
    cast, django_assert_num_queries
) -> None:
    _record(cast, "honours", ["merit_3", "merit_3"])
    _record(cast, "enlisted_on", "2008")
    _record(cast, "enlisted_on", "2008-12")
    other = Person.objects.create(
        number="KS-000009", name="无事", division=cast.town_a, path=cast.town_a.path
    )
    with django_assert_num_queries(1):
        rows = queries.fact_rows(Person.objects.all())
    assert rows == {
        cast.chen.pk: {
            "birth_on": "1990-05-04",
            "sex": "male",
            "honours": ["merit_3", "merit_3"],
            "enlisted_on": "2008-12",
        },
        other.pk: {},
    }


FORM = {"kind": "paper", "title": "退出现役证", "dated_on_0": "2026", "dated_on_1": "6", "dated_on_2": "1"}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("rank_group", {"value": "nco"}, "nco"),
        ("enlisted_on", {"value_0": "2008", "value_1": "12", "value_2": ""}, "2008-12"),
        ("honours", {"value": ["merit_3", "citation"]}, ["merit_3", "citation"]),
        ("monthly_basic_pay", {"value": "8,500.50"}, 850050),
        ("disability_grade", {"value": "6"}, 6),
        ("child_of_martyr", {"value": "yes"}, True),
    ],
)
def test_each_kind_of_fact_is_typed_in_its_own_boxes(cast, name: str, typed: dict, value: object) -> None:
    address = reverse("registry:fact", args=[cast.chen.pk, name])
    lin = cast.signed_in(cast.lin)
    assert lin.get(address).status_code == 200
    assert lin.post(address, {**FORM, **typed}).status_code == 302
    assert queries.facts_of(cast.chen)[name].value == value
    assert lin.get(address).status_code == 200


def test_a_fact_form_that_fails_comes_back_with_everything_typed(cast) -> None:
    address = reverse("registry:fact", args=[cast.chen.pk, "criminal_record"])
    answer = cast.signed_in(cast.lin).post(address, {**FORM, "value": "no", "given_by": "派出所"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "派出所" in text
    assert "退出现役证" in text
    future = cast.signed_in(cast.lin).post(address, {**FORM, "value": "yes", "dated_on_0": "2999"})
    assert future.status_code == 422


def test_the_file_shows_a_fact_with_source_and_history_within_its_queries(
    cast, django_assert_max_num_queries
) -> None:
    _record(cast, "rank_group", "conscript")
    _record(cast, "rank_group", "nco")
    lin = cast.signed_in(cast.lin)
    with django_assert_max_num_queries(25):
        text = lin.get(reverse("registry:person", args=[cast.chen.pk])).content.decode()
    assert "军士（士官）" in text
    assert "义务兵" in text
    assert "士兵档案" in text


@pytest.mark.parametrize(
    ("incoming", "recorded", "step"),
    [
        ("1992-11-30", Recorded(None), Step.ADD),
        ("1992-11", Recorded("1992-11-30", dt.date(2020, 1, 1)), Step.SAME),
        ("1992-11-30", Recorded("1992-11", dt.date(2030, 1, 1)), Step.CHANGE),
        ("1992-12", Recorded("1992-11", dt.date(2020, 1, 1), "paper"), Step.CHANGE),
        ("1992-12", Recorded("1992-11", ON, "paper"), Step.CONFLICT),
        ("1992-12", Recorded("1992-11", dt.date(2020, 1, 1), "correction"), Step.CONFLICT),
    ],
)
def test_an_older_record_gives_way_to_a_roster_and_a_newer_or_settled_one_does_not(
    incoming: str, recorded: Recorded, step: Step
) -> None:
    assert step_for("discharged_on", incoming, recorded, ON) == step


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("discharged_on", "2018-08-31", "早于“入伍日期"),
        ("discharged_on", "2018", "早于“入伍日期"),
        ("discharged_on", "2099-01-01", "还没有到"),
        ("enlisted_on", "1989-12", "早于“出生日期"),
        ("reported_on", "2099-01", "还没有到"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words_and_nothing_is_written(cast, name, value, words) -> None:
    _record(cast, "enlisted_on", "2019-09")
    before = set(Fact.objects.values_list("pk", flat=True))
    with translation.override("zh-hans"), pytest.raises(UnableToRecord, match=words):
        _record(cast, name, value)
    assert set(Fact.objects.filter(ended_at__isnull=True).values_list("pk", flat=True)) == before


def test_a_date_known_to_the_month_or_planned_is_recorded(cast) -> None:
    _record(cast, "enlisted_on", "2019-09-16")
    assert _record(cast, "discharged_on", "2019-09").value == "2019-09"
    assert _record(cast, "report_due_on", "2099-01-01").value == "2099-01-01"


@pytest.mark.parametrize("typed", ["1e9", "-5", "12,345.678", "abc", "Infinity", "NaN"])
def test_what_is_no_amount_of_yuan_is_not_taken_for_one(typed) -> None:
    with pytest.raises(ValidationError):
        YuanField().clean(typed)
    assert YuanField().clean("12,345.67元") == 1_234_567


# --- two officers ---------------------------------------------------------------------------------------


def _page_of(client, person, name):
    import re

    address = f"/desk/people/{person.pk}/facts/{name}/"
    page = client.get(address).content.decode()
    return address, re.search(r'name="opened" value="(\d+)"', page)[1]


def _typed(value: str, opened: str) -> dict[str, str]:
    return {
        "value": value, "kind": "paper", "title": "士兵档案", "dated_on_0": "2026", "dated_on_1": "1",
        "dated_on_2": "5", "opened": opened, "reason": "核对",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_second_of_two_officers_sees_both_values_and_loses_nothing(cast) -> None:
    import re

    first, second = cast.signed_in(cast.lin), cast.signed_in(cast.sun)
    address, opened = _page_of(first, cast.chen, "rank_group")
    assert _page_of(second, cast.chen, "rank_group") == (address, opened)
    assert first.post(address, _typed("nco", opened)).status_code == 302
    clash = second.post(address, _typed("officer", opened))
    page = clash.content.decode()
    assert clash.status_code == 422
    assert "军士" in page
    assert "士兵档案" in page
    assert Fact.objects.get(person=cast.chen, name="rank_group", ended_at=None).value == "nco"
    now = re.search(r'name="opened" value="(\d+)"', page)[1]
    assert second.post(address, _typed("officer", now)).status_code == 302
    values = (
        Fact.objects.filter(person=cast.chen, name="rank_group")
        .order_by("pk")
        .values_list("value", flat=True)
    )
    assert list(values) == ["nco", "officer"]


@pytest.mark.django_db
def test_a_value_somebody_recorded_meanwhile_is_not_taken_back_unseen(cast) -> None:
    first, second = cast.signed_in(cast.lin), cast.signed_in(cast.sun)
    address, opened = _page_of(first, cast.chen, "rank_group")
    first.post(address, _typed("nco", opened))
    _address, seen = _page_of(second, cast.chen, "rank_group")
    first.post(address, _typed("officer", seen))
    answer = second.post(f"{address}withdraw/", {"reason": "记错了", "opened": seen})
    assert answer.status_code == 422
    assert Fact.objects.get(person=cast.chen, name="rank_group", ended_at=None).value == "officer"
