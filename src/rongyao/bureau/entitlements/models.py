"""Determinations, proposals, decisions, letters, judgements, reports up, and standards entered here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.registry.models import Person, Source

USER = settings.AUTH_USER_MODEL


class WideJSONField(models.JSONField):
    """JSON of some kilobytes, many rows at a time.

    Django writes many rows as arrays of columns, and the driver then escapes each element in Python: half the time
    of a determination went there. A field with a placeholder of its own is written value by value.
    """

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s"

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class Determination(models.Model):
    """What the law says of one person and one entitlement on one day, kept with its reasons.

    ``finding`` is ``law.determine.Finding.to_json()``; the three hashes make a re-run checkable
    bit for bit. A newer one ends the older.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Meets the conditions")
        NO = "no", _("Does not meet the conditions")
        UNKNOWN = "unknown", _("Not known yet")
        JUDGE = "judge", _("For an officer to judge")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="determinations")
    entitlement = models.CharField(max_length=80)
    on = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer.choices)
    amount_fen = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=8, blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    is_payable = models.BooleanField(default=False)
    finding = WideJSONField()
    finding_hash = models.CharField(max_length=64)
    pack_hash = models.CharField(max_length=64)
    standards_hash = models.CharField(max_length=64)
    facts_hash = models.CharField(max_length=64)
    # How many facts still matter: the order of the list "one fact short".
    missing_count = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=60, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("entitlement", "-made_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "entitlement"),
                condition=models.Q(ended_at__isnull=True),
                name="determination_current_once",
            ),
        )
        indexes = (
            models.Index(fields=("entitlement", "answer", "ended_at"), name="determination_by_answer"),
            models.Index(fields=("facts_hash",), name="determination_by_facts"),
            # What changed since a day: the answers ended since, and those given since that hold.
            models.Index(
                fields=("ended_at",), condition=models.Q(ended_at__isnull=False), name="determination_by_end"
            ),
            models.Index(
                fields=("made_at",),
                condition=models.Q(ended_at__isnull=True),
                name="determination_by_beginning",
            ),
        )


class KeptInput(models.Model):
    """What a determination was computed from, kept once under its hash, so that it can be computed again.

    ``body`` is the facts of a person as the law was given them, the bureau's own standards then in use, or (under the
    hash of the law's code and them) the readings then in force.
    """

    class Kind(models.TextChoices):
        FACTS = "facts"
        STANDARDS = "standards"
        SETTINGS = "settings"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    hash = models.CharField(max_length=64)
    body = WideJSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "hash"), name="kept_input_once"),)


class DeterminationRun(models.Model):
    """Many people worked out in the background: how far it is, and whose answers are not ready yet."""

    why = models.CharField(max_length=40)
    # None means everybody in ``path``.
    person_ids = models.JSONField(null=True)
    path = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)


class Proposal(models.Model):
    """Policy finds the person: entitled (or nearly) and not yet granted, waiting for a decision."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a decision")
        PAPER = "paper", _("Waiting for a paper")
        UP = "up", _("Reported to the province")
        COUNTERSIGN = "countersign", _("Waiting for the second signature")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        LAPSED = "lapsed", _("Lapsed: the facts changed")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    entitlement = models.CharField(max_length=80)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    clock = models.ForeignKey(RunningClock, null=True, on_delete=models.PROTECT, related_name="+")
    paper_asked = models.JSONField(default=list)
    path = models.CharField(max_length=60, db_index=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    OPEN_STATES = ("open", "paper", "up", "countersign")

    class Meta:
        ordering = ("opened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "entitlement"),
                condition=models.Q(state__in=("open", "paper", "up", "countersign")),
                name="proposal_open_once",
            ),
        )


class Decision(models.Model):
    """What an officer decided and signed, with the determination it was decided on."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("Granted")
        REFUSE = "refuse", _("Refused")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_fen = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=8, blank=True)
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    needs_second = models.BooleanField(default=False)
    second_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.CharField(max_length=400, blank=True)
    path = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("by")),
                name="decision_second_person_differs",
            ),
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True, second_at__isnull=True)
                | models.Q(second_by__isnull=False, second_at__isnull=False),
                name="decision_second_by_and_at",
            ),
        )


class LetterSeries(models.Model):
    """The last number given in a year. Its row is locked while a letter is issued, so no number is left out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Letter(models.Model):
    """A numbered letter in plain words. Its text is frozen when issued; service starts the review clocks."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    # Opaque: printed as a QR code so anyone can ask whether the letter is genuine.
    verify_code = models.CharField(max_length=24, unique=True)
    issued_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)
    served_how = models.CharField(max_length=20, blank=True)
    receipt_note = models.CharField(max_length=200, blank=True)
    served_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_clock = models.ForeignKey(
        RunningClock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    court_clock = models.ForeignKey(
        RunningClock, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-year", "-serial")
        constraints = (models.UniqueConstraint(fields=("year", "serial"), name="letter_serial_once_a_year"),)


class Judgement(models.Model):
    """What only a person can judge (e.g. "without a proper reason"), with name, day and reason."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="judgements")
    fact = models.CharField(max_length=60)
    value = models.BooleanField()
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at",)


class ReportUp(models.Model):
    """A matter sent to the authority that may decide it, and the decision that came back."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reports")
    to = models.CharField(max_length=80)
    why = models.CharField(max_length=400)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    document_no = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    is_granted = models.BooleanField(null=True)
    decision_words = models.CharField(max_length=400, blank=True)
    entered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-sent_on", "-id")


class StandardEntry(models.Model):
    """An amount entered by the bureau under a named document; it pays once a second person confirms."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Waiting for the second person")
        CONFIRMED = "confirmed", _("In use")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    name = models.CharField(max_length=60)
    # The key columns of law.standards for this name, e.g. {"grade": "6", "cause": "duty"}.
    keys = models.JSONField(default=dict)
    level = models.CharField(max_length=10)
    division_code = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Fen for money; a ratio is stored in millionths and says so in ``unit``.
    value = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    document = models.CharField(max_length=160)
    document_no = models.CharField(max_length=80)
    issued_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENTERED)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("name", "-starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                name="standard_second_person_differs",
            ),
        )
