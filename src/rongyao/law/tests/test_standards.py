from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given as vary
from hypothesis import settings as effort
from hypothesis import strategies as st

from rongyao.law import standards
from rongyao.law.money import fen, half_up, month_then_x12
from rongyao.law.standards import NAMES, UnableToUseStandard, look_up_one, lookup, overlay, seed, table

GRADES = {"battle": range(1, 11), "duty": range(1, 11), "illness": range(1, 7)}
YEARS = (2021, 2022, 2023, 2024, 2025)


def pension(day: str, grade: int = 1, cause: str = "battle", base: pl.DataFrame | None = None) -> dict | None:
    return look_up_one(
        seed() if base is None else base, "disability_pension", keys=(grade, cause), on=on(day)
    )


def on(day: str) -> date:
    return date.fromisoformat(day)


def entry(**row: object) -> dict[str, object]:
    return {"level": "national", "division": "", "document": "本局录入", **row}


def cell(year: int, grade: int, cause: str) -> int:
    rows = seed().filter(
        (pl.col("name") == "disability_pension")
        & (pl.col("key1") == str(grade))
        & (pl.col("key2") == cause)
        & (pl.col("from") == date(year, 8, 1))
    )
    return rows["value"].item()


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "yuan"),
    [("2022-07-31", 106_670), ("2022-08-01", 116_270), ("2024-07-31", 124_410), ("2024-08-01", 131_880)],
)
def test_a_raise_counts_from_the_first_of_august_and_not_from_the_day_before(day: str, yuan: int) -> None:
    found = pension(day)
    assert found is not None
    assert (found["value"], found["carried_on"]) == (fen(yuan), False)


def test_before_the_first_table_no_figure_is_known() -> None:
    assert pension("2021-07-31") is None


def test_a_raise_that_is_due_and_not_confirmed_leaves_the_last_paying_figure_carried_on() -> None:
    before, after = pension("2025-07-31"), pension("2025-08-01")
    assert before is not None
    assert after is not None
    assert (before["value"], before["carried_on"]) == (fen(131_880), False)
    assert (after["value"], after["carried_on"], after["is_payable"]) == (fen(131_880), True, True)
    assert (after["raise_from"], after["next_value"]) == (on("2025-08-01"), fen(135_840))


def test_years_later_the_pension_still_does_not_stop_for_want_of_a_notice() -> None:
    found = pension("2031-03-05")
    assert found is not None
    assert (found["value"], found["is_payable"], found["raise_from"]) == (
        fen(131_880),
        True,
        on("2025-08-01"),
    )


def test_a_preview_gives_the_newest_figure_and_never_lets_it_pay() -> None:
    found = pension("2025-08-01", base=standards.preview(seed()))
    assert found is not None
    assert (found["value"], found["is_payable"], found["carried_on"]) == (fen(135_840), False, False)


def test_a_figure_that_only_a_page_reports_is_given_and_does_not_pay() -> None:
    found = look_up_one(seed(), "local_subsidy_multiple", on=on("2024-03-01"))
    assert found is not None
    assert (found["confidence"], found["is_payable"]) == ("reported", False)


def test_an_income_belongs_to_its_own_year_and_is_not_carried_into_the_next() -> None:
    income = {y: look_up_one(seed(), "national_urban_income", on=date(y, 12, 31)) for y in (2024, 2026)}
    assert income[2024]["value"] == fen(54_188)
    assert income[2026] is None


def test_the_year_before_is_the_whole_calendar_year_before() -> None:
    for day in ("2024-01-01", "2024-02-29", "2024-12-31"):
        found = look_up_one(seed(), "national_urban_income", on=on(day), year_before=True)
        assert found["value"] == fen(51_821)


def test_the_regimes_of_discharge_money_meet_on_the_first_of_september_2024() -> None:
    old = look_up_one(seed(), "discharge_money_per_year", on=on("2024-08-31"))
    new = look_up_one(seed(), "discharge_money_per_year", on=on("2024-09-01"))
    assert (old["value"], old["is_payable"]) == (fen(4_500), False)
    assert (new["value"], new["is_payable"]) == (fen(4_500), False)


