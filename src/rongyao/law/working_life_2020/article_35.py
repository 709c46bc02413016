"""Articles 34 and 35: a place at university is kept through service; two years from discharge to come back or begin."""

from rongyao.law.model import Test, all_of, clause, deadline, entitlement, months_later, on, threshold
from rongyao.law.model import fact as f
from rongyao.law.working_life_2020.edition import EDITION
from rongyao.law.working_life_2020.persons import veteran

YEARS_TO_RETURN = threshold("35", months=24)

RETURN = deadline(
    "35",
    name="return",
    zh="退役后两年内入学或者复学",
    en="enrol or return within two years of discharge",
    number=24,
    unit="month",
    starts="discharged_on",
    consequence_zh="逾期学校可以不再保留入学资格或者学籍，以学校规定为准",
    consequence_en="after that the school need not keep the place; its own rules decide",
)


@clause(
    "35",
    zh="入伍前已被高校录取，或者正在高校就学",
    en="admitted to, or studying at, a university before enlistment",
)
def place_at_university() -> Test:
    return f.admitted_at_enlistment | f.student_at_enlistment


@clause("35", zh="正在服现役", en="is serving")
def serving() -> Test:
    return f.is_serving


@clause("35", zh="退役后两年以内", en="within two years of discharge")
def within_two_years() -> Test:
    """The second anniversary is the last day of the two years; the clock moves it on where it is a rest day."""
    return months_later(f.discharged_on, YEARS_TO_RETURN) >= on


place_kept = entitlement(
    "place_kept",
    zh="服役期间保留入学资格或者学籍",
    en="the university place is kept during service",
    article="35",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(serving, place_at_university),
    note_zh="向学校武装部或者学工部门办理；没有数额",
    note_en="arranged with the school; no sum follows",
)
return_to_school = entitlement(
    "return_to_school",
    zh="退役后两年内入学、复学，可转专业",
    en="enrol or return to university within two years, and change the subject",
    article="35",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, place_at_university, within_two_years),
    deadlines=(RETURN,),
    note_zh="转专业按国家和学校规定；学费见“学费补偿、贷款代偿、学费减免”",
    note_en="the change of subject follows the school's rules; for tuition see the tuition relief",
)
