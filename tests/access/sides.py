"""Two towns that mirror each other: in each the same people, papers and steps, made through the product's own verbs.

A side holds one row of every table that answers to a scope, so that each address and each table can be asked for one's
own and for the other town's. Every person carries names and numbers that stand nowhere else: canaries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from people import SINCE, TODAY
from rongyao.bureau.entitlements.actions import decisions
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Decision, Letter, Proposal
from rongyao.bureau.entitlements.tests import known
from rongyao.bureau.entitlements.whatif import actions as whatif
from rongyao.bureau.foundation.access import actions as access
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.files.actions import keeping as papers
from rongyao.bureau.foundation.files.registrations import Place
from rongyao.bureau.foundation.files.tests.made import jpg
from rongyao.bureau.foundation.notices.actions import batches, writing
from rongyao.bureau.registry.actions import accounts, corrections, finishing, rosters
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.actions.people import add_person
from rongyao.bureau.registry.background.actions import entries, groups, spells
from rongyao.bureau.registry.families.actions import agreements, households, kin, slips
from rongyao.bureau.registry.families.actions.consent import Consent
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person, Source, Station
from rongyao.bureau.registry.organisations.actions import changes, keeping, representatives
from rongyao.bureau.registry.organisations.tests.made import code_of
from rongyao.bureau.registry.queries import Filters
from rongyao.bureau.registry.recipients import recipient_of
from rongyao.bureau.registry.upkeep.actions import joining, own
from rongyao.bureau.registry.upkeep.queries import joins
from rongyao.bureau.registry.upkeep.tests import books

SYSTEM = Actor.system("matrix")
PASSWORD = "门前大桥下，游过一群鸭子"
NEXT_YEAR = dt.date(2027, 11, 23)
# Family names rare enough to stand in no division, station or page of the product.
NAMES = {
    "A": ("欧阳砚禾", "端木砚溪", "司徒砚岚", "慕容砚青"),
    "B": ("澹台芷禾", "濮阳芷溪", "钟离芷岚", "赫连芷青"),
}
KIN_NAMES, HELPER_NAMES = {"A": "闾丘砚秋", "B": "闾丘芷秋"}, {"A": "公冶砚冬", "B": "公冶芷冬"}
CITY = {"code": "320583", "name": "昆山市", "level": "city"}
TOWNS = {"A": ("320583100", "玉山镇", "320583100001"), "B": ("320583101", "巴城镇", "320583101001")}
SPEAKERS = {
    "employer": ("employer", "夏侯"),
    "school": ("school", "诸葛"),
    "unit_liaison": ("unit", "尉迟"),
    "member_department": ("department", "皇甫"),
    "posted_officer": ("department", "长孙"),
}


def id_number(first_17: str) -> str:
    return first_17 + check_digit(first_17)


@dataclass(frozen=True)
class Canary:
    """One text that belongs to one person's file, and whose file that is."""

    text: str
    what: str
    person_id: int
    path: str


@dataclass
class Side:
    """One town: its people, the users who sign in for it, and one row of each kind."""

    letter: str
    town: Division
    village: Division
    people: list[Person] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return 1 if self.letter == "A" else 2

    @property
    def person(self) -> Person:
        return self.people[0]

    def actor(self, role: str) -> Actor:
        return actor_for(self.users[role], TODAY)

    def keep(self, row: Any, name: str = "") -> Any:
        """Remember a row under its table's name (the first of a kind stays)."""
        self.rows.setdefault(name or row._meta.label, row)
        return row

    def secret(self, text: str, what: str, person: Person) -> str:
        self.canaries.append(Canary(text, what, person.pk, person.path))
        return text


def division(code: str, name: str, level: str, parent: Division | None = None) -> Division:
    path = f"{parent.path if parent else ''}{code}/"
    row, _new = Division.objects.get_or_create(
        code=code,
        valid_from=SINCE,
        defaults={"name": name, "short_name": name, "level": level, "parent": parent, "path": path},
    )
    return row


