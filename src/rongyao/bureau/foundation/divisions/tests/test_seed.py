"""The seed of divisions: right in every vintage, and safe to repeat."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from rongyao.bureau.foundation.divisions import queries
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.seed import lines, seed

SHARED = Path(__file__).resolve().parents[6].parent / "shared" / "data" / "admin"
CIVIL_TOWNS_KEPT = {"320583105", "320583107", "320583109"}


@pytest.fixture
def seeded(db: None) -> int:
    return seed()


def on(year: int) -> dt.date:
    return dt.date(year, 7, 1)


def test_seeding_twice_adds_nothing_the_second_time(seeded: int) -> None:
    assert seeded == len(lines()) == 457
    assert seed() == 0
    assert Division.objects.count() == 457


@pytest.mark.parametrize("year", range(2018, 2024))
def test_every_vintage_has_the_villages_of_that_years_list(seeded: int, year: int) -> None:
    """Trap 13: codes of places change, so each stands with the years in which it meant this place."""
    if not SHARED.exists():
        pytest.skip("the yearly lists are not beside this checkout")
    listed = csv.DictReader((SHARED / "kunshan_divisions_2018_2023.csv").open(encoding="utf-8"))
    expected = {(row["code"], row["name"]) for row in listed if row["vintage"] == str(year)}
    villages = queries.valid_on(on(year)).filter(level="village")
    assert set(villages.values_list("code", "name")) == expected


@pytest.mark.parametrize("year", range(2018, 2024))
def test_every_vintage_has_the_towns_of_that_years_list_and_keeps_the_civil_towns(
    seeded: int, year: int
) -> None:
    if not SHARED.exists():
        pytest.skip("the yearly lists are not beside this checkout")
    listed = csv.DictReader((SHARED / "kunshan_streets_2018_2023.csv").open(encoding="utf-8"))
    expected = {row["code"] for row in listed if row["vintage"] == str(year)} | CIVIL_TOWNS_KEPT
    assert set(queries.towns(on(year)).values_list("code", flat=True)) == expected


def test_today_there_are_ten_civil_towns_the_zone_and_the_resort(seeded: int) -> None:
    towns = queries.towns(dt.date(2026, 11, 24))
    assert len(towns) == 12
    assert sum(town.name.endswith("镇") for town in towns) == 10
    assert {town.name for town in towns if not town.name.endswith("镇")} == {"昆山开发区", "昆山旅游度假区"}


def test_a_community_of_the_resort_keeps_its_new_code_under_its_civil_town(seeded: int) -> None:
    village = queries.valid_on(on(2023)).get(code="320583401001")
    assert village.parent.code == "320583105"
    assert village.path == "320583/320583105/320583401001/"


def test_only_the_community_without_a_civil_town_hangs_under_the_resort(seeded: int) -> None:
    resort = Division.objects.get(code="320583401")
    assert [child.code for child in resort.children.all()] == ["320583401011"]


def test_a_recoded_village_points_to_its_new_code(seeded: int) -> None:
    """Trap 13: the codes of places change, so each is kept with its days."""
    old = Division.objects.get(code="320583105001")
    assert old.valid_to == dt.date(2021, 1, 1)
    assert old.replaced_by.code == "320583401001"
    assert old.replaced_by.valid_from == old.valid_to


def test_a_code_that_named_two_communities_keeps_them_apart(seeded: int) -> None:
    first, second = Division.objects.filter(code="320583106014").order_by("valid_from")
    former_village = Division.objects.get(code="320583106209")
    assert (first.name, second.name) == ("苏巷社区居委会", "新塘社区居委会")
    assert first.replaced_by is None
    assert former_village.replaced_by == second


def test_a_renamed_zone_keeps_its_path(seeded: int) -> None:
    old, new = Division.objects.filter(code="320583400").order_by("valid_from")
    assert (old.name, new.name) == ("开发区", "昆山开发区")
    assert old.path == new.path
    assert old.replaced_by == new


def test_every_path_is_the_parents_path_and_the_own_code(seeded: int) -> None:
    for row in Division.objects.select_related("parent"):
        assert row.path == f"{row.parent.path if row.parent else ''}{row.code}/"


def test_a_row_corrected_by_the_bureau_is_left_as_it_is(seeded: int) -> None:
    Division.objects.filter(code="320583104").update(name="花桥经济开发区")
    seed()
    assert Division.objects.get(code="320583104").name == "花桥经济开发区"
