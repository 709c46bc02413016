"""Three rounds of placement of people who do not exist: run to its end and published, being prepared, and choosing just now."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from rongyao.bureau.demo import staff
from rongyao.bureau.demo.placements import POSTS
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds.actions import closing, drawing, opening
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.placement.sittings import actions as sittings
from rongyao.bureau.placement.sittings import queries
from rongyao.bureau.placement.sittings.rules import USUAL
from rongyao.bureau.registry.models import Person, PersonAccount

PEOPLE, TURNS = 28, 7
WORDS = "演示：服役年限和奖励计分，分高者先选；同分比服役月数，再同分按抽签。"
WORDS_EN = "Made up: points for years of service and honours; more points choose first; equals by months of service, then by lot."
PARTS: dict[str, tuple[dict[str, Any], ...]] = {
    "items": (
        {"id": "service", "zh": "服役年限", "en": "years of service", "article": "演示", "least": 0, "most": 4000},
        {"id": "honours", "zh": "奖励", "en": "honours", "article": "演示", "least": 0, "most": 3000},
    ),
    "labels": (
        {"id": "months", "zh": "服役月数", "en": "months of service"}, {"id": "education", "zh": "学历", "en": "education"},
        {"id": "service_years", "zh": "服役年限", "en": "years of service"},
    ),
}  # fmt: skip


def stage(*, on: dt.date) -> None:
    """Run the rehearsal as the bureau's own officer; the director publishes it. The other waits to be looked over."""
    officer, director = staff.actor(staff.BUREAU_OFFICER, on), staff.actor(staff.DIRECTOR, on)
    done = _prepared(
        officer, f"{on.year}年选岗演练（演示）", f"Rehearsal {on.year} (made up)", f"{on.year}-rehearsal"
    )
    closing.close(by=officer, row=done)
    run = drawing.draw(by=officer, row=done, draws={})
    if run.record:
        results.publish(by=director, record=run.record)
    _prepared(
        officer, f"{on.year}年第二轮选岗（演示）", f"Second round {on.year} (made up)", f"{on.year}-second"
    )
    _sit(officer, on)


def _sit(officer: Actor, on: dt.date) -> None:
    """Some have chosen, the next is to be called."""
    row = _prepared(
        officer,
        f"{on.year}年现场选岗（演示）",
        f"Called up, {on.year} (made up)",
        f"{on.year}-live",
        manner="live",
    )
    sittings.set_rules(by=officer, row=row, values=USUAL | {"cooling_minutes": 10, "late": "next"})
    closing.close(by=officer, row=row)
    row = sittings.begin(by=officer, row=row, draws={})
    for turn in range(TURNS):
        found = queries.sitting(row, queries.steps(row))
        sittings.act(by=officer, row=row, verb="call", told={"position": turn + 1}, seen=2 * turn)
        offered = found.session.offered(turn + 1)
        told = {"post": offered[turn % len(offered)], "by": "self"}
        sittings.act(by=officer, row=row, verb="pick", told=told, seen=2 * turn + 1)


def _prepared(by: Actor, title: str, title_en: str, name: str, manner: str = "sealed") -> Round:
    values = {
        "title": title, "title_en": title_en, "origin": f"kunshan.example/demo-rounds/{name}", "mechanism": "plain",
        "manner": manner,
        "text_zh": WORDS, "text_en": WORDS_EN, "least_witnesses": 0,
    }  # fmt: skip
    row = opening.open_round(by=by, values=values)
    for part, entries in PARTS.items():
        for entry in entries:
            opening.add_part(by=by, row=row, part=part, entry=entry)
    tables = _tables(_people())
    files = {kind: (f"{kind}.csv", text.encode()) for kind, text in tables.items()}
    return opening.hand_in(by=by, row=row, files=files)


def _people() -> list[Person]:
    """Those who can sign in first, so that they find themselves in it."""
    bound = Person.objects.filter(account__in=PersonAccount.objects.all()).exclude(id_index="")
    others = Person.objects.exclude(id_index="").exclude(pk__in=bound).order_by("pk")
    return [*bound.order_by("pk")[:PEOPLE], *others[:PEOPLE]][:PEOPLE]


def _tables(people: Sequence[Person]) -> dict[str, str]:
    draw = random.Random(320583)
    names = [f"P{n:02}" for n in range(1, len(POSTS) + 1)]
    rows, lists = [], []
    for person in people:
        months = draw.randint(8 * 12, 18 * 12)
        education = draw.choice(("高中", "大专", "大专", "本科"))
        points = f"{months // 12 * 2},{draw.choice((0, 0, 5, 10))}"
        rows.append(f"{person.id_number!s},{points},{months},{education},{months // 12}\n")
        lists.append(f"{person.id_number!s},{' '.join(draw.sample(names, draw.randint(4, 9)))}\n")
    header = (
        "编号,item.service,item.honours,tie.months:higher,fact.education:category,fact.service_years:int\n"
    )
    posts = (
        f"{name},{1 + n % 2},{asks},{zh},{employer}\n"
        for n, (name, (employer, zh, _seats, asks)) in enumerate(zip(names, POSTS, strict=True))
    )
    return {
        "people": header + "".join(rows),
        "posts": "岗位,名额,条件,名称,单位\n" + "".join(posts),
        "choices": "编号,志愿\n" + "".join(lists),
    }
