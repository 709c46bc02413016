"""Article 79: a veteran's treatment may be suspended, cut or ended after an offence; the province decides, and may be asked again."""

from rongyao.law.model import Test, all_of, clause, entitlement, on
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION


@clause("79", zh="退役军人", en="a veteran")
def offender_discharged() -> Test:
    return on >= f.discharged_on


@clause(
    "79",
    zh="违法犯罪（正在服刑、被通缉或者被判处死刑、无期徒刑）",
    en="serving a sentence, wanted, or gravely sentenced",
)
def offended() -> Test:
    return (f.criminal_record & (f.serving_sentence | f.life_or_death_sentence)) | f.is_wanted


treatment_suspended = entitlement(
    "treatment_suspended",
    zh="待遇可能中止、降低或者取消（报省级决定）",
    en="treatment may be suspended, cut or ended, by the province",
    article="79",
    edition=EDITION,
    event=on,
    when=all_of(offender_discharged, offended),
    kind="information",
    note_zh="由省级退役军人工作主管部门决定并报部备案；不服的可申请行政复议或者提起诉讼",
    note_en="the province decides and files it with the ministry; whoever disagrees may ask for review or go to court",
)
