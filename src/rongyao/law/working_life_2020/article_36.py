"""Article 36: free training for work, once discharged, and the subsidy until retirement age.

Once free within a year of discharge; since 2018 at any time after it (a secondary page). Jiangsu's sums per head were
not found, hence no amount.
"""

from rongyao.law.model import Test, all_of, clause, entitlement, none_of, on
from rongyao.law.model import fact as f
from rongyao.law.working_life_2020.edition import EDITION
from rongyao.law.working_life_2020.persons import of_retirement_age, veteran


@clause("36", zh="需要就业创业培训", en="wants training for work")
def wants_training() -> Test:
    return f.wants_training


free_training = entitlement(
    "free_training",
    zh="免费职业教育、技能培训",
    en="free vocational training",
    article="36",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, wants_training),
    note_zh="由安置地政府组织，考核合格发证并推荐就业；培训费和生活补助的江苏标准未见，不计算数额",
    note_en="the place of settlement arranges it, with certificate and placement; Jiangsu's rates were not found, so no sum",
)
training_subsidy = entitlement(
    "training_subsidy",
    zh="职业技能培训补贴（未达法定退休年龄）",
    en="training subsidy, until the legal retirement age",
    article="36",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(
        veteran,
        wants_training,
        none_of(of_retirement_age, zh="未达到法定退休年龄", en="not yet of retirement age"),
    ),
    note_zh="按当地培训补贴目录，标准未见，不计算数额",
    note_en="by the local list of subsidies, which was not read, so no sum",
)
adaptation_course = entitlement(
    "adaptation_course",
    zh="适应性培训",
    en="the course that helps to settle in",
    article="36",
    edition=EDITION,
    event=f.discharged_on,
    kind="treatment",
    when=veteran,
    note_zh="依据《退役军人安置条例》第六十二条，由退役军人工作主管部门组织；免费，没有数额",
    note_en="Art 62 of the placement regulation; arranged by the bureau, free, so no sum",
)
