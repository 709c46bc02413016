"""Article 32: what contract the receiving unit signs: three years at least; without term for an NCO of ten years.

The second holds in an enterprise only. A post that needs no contract (a civil servant's) is not meant.
"""

from rongyao.law.model import Test, all_of, clause, entitlement, none_of, threshold
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import job_assignment

TEN_YEARS = threshold("32", name="service", years=10)


@clause("32", zh="军士，军龄10年以上", en="an NCO with ten or more years of service")
def ten_years_of_service() -> Test:
    return (f.rank_group == "nco") & (f.service_years >= TEN_YEARS)


@clause("32", zh="安置岗位在企业", en="the post is in an enterprise")
def in_an_enterprise() -> Test:
    return f.post_in_enterprise


without_term = all_of(
    ten_years_of_service,
    in_an_enterprise,
    zh="应签无固定期限合同",
    en="a contract without term is due",
    article="32",
)

contract_three_years = entitlement(
    "contract_three_years",
    zh="不少于3年的聘用（劳动）合同",
    en="a contract of at least three years",
    article="32",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(
        job_assignment,
        none_of(without_term, zh="不属于无固定期限的", en="no contract without term is due", article="32"),
    ),
    note_zh="安置岗位需要签订合同的，期限不少于3年；由接收单位签订，没有数额",
    note_en="where the post needs a contract, for three years or more; the receiving unit signs it, and no sum follows",
)

open_ended_contract = entitlement(
    "open_ended_contract",
    zh="无固定期限劳动合同",
    en="a contract without term",
    article="32",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(without_term, job_assignment),
    note_zh="由接收企业签订，没有数额",
    note_en="the receiving enterprise signs it, and no sum follows",
)
