"""Computing a kept answer again from its kept inputs: bit for bit the same, or exactly which input is another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.entitlements.queries import standards
from rongyao.law import determine as law


@dataclass(frozen=True)
class Rerun:
    """The outcome of computing again.

    Attributes:
        is_identical: the same finding, hash for hash.
        broken: inputs that could not be had again as they were ("law", "standards", "facts"); empty when identical.
        moved_on: inputs that are other ones today, so that a new determination may say something else.
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
    kept_facts, kept_own = _kept(row)
    table = standards.over_seed(kept_own or [])
    broken = [
        *(["law"] if law.pack_hash() != row.pack_hash else []),
        *(["standards"] if kept_own is None or law.standards_hash(table) != row.standards_hash else []),
        *(["facts"] if kept_facts is None or law.facts_hash(kept_facts) != row.facts_hash else []),
    ]
    moved = _moved_on(row)
    if broken or kept_facts is None:
        return Rerun(False, tuple(broken), moved)
    again = law.person(kept_facts, on=row.on, entitlements=[row.entitlement], standards=table)[0]
    same = again.hashes["finding"] == row.finding_hash and again.to_json() == row.finding
    return Rerun(same, (), moved)


def _kept(row: Determination) -> tuple[dict[str, Any] | None, list[dict[str, Any]] | None]:
    hashes = (row.facts_hash, row.standards_hash)
    kept = {(one.kind, one.hash): one.body for one in KeptInput.objects.filter(hash__in=hashes)}
    return kept.get(("facts", row.facts_hash)), kept.get(("standards", row.standards_hash))


def _moved_on(row: Determination) -> tuple[str, ...]:
    now = facts.rows_of([row.person])[row.person_id]
    return (
        *(("law",) if law.pack_hash() != row.pack_hash else ()),
        *(("standards",) if law.standards_hash(standards.effective()) != row.standards_hash else ()),
        *(("facts",) if law.facts_hash(now) != row.facts_hash else ()),
    )
