"""What follows under the 2024 edition: the way of placement, the money that goes with it, and how it is lost."""

from rongyao.law.model import all_of, any_of, entitlement, none_of, unless
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.article_18 import pension_conditions
from rongyao.law.resettlement_2024.article_20 import chooses_self_employment, nothing_given_up
from rongyao.law.resettlement_2024.article_21 import discharge_money as sum_due
from rongyao.law.resettlement_2024.article_24 import mental_disorder_5_to_6, needs_care
from rongyao.law.resettlement_2024.article_25 import MERIT_LEVEL, assigned_a_job, chooses_assigned_job
from rongyao.law.resettlement_2024.article_31 import ASSIGN
from rongyao.law.resettlement_2024.article_34 import assignment_lost
from rongyao.law.resettlement_2024.article_35 import (
    FORCED_DISCHARGE,
    WHO_IS_JUDGED,
    criminally_punished,
    expelled_from_party,
    unsuitable,
)
from rongyao.law.resettlement_2024.article_36 import retirement_given_up_for_a_job, retirement_grounds
from rongyao.law.resettlement_2024.article_38 import disabled_1_to_4, retirement_given_up_for_care
from rongyao.law.resettlement_2024.article_51 import (
    REPORT_IN,
    over_sixty_days_after_discharge,
    over_thirty_days_after_notice,
    placed_by_notice,
    without_reason,
)
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.persons import conscript_or_junior_nco, enlisted, higher_nco, nco

# A choice counts only where the way chosen is open; a choice of a closed way changes nothing.
job_is_barred = (expelled_from_party, criminally_punished, unsuitable)
retires = unless(
    all_of(higher_nco, retirement_grounds, article="36", zh="应作退休安置", en="is to retire"),
    all_of(
        retirement_given_up_for_a_job,
        none_of(*job_is_barred, zh="没有不得安排工作的情形", en="no job is ruled out", article="35"),
        zh="放弃退休，改为安排工作",
        en="gives up retirement for a job that may be assigned",
        article="25",
    ),
    retirement_given_up_for_care,
)
is_kept = any_of(
    all_of(conscript_or_junior_nco, disabled_1_to_4),
    all_of(higher_nco, retirement_given_up_for_care),
    zh="应由国家供养",
    en="is to be kept by the state",
    article="38",
)
may_be_assigned = unless(
    all_of(enlisted, assigned_a_job),
    *job_is_barred,
    zh="有下列情形的不安排工作",
    en="no job is assigned where",
    article="35",
)
may_draw_pension = all_of(
    nco, pension_conditions, zh="可逐月领取退役金", en="may draw a monthly pension", article="18"
)
pension_kept = all_of(
    may_draw_pension,
    none_of(chooses_assigned_job, zh="没有放弃逐月", en="the pension is not given up", article="25"),
    zh="可逐月领取退役金，且没有放弃而选择安排工作",
    en="may draw a monthly pension, and has not given it up for a job",
    article="25",
)
self_employed = all_of(
    enlisted,
    none_of(retires, is_kept, zh="不属于退休、供养安置", en="neither retires nor is kept", article="20"),
    any_of(
        none_of(
            may_be_assigned,
            may_draw_pension,
            zh="不符合其他安置条件",
            en="no other way is open",
            article="20",
        ),
        chooses_self_employment,
        zh="没有其他安置方式，或者本人选择自主就业",
        en="no other way is open, or self-employment is chosen",
        article="20",
    ),
    zh="自主就业",
    en="self-employed",
    article="20",
)
reports_within_thirty_days = any_of(
    chooses_self_employment,
    all_of(nothing_given_up, self_employed, zh="依法自主就业", en="self-employed by law", article="20"),
    zh="以自主就业方式安置",
    en="placed by self-employment",
    article="51",
)
reported_too_late = any_of(
    all_of(reports_within_thirty_days, over_sixty_days_after_discharge, article="51"),
    all_of(
        placed_by_notice,
        none_of(
            reports_within_thirty_days, zh="不是自主就业", en="not placed by self-employment", article="51"
        ),
        over_thirty_days_after_notice,
        article="51",
    ),
    zh="逾期三十日以上才报到",
    en="reported in more than thirty days late",
    article="51",
)

job_assignment = entitlement(
    "job_assignment",
    zh="安排工作",
    en="an assigned job",
    article="25",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=all_of(
        may_be_assigned,
        none_of(
            retires,
            is_kept,
            pension_kept,
            chooses_self_employment,
            zh="未以其他方式安置",
            en="not placed another way",
            article="20",
        ),
    ),
    deadlines=(ASSIGN,),
    readings=(MERIT_LEVEL, FORCED_DISCHARGE, WHO_IS_JUDGED),
    note_zh="安置地政府应在接收后6个月内完成安排（第三十一条）；待安排期间按月发生活补助（第七十五条）",
    note_en="the post is due within 6 months of reception (Art. 31), with a monthly allowance until then (Art. 75)",
)

retirement = entitlement(
    "retirement",
    zh="退休",
    en="retirement",
    article="36",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=retires,
)

lifetime_care = entitlement(
    "lifetime_care",
    zh="国家供养终身",
    en="state care for life",
    article="38",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=is_kept,
)

monthly_pension_route = entitlement(
    "monthly_pension_route",
    zh="可选逐月领取退役金（供参考）",
    en="may choose the monthly pension (information only)",
    article="18",
    edition=EDITION,
    event=f.discharged_on,
    kind="information",
    when=may_draw_pension,
    note_zh="条件出自2021年《退役军人逐月领取退役金安置办法》，仅见二手来源；由军队和省级审定，本系统不计算数额",
    note_en="the conditions are those of the 2021 measures, known from a secondary source; the army and the province decide, and no sum is worked out here",
)

self_employment = entitlement(
    "self_employment",
    zh="自主就业",
    en="self-employment",
    article="20",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=self_employed,
    deadlines=(REPORT_IN,),
)

discharge_money = entitlement(
    "discharge_money",
    zh="一次性退役金",
    en="one-off discharge money",
    article="21",
    edition=EDITION,
    event=f.discharged_on,
    kind="payment",
    when=all_of(self_employment, zh="以自主就业方式安置", en="placed by self-employment", article="21"),
    amount=sum_due,
)

hospital_care = entitlement(
    "hospital_care",
    zh="精神障碍患者入院治疗保障",
    en="hospital care for a mental disorder",
    article="24",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(conscript_or_junior_nco, mental_disorder_5_to_6, needs_care),
    note_zh="条文用“可以”：符合条件的，由安置地退役军人工作主管部门决定是否安排入院",
    note_en="the article says 'may': for those who qualify, the receiving bureau decides on admission",
)

placement_given_up = entitlement(
    "placement_given_up",
    zh="视为放弃安置待遇（逾期报到）",
    en="the placement counts as given up (reported in too late)",
    article="51",
    edition=EDITION,
    event=f.discharged_on,
    kind="forfeiture",
    when=all_of(enlisted, reported_too_late, without_reason),
)

assignment_given_up = entitlement(
    "assignment_given_up",
    zh="丧失安排工作待遇",
    en="the assigned job is lost",
    article="34",
    edition=EDITION,
    event=f.discharged_on,
    kind="forfeiture",
    when=all_of(may_be_assigned, assignment_lost),
)
