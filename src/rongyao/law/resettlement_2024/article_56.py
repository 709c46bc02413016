"""Articles 56 to 58: the family moves along: the spouse's work, the children's school, everybody's registration.

For NCOs; an officer's family stands in `officers_2024`.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import job_assignment, may_draw_pension


@clause("56", zh="家属符合随军规定", en="the family meets the rules for accompanying")
def may_accompany() -> Test:
    return f.family_may_accompany


@clause("56", zh="退役时已婚", en="married at discharge")
def married() -> Test:
    return f.is_married


family_moves_along = entitlement(
    "family_moves_along",
    zh="配偶可随调随迁，未成年子女可随迁、转学",
    en="the spouse and children under age may move along, the children's school included",
    article="56",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(may_accompany, any_of(may_draw_pension, job_assignment)),
    note_zh="户口由安置地公安机关及时办理，转学、入学由教育部门及时办理（第五十八条）；退休人员家属另按国家规定",
    note_en="police and education offices see to registration and school in good time (Article 58); families of the retired: other rules",
)
