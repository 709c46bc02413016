"""Something for upkeep to do: a double file, a sheet that came back, villages that are no more, a deletion asked for."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from rongyao.bureau.demo import staff
from rongyao.bureau.demo.staff import BUILDER
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.actions.people import add_person
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import Filters
from rongyao.bureau.registry.upkeep.actions import sheets

# The trap of the recodes: 苏巷 ended without a successor and left its code to 新塘, which was a village of another code.
OLD_VILLAGES = (("320583106014", "苏巷社区居委会"), ("320583106209", "新塘村委会"))
SHEET_NAME = "演示_人员批量修改.xlsx"


def stage(*, on: dt.date) -> None:
    """The scene, made by the actions officers use; every person in it is made up."""
    town = Division.objects.filter(code=staff.YUSHAN).latest("valid_from")
    people = list(
        Person.objects.filter(path__startswith=town.path, is_synthetic=True)
        .exclude(birth_on="")
        .order_by("pk")[:8]
    )
    if len(people) < 8:
        return
    _double(people[3], on)
    _old_villages(people[4:6])
    _sheet(people[0], on)


def _double(person: Person, on: dt.date) -> None:
    """The same person under a second number, without an identity number and with another date of enlistment."""
    identity = {
        "name": person.name,
        "birth_on": person.birth_on,
        "phone": str(person.phone or ""),
        "address": "（演示）旧地址",
    }
    twin = add_person(by=BUILDER, division=person.division, identity=identity, is_synthetic=True)
    paper = Paper("synthetic", "演示数据（并非真实档案）", on)
    enlisted = Fact.objects.filter(person=person, name="enlisted_on", ended_at=None).values_list(
        "value", flat=True
    )
    if first := enlisted.first():
        record_fact(by=BUILDER, person=twin, name="enlisted_on", value=str(first)[:4], paper=paper)


def _old_villages(people: list[Person]) -> None:
    """Two files still lie where the lists of 2020 put them."""
    for person, (code, name) in zip(people, OLD_VILLAGES, strict=True):
        old = Division.objects.filter(code=code, name=name).first()
        if old is not None:
            Person.objects.filter(pk=person.pk).update(division=old, path=old.path)


def _sheet(person: Person, on: dt.date) -> None:
    """A sheet that came back: an address changed, and a cell that somebody else changed meanwhile."""
    officer = staff.actor(staff.OFFICER, on)
    facts = ["rank_group", "enlisted_on", "discharged_on"]
    _issue, content = sheets.issue(by=officer, filters=Filters(words=person.name), facts=facts)
    book = load_workbook(BytesIO(content.getvalue()))
    page = book.worksheets[0]
    for row in range(2, page.max_row + 1):
        page.cell(row, 10).value = "（演示）新地址 8 号"
        page.cell(row, 11).value = "军官"
    paper = Paper("synthetic", "演示数据（并非真实档案）", on)
    rank = (
        Fact.objects.filter(person=person, name="rank_group", ended_at=None)
        .values_list("value", flat=True)
        .first()
    )
    record_fact(
        by=BUILDER,
        person=person,
        name="rank_group",
        value="nco" if rank != "nco" else "conscript",
        paper=paper,
    )
    out = BytesIO()
    book.save(out)
    sheets.read(by=officer, file=SimpleUploadedFile(SHEET_NAME, out.getvalue()), blank_removes=False)