# ── levels ───────────────────────────────────────────────────────────────────────────────────────────────────

LOCAL = entry(name="disability_pension", key1="6", key2="duty", level="city", division="3205")


def test_the_highest_of_the_levels_in_force_wins() -> None:
    """Trap 12: a city's figure may lie above the national one, and each keeps its level and document."""
    base = overlay(seed(), [{**LOCAL, "from": on("2024-01-01"), "value": fen(50_000)}])
    assert pension("2024-09-01", 6, "duty", base)["value"] == fen(50_000)
    assert pension("2024-09-01", 6, "duty", base)["level"] == "city"
    assert pension("2023-12-31", 6, "duty", base)["level"] == "national"


def test_a_lower_local_figure_gives_way_to_the_national_floor() -> None:
    base = overlay(seed(), [{**LOCAL, "from": on("2024-01-01"), "value": fen(40_000)}])
    assert pension("2024-09-01", 6, "duty", base)["level"] == "national"


def test_another_citys_figure_does_not_reach_kunshan() -> None:
    row = {**LOCAL, "division": "3201", "from": on("2024-01-01"), "value": fen(99_000)}
    base = overlay(seed(), [row])
    assert pension("2024-09-01", 6, "duty", base)["level"] == "national"
    here = look_up_one(base, "disability_pension", keys=(6, "duty"), on=on("2024-09-01"), division="320102")
    assert here["value"] == fen(99_000)


def test_a_local_figure_is_due_again_on_the_first_of_january() -> None:
    base = overlay(seed(), [{**LOCAL, "from": on("2024-01-01"), "value": fen(60_000)}])
    assert pension("2024-12-31", 6, "duty", base)["carried_on"] is False
    january = pension("2025-01-01", 6, "duty", base)
    assert (january["value"], january["carried_on"], january["raise_from"]) == (
        fen(60_000),
        True,
        on("2025-01-01"),
    )


# ── the bureau's entries ─────────────────────────────────────────────────────────────────────────────────────


def test_a_confirmed_entry_takes_the_place_of_the_row_of_the_same_day_and_pays() -> None:
    row = entry(
        name="disability_pension",
        key1="2",
        key2="battle",
        **{"from": on("2025-08-01"), "value": fen(123_456)},
    )
    base = overlay(seed(), [row])
    found = pension("2025-09-01", 2, "battle", base)
    assert (found["value"], found["confidence"], found["carried_on"]) == (fen(123_456), "confirmed", False)
    assert base.height == seed().height


def test_an_entry_nobody_confirmed_is_refused() -> None:
    row = entry(name="conscript_allowance", level="county", division="320583", **{"from": on("2026-01-01")})
    with pytest.raises(UnableToUseStandard, match="second person"):
        overlay(seed(), [{**row, "value": fen(40_000), "confidence": "reported"}])
    with pytest.raises(UnableToUseStandard, match="second person"):
        overlay(seed(), [row])


def test_a_missing_standard_is_named_and_pays_once_the_bureau_enters_it() -> None:
    assert "conscript_allowance" in standards.missing(seed())["name"].to_list()
    assert look_up_one(seed(), "conscript_allowance", on=on("2026-03-01")) is None
    row = entry(name="conscript_allowance", level="county", division="320583", **{"from": on("2026-01-01")})
    found = look_up_one(
        overlay(seed(), [{**row, "value": fen(40_000)}]), "conscript_allowance", on=on("2026-03-01")
    )
    assert (found["value"], found["is_payable"]) == (fen(40_000), True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "no_such_standard"},
        {"level": "city"},
        {"key1": "1"},
        {"to": date(2020, 1, 1)},
        {"confidence": "missing"},
        {"confidence": "hearsay"},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    row = entry(name="second_lieutenant_pay", confidence="published", value=1, **{"from": on("2021-01-01")})
    assert table([row]).height == 1
    with pytest.raises(UnableToUseStandard):
        table([row | wrong])


