"""Of whom the articles speak (Article 2): conscripts and sergeants (士官, the NCOs of today)."""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause("2", zh="退役士兵（义务兵或士官）", en="a discharged conscript or sergeant")
def discharged_soldier() -> Test:
    return f.rank_group.is_in("nco", "conscript")


@clause("41", zh="中级以上士官", en="a sergeant of the intermediate or senior tier")
def higher_sergeant() -> Test:
    return (f.rank_group == "nco") & f.nco_grade.is_in("intermediate", "senior")


@clause("42", zh="义务兵或初级士官", en="a conscript or a junior sergeant")
def conscript_or_junior_sergeant() -> Test:
    return (f.rank_group == "conscript") | ((f.rank_group == "nco") & (f.nco_grade == "junior"))
