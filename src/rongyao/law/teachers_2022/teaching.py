"""Places listed separately, an age limit that years of service move, and a pass of the examination that waits for a soldier.

The standard of the post is not lowered: the certificate is needed, or the pass.
"""

from rongyao.law.model import Test, all_of, any_of, clause, entitlement, measure, on, standard, threshold
from rongyao.law.model import fact as f
from rongyao.law.teachers_2022.edition import EDITION

PASSED_WITHIN = threshold("exam", name="before_service", months=12)


@clause("", zh="已退出现役", en="has left the army")
def veteran() -> Test:
    return on >= f.discharged_on


@clause("", zh="有意到中小学任教", en="wants to teach at a school")
def wants_to_teach() -> Test:
    return f.wants_to_teach


@clause("", zh="持有教师资格证", en="holds a teacher's certificate")
def certified() -> Test:
    return f.teacher_certificate


@clause(
    "", zh="入伍前一年以内通过教师资格考试", en="passed the examination within the year before enlistment"
)
def passed_just_before_service() -> Test:
    """Less than twelve full months: on the very anniversary the year is over."""
    return (f.teacher_pass_before_service >= 0) & (f.teacher_pass_before_service < PASSED_WITHIN)


exam_pass_waits = entitlement(
    "exam_pass_waits",
    zh="教师资格考试合格成绩延长有效期",
    en="the pass of the teacher examination stays valid longer",
    article="",
    edition=EDITION,
    event=on,
    kind="treatment",
    when=all_of(veteran, passed_just_before_service),
    note_zh="延长两年，自何日起算未见原文，以考试机构答复为准；没有数额",
    note_en="two years longer; from which day was not read, ask the examination office; no sum follows",
)
teaching_places = entitlement(
    "teaching_places",
    zh="退役军人任教招聘（可单列计划，条件不降低）",
    en="teaching posts for veterans (may be listed separately; the standard stands)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(
        veteran,
        wants_to_teach,
        any_of(
            certified,
            passed_just_before_service,
            zh="有资格证或者有效的考试合格",
            en="certificate, or a valid pass",
        ),
    ),
    measures=(
        measure(
            "",
            name="age_limit",
            zh="年龄上限（按服役年限放宽，本地附则）",
            en="age limit, moved by years of service (local annex)",
            of=standard("teacher_age_limit") + standard("teacher_age_per_service_year") * f.service_years,
            unit="years",
        ),
    ),
    note_zh="是否单列、放宽多少由本地附则定；昆山的附则未见，录入后才能算年龄上限",
    note_en="the local annex says whether places are listed and by how much age moves; Kunshan's was not found, so nothing is worked out until entered",
)
teacher_training = entitlement(
    "teacher_training",
    zh="任教培养：专项硕士计划、专升本、院校培训（供参考）",
    en="ways into teaching: special master's places, bachelor's upgrade, courses (information)",
    article="",
    edition=EDITION,
    event=on,
    kind="information",
    when=all_of(veteran, wants_to_teach),
    note_zh="名额和条件由每年招生简章定，没有数额",
    note_en="places and conditions stand in each year's prospectus; there is no sum",
)
