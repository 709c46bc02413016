"""Articles 37, 72 and 84: those who retire: their living by the army's own standards, their medical care by local rules."""

from rongyao.law.model import all_of, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import retirement

retired_treatment = entitlement(
    "retired_treatment",
    zh="退休军士的生活、医疗待遇（供参考）",
    en="living and medical care of a retired NCO (information only)",
    article="72",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(retirement),
    kind="information",
    note_zh="生活待遇按军队统一的项目和标准，医疗参照退休军官；条例没有数额，本系统不计算",
    note_en="by the army's own items and rates, medical care as for retired officers; the regulation names no sum, so none is worked out",
)
