"""The seed of service stations."""

from __future__ import annotations

import datetime as dt

import pytest

from rongyao.bureau.foundation.divisions.seed import seed as seed_divisions
from rongyao.bureau.registry import stations_seed
from rongyao.bureau.registry.models import Station

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def divisions(db: None) -> None:
    seed_divisions()


def test_one_centre_and_one_station_for_each_standing_town_and_village(divisions: None) -> None:
    assert stations_seed.seed(on=TODAY) == 1 + 12 + 355
    assert Station.objects.get(kind="city").name == "昆山市退役军人服务中心"
    assert Station.objects.get(division__code="320583100").name == "玉山镇退役军人服务站"
    assert Station.objects.get(division__code="320583100001").name == "里厍社区退役军人服务站"


def test_a_village_station_is_named_after_the_village_and_not_its_committee(divisions: None) -> None:
    stations_seed.seed(on=TODAY)
    assert Station.objects.get(division__code="320583401200").name == "金家庄村退役军人服务站"
    assert not Station.objects.filter(name__contains="委会").exists()


def test_a_second_seed_adds_nothing_and_keeps_what_the_bureau_entered(divisions: None) -> None:
    stations_seed.seed(on=TODAY)
    Station.objects.filter(kind="city").update(phone="0512-57312345")
    assert stations_seed.seed(on=TODAY) == 0
    assert Station.objects.get(kind="city").phone == "0512-57312345"


def test_no_phone_is_made_up(divisions: None) -> None:
    stations_seed.seed(on=TODAY)
    assert not Station.objects.exclude(phone="").exists()
