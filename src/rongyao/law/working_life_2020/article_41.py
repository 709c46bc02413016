"""Article 41, with Article 85 of the placement regulation: unemployment insurance, the years of service counting as paid.

Not for those who were placed by retirement or are kept by the state. How much and how long is the insurance's to say.
"""

from rongyao.law.model import Test, all_of, clause, entitlement, labelled, measure, none_of, on
from rongyao.law.model import fact as f
from rongyao.law.working_life_2020.edition import EDITION
from rongyao.law.working_life_2020.persons import of_retirement_age, veteran


@clause("41", zh="没有就业，已办理求职登记", en="without work, and registered as looking for it")
def looks_for_work() -> Test:
    return f.job_seeker & ~f.has_employer


@clause("41", zh="以退休或者国家供养方式安置", en="placed by retirement or kept by the state")
def retired_or_kept() -> Test:
    return f.placement_choice.is_in("retirement", "lifetime_care")


unemployment_insurance = entitlement(
    "unemployment_insurance",
    zh="失业保险待遇（服役年限视同缴费）",
    en="unemployment insurance, the service counting as years paid",
    article="41",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, looks_for_work, none_of(retired_or_kept, of_retirement_age)),
    measures=(
        measure(
            "41",
            name="months",
            zh="视同缴费月数",
            en="months that count as paid",
            of=labelled(f.service_months, "个月", "months"),
            unit="months",
        ),
    ),
    note_zh="向户口所在地人社部门申领；金额和月数由失业保险核定，本系统只给出视同缴费月数",
    note_en="claimed at the labour office; the insurance sets sum and months, here only the months that count as paid",
)
free_job_help = entitlement(
    "free_job_help",
    zh="免费职业介绍、创业指导",
    en="free help with finding work or founding a business",
    article="41",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=veteran,
    note_zh="向公共人力资源服务机构提出；免费，没有数额",
    note_en="from the public labour office; free, so no sum",
)
