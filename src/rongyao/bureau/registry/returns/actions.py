"""Filling a form, taking the same form back as a roster, adding a form of the bureau's own."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.exchange.reading import Limits, UnableToReadTable
from rongyao.bureau.foundation.exchange.writing import safe_text
from rongyao.bureau.registry.actions import rosters
from rongyao.bureau.registry.forms.words import said_of
from rongyao.bureau.registry.models import RosterImport
from rongyao.bureau.registry.queries import UNMASKED, Filters
from rongyao.bureau.registry.returns import queries
from rongyao.bureau.registry.returns.models import AddedForm, Filling
from rongyao.bureau.registry.returns.rules.books import Read, UnableToReadForm, read_form, write_form
from rongyao.bureau.registry.returns.rules.cells import PAPER_LANGUAGE
from rongyao.bureau.registry.returns.rules.mapping import (
    MOST_BYTES,
    SECRETS,
    Form,
    UnableToReadMapping,
    built_in,
    read_mapping,
)
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.rules.cells import written_value
from rongyao.law.facts import FACTS

P = Permission
MOST_PEOPLE = 5_000
# What a source is called at the head of a roster (registry.roster.columns reads these).
ROSTER_HEADINGS = {
    "person.name": "姓名",
    "person.id_number": "身份证号",
    "person.sex": "性别",
    "person.birth_on": "出生日期",
    "person.ethnicity": "民族",
    "person.phone": "联系电话",
    "person.address": "家庭住址",
    "place.town": "安置地",
    "note": "备注",
}


class UnableToFill(Exception):
    """Nobody or too many for one form, or no reason for whole numbers."""


class UnableToTakeBack(Exception):
    """The file is not this form, or holds nothing; the message says which column differs."""


class UnableToAddForm(Exception):
    """The mapping cannot be used; the message lists what is wrong, line by line."""


@transaction.atomic
def fill(*, by: Actor, form: Form, filters: Filters, reason: str) -> tuple[Filling, BytesIO]:
    """Fill a form for the people of the list. Whole numbers in it are a look at each person's numbers, recorded as one.

    Raises:
        UnableToFill: nobody, too many, or no reason.
    """
    people = queries.fillable(by, form, filters).order_by("path", "name_pinyin", "pk")
    if len(reason.strip()) < 2:
        raise UnableToFill(_("Write for whom and why. The people in it can read it."))
    many = people.count()
    if not 0 < many <= MOST_PEOPLE:
        words = _("%(many)s people are under these filters; a form holds 1 to %(most)s.")
        raise UnableToFill(words % {"many": many, "most": MOST_PEOPLE})
    rows = list(people)
    content, count, missing = write_form(form, queries.lines_of(form, rows), timezone.localdate().year)
    filling = Filling.objects.create(
        code=form.code, path=by.paths(P.RETURN_FILL)[0], people=count, gaps=missing,
        reason=reason.strip()[:160], by_id=signer(by, P.RETURN_FILL),
    )  # fmt: skip
    detail = {"form": form.code, "people": count, "gaps": missing, "reason": filling.reason}
    audit.record(by=by, verb="return.filled", subject=filling, path=filling.path, detail=detail)
    if form.has_secrets:
        fields = [one.removeprefix("person.") for one in SECRETS if one in {c.source for c in form.columns}]
        seen = {"field": "、".join(fields), "reason": f"{form.zh}：{filling.reason}"}
        audit.record_many(by=by, verb=UNMASKED, people=[(p.pk, p.path) for p in rows], detail=seen)
    return filling, content


@transaction.atomic
def take_back(
    *, by: Actor, form: Form, file: UploadedFile, given_by: str, dated_on: dt.date, division: Division
) -> tuple[RosterImport, list[str]]:
    """Take a filled form in as a roster: what it says is shown, compared and accepted where every roster is.

    Returns:
        The roster, and the addresses of cells that could not be read.

    Raises:
        UnableToTakeBack: not this form, or nobody in it.
    """
    demand(by, P.RETURN_FILL)
    demand(by, P.ROSTER_IMPORT, division.path)
    read = _read(form, file)
    if not read.rows:
        raise UnableToTakeBack(_("There is nobody in it."))
    name = f"{Path(file.name or form.code).stem}.xlsx"
    as_roster = SimpleUploadedFile(name, roster_book(form, read).getvalue())
    try:
        row = rosters.upload(
            by=by, file=as_roster, given_by=given_by, dated_on=dated_on, division=division, certified=[]
        )
    except rosters.UnableToUpload as error:
        raise UnableToTakeBack(str(error)) from error
    detail = {"form": form.code, "rows": len(read.rows), "unread": len(read.unread)}
    audit.record(by=by, verb="return.taken_back", subject=row, path=division.path, detail=detail)
    return row, read.unread


def _read(form: Form, file: UploadedFile) -> Read:
    if (file.size or 0) > Limits().file_bytes:
        raise UnableToTakeBack(_("The file is too large."))
    try:
        return read_form(form, file.read())
    except UnableToReadForm as error:
        raise UnableToTakeBack(str(error)) from error
    except UnableToReadTable as error:
        raise UnableToTakeBack(said_of(error.problem)) from error


def roster_book(form: Form, read: Read) -> BytesIO:
    """What a form says, under the headings every roster reader knows."""
    sources = [c.source for c in form.columns if c.source in ROSTER_HEADINGS or c.fact]
    book = Workbook(write_only=True)
    page = book.create_sheet("名单")
    page.append([ROSTER_HEADINGS.get(source) or FACTS[source[5:]].zh for source in sources])
    with override(PAPER_LANGUAGE):
        for row in read.rows:
            page.append([_roster_text(source, row.get(source)) for source in sources])
    content = BytesIO()
    book.save(content)
    return content


def _roster_text(source: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    name = source.partition(".")[2]
    is_coded = source.startswith("fact.") or source == "person.sex"
    return safe_text(written_value(name, value) if is_coded else str(value))


@transaction.atomic
def add_form(*, by: Actor, file: UploadedFile) -> AddedForm:
    """Put a mapping of the bureau's own into use. A later one of the same code takes its place.

    Raises:
        UnableToAddForm: not a mapping, or the code of a form that comes with the product.
    """
    demand(by, P.RETURN_FILL)
    text = _text_of(file)
    try:
        form = read_mapping(text)
    except UnableToReadMapping as error:
        raise UnableToAddForm("\n".join(error.problems[:20])) from error
    if form.code in built_in():
        raise UnableToAddForm(_("A form that comes with the product has this code. Choose another one."))
    last = AddedForm.objects.filter(code=form.code).aggregate(last=Max("version"))["last"] or 0
    row = AddedForm.objects.create(
        code=form.code, version=last + 1, zh=form.zh[:80], body=text, by_id=signer(by, P.RETURN_FILL)
    )
    detail = {"form": form.code, "version": row.version, "columns": len(form.columns)}
    audit.record(by=by, verb="return.form_added", subject=row, detail=detail)
    return row


def _text_of(file: UploadedFile) -> str:
    if not 0 < (file.size or 0) <= MOST_BYTES:
        raise UnableToAddForm(_("The file is empty or too large for a mapping."))
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnableToAddForm(_("Save the mapping as CSV in UTF-8."))
