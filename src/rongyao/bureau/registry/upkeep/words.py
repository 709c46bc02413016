"""Kinds of rows in the words an officer or a veteran knows them by."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "registry.fact": _("Facts, current and past"),
    "registry.remark": _("Remarks"),
    "registry.rosterrow": _("Rows of rosters"),
    "registry.personaccount": _("Sign-in"),
    "registry.activationslip": _("Activation slips"),
    "registry.correction": _("Corrections asked"),
    "families.membership": _("Households"),
    "families.kin": _("Relatives"),
    "families.helperagreement": _("Helpers"),
    "entitlements.determination": _("What was worked out"),
    "entitlements.proposal": _("Proposals"),
    "entitlements.decision": _("Decisions"),
    "entitlements.judgement": _("Judgements"),
    "clock.runningclock": _("Running clocks"),
    "queue.workitem": _("Work items"),
    "upkeep.joining": _("Files joined earlier"),
    "upkeep.formerplace": _("Former places"),
    "upkeep.issuerow": _("Rows of editing sheets"),
    "upkeep.sheetrow": _("Rows of editing sheets"),
    "upkeep.erasure": _("Deletions asked"),
    "registry.person": _("Files of people"),
    "registry.station": _("Stations"),
    "registry.rosterimport": _("Rosters"),
    "families.household": _("Households"),
    "notices.message": _("Messages to you"),
    "notices.preference": _("How you want to be told"),
    "files.keptfile": _("Papers handed in"),
    "background.schooling": _("Schooling"),
    "background.work": _("Work"),
    "background.skill": _("Skills"),
    "background.licence": _("Licences"),
    "background.spell": _("Spells of service"),
    "background.groupmembership": _("Special groups"),
    "upkeep.different": _("Files that are not the same person's"),
    "arrears.arrearsline": _("Arrears reckoned"),
    "rounds.entrant": _("Rounds of placement"),
    "access.appointment": _("Appointments of staff"),
}


def kind_words(label: str) -> str:
    """The words for a model's label; a department that has none here is named by itself."""
    model_label = label.split(":")[0]
    return str(KINDS.get(model_label) or apps.get_model(model_label)._meta.verbose_name)