def appointed(username: str, role: str, where: Division) -> User:
    """A member of the staff; the name holds no canary."""
    user = User(username=username, display_name=f"工作人员{username}")
    user.set_password("correct horse battery")
    user.save()
    Appointment.objects.create(user=user, role=role, division=where, starts_on=SINCE)
    return user


STAFF = ("clerk", "village_clerk", "officer", "director", "service_officer", "posted_officer",
         "leader", "auditor", "administrator")  # fmt: skip


def build(letter: str, city: Division) -> Side:
    """One whole side."""
    code, name, below = TOWNS[letter]
    town = division(code, name, "town", city)
    side = Side(letter, town, division(below, f"{name}示例社区", "village", town))
    for role in STAFF:
        where = side.village if role == "village_clerk" else town
        side.users[role] = appointed(f"{role.replace('_', '-')}-{letter.lower()}", role, where)
    for step in (_station, _people, _answers, _veteran, _family, _background, _helper, _organisations, _speakers,
                 _messages, _papers, _requests, _roster, _sheet, _doubles, _money):  # fmt: skip
        step(side)
    return side


def _station(side: Side) -> None:
    side.keep(
        Station.objects.create(
            division=side.town, name=f"{side.town.name}退役军人服务站", kind="town", path=side.town.path
        )
    )


def _people(side: Side) -> None:
    for n, name in enumerate(NAMES[side.letter]):
        # The last two are one man twice.
        day = n if n < 3 else 2
        shown = {
            "name": name,
            "id_number": id_number(f"3205831991{side.number:02}{11 + n:02}00{3 + 2 * n}") if n != 3 else "",
            "phone": f"1391{side.number}57{8024 + day}",
            "address": f"砚池{side.letter}巷{7100 + 10 * side.number + n}号",
            "sex": "male",
            "birth_on": "" if n != 3 else f"1991-{side.number:02}-13",
        }
        person = add_person(
            by=SYSTEM,
            division=side.village if n == 0 else side.town,
            identity={k: v for k, v in shown.items() if v},
        )
        side.people.append(person)
        for what in ("name", "id_number", "phone", "address"):
            if shown[what]:
                side.secret(shown[what], what, person)
    side.keep(side.person)


def _answers(side: Side) -> None:
    """Facts, answers, proposals; one granted with its letter, one that waits for the second signature."""
    paper = Source.objects.create(kind="paper", title=f"退出现役证明{side.letter}", dated_on=TODAY)
    for person in side.people[:2]:
        for name, value in known.CONSCRIPT.items():
            Fact.objects.create(person=person, name=name, value=value, source=paper, as_of=TODAY)
        determine(by=SYSTEM, people=Person.objects.filter(pk=person.pk), on=TODAY)
    officer = side.actor("officer")
    mine = Proposal.objects.filter(person=side.person).order_by("pk")
    first = mine.get(entitlement=known.MONEY)
    decided = decisions.grant(
        by=officer, proposal=first, seen=first.determination.finding_hash, reason="符合规定", on=TODAY
    )
    side.keep(Letter.objects.get(decision=decided))
    second = Proposal.objects.get(person=side.people[1], entitlement=known.MONEY)
    Proposal.objects.filter(pk=second.pk).update(state=Proposal.State.COUNTERSIGN)
    side.keep(
        Decision.objects.create(
            proposal=second, person=second.person, determination=second.determination, kind="grant",
            amount_fen=900_000, unit="once", reason="金额较大", by=side.users["officer"], needs_second=True,
            path=second.path,
        )
    )  # fmt: skip
    side.keep(mine.filter(state="open").first())


def _veteran(side: Side) -> None:
    code = accounts.print_slip(by=side.actor("clerk"), person=side.person)
    user = accounts.activate(code=code, id_last4=side.person.id_last4, password=PASSWORD)
    side.users["veteran"] = user


