"""Article 20: the spouse who has married again and goes on keeping the family of the deceased keeps the regular pension.

For a martyr's spouse the Martyrs' Regulations say the same, and that is where the answer is given, so that nobody
is paid twice. The sum is the regular pension's.
"""

from rongyao.law.compensation_2024.article_59 import sentenced_gravely, suspended
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, all_of, amount, clause, entitlement, month_start, on, standard, unless
from rongyao.law.model import fact as f


@clause(
    "20",
    zh="因公牺牲、病故军人生前的配偶，已再婚",
    en="was the spouse of a soldier who died on duty or of illness, and has married again",
)
def remarried_spouse() -> Test:
    of_soldier = f.survivor_of.is_in("duty_death", "illness_death")
    return of_soldier & (f.survivor_relation == "spouse") & f.remarried


@clause(
    "20",
    zh="继续赡养逝者父母，或者继续抚养其生前供养的兄弟姐妹",
    en="goes on keeping the parents, or the siblings the soldier supported",
)
def keeps_the_family() -> Test:
    return f.keeps_the_family


@clause("20", zh="已到审核确认当月", en="the month of the county's confirmation has come")
def confirmed_for_remarried() -> Test:
    return on >= month_start(f.survivor_confirmed_on)


remarried_spouse_pension = entitlement(
    "remarried_spouse_pension",
    zh="再婚配偶继续享受的定期抚恤金",
    en="regular pension kept by a spouse who married again",
    article="20",
    edition=EDITION,
    event=on,
    when=unless(
        all_of(remarried_spouse, keeps_the_family, confirmed_for_remarried), suspended, sentenced_gravely
    ),
    kind="payment",
    amount=amount(
        standard("survivor_pension", f.survivor_of),
        unit="year",
        payer_zh="遗属户籍所在地县级退役军人工作主管部门",
        payer_en="the county office where the survivor is registered",
        note_zh="烈士配偶再婚的，按《烈士褒扬条例》办理，标准相同",
        note_en="a martyr's spouse who married again: by the Martyrs' Regulations, at the same rate",
    ),
)
