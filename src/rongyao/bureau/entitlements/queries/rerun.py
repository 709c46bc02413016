"""Computing a kept answer again from its kept inputs: bit for bit the same, or exactly which input is another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.law import determine as law
from rongyao.law.settings import AS_WRITTEN, Settings


@dataclass(frozen=True)
class Rerun:
    """The outcome of computing again.

    Attributes:
        is_identical: the same finding, hash for hash.
        broken: inputs that could not be had again as they were ("law", "standards", "facts"); empty when identical.
        moved_on: inputs ("readings" too) that are other ones today, so that a new determination may say something else.
    """

    is_identical: bool
    broken: tuple[str, ...]
    moved_on: tuple[str, ...]

    def text(self) -> str:
        """One sentence for the officer."""
        if self.is_identical:
            return _("Computed again from the kept facts and standards: identical, to the last sign.")
        names = {
            "law": _("the law as programmed"),
            "standards": _("the table of standards"),
            "facts": _("the facts"),
        }
        return _("Cannot be computed again as it was, because of: %(what)s.") % {
            "what": "、".join(names[name] for name in self.broken) or _("the answer itself")
        }


def rerun(row: Determination) -> Rerun:
    """Compute ``row`` again from the facts and standards kept beside it."""
    kept_facts, kept_own, settings = _kept(row)
    table = standards.over_seed(kept_own or [])
    broken = [
        *(["law"] if law.pack_hash(settings) != row.pack_hash else []),
        *(["standards"] if kept_own is None or law.standards_hash(table) != row.standards_hash else []),
        *(["facts"] if kept_facts is None or law.facts_hash(kept_facts) != row.facts_hash else []),
    ]
    moved = _moved_on(row, settings)
    if broken or kept_facts is None:
        return Rerun(False, tuple(broken), moved)
    asked = [row.entitlement]
    again = law.person(kept_facts, on=row.on, entitlements=asked, standards=table, settings=settings)[0]
    same = again.hashes["finding"] == row.finding_hash and again.to_json() == row.finding
    return Rerun(same, (), moved)


def _kept(row: Determination) -> tuple[dict[str, Any] | None, list[dict[str, Any]] | None, Settings]:
    """Facts, own standards and readings; answers kept before readings could be chosen were under the law as written."""
    hashes = (row.facts_hash, row.standards_hash, row.pack_hash)
    kept = {(one.kind, one.hash): one.body for one in KeptInput.objects.filter(hash__in=hashes)}
    read = kept.get(("settings", row.pack_hash))
    settings = AS_WRITTEN if read is None else readings.from_kept(read)
    return kept.get(("facts", row.facts_hash)), kept.get(("standards", row.standards_hash)), settings


def _moved_on(row: Determination, settings: Settings) -> tuple[str, ...]:
    now = facts.rows_of([row.person])[row.person_id]
    return (
        *(("law",) if law.pack_hash(settings) != row.pack_hash else ()),
        *(("readings",) if readings.effective() != settings else ()),
        *(("standards",) if law.standards_hash(standards.effective()) != row.standards_hash else ()),
        *(("facts",) if law.facts_hash(now) != row.facts_hash else ()),
    )
