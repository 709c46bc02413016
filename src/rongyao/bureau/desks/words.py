"""The record's codes in words: what was done, and on what. The code itself stays beside them, for it never changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Any] = {
    "account.activated": _("opened the account with the slip"),
    "account.slip_printed": _("printed an activation slip"),
    "account.slip_refused": _("was refused with a slip"),
    "account.unbound": _("took the account off the file"),
    "appointment.ended": _("ended an appointment"),
    "appointment.made": _("made an appointment"),
    "audit.exported": _("took the record out to Excel"),
    "backup.dropped": _("dropped a backup no longer kept"),
    "backup.failed": _("could not make a backup"),
    "backup.made": _("made a backup"),
    "backup.restored": _("restored a backup"),
    "calendar.entered": _("entered a calendar"),
    "correction.answered": _("answered a correction"),
    "correction.asked": _("asked for a correction"),
    "correction.withdrawn": _("withdrew a correction"),
    "decision.countersigned": _("signed second"),
    "decision.sent_back": _("sent a decision back"),
    "decision.signed": _("signed a decision"),
    "demo.built": _("built the synthetic city"),
    "determination.made": _("worked out what is due"),
    "determination.started": _("began to work out what is due"),
    "disposal.destroyed": _("destroyed records whose time was out"),
    "disposal.proposed": _("proposed to destroy records"),
    "disposal.refused": _("kept records on"),
    "division.recoded": _("carried changed division codes through"),
    "erasure.answered": _("answered a request for deletion"),
    "erasure.asked": _("asked for a deletion"),
    "fact.recorded": _("recorded a fact"),
    "fact.withdrawn": _("withdrew a fact"),
    "families.exported": _("took a list of families out to Excel"),
    "helper.activated": _("opened a helper's sign-in with the slip"),
    "helper.bound": _("named a helper"),
    "helper.ended": _("ended an agreement with a helper"),
    "helper.renewed": _("renewed an agreement with a helper"),
    "helper.slip_printed": _("printed a helper's slip"),
    "helper.slip_refused": _("was refused with a helper's slip"),
    "household.formed": _("formed a household"),
    "household.joined": _("wrote a person into a household"),
    "household.left": _("took a person out of a household"),
    "judgement.recorded": _("recorded a judgement"),
    "kin.added": _("recorded a relative"),
    "kin.changed": _("changed a relative's entry"),
    "kin.consent_recorded": _("recorded a relative's consent or refusal"),
    "kin.consent_withdrawn": _("took a relative's consent back"),
    "kin.ended": _("ended a relative's entry"),
    "kin.ground_recorded": _("stated a ground in law for a relative's numbers"),
    "kin.linked": _("said which file is a relative's own"),
    "kin.ordered": _("set the order of next of kin"),
    "letter.issued": _("issued a letter"),
    "letter.served": _("recorded that a letter was handed over"),
    "link.issued": _("made a one-time link"),
    "paper.arrived": _("recorded that a paper arrived"),
    "paper.asked": _("asked for a paper"),
    "people.exported": _("took a list of people out to Excel"),
    "person.added": _("added a person"),
    "person.bulk_changed": _("changed a file by an edited sheet"),
    "person.bulk_undone": _("undid a change by an edited sheet"),
    "person.called_different": _("wrote that two files are two people"),
    "person.from_roster": _("added a person from a roster"),
    "person.identity_changed": _("changed who a person is"),
    "person.joined": _("joined two files"),
    "person.looked": _("opened a file"),
    "person.moved": _("moved a person to another place"),
    "person.parted": _("parted joined files"),
    "person.recoded": _("carried a changed division code into a file"),
    "person.took_data": _("took their own data away"),
    "person.unmasked": _("uncovered a number"),
    "proposal.exported": _("took proposals out to Excel"),
    "proposal.lapsed": _("let a proposal lapse"),
    "proposal.opened": _("opened a proposal"),
    "report.answered": _("entered the answer from above"),
    "report.sent": _("reported a case up"),
    "return.filled": _("filled a form"),
    "return.form_added": _("added a form"),
    "return.taken_back": _("took a filled form in"),
    "roster.accepted": _("accepted a roster"),
    "roster.accepting": _("began to accept a roster"),
    "roster.discarded": _("discarded a roster"),
    "roster.not_written": _("could not write a row of a roster"),
    "roster.read": _("read a roster"),
    "roster.row_chosen": _("chose the person of a row"),
    "roster.row_mended": _("mended a row of a roster"),
    "roster.unreadable": _("found a roster unreadable"),
    "roster.uploaded": _("uploaded a roster"),
    "sheet.applied": _("wrote an edited sheet"),
    "sheet.discarded": _("discarded an edited sheet"),
    "sheet.issued": _("downloaded people for editing"),
    "sheet.read": _("uploaded an edited sheet"),
    "sheet.undone": _("undid an edited sheet"),
    "standard.confirmed": _("confirmed a standard"),
    "standard.entered": _("entered a standard"),
    "standard.refused": _("refused a standard"),
    "standard.withdrawn": _("withdrew a standard"),
    "user.created": _("added a user"),
    "user.password_set": _("set a password"),
    "user.sign_in_failed": _("failed to sign in"),
    "user.signed_in": _("signed in"),
    "user.switched_off": _("switched a user off"),
    "user.switched_on": _("switched a user on"),
    "user.totp_reset": _("had the six-digit code set up anew"),
}

SUBJECTS: dict[str, Any] = {
    "access.appointment": _("appointment"),
    "access.user": _("user"),
    "entitlements.decision": _("decision"),
    "entitlements.determination": _("determination"),
    "entitlements.determinationrun": _("run"),
    "entitlements.judgement": _("judgement"),
    "entitlements.letter": _("letter"),
    "entitlements.proposal": _("proposal"),
    "entitlements.reportup": _("report"),
    "entitlements.standardentry": _("standard"),
    "families.helperagreement": _("agreement with a helper"),
    "families.helperslip": _("helper's slip"),
    "families.household": _("household"),
    "families.kin": _("relative"),
    "families.membership": _("place in a household"),
    "registry.activationslip": _("slip"),
    "registry.correction": _("correction"),
    "registry.fact": _("fact"),
    "registry.person": _("person"),
    "registry.personaccount": _("account"),
    "registry.rosterimport": _("roster"),
    "registry.rosterrow": _("row of a roster"),
}

# Names under which the product itself acts.
MACHINES: dict[str, Any] = {
    "determine": _("the system, working out what is due"),
    "system": _("the system"),
    "demo": _("the system, building the synthetic city"),
    "registry": _("the system, on a file"),
    "public": _("somebody not signed in"),
}


def verb_words(code: str) -> str:
    """``fact.recorded`` → "recorded a fact"; a code without words stays as it is."""
    return str(VERBS.get(code, code))


def subject_words(subject: str) -> str:
    """``registry.fact:12`` → "fact 12"."""
    kind, _colon, number = subject.partition(":")
    return f"{SUBJECTS.get(kind, kind)} {number}".strip() if subject else ""


def who_words(name: str) -> str:
    """The name of a person stays; the system and the public are said in words."""
    return str(MACHINES.get(name, name))
