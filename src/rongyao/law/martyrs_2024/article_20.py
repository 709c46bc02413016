"""Article 20: a martyr's spouse who married again and goes on keeping the family: a subsidy at the pension's rate."""

from rongyao.law.martyrs_2024.article_22 import moved_in_this_year
from rongyao.law.martyrs_2024.article_62 import cancelled, suspended
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, month_start, on, standard, unless
from rongyao.law.model import fact as f


@clause("20", zh="烈士生前的配偶，已再婚", en="was the martyr's spouse, and has married again")
def remarried_spouse() -> Test:
    return (f.survivor_of == "martyr") & (f.survivor_relation == "spouse") & f.remarried


@clause(
    "20",
    zh="继续赡养烈士父母，或者继续抚养烈士生前供养的兄弟姐妹",
    en="goes on keeping the martyr's parents, or the siblings the martyr supported",
)
def keeps_the_family() -> Test:
    return f.keeps_the_family


@clause("20", zh="已到审核确认当月", en="the month of the county's confirmation has come")
def confirmed() -> Test:
    return on >= month_start(f.survivor_confirmed_on)


remarried_spouse_subsidy = entitlement(
    "remarried_spouse_subsidy",
    zh="烈士配偶再婚后的定期补助",
    en="regular subsidy of a martyr's spouse who married again",
    article="20",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(remarried_spouse, keeps_the_family, confirmed), moved_in_this_year, suspended, cancelled
    ),
    kind="payment",
    amount=amount(
        standard("survivor_pension", f.survivor_of),
        unit="year",
        payer_zh="户籍所在地县级退役军人工作主管部门",
        payer_en="the county office of the place of registration",
        note_zh="参照烈士遗属定期抚恤金的标准",
        note_en="at the rate of the martyrs' survivors' pension",
    ),
)
