"""Articles 82 and 83: old-age and medical insurance while waiting for a post."""

from rongyao.law.model import all_of, entitlement
from rongyao.law.model import fact as f
from rongyao.law.resettlement_2024.article_75 import received, waiting
from rongyao.law.resettlement_2024.edition import EDITION
from rongyao.law.resettlement_2024.outcomes import job_assignment

pension_insurance_while_waiting = entitlement(
    "pension_insurance_while_waiting",
    zh="待安排期间职工基本养老保险（政府承担）",
    en="old-age insurance while waiting, at the government's cost",
    article="82",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(waiting, received, job_assignment),
    note_zh="缴费基数和比例由社保部门核定，费用全部由安置地财政安排，不作测算",
    note_en="the insurance sets base and rate, the receiving government pays the whole; nothing is worked out",
)

medical_insurance_while_waiting = entitlement(
    "medical_insurance_while_waiting",
    zh="待安排期间职工基本医疗保险（单位部分政府缴）",
    en="medical insurance while waiting, the unit's part at the government's cost",
    article="83",
    edition=EDITION,
    event=f.discharged_on,
    when=all_of(waiting, received, job_assignment),
    note_zh="单位缴费部分由安置地人民政府缴纳，个人部分由个人缴纳；金额由医保部门核定",
    note_en="the government pays the unit's part, the person their own; the insurance sets the sums",
)
