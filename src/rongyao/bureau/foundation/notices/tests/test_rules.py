"""Quiet hours, the pauses between tries, how a text is worded and counted, and which way is taken."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.bureau.foundation.notices.registrations import KINDS, Kind, UnableToDeclare, declare
from rongyao.bureau.foundation.notices.rules.timing import (
    HERE,
    MOST_TRIES,
    PAUSES,
    Quiet,
    may_go_at,
    next_try,
)
from rongyao.bureau.foundation.notices.rules.ways import Recipient, Way, Wish, mobile, ways_to
from rongyao.bureau.foundation.notices.rules.words import FORBIDDEN, Text, UnableToWord, filled, segments

QUIET = Quiet()
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2030, 12, 31)
MOMENTS = st.builds(
    lambda day, time: dt.datetime.combine(day, time, dt.UTC), st.dates(FIRST, LAST), st.times()
)


def here(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-11-24T20:59:59", "2026-11-24T20:59:59"),
        ("2026-11-24T21:00:00", "2026-11-25T08:00:00"),
        ("2026-11-24T23:59:59", "2026-11-25T08:00:00"),
        ("2026-11-25T00:00:00", "2026-11-25T08:00:00"),
        ("2026-11-25T07:59:59", "2026-11-25T08:00:00"),
        ("2026-11-25T08:00:00", "2026-11-25T08:00:00"),
        ("2026-12-31T22:00:00", "2027-01-01T08:00:00"),
    ],
)
def test_quiet_hours_around_midnight(at: str, goes: str) -> None:
    assert may_go_at(here(at), QUIET, is_urgent=False) == here(goes)


def test_an_urgent_message_goes_at_any_hour() -> None:
    assert may_go_at(here("2026-11-24T03:00:00"), QUIET, is_urgent=True) == here("2026-11-24T03:00:00")


@given(MOMENTS)
def test_shanghai_has_no_summer_time_so_a_message_never_waits_longer_than_the_night(at: dt.datetime) -> None:
    goes = may_go_at(at, QUIET, is_urgent=False)
    assert dt.timedelta(0) <= goes - at <= dt.timedelta(hours=11)
    assert not QUIET.holds(goes)
    assert at.astimezone(HERE).utcoffset() == dt.timedelta(hours=8)


@given(MOMENTS)
def test_a_server_in_another_zone_reckons_the_same_hours(at: dt.datetime) -> None:
    elsewhere = at.astimezone(ZoneInfo("America/New_York"))
    goes = may_go_at(elsewhere, QUIET, is_urgent=False)
    assert goes.astimezone(dt.UTC) == may_go_at(at, QUIET, is_urgent=False)


@given(MOMENTS, st.booleans())
def test_the_tries_come_later_and_later_never_at_night_and_end(at: dt.datetime, is_urgent: bool) -> None:
    times = [at]
    for tries in range(1, MOST_TRIES):
        following = next_try(tries, times[-1], QUIET, is_urgent=is_urgent)
        assert following is not None
        assert following - times[-1] >= PAUSES[tries - 1]
        assert is_urgent or not QUIET.holds(following)
        times.append(following)
    assert next_try(MOST_TRIES, times[-1], QUIET, is_urgent=is_urgent) is None
    assert times[-1] - at <= sum(PAUSES, dt.timedelta()) + len(PAUSES) * dt.timedelta(hours=11)


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("汉" * 70, 1), ("汉" * 71, 2),
        ("汉" * 134, 2), ("汉" * 135, 3), ("€" * 80, 1), ("€" * 81, 2), ("𠮷" * 35, 1), ("𠮷" * 36, 2),
    ],
)  # fmt: skip
def test_segments_are_counted_as_the_telephone_company_does(text: str, many: int) -> None:
    assert segments(text) == many


def test_a_missing_parameter_is_a_refusal_and_a_value_is_never_read_as_a_parameter() -> None:
    text = Text("{what}", "{name}: {what}")
    with pytest.raises(UnableToWord):
        filled(text, {"name": "陈卫国"})
    assert filled(text, {"name": "陈", "what": "{name}"}) == Text("{name}", "陈: {name}")


def test_every_declared_text_fits_its_parameters_and_none_carries_a_secret() -> None:
    assert len(KINDS) >= 6
    for kind in KINDS.values():
        for language in ("zh", "en"):
            text = kind.text(language)
            assert text.parameters <= set(kind.params) | {"name"}, kind.code
            assert not [name for name in text.parameters if FORBIDDEN.search(name)], kind.code


def test_every_text_of_the_system_fits_into_two_text_messages_in_chinese() -> None:
    for kind in KINDS.values():
        if not kind.is_by_hand:
            shown = filled(
                kind.text("zh"),
                {"name": "欧阳建国", "number": "昆退役〔2026〕123号", "day": "2026年11月24日", "title": "2026年度昆山市安置选岗第二批",
                 "station": "玉山镇退役军人服务站 0512-57551234"},
            )  # fmt: skip
            assert segments("【昆山市退役军人事务局】" + shown.body) <= 2, kind.code


@pytest.mark.parametrize(
    "name", ["id_number", "phone", "amount", "bank_account", "disability_grade", "code", "birth_on"]
)
def test_a_kind_with_a_secret_parameter_cannot_be_declared(tmp_path, name: str) -> None:
    for language in ("zh", "en"):
        (tmp_path / f"x.y.{language}.txt").write_text(f"A\n{{{name}}}", encoding="utf-8")
    with pytest.raises(UnableToDeclare):
        declare(Kind(code="x.y", title="x", folder=tmp_path, params={name: "x"}))
    assert "x.y" not in KINDS


def test_a_kind_whose_languages_do_not_fit_cannot_be_declared(tmp_path) -> None:
    (tmp_path / "x.z.zh.txt").write_text("标题\n{what}", encoding="utf-8")
    (tmp_path / "x.z.en.txt").write_text("Heading\nnothing", encoding="utf-8")
    with pytest.raises(UnableToDeclare):
        declare(Kind(code="x.z", title="x", folder=tmp_path, params={"what": "x"}))


ALL = frozenset({Way.BOX, Way.SMS, Way.EMAIL})


@pytest.mark.parametrize(
    ("phone", "bound", "wish", "ways"),
    [
        ("13862610027", True, Wish(), [Way.SMS, Way.BOX]),
        ("13862610027", True, Wish(email="a@b.cn", way="email"), [Way.EMAIL, Way.SMS, Way.BOX]),
        ("13862610027", True, Wish(no_sms=True), [Way.BOX]),
        ("0512-57551234", False, Wish(), []),
        ("13862610027", True, Wish(way="box"), [Way.BOX, Way.SMS]),
        ("", False, Wish(no_sms=True, email="a@b.cn"), [Way.EMAIL]),
    ],
)
def test_the_ways_to_a_person_best_first(phone, bound, wish, ways) -> None:
    assert ways_to(Recipient(1, "陈", "1/", phone, bound), wish, ALL) == ways


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("138 6261 0027", "13862610027"),
        ("+86 13862610027", "13862610027"),
        ("0512-57551234", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_only_a_mobile_receives_text_messages(phone: str, number: str) -> None:
    assert mobile(phone) == number
