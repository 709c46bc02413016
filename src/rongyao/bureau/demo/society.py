"""Organisations, who speaks for them, backgrounds and special groups of the synthetic city, through the officers' own verbs.

Every name says that it is made up; the codes pass the check and belong to nobody (body numbers begin with YX).
"""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from rongyao.bureau.demo import staff
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.background.actions import entries, groups, spells
from rongyao.bureau.registry.background.models import Spell
from rongyao.bureau.registry.background.queries import current_fact, suggested_people
from rongyao.bureau.registry.background.rules import GROUNDS
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Person, Source, Station
from rongyao.bureau.registry.organisations.actions import changes, imports, keeping, representatives, stations
from rongyao.bureau.registry.organisations.models import Organisation, Representative
from rongyao.bureau.registry.organisations.rules import REPRESENTING, check_sign

BUILDER = staff.BUILDER
# (name, industry, scale, how many people)
EMPLOYERS = (
    ("演示精密机械", "3484", "medium", 320), ("演示新能源汽车零部件", "3670", "large", 1800),
    ("演示电子电路", "3982", "medium", 610), ("演示生物医药", "2761", "small", 140),
    ("演示智能物流", "5930", "medium", 260), ("演示软件科技", "6513", "small", 85),
    ("演示物业服务", "7020", "medium", 430), ("演示保安服务", "7271", "large", 1200),
    ("演示食品配送", "5292", "small", 60), ("演示光学仪器", "4040", "small", 95),
    ("演示工业机器人", "3491", "medium", 380), ("演示养老服务", "8514", "small", 70),
    ("演示城市公交", "5411", "large", 2100), ("演示园林绿化", "7840", "micro", 18),
)  # fmt: skip
DEPARTMENTS = (
    "双拥办公室（演示）",
    "人社部门（演示）",
    "教育部门（演示）",
    "民政部门（演示）",
    "医保部门（演示）",
    "交通部门（演示）",
)
SCHOOLS = (("演示高等职业技术学院", "university"), ("演示中等专业学校", "vocational"), ("演示技师学院", "technician"),
           ("演示职业技能培训中心", "training"), ("演示无人机培训学校", "training"))  # fmt: skip
UNITS = (("驻昆演示部队", "99901"), ("驻昆演示部队二部", "99902"))
SPEAKERS = {
    "employer": "演示企业代表", "school": "演示学校代表", "unit_liaison": "演示部队联络员",
    "member_department": "演示成员单位联络员", "posted_officer": "演示派驻干部",
}  # fmt: skip
WORKS = (
    ("6-18-01-01", "车工"),
    ("6-25-04-07", "装配"),
    ("4-02-02-01", "客车驾驶"),
    ("3-02-03-01", "安保"),
    ("", "自营小店"),
)
LICENCES = (("机动车驾驶证", "A2"), ("机动车驾驶证", "C1"), ("特种作业操作证", "低压电工"), ("保安员证", ""))
SCHOOLED = (("演示中学", "high"), ("演示中等专业学校", "vocational"), ("演示高等职业技术学院", "college"))
BACKGROUNDS, GROUPED = 24, 8
FIRST_MONTHS = 4


def stage(*, on: dt.date) -> None:
    """Organisations with their representatives, a list that came in, stations kept up; backgrounds and groups."""
    towns = [valid_on(on).get(code=code) for code in (staff.YUSHAN, staff.BACHENG)]
    city = valid_on(on).get(code=staff.CITY)
    first = _organisations(city, towns)
    users = {
        role: _speaker(first[kind], role, place, on)
        for place, (role, kind) in enumerate(REPRESENTING.items())
    }
    officer = staff.actor(staff.OFFICER, on)
    _ask(first["employer"], actor_for(users["employer"], on))
    _list(officer, towns[0])
    _stations(officer, towns[0])
    _backgrounds(officer, towns[0], on)
    for place in (staff.OFFICER, staff.OTHER_OFFICER):
        _groups(staff.actor(place, on), on)


