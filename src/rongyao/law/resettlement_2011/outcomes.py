"""What followed under the 2011 edition, for everyone discharged from 1 November 2011 to 31 August 2024."""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, none_of, unless
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2011.article_17 import (
    REPORT_IN,
    over_sixty_days_after_discharge,
    over_thirty_days_after_notice,
    placed_by_notice,
    without_reason,
)
from rongyao.law.resettlement_2011.article_18 import (
    chooses_self_employment,
    nothing_given_up,
    short_service,
)
from rongyao.law.resettlement_2011.article_20 import MEDALS, WAR_MERITS
from rongyao.law.resettlement_2011.article_20 import discharge_money as sum_due
from rongyao.law.resettlement_2011.article_29 import assigned_a_job
from rongyao.law.resettlement_2011.article_33 import ASSIGN
from rongyao.law.resettlement_2011.article_40 import assignment_lost
from rongyao.law.resettlement_2011.article_41 import (
    disabled_1_to_4,
    retirement_given_up_for_a_job,
    retirement_given_up_for_care,
    retirement_grounds,
)
from rongyao.law.resettlement_2011.edition import EDITION
from rongyao.law.resettlement_2011.persons import (
    conscript_or_junior_sergeant,
    discharged_soldier,
    higher_sergeant,
)


@clause("29", zh="本人选择了自主就业或者逐月领取退役金", en="chose self-employment, or the monthly pension")
def chose_another_way() -> Test:
    """The pension stands in measures of December 2021, not in this text. Retirement and care cannot be chosen into."""
    return f.placement_choice.is_in("self_employment", "monthly_pension")


OLD_RULES_ZH = "2011年11月1日前入伍的，本人自愿也可以按入伍时的规定安置（第五十三条），本系统不作测算"
OLD_RULES_EN = (
    "whoever enlisted before 1 November 2011 may choose the rules in force at enlistment instead (Art. 53); "
    "those are not worked out here"
)


retires = unless(
    all_of(higher_sergeant, retirement_grounds, article="41", zh="应作退休安置", en="is to retire"),
    retirement_given_up_for_a_job,
    retirement_given_up_for_care,
)
is_kept = any_of(
    all_of(conscript_or_junior_sergeant, disabled_1_to_4),
    all_of(higher_sergeant, retirement_given_up_for_care),
    zh="应由国家供养",
    en="is to be kept by the state",
    article="42",
)
may_be_assigned = all_of(
    discharged_soldier, assigned_a_job, zh="可安排工作", en="may be assigned a job", article="29"
)

self_employed = all_of(
    discharged_soldier,
    none_of(retires, is_kept, zh="不属于退休、供养安置", en="neither retires nor is kept", article="18"),
    any_of(
        all_of(
            short_service,
            none_of(may_be_assigned, zh="不符合安排工作条件", en="no job is assigned", article="18"),
            zh="服役未满十二年且不符合安排工作条件",
            en="short service, and no job is assigned",
        ),
        chooses_self_employment,
        zh="短期服役且不安排工作，或者本人选择自主就业",
        en="short service and no job assigned, or self-employment is chosen",
        article="18",
    ),
    zh="自主就业",
    en="self-employed",
    article="18",
)
reports_within_thirty_days = any_of(
    chooses_self_employment,
    all_of(nothing_given_up, self_employed, zh="依法自主就业", en="self-employed by law", article="18"),
    zh="以自主就业方式安置",
    en="placed by self-employment",
    article="13",
)
reported_too_late = any_of(
    all_of(reports_within_thirty_days, over_sixty_days_after_discharge, article="17"),
    all_of(
        placed_by_notice,
        none_of(
            reports_within_thirty_days, zh="不是自主就业", en="not placed by self-employment", article="13"
        ),
        over_thirty_days_after_notice,
        article="17",
    ),
    zh="逾期三十天以上才报到",
    en="reported in more than thirty days late",
    article="17",
)

job_assignment = entitlement(
    "job_assignment",
    zh="安排工作",
    en="an assigned job",
    article="29",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=all_of(
        may_be_assigned,
        none_of(
            retires,
            is_kept,
            chose_another_way,
            zh="未以其他方式安置",
            en="not placed another way",
            article="29",
        ),
    ),
    deadlines=(ASSIGN,),
    note_zh=f"待安排期间按月发生活补助，不低于当地最低生活水平（第三十五条）；{OLD_RULES_ZH}",
    note_en="until a post is given, a monthly allowance not below the local minimum standard of living (Art. 35); "
    + OLD_RULES_EN,
)

retirement = entitlement(
    "retirement",
    zh="退休",
    en="retirement",
    article="41",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=retires,
)

lifetime_care = entitlement(
    "lifetime_care",
    zh="国家供养终身",
    en="state care for life",
    article="42",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=is_kept,
)

self_employment = entitlement(
    "self_employment",
    zh="自主就业",
    en="self-employment",
    article="18",
    edition=EDITION,
    event=f.discharged_on,
    kind="placement",
    when=self_employed,
    deadlines=(REPORT_IN,),
    note_zh=OLD_RULES_ZH,
    note_en=OLD_RULES_EN,
)

discharge_money = entitlement(
    "discharge_money",
    zh="一次性退役金",
    en="one-off discharge money",
    article="20",
    edition=EDITION,
    event=f.discharged_on,
    kind="payment",
    when=all_of(self_employment, zh="以自主就业方式安置", en="placed by self-employment", article="19"),
    amount=sum_due,
    readings=(WAR_MERITS, MEDALS),
)

placement_given_up = entitlement(
    "placement_given_up",
    zh="视为放弃安置待遇（逾期报到）",
    en="the placement counts as given up (reported in too late)",
    article="17",
    edition=EDITION,
    event=f.discharged_on,
    kind="forfeiture",
    when=all_of(discharged_soldier, reported_too_late, without_reason),
)

assignment_given_up = entitlement(
    "assignment_given_up",
    zh="丧失安排工作待遇",
    en="the assigned job is lost",
    article="40",
    edition=EDITION,
    event=f.discharged_on,
    kind="forfeiture",
    when=all_of(may_be_assigned, assignment_lost),
)
