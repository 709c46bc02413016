"""The made-up papers that the facts of the synthetic city rest on: one row of ``Source`` for each paper and year."""

from __future__ import annotations

import datetime as dt

from rongyao.bureau.demo.lives import Life
from rongyao.bureau.registry.models import Source
from rongyao.law.facts import FACTS

SAYS_SO = "演示数据"
TITLES = {
    "roster": "{year}年退役人员花名册（各栏由部队核实填全）",
    "register": "{year}年户籍、建档立卡与优待证核验",
    "grading": "{year}年残疾等级评定表",
    "placement": "{year}年安置方式选择书与报到登记",
    "death": "{year}年死亡证明与牺牲（病故）通知书",
    "kin": "{year}年遗属材料",
}
BY_GROUP = {"identity": "register", "card": "register", "placement": "placement", "survivor": "register"}
BY_GROUP |= {"death": "register"}

Paper = tuple[str, int]


def papers_of(life: Life, today: dt.date) -> dict[str, Paper]:
    """For each fact of this person, which paper of which year states it."""
    years = {kind: _year(kind, life, today) for kind in TITLES}
    return {name: (kind, years[kind]) for name in life.facts for kind in (_kind(name, life),)}


def _year(kind: str, life: Life, today: dt.date) -> int:
    if kind == "register":
        return today.year
    stated = {"grading": "disability_approved_on", "death": "died_on", "kin": "survivor_confirmed_on"}
    day = life.facts.get(stated.get(kind, "discharged_on")) or life.facts.get("enlisted_on")
    return min(int(str(day)[:4]) if day else today.year, today.year)


def _kind(name: str, life: Life) -> str:
    group = FACTS[name].group
    if group == "disability":
        return "grading" if life.facts.get("disability_grade") else "roster"
    if group == "death" and life.facts.get("is_deceased"):
        return "death"
    if group == "survivor" and life.kind == "survivor":
        return "kin"
    return BY_GROUP.get(group, "roster")


def source(paper: Paper, today: dt.date) -> Source:
    """The row for a paper: of kind *synthetic*, and saying so in its title. Not saved."""
    kind, year = paper
    return Source(
        kind=Source.Kind.SYNTHETIC,
        title=f"{SAYS_SO}：{TITLES[kind].format(year=year)}",
        given_by=SAYS_SO,
        dated_on=min(dt.date(year, 12, 31), today),
    )