def code_of(number: int) -> str:
    """A credit code that passes its check and belongs to nobody."""
    first_17 = f"91320583YX{number:07d}"
    return first_17 + check_sign(first_17)


def _register(kind: str, division: Division, **values: Any) -> Organisation:
    return keeping.register(
        by=BUILDER, kind=kind, division=division, values=values, is_another=True, is_synthetic=True
    )


def _organisations(city: Division, towns: Sequence[Division]) -> dict[str, Organisation]:
    """Everything there is, and the first of each kind."""
    departments = [_register("department", city, name=name, is_member=True) for name in DEPARTMENTS]
    units = [_register("unit", city, name=name, public_code=code) for name, code in UNITS]
    schools = [
        _register("school", towns[n % 2], name=name, school_kind=kind, credit_code=code_of(100 + n))
        for n, (name, kind) in enumerate(SCHOOLS)
    ]
    employers = [_employer(towns[n % 2], n) for n in range(len(EMPLOYERS))]
    # Entered twice under another spelling: the officer finds the pair.
    _register("employer", towns[0], name=f"昆山市{EMPLOYERS[0][0]}有限责任公司", contact_name="演示联系人")
    return {"department": departments[0], "unit": units[0], "school": schools[0], "employer": employers[0]}


def _employer(town: Division, place: int) -> Organisation:
    name, industry, scale, people = EMPLOYERS[place]
    return _register(
        "employer", town, name=f"昆山{name}有限公司", credit_code=code_of(place), industry=industry, scale=scale,
        headcount=people, address=f"{town.name}演示路{place + 1}号", contact_name="演示联系人",
        contact_phone=f"0512-0000{place:04d}",
    )  # fmt: skip


def _speaker(row: Organisation, role: str, place: int, on: dt.date) -> User:
    """Somebody who speaks for it, with the slip used."""
    first_17 = f"32058319800113{900 + place}"
    named = representatives.Named(
        SPEAKERS[role], first_17 + check_digit(first_17), role, "演示介绍信", on, on + dt.timedelta(days=364)
    )
    made = representatives.appoint(by=BUILDER, organisation=row, named=named)
    code = representatives.print_slip(by=BUILDER, representative=made)
    return representatives.activate(code=code, id_last4=made.id_last4, password=secrets.token_urlsafe(18))


def _ask(row: Organisation, by: Actor) -> None:
    why = "企业已变更登记，附新营业执照（演示）。"
    changes.ask(by=by, organisation=row, field="name", value=f"昆山{EMPLOYERS[0][0]}科技有限公司", why=why)