def test_the_digest_follows_every_word_of_the_table_and_not_its_order() -> None:
    base = seed()
    assert standards.digest(base.reverse()) == standards.digest(base)
    assert standards.digest(standards.preview(base)) != standards.digest(base)
    changed = base.with_columns(
        pl.when(pl.col("value") == fen(131_880)).then(1).otherwise(pl.col("value")).alias("value")
    )
    assert standards.digest(changed) != standards.digest(base)


# ── populations ──────────────────────────────────────────────────────────────────────────────────────────────


def ask(rows: list[tuple[int | None, str | None, date | None]]) -> pl.DataFrame:
    schema = {"grade": pl.Int64, "cause": pl.Enum(["battle", "duty", "illness", "none"]), "on": pl.Date}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    found = lookup(seed(), "disability_pension", keys=(pl.col("grade"), pl.col("cause")), on=pl.col("on"))
    return (
        frame.lazy()
        .select(
            value=found.value, missing=found.is_missing, confidence=found.confidence, payable=found.is_payable
        )
        .collect()
    )


def test_a_fact_not_known_gives_no_figure_and_is_not_called_a_missing_standard() -> None:
    asked = ask([(None, "duty", on("2024-09-01")), (6, None, on("2024-09-01")), (6, "duty", None)])
    assert asked["value"].to_list() == [None, None, None]
    assert asked["missing"].to_list() == [False, False, False]
    assert asked["confidence"].to_list() == [None, None, None]


def test_keys_outside_the_table_give_a_missing_standard() -> None:
    asked = ask(
        [(7, "illness", on("2024-09-01")), (6, "none", on("2024-09-01")), (6, "duty", on("2024-09-01"))]
    )
    assert asked["missing"].to_list() == [True, True, False]
    assert asked["confidence"].to_list() == ["missing", "missing", "published"]


DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
PEOPLE = st.tuples(st.integers(1, 10), st.sampled_from(["battle", "duty", "illness"]), DAYS)


@effort(max_examples=25, deadline=None)
@vary(people=st.lists(PEOPLE, min_size=1, max_size=5))
def test_one_person_and_a_population_get_the_same_figure(people: list[tuple[int, str, date]]) -> None:
    singly = [look_up_one(seed(), "disability_pension", keys=person[:2], on=person[2]) for person in people]
    assert ask(list(people))["value"].to_list() == [found and found["value"] for found in singly]


@effort(max_examples=25, deadline=None)
@vary(day=DAYS, after=st.integers(1, 900))
def test_a_pension_in_payment_never_falls_as_time_goes_on(day: date, after: int) -> None:
    values = [
        found["value"] if found else 0
        for found in (
            look_up_one(seed(), "disability_pension", keys=(4, "duty"), on=when)
            for when in (day, day + timedelta(days=after))
        )
    ]
    assert values[0] <= values[1]


def test_bounds_that_straddle_a_raise_leave_the_figure_open() -> None:
    schema = {"lo": pl.Date, "hi": pl.Date}
    rows = [(on("2024-07-01"), on("2024-07-31")), (on("2024-07-31"), on("2024-08-01"))]
    found = lookup(seed(), "disability_pension", keys=(1, "battle"), on=pl.col("lo"), on_latest=pl.col("hi"))
    asked = pl.DataFrame(rows, schema=schema, orient="row").select(
        found.value.alias("v"), found.is_missing.alias("m")
    )
    assert asked["v"].to_list() == [fen(124_410), None]
    assert asked["m"].to_list() == [False, False]


def test_bounds_that_straddle_only_a_due_day_leave_the_figure_standing() -> None:
    rows = [(on("2025-07-01"), on("2025-08-31"))]
    found = lookup(seed(), "disability_pension", keys=(6, "illness"), on=pl.col("lo"), on_latest=pl.col("hi"))
    asked = pl.DataFrame(rows, schema={"lo": pl.Date, "hi": pl.Date}, orient="row").select(
        found.value.alias("value"), found.carried_on.alias("carried"), found.is_missing.alias("missing")
    )
    assert asked.rows() == [(fen(39_564), True, False)]


