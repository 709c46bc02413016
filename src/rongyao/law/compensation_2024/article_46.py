"""Article 46: kin of martyrs and of those who died on duty are found work first."""

from rongyao.law.compensation_2024.article_59 import sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, clause, entitlement, on, unless
from rongyao.law.model import fact as f


@clause("46", zh="烈士遗属、因公牺牲军人遗属", en="kin of a martyr or of a soldier who died on duty")
def kin_of_the_fallen() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death")


survivor_job_preference = entitlement(
    "survivor_job_preference",
    zh="遗属优先安排就业（供参考）",
    en="kin found work first (information only)",
    article="46",
    edition=EDITION,
    event=on,
    when=unless(kin_of_the_fallen, sentenced_gravely),
    kind="information",
    note_zh="由当地人民政府优先安排，岗位取决于当时的需求，不能推算",
    note_en="the local government finds work first for them; which post depends on the day and cannot be worked out",
)