def _family(side: Side) -> None:
    yes = Consent("given", TODAY, "counter")
    secrets = {
        "name": KIN_NAMES[side.letter],
        "phone": f"1381{side.number}468135",
        "id_number": id_number(f"3205831965{side.number:02}2100{2}"),
    }
    row = kin.add_kin(
        by=side.actor("officer"), person=side.person, values={**secrets, "relation": "mother"}, consent=yes
    )
    for what, text in secrets.items():
        side.secret(text, f"kin {what}", side.person)
    side.keep(row)
    households.form_household(
        by=side.actor("officer"),
        person=side.person,
        address=f"砚池{side.letter}巷{9900 + side.number}号",
        on=TODAY,
    )


def _background(side: Side) -> None:
    officer, paper = side.actor("officer"), Paper("paper", f"档案{side.letter}", TODAY, "")
    values: dict[str, dict[str, Any]] = {
        "schooling": {"level": "college", "school": "示例学院"},
        "work": {"kind": "employed", "employer": "示例厂"},
        "skill": {"name": "焊工"},
        "licence": {"name": "驾驶证", "number_last4": "1234"},
    }
    for kind, given in values.items():
        side.keep(entries.record(by=officer, person=side.person, kind=kind, values=given, paper=paper))
    side.keep(groups.add(by=officer, person=side.person, category="army_family", paper=paper))
    side.keep(
        spells.record(
            by=officer,
            person=side.person,
            code="area_5",
            months=("2022-04", "2022-09"),
            paper=paper,
            is_complete=True,
        )
    )


def _helper(side: Side) -> None:
    number = id_number(f"3205831988{side.number:02}0800{4}")
    named = agreements.Named(HELPER_NAMES[side.letter], number, "neighbour", "see_and_say")
    term = agreements.Term("代办授权书", TODAY, TODAY, NEXT_YEAR)
    row = agreements.bind_helper(by=side.actor("clerk"), person=side.person, named=named, term=term)
    code = slips.print_slip(by=side.actor("clerk"), agreement=row)
    side.users["helper"] = slips.activate(code=code, id_last4=number[-4:], password=PASSWORD)
    row.refresh_from_db()
    side.secret(named.name, "helper name", side.person)
    side.secret(number, "helper number", side.person)
    side.keep(row)


def _organisations(side: Side) -> None:
    for n, kind in enumerate(("employer", "school", "unit", "department")):
        values = {"name": f"示例{side.town.name}{kind}有限公司"}
        if kind == "unit":
            values["public_code"] = f"7{side.number}001"
        else:
            values["credit_code"] = code_of(f"91320583MA{side.number}XX000{n}")
        row = keeping.register(by=SYSTEM, kind=kind, division=side.town, values=values, is_another=True)
        side.keep(row, f"organisation:{kind}")
    side.keep(side.rows["organisation:employer"])
    twin = keeping.register(
        by=SYSTEM,
        kind="employer",
        division=side.town,
        values={"name": f"示例{side.town.name}employer公司"},
        is_another=True,
    )
    side.keep(twin, "organisation:twin")


def _speakers(side: Side) -> None:
    """Somebody who speaks for each kind of organisation, signed in with a slip."""
    for n, (role, (kind, family)) in enumerate(SPEAKERS.items()):
        organisation = side.rows[f"organisation:{kind}"]
        number = id_number(f"3205831985{side.number:02}{10 + n}004")
        named = representatives.Named(
            f"{family}{'砚春' if side.letter == 'A' else '芷春'}", number, role, "介绍信", TODAY, NEXT_YEAR
        )
        side.canaries.append(Canary(number, "speaker number", 0, side.town.path))
        row = representatives.appoint(by=SYSTEM, organisation=organisation, named=named)
        code = representatives.print_slip(by=SYSTEM, representative=row)
        user = representatives.activate(code=code, id_last4=number[-4:], password=PASSWORD)
        row.refresh_from_db()
        side.keep(row)
        side.keep(row, f"representative:{role}")
        if role == "posted_officer":
            # Posted to an office and speaking for a department: one person with both.
            Appointment.objects.create(user=user, role=role, division=side.town, starts_on=SINCE)
        side.users[role] = user
    side.keep(
        changes.ask(
            by=side.actor("employer"), organisation=side.rows["organisation:employer"], field="name",
            value=f"示例{side.town.name}新名有限公司", why="已更名",
        )
    )  # fmt: skip


