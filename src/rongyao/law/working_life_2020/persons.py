"""Whom these articles mean: whoever has left the army; soldiers below officer; those not yet of retirement age."""

from rongyao.law.model import Test, clause, on
from rongyao.law.model import fact as f


@clause("2", zh="已依法退出现役", en="has left the army")
def veteran() -> Test:
    return on >= f.discharged_on


@clause("42", zh="退役的义务兵或者军士", en="a former conscript or NCO")
def former_soldier() -> Test:
    return f.rank_group.is_in("conscript", "nco")


@clause("36", zh="已达到法定退休年龄", en="of legal retirement age")
def of_retirement_age() -> Test:
    return f.pension_age_reached
