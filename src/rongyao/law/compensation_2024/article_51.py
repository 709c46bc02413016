"""Article 51: first for affordable housing where the local conditions are met, whoever stands in Article 2.

Article 2 names soldiers, the disabled, survivors, soldiers' families and every veteran; Article 51 asks for more still for
veterans of combat and for survivors, and leaves how much to others. Who is a soldier's family is said by Article 68 of the Law
on the Status of Soldiers, under which the regulation is made: a grown child only if unable to live alone. Of survivors the
same article names the children without an age.
"""

from rongyao.law.compensation_2024.article_59 import cancelled, sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, any_of, clause, entitlement, on, unless
from rongyao.law.model import fact as f
from rongyao.law.status_2021.persons import family


@clause("51", zh="退役军人", en="a veteran")
def housing_of_veteran() -> Test:
    return on >= f.discharged_on


@clause("51", zh="现役军人", en="a serving soldier")
def housing_of_soldier() -> Test:
    return f.is_serving


@clause("51", zh="三属", en="a survivor of a martyr, or of a soldier who died on duty or of illness")
def housing_of_kin() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


housing_preference = entitlement(
    "housing_preference",
    zh="保障性住房、农村危房改造优先（供参考）",
    en="first for affordable housing and rural repairs (information only)",
    article="51",
    edition=EDITION,
    event=on,
    when=any_of(
        unless(any_of(housing_of_veteran, housing_of_soldier), cancelled),
        unless(any_of(housing_of_kin, family), sentenced_gravely),
    ),
    kind="information",
    note_zh="须符合当地住房保障条件，条件由住房部门定，本系统不判断；参战（参试）退役军人和三属的优待力度更大",
    note_en="the local housing conditions must be met; the housing office sets and checks them; more is done for veterans of "
    "combat or tests and for survivors",
)
