"""Article 20: self-employment, for those no other way is open to, and for those who choose it."""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause("20", zh="本人选择自主就业", en="the person chooses self-employment")
def chooses_self_employment() -> Test:
    return f.placement_choice == "self_employment"


@clause("20", zh="本人没有放弃任何方式", en="the person has given nothing up")
def nothing_given_up() -> Test:
    return f.placement_choice == "by_law"
