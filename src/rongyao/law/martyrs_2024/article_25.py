"""Article 25: someone of the bureau's keeps in touch with a martyr's child under age, and with parents without support."""

from rongyao.law.martyrs_2024.article_24 import keeps_the_right
from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, any_of, clause, entitlement, on, threshold
from rongyao.law.model import fact as f

ADULT = threshold("25", years=18)


@clause("25", zh="烈士的未成年子女", en="a martyr's child under age")
def minor_child() -> Test:
    return (f.survivor_relation == "child") & (f.age < ADULT)


@clause("25", zh="烈士的父母（抚养人），无赡养人", en="a martyr's parent with nobody bound to support them")
def parent_without_support() -> Test:
    return (f.survivor_relation == "parent") & f.has_no_supporter


contact_person = entitlement(
    "contact_person",
    zh="专门联系人",
    en="a contact person of their own",
    article="25",
    edition=EDITION,
    event=on,
    when=all_of(keeps_the_right, any_of(minor_child, parent_without_support)),
    note_zh="对未成年子女和无赡养人的父母，由户籍地指定联系人常联系、多关照",
    note_en="for children under age and parents without support the bureau names someone who keeps in touch",
)