def _list(officer: Actor, town: Division) -> None:
    """A list of employers came in; some rows cannot be taken and say why."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("单位名称", "统一社会信用代码", "所属行业", "企业规模", "职工人数", "备注"))
    for row in (
        ("昆山演示新材料有限公司", code_of(301), "3985", "小型", 45, "演示"),
        ("昆山演示包装有限公司", code_of(302)[:-1] + "X", "纸和纸板容器制造", "小型", 30, "校验位不符"),
        ("昆山演示光学仪器制造有限公司", None, "4040", "小型", 95, "与已登记的相近"),
        (None, code_of(303), "3484", "中型", 120, "没有写名称"),
        ("昆山演示物业服务有限公司", code_of(6), "7020", "中型", 450, "人数与已登记的不同"),
    ):
        page.append(row)
    made = BytesIO()
    book.save(made)
    file = SimpleUploadedFile("演示_用人单位名单.xlsx", made.getvalue())
    imports.upload(by=officer, file=file, kind="employer", division=town)


def _stations(officer: Actor, town: Division) -> None:
    for n, station in enumerate(Station.objects.filter(path__startswith=town.path).order_by("path")[:3]):
        values = {
            "phone": f"0512-0000{9000 + n}", "address": f"{town.name}演示路{n + 1}号", "hours": "周一至周五 9:00-11:30、13:00-17:00",
            "directions": "一楼大厅，门口有坡道（演示）",
        }  # fmt: skip
        workers = [
            stations.Worker("演示工作人员甲", "接待、建档立卡", True),
            stations.Worker("演示工作人员乙", "走访"),
        ]
        stations.keep_station(by=officer, station=station, values=values, workers=workers)


def _paper(on: dt.date) -> Paper:
    return Paper(Source.Kind.SYNTHETIC, "演示材料", on)


def _backgrounds(officer: Actor, town: Division, on: dt.date) -> None:
    rng = random.Random(staff.CITY)
    people = Person.objects.filter(path__startswith=town.path, is_synthetic=True).order_by("pk")
    for place, person in enumerate(people[:BACKGROUNDS]):
        _learnt(officer, person, place, rng, on)
    served = people.filter(facts__name="hard_area_months", facts__ended_at__isnull=True, facts__value__gte=1)
    for person in served.distinct()[:GROUPED]:
        _spell(officer, person, on)


def _learnt(officer: Actor, person: Person, place: int, rng: random.Random, on: dt.date) -> None:
    born = int(person.birth_on[:4] or 1975)
    school, level = SCHOOLED[place % len(SCHOOLED)]
    occupation, post = WORKS[place % len(WORKS)]
    employer = f"昆山{EMPLOYERS[place % len(EMPLOYERS)][0]}有限公司" if occupation else ""
    name, grade = LICENCES[place % len(LICENCES)]
    kinds: dict[str, dict[str, Any]] = {
        "schooling": {"school": school, "level": level, "from_on": str(born + 15), "to_on": str(born + 18)},
        "work": {"kind": "employed" if employer else "self_employed", "employer": employer, "occupation": occupation,
                 "post": post, "from_on": str(max(born + 25, 1985))},
        "skill": {"name": post, "grade": rng.choice(("none", "four", "three", "two"))},
        "licence": {"name": name, "grade": grade, "expires_on": on + dt.timedelta(days=rng.randint(-60, 500))},
    }  # fmt: skip
    for kind, values in kinds.items():
        entries.record(by=officer, person=person, kind=kind, values=values, paper=_paper(on))


def _spell(officer: Actor, person: Person, on: dt.date) -> Spell | None:
    """One spell as long as the recorded months, where the service leaves room for it."""
    months, enlisted = (
        current_fact(person, "hard_area_months"),
        str(current_fact(person, "enlisted_on") or ""),
    )
    if len(enlisted) < len("1990-01"):
        return None
    first = int(enlisted[:4]) * 12 + int(enlisted[5:7]) - 1 + FIRST_MONTHS
    begins, ends = (f"{n // 12:04d}-{n % 12 + 1:02d}" for n in (first, first + int(months) - 1))
    code = "tibet" if current_fact(person, "in_tibet") else "area_5"
    try:
        return spells.record(
            by=officer, person=person, code=code, months=(begins, ends), paper=_paper(on), is_complete=False
        )
    except entries.UnableToKeepEntry:
        # The service was shorter than that: nothing is made up against the dates.
        return None


def _groups(officer: Actor, on: dt.date) -> None:
    """Some of those whom the facts suggest are confirmed; the others wait for an officer."""
    for category, ground in GROUNDS.items():
        if ground.by_paper:
            continue
        for person in suggested_people(officer, category, on)[:GROUPED]:
            groups.add(by=officer, person=person, category=category)


def speakers() -> list[tuple[str, User]]:
    """(role in English, user) of whoever speaks for an organisation of the demonstration, one a role."""
    rows = Representative.objects.filter(organisation__is_synthetic=True, user__isnull=False)
    found = {row.role: row.user for row in rows.select_related("user").order_by("-pk") if row.user}
    words = {
        "employer": "Employer", "school": "School", "unit_liaison": "Liaison of a military unit",
        "member_department": "Liaison of a member department", "posted_officer": "Officer posted by the military",
    }  # fmt: skip
    return [(en, found[role]) for role, en in words.items() if role in found]
