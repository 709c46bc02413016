"""Articles 17 and 25 of the earlier text: a martyr's spouse who married again and kept the family."""

from rongyao.law.martyrs_2019.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, month_start, on, standard, unless
from rongyao.law.model import fact as f


@clause("17", zh="烈士生前的配偶，已再婚", en="was the martyr's spouse, and has married again")
def remarried_spouse() -> Test:
    return (f.survivor_of == "martyr") & (f.survivor_relation == "spouse") & f.remarried


@clause(
    "17",
    zh="继续赡养烈士父母，或者继续抚养烈士生前供养的兄弟姐妹",
    en="goes on keeping the martyr's parents, or the siblings the martyr supported",
)
def keeps_the_family() -> Test:
    return f.keeps_the_family


@clause("17", zh="已审核确认", en="confirmed by the county")
def confirmed() -> Test:
    return on >= month_start(f.survivor_confirmed_on)


@clause(
    "25",
    zh="正在服有期徒刑、被剥夺政治权利，或者被通缉",
    en="while serving a prison term, deprived of political rights, or wanted",
)
def suspended() -> Test:
    return (f.criminal_record & f.serving_sentence) | f.is_wanted


@clause("25", zh="被判处死刑、无期徒刑", en="sentenced to death or for life")
def cancelled() -> Test:
    return f.criminal_record & f.life_or_death_sentence


remarried_spouse_subsidy = entitlement(
    "remarried_spouse_subsidy",
    zh="烈士配偶再婚后的补助",
    en="subsidy of a martyr's spouse who married again",
    article="17",
    edition=EDITION,
    event=on,
    when=unless(all_of(remarried_spouse, keeps_the_family, confirmed), suspended, cancelled),
    kind="payment",
    amount=amount(
        standard("survivor_pension", f.survivor_of),
        unit="year",
        payer_zh="户口所在地县级人民政府退役军人事务部门",
        payer_en="the county office of the place of registration",
        note_zh="参照烈士遗属定期抚恤金的标准",
        note_en="at the rate of the martyrs' survivors' pension",
    ),
)
