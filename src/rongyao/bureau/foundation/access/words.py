"""Permissions in words, for the page that says what each role may do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import Permission, Role

P = Permission
PERMISSIONS: dict[Permission, Any] = {
    P.SELF_VIEW: _("sees their own file, what is due and their letters"),
    P.SELF_CORRECT: _("says when something in their own file is wrong"),
    P.QUEUE_VIEW: _("has a worklist"),
    P.PEOPLE_VIEW: _("finds people and opens files"),
    P.PEOPLE_EDIT: _("keeps files"),
    P.PEOPLE_UNMASK: _("uncovers an identity or telephone number, with a reason"),
    P.PEOPLE_EXPORT: _("takes lists of people out to Excel"),
    P.ACCOUNT_BIND: _("opens accounts at the counter"),
    P.ROSTER_IMPORT: _("imports rosters"),
    P.CORRECTION_DECIDE: _("answers corrections"),
    P.ENTITLEMENT_VIEW: _("reads what the law gives and why"),
    P.ENTITLEMENT_DETERMINE: _("has it worked out anew"),
    P.PROPOSAL_DECIDE: _("decides and signs"),
    P.PROPOSAL_COUNTERSIGN: _("signs second"),
    P.JUDGEMENT_RECORD: _("records judgements"),
    P.LETTER_SERVE: _("hands letters over"),
    P.STANDARD_VIEW: _("reads the standards"),
    P.STANDARD_ENTER: _("enters standards"),
    P.STANDARD_CONFIRM: _("confirms standards"),
    P.CALENDAR_EDIT: _("enters the calendar"),
    P.USER_MANAGE: _("keeps users and appointments"),
    P.AUDIT_VIEW: _("reads the record"),
    P.FAMILY_EDIT: _("records families and next of kin"),
    P.HELPER_BIND: _("binds a helper to a person who has named them"),
    P.PEOPLE_BULK: _("edits many files by an Excel sheet"),
    P.PEOPLE_MERGE: _("joins double files and parts them again"),
    P.DIVISION_RECODE: _("carries changed division codes through"),
    P.RETENTION_DECIDE: _("decides what is kept and what is destroyed"),
    P.RETURN_FILL: _("fills and reads the national and provincial forms"),
    P.ORGANISATION_VIEW: _("finds departments, units, employers and schools"),
    P.ORGANISATION_EDIT: _("keeps departments, units, employers and schools"),
    P.ORGANISATION_SELF: _("sees and keeps their own organisation's page"),
    P.STATION_KEEP: _("keeps their own station's particulars"),
    P.NOTICE_VIEW: _("reads what messages were sent and what became of them"),
    P.NOTICE_SEND: _("sends messages to people"),
    P.FILE_KEEP: _("takes in papers as files"),
    P.FILE_RELEASE: _("sees held-back files and what the scanner said"),
    P.FIGURES_VIEW: _("reads figures"),
    P.SYSTEM_VIEW: _("sees how the installation is doing"),
    P.PLACEMENT_VIEW: _("sees the rounds of placement before they are public"),
    P.PLACEMENT_KEEP: _("prepares rounds of placement and takes their records in"),
    P.PLACEMENT_PUBLISH: _("publishes the record of a placement, and withdraws it"),
}


def may_words(role: Role) -> list[str]:
    """What a role may do, in the order of the permissions."""
    return [str(PERMISSIONS.get(p, p.value)) for p in Permission if p in role.permissions]
