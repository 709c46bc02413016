"""Taking statute texts in. A text that was taken before and reads the same is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from rongyao.bureau.entitlements.lawbook.models import Statute, StatuteArticle
from rongyao.bureau.entitlements.lawbook.rules import ReadStatute, UnableToReadStatute, read_statute
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit


class UnableToImport(Exception):
    """No file could be read; the message names each with its reason."""


@dataclass
class Imported:
    """What became of each file."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@transaction.atomic
def import_statutes(*, by: Actor, files: Iterable[tuple[str, str]]) -> Imported:
    """Take statute texts in. ``files``: (file name, Markdown). A faulty file is named and left out, the others are taken.

    Raises:
        UnableToImport: not one of the files could be read.
    """
    demand(by, Permission.STANDARD_ENTER)
    outcome = Imported()
    for name, text in files:
        try:
            _take(by, read_statute(text, name), name, outcome)
        except UnableToReadStatute as error:
            outcome.faults.append(str(error))
    if outcome.faults and not (outcome.added or outcome.replaced or outcome.same):
        raise UnableToImport("\n".join(outcome.faults))
    return outcome


def _take(by: Actor, read: ReadStatute, name: str, outcome: Imported) -> None:
    known = Statute.objects.select_for_update().filter(title=read.title, dated_on=read.dated_on).first()
    if known is not None and known.sha256 == read.sha256:
        outcome.same.append(str(known))
        return
    statute = known or Statute(title=read.title, dated_on=read.dated_on)
    statute.file_name, statute.sha256, statute.preamble = name[-200:], read.sha256, read.preamble
    statute.imported_by_id = by.user_id
    statute.save()
    statute.articles.all().delete()
    StatuteArticle.objects.bulk_create(
        StatuteArticle(statute=statute, number=a.number, position=n, chapter=a.chapter[:120], text=a.text)
        for n, a in enumerate(read.articles, start=1)
    )
    (outcome.replaced if known else outcome.added).append(str(statute))
    detail = {"title": read.title, "on": read.dated_on.isoformat(), "articles": len(read.articles)}
    audit.record(by=by, verb="statute.imported", subject=statute, detail=detail)
