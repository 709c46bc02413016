"""Article 30: the army pays the year of discharge, the county from the next year, at the county's standard.

A grade given or raised after discharge has no year in the army; Article 27's month of approval alone decides there.
"""

from rongyao.law.model import Test, clause, on, year_after
from rongyao.law.model import fact as f


@clause(
    "30",
    zh="已过退役当年，或者等级是退役后补办、调整的",
    en="the year of discharge is over, or the grade was given or raised after discharge",
)
def county_pays() -> Test:
    after_discharge = f.disability_graded_after_discharge & (on >= f.discharged_on)
    return (on >= year_after(f.discharged_on)) | after_discharge


@clause(
    "30", zh="退役当年，且等级是在服役期间评定的", en="the year of discharge, with a grade given in service"
)
def discharge_year() -> Test:
    return (on >= f.discharged_on) & (on < year_after(f.discharged_on)) & ~f.disability_graded_after_discharge
