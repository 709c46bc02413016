"""One person in plain Python is answered exactly as the columns answer them, look-up by look-up and day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law import catalog, determine, door, kernel, standards
from rongyao.law.bounds import _RULES, MEASURES
from rongyao.law.calendars import AnyDay, Everyday
from rongyao.law.plans import plan
from rongyao.law.tests.test_population import ON, QUICK, people

DAYS = st.dates(date(1950, 1, 1), date(2032, 12, 31))


def test_every_node_of_every_pack_can_be_asked_alone() -> None:
    assert plan(None, None, None).finders is not None, "give alone.py the counterpart of the new kind of node"


def test_every_rule_of_length_has_its_measure_for_one_person() -> None:
    assert set(MEASURES) == set(_RULES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS), min_size=20, max_size=20), st.sampled_from(sorted(_RULES)))
def test_a_length_of_time_is_the_same_in_a_column_and_alone(
    pairs: list[tuple[date, date]], rule: str
) -> None:
    frame = pl.DataFrame(pairs, schema={"start": pl.Date, "end": pl.Date}, orient="row")
    for calendar in (AnyDay(), Everyday()):
        start, end = (calendar.apart(pl.col(name), lambda part: part) for name in ("start", "end"))
        column = frame.select(length=_RULES[rule](start, end))["length"].to_list()
        assert column == [MEASURES[rule](start, end) for start, end in pairs]


@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=12, max_size=12), st.data())
def test_a_look_up_is_the_same_in_a_column_and_alone(days: list[date], data: st.DataObject) -> None:
    base = standards.seed()
    name = data.draw(st.sampled_from(sorted(base["name"].unique())))
    keys = standards.NAMES[name].keys
    known = [base.filter(pl.col("name") == name)[f"key{n + 1}"].unique().to_list() for n in range(len(keys))]
    asked = [data.draw(st.sampled_from([*values, "nothing", None])) for values in known]
    for year_before in (False, True):
        spread = [(min(pair), max(pair)) for pair in zip(days, reversed(days), strict=True)]
        frame = pl.DataFrame(spread, schema={"lo": pl.Date, "hi": pl.Date}, orient="row")
        found = standards.lookup(
            base,
            name,
            keys=[pl.lit(key, dtype=pl.String) for key in asked],
            on=pl.col("lo"),
            on_latest=pl.col("hi"),
            year_before=year_before,
        )
        column = frame.select(row=found.row)["row"].to_list()
        finder = standards.Finder(base, name)
        alone = [finder.row(asked, lo, hi, year_before=year_before) for lo, hi in spread]
        assert alone == column


@QUICK
@given(people())
def test_alone_and_in_columns_give_the_same_finding_with_the_same_hash(row: dict[str, Any]) -> None:
    compiled = plan(None, None, None)
    (crowd,) = compiled.readers([row], door.frame([row], ON))
    (alone,) = compiled.readers_of([row], [ON])
    for e in catalog.ENTITLEMENTS.values():
        assert kernel.explained(e, alone, ON.isoformat()) == kernel.explained(e, crowd, ON.isoformat()), e.key


@pytest.mark.parametrize("reading", ["anniversary", "counted"])
def test_the_last_day_is_read_alone_as_in_a_column(reading: str) -> None:
    row = {"rank_group": "nco", "enlisted_on": "2012-09-01", "discharged_on": "2024-08-31", "honours": []}
    how = determine.override(readings={"service/last_day": reading})
    compiled = plan(["resettlement_2011.job_assignment", "working_life_2020.work_age"], None, how)
    (crowd,) = compiled.readers([row], door.frame([row], ON))
    (alone,) = compiled.readers_of([row], [ON])
    for e in compiled.entitlements:
        assert kernel.explained(e, alone, "2026-03-01") == kernel.explained(e, crowd, "2026-03-01")


def test_who_differs_only_in_a_fact_nobody_asks_is_told_the_same_and_hashed_apart() -> None:
    keys = ["working_life_2020.free_training"]
    row = {"discharged_on": "2020-01-01", "wants_training": True}
    (one,) = determine.person(row, on=ON, entitlements=keys)
    (other,) = determine.person({**row, "sex": "male"}, on=ON, entitlements=keys)
    assert one.tree is other.tree
    assert one.body() == other.body()
    assert one.hashes["finding"] != other.hashes["finding"]
    assert determine.finding_hash(one) == one.hashes["finding"]


def test_a_fact_that_cannot_be_read_is_refused_for_one_person_too() -> None:
    with pytest.raises(determine.UnableToReadFacts, match="disability_grade"):
        determine.person({"disability_grade": "6"}, on=ON)
    with pytest.raises(determine.UnableToReadFacts, match="nonsense"):
        determine.person({"nonsense": 1}, on=ON)