def test_the_division_may_differ_from_row_to_row() -> None:
    base = overlay(seed(), [{**LOCAL, "from": on("2024-01-01"), "value": fen(50_000)}])
    frame = pl.DataFrame({"division": ["320583", "320102", "3205"], "on": [on("2024-09-01")] * 3})
    found = lookup(base, "disability_pension", keys=(6, "duty"), on=pl.col("on"), division=pl.col("division"))
    assert frame.select(found.value)["value"].to_list() == [fen(50_000), fen(48_180), fen(50_000)]


def test_a_standard_asked_with_the_wrong_keys_is_refused() -> None:
    with pytest.raises(UnableToUseStandard, match="keys"):
        lookup(seed(), "disability_pension", keys=(6,), on=pl.col("on"))
    with pytest.raises(UnableToUseStandard, match=r"names\.csv"):
        lookup(seed(), "disability_pensions", on=pl.col("on"))


# ── the seed itself ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("cause", GRADES)
def test_a_graver_grade_is_never_paid_less(year: int, cause: str) -> None:
    column = [cell(year, grade, cause) for grade in GRADES[cause]]
    assert column == sorted(column, reverse=True)
    assert len(set(column)) == len(column)


@pytest.mark.parametrize("year", YEARS)
def test_battle_is_paid_above_duty_and_duty_above_illness(year: int) -> None:
    for grade in range(1, 11):
        assert cell(year, grade, "battle") > cell(year, grade, "duty")
    for grade in range(1, 7):
        assert cell(year, grade, "duty") > cell(year, grade, "illness")


@pytest.mark.parametrize("cause", GRADES)
def test_every_cell_rises_each_year(cause: str) -> None:
    for grade in GRADES[cause]:
        column = [cell(year, grade, cause) for year in YEARS]
        assert column == sorted(set(column))


@pytest.mark.parametrize(
    ("year", "rates"),
    [
        (2024, {"battle": "1.06", "duty": "1.05", "illness": "1.04"}),
        (2025, {"battle": "1.03", "duty": "1.03", "illness": "1.03"}),
    ],
)
def test_the_whole_table_follows_its_own_published_step(year: int, rates: dict[str, str]) -> None:
    checked = 0
    for cause, grades in GRADES.items():
        for grade in grades:
            rate = Fraction(rates[cause])
            if year == 2024 and grade >= 7:
                rate = {"battle": Fraction("1.06"), "duty": Fraction("1.05")}[cause]
            assert cell(year, grade, cause) == month_then_x12(cell(year - 1, grade, cause), rate)
            checked += 1
    assert checked == 26


@pytest.mark.parametrize(
    ("year", "grave", "light"),
    [
        (2022, {"battle": "1.09", "duty": "1.08", "illness": "1.07"}, {"battle": "1.08", "duty": "1.07"}),
        (2023, {"battle": "1.07", "duty": "1.06", "illness": "1.05"}, {"battle": "1.06", "duty": "1.05"}),
    ],
)
def test_the_tables_of_ten_yuan_follow_their_steps_too(
    year: int, grave: dict[str, str], light: dict[str, str]
) -> None:
    for cause, grades in GRADES.items():
        for grade in grades:
            rate = Fraction((grave if grade <= 6 else light)[cause])
            assert cell(year, grade, cause) == half_up(cell(year - 1, grade, cause), rate, to=fen(10))


def test_only_the_figures_read_in_a_notice_pay() -> None:
    pensions = seed().filter(pl.col("name") == "disability_pension")
    counted = pensions.group_by("from", "confidence").len().sort("from", "confidence").rows()
    assert counted == [
        (date(2021, 8, 1), "published", 26),
        (date(2022, 8, 1), "published", 26),
        (date(2023, 8, 1), "derived", 24),
        (date(2023, 8, 1), "published", 2),
        (date(2024, 8, 1), "published", 26),
        (date(2025, 8, 1), "derived", 22),
        (date(2025, 8, 1), "reported", 4),
    ]


def test_every_figure_that_pays_names_where_it_was_read() -> None:
    paying = seed().filter(pl.col("confidence") == "published")
    assert paying.height
    assert paying.filter(~pl.col("source").str.contains("http")).is_empty()


def test_every_named_standard_has_a_row_and_both_labels() -> None:
    assert set(seed()["name"]) == set(NAMES)
    assert all(name.zh and name.en for name in NAMES.values())
