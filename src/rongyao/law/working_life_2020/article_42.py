"""Articles 40 and 42 to 47: recruitment, the old post, years of service as years of work, a business of one's own."""

from rongyao.law.model import Test, all_of, clause, entitlement, labelled, measure, none_of, on, threshold
from rongyao.law.model import fact as f
from rongyao.law.working_life_2020.edition import EDITION
from rongyao.law.working_life_2020.persons import former_soldier, of_retirement_age, veteran

FIVE_YEARS = threshold("43", years=5)


@clause("43", zh="服现役满五年", en="five full years of service")
def five_years() -> Test:
    return f.service_years >= FIVE_YEARS


@clause("43", zh="高校毕业生", en="a university graduate")
def graduate() -> Test:
    return f.university_graduate


@clause(
    "42",
    zh="入伍前是机关、群团、事业单位或者国有企业人员",
    en="employed by a state body or enterprise before enlistment",
)
def state_employee_before() -> Test:
    return f.state_staff_before


@clause("45", zh="自主创业（个体经营或者小微企业）", en="runs a business of their own")
def runs_business() -> Test:
    return f.runs_household_business | f.runs_small_firm


@clause("46", zh="创办小微企业", en="founded a small firm")
def runs_small_firm() -> Test:
    return f.runs_small_firm


@clause("40", zh="评定了残疾等级，有劳动能力和就业意愿", en="graded disabled, able and willing to work")
def disabled_and_willing() -> Test:
    return (f.disability_grade >= 1) & f.can_and_will_work


working_age = none_of(of_retirement_age, zh="未达到法定退休年龄", en="not yet of retirement age")

recruitment_preference = entitlement(
    "recruitment_preference",
    zh="招录招聘放宽年龄学历、同等条件优先",
    en="age and schooling eased, and preferred among equals, in state recruitment",
    article="42",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, working_age),
    note_zh="机关、群团、事业单位和国有企业；放宽多少由招考公告定，没有数额可算",
    note_en="state bodies, institutions and enterprises; how far is in each notice, so nothing to work out",
)
grass_roots_experience = entitlement(
    "grass_roots_experience",
    zh="服役经历视为基层工作经历",
    en="service counts as work at the grass roots",
    article="42",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, former_soldier),
    measures=(
        measure(
            "42",
            name="years",
            zh="基层工作经历满年数",
            en="full years that count",
            of=labelled(f.service_years, "年", "years"),
            unit="years",
        ),
    ),
    note_zh="报考公务员、事业单位时使用；2024年9月起军官在团及以下单位的经历也算（安置条例第六十八条）；没有款项",
    note_en="for applications to the civil service and institutions; from September 2024 an officer's years in a regiment or below count too (Art 68 of the placement regulation); no money follows",
)
reserved_posts = entitlement(
    "reserved_posts",
    zh="可报考面向退役军人的基层公务员职位",
    en="may apply for civil-service posts reserved for veterans",
    article="43",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, five_years, graduate),
    note_zh="也可报考服务基层项目人员定向职位；没有款项",
    note_en="and for posts reserved for grass-roots programmes; no money follows",
)
old_post = entitlement(
    "old_post",
    zh="复职复工",
    en="back to the old post",
    article="42",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, former_soldier, state_employee_before),
    note_zh="工资福利不低于本单位同等条件人员平均水平（安置条例第六十九条）；金额由单位定",
    note_en="pay not below the unit's average for the like (Art 69 of the placement regulation); the unit sets the sum",
)
work_age = entitlement(
    "work_age",
    zh="服役年限计算为工龄",
    en="years of service count as years of work",
    article="44",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=veteran,
    measures=(
        measure(
            "44",
            name="months",
            zh="计入工龄的月数",
            en="months that count",
            of=labelled(f.service_months, "个月", "months"),
            unit="months",
        ),
    ),
    note_zh="与退役后的工作年限累计；安排工作的，待安排时间也算工龄（安置条例第七十四条）；没有款项",
    note_en="added to the years worked after discharge; for those assigned a post the time of waiting counts too (Art 74 of the placement regulation); no money follows",
)
disabled_at_work = entitlement(
    "disabled_at_work",
    zh="残疾退役军人就业优先",
    en="a disabled veteran comes first in work for the disabled",
    article="40",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, disabled_and_willing),
    note_zh="单位不得因其残疾辞退（安置条例第七十一条）；没有款项",
    note_en="no dismissal for the disability (Art 71 of the placement regulation); no money follows",
)
business_space = entitlement(
    "business_space",
    zh="创业孵化基地、创业园区优先服务",
    en="first in the city's business parks",
    article="45",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, runs_business),
    note_zh="场地和租金优惠由园区定，没有数额",
    note_en="rooms and rents are the park's to set, so no sum",
)
business_loan = entitlement(
    "business_loan",
    zh="创业担保贷款和贴息",
    en="guaranteed loan for a small firm, with interest relief",
    article="46",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, runs_small_firm),
    note_zh="额度和贴息按当年国家规定，标准未见，不计算数额",
    note_en="limit and interest follow the year's rules, which were not read, so no sum",
)
insurance_years = entitlement(
    "insurance_years",
    zh="服役年限与社会保险缴费年限合并",
    en="service years join the years of social insurance",
    article="50",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=veteran,
    measures=(
        measure(
            "50",
            name="months",
            zh="合并的月数",
            en="months joined",
            of=labelled(f.service_months, "个月", "months"),
            unit="months",
        ),
    ),
    note_zh="养老、医疗、失业保险，由社保经办机构办理转移接续；待遇由社保核定，没有数额",
    note_en="old-age, medical and unemployment insurance, joined by the insurance office, which sets the benefit; so no sum",
)