def _messages(side: Side) -> None:
    given = {"about": "通知", "words": "请看公告。", "station": side.rows["registry.Station"].name}
    to = recipient_of(side.person)
    side.keep(
        writing.write(
            by=side.actor("officer"), kind="notices.news", to=to, params=given, key=f"m{side.letter}"
        )
    )
    side.keep(
        batches.prepare(by=side.actor("officer"), kind="notices.news", params=given, filters={}, found=[to])
    )


def _papers(side: Side) -> None:
    label = f"registry.person:{side.person.pk}"
    place = Place(label, side.person.pk, side.person.path, side.person.name, "/")
    officer = side.actor("officer")
    colours = {"A": ("red", "blue"), "B": ("green", "black")}[side.letter]
    clean = papers.keep(by=officer, place=place, name="证件.jpg", body=jpg(colour=colours[0]), about="退伍证")
    type(clean).objects.filter(pk=clean.pk).update(state="clean")
    side.keep(clean)
    held = papers.keep(by=officer, place=place, name="待查.jpg", body=jpg(colour=colours[1]), about="待查")
    type(held).objects.filter(pk=held.pk).update(state="held")
    side.keep(held, "held paper")


def _requests(side: Side) -> None:
    veteran = side.actor("veteran")
    side.keep(
        corrections.ask_correction(by=veteran, field="honours", stated_value="", words="还有一次三等功")
    )
    side.keep(own.ask(by=veteran, what="phone", words="请删除"))


def _roster(side: Side) -> None:
    """A roster with somebody new, somebody changed and somebody whose cells are wrong."""
    header = ["序号", "姓名", "身份证号", "安置地", "入伍时间", "退役时间", "人员类别", "联系电话"]
    fresh = id_number(f"3205831993{side.number:02}1500{3}")
    name = f"呼延{'砚' if side.letter == 'A' else '芷'}夏"
    rows = [
        [1, name, fresh, side.town.name, "2020-09", "2025-09-01", "军士", f"1371{side.number}246810"],
        [
            2,
            side.people[2].name,
            side.people[2].id_number,
            side.town.name,
            "2020-09",
            "2025-09-01",
            "军士",
            "",
        ],
        [3, "呼延错", fresh[:-1] + "X", side.town.name, "昨天", "2025-09-01", "军士", ""],
    ]
    book = Workbook()
    for row in ([*header], *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    row = rosters.upload(
        by=side.actor("officer"), file=SimpleUploadedFile("花名册.xlsx", content.getvalue()), given_by="某部",
        dated_on=TODAY, division=side.town, certified=[],
    )  # fmt: skip
    finishing.read(roster_id=row.pk)
    row.refresh_from_db()
    side.keep(row)
    for what, text in (("roster name", name), ("roster number", fresh), ("roster phone", rows[0][7])):
        side.canaries.append(Canary(str(text), what, 0, side.town.path))


def _sheet(side: Side) -> None:
    officer = side.actor("officer")
    book = books.issued(officer, Filters(), books.FACTS)
    book.cell(
        side.people[1].number, "地址" if "地址" in book.columns else list(book.columns)[-1]
    ).value = "新巷1号"
    side.keep(books.back(officer, book))


def _doubles(side: Side) -> None:
    """Two files of one man, joined; and two more he is not."""
    kept, left = side.people[2], side.people[3]
    choices = {line.name: joining.KEPT for line in joins.compared(kept, left) if line.differs}
    side.keep(
        joining.join(by=side.actor("officer"), kept=kept, left=left, choices=choices, reason="同一人，已核对")
    )


def _money(side: Side) -> None:
    """What lies open to the whole bureau stands on both sides: a what-if, a link, an identity, a token."""
    row = whatif.begin(by=side.actor("director"), title=f"试算{side.letter}", on=TODAY, amounts_from=TODAY)
    side.keep(row)
    side.codes["link"] = access.issue_link(
        by=SYSTEM, user=side.users["clerk"], lasts=dt.timedelta(days=1), purpose="staff"
    )
