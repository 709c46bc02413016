"""Article 59: the plaque of honour on the family's door, and visits.

The trial Measures of 2019: one for a family, whatever the grounds; after a death it may stay and is not replaced.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause("59", zh="退役军人家庭", en="a veteran's family")
def veteran_family() -> Test:
    return on >= f.discharged_on


@clause("59", zh="三属家庭", en="the family of a martyr, or of a soldier who died on duty or of illness")
def family_of_the_dead() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause("59", zh="现役军人家庭", en="a serving soldier's family")
def serving_family() -> Test:
    return f.is_serving


@clause("59", zh="户籍或者常住在本市", en="registered or living in this city")
def lives_here() -> Test:
    return f.hukou_kunshan | f.resident_kunshan


plaque = entitlement(
    "plaque",
    zh="光荣牌和走访慰问",
    en="plaque of honour, and visits",
    article="59",
    edition=EDITION,
    event=on,
    when=all_of(any_of(veteran_family, family_of_the_dead, serving_family), lives_here),
    note_zh="一户一块，符合两种情形的也只挂一块；由村、社区或者服务站悬挂，没有数额",
    note_en="one for a household, even on two grounds; the village or the station puts it up, and no sum follows",
)
