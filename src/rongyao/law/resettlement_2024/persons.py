"""Of whom the articles speak: conscripts, junior NCOs, and NCOs of the middle tier and above (Article 5)."""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause("5", zh="退役时为军士或义务兵", en="an NCO or a conscript at discharge")
def enlisted() -> Test:
    return f.rank_group.is_in("nco", "conscript")


@clause("5", zh="退役时为军士", en="an NCO at discharge")
def nco() -> Test:
    return f.rank_group == "nco"


@clause("5", zh="退役时为中级以上军士", en="an NCO of the intermediate or senior tier")
def higher_nco() -> Test:
    return (f.rank_group == "nco") & f.nco_grade.is_in("intermediate", "senior")


@clause("5", zh="退役时为义务兵或初级军士", en="a conscript or a junior NCO")
def conscript_or_junior_nco() -> Test:
    return (f.rank_group == "conscript") | ((f.rank_group == "nco") & (f.nco_grade == "junior"))
