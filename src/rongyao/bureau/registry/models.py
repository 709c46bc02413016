"""People, what is recorded of them and where it came from; rosters; accounts; corrections; stations.

Every fact the law may ask is a row of ``Fact``: a value in the form ``law.facts`` declares, a
source, the day it speaks of, and who recorded it. A new value ends the old row, so history is
kept. ``[]`` and ``false`` exist only where a source asserted the absence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.secrets.fields import SealedTextField, blind
from rongyao.bureau.registry.identity.pinyin import name_keys
from rongyao.bureau.registry.identity.search_keys import keys_of


class Station(models.Model):
    """A service centre or station (服务中心, 服务站) of one division."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Division.Level.choices)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ("path",)
        constraints = (models.UniqueConstraint(fields=("division",), name="station_once_a_division"),)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One person, one file. Identity columns only; everything the law asks is in ``facts``."""

    class Sex(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, db_index=True)
    name_initials = models.CharField(max_length=40, blank=True, db_index=True)
    # The sound of the name with what speakers of Wu do not tell apart made equal; other readings of a surname.
    name_near = models.CharField(max_length=200, blank=True, db_index=True)
    name_also = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # Keys by which the name is found in part, by sound or with a slip (identity.search_keys).
    search_keys = ArrayField(models.TextField(), default=list, blank=True)
    id_number = SealedTextField(null=True, blank=True)
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_last4 = models.CharField(max_length=4, blank=True, db_index=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    # ISO text with its precision: "1969-11-04", "1969-11" or "1969".
    birth_on = models.CharField(max_length=10, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    phone = SealedTextField(null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_last4 = models.CharField(max_length=4, blank=True, db_index=True)
    address = models.CharField(max_length=200, blank=True)
    # The division as it stood when recorded; ``path`` is its path, the key of every scope.
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="people")
    path = models.CharField(max_length=60, db_index=True)
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Counts every change: two editors of one file are told apart by it.
    version = models.PositiveIntegerField(default=1)

    # Which tables hold rows of this person, where a page had them looked over (registry.holdings).
    held: frozenset[str] | None = None
    # The current facts by name, where a page has read them already (queries.file_of). Not for what writes.
    noted: Mapping[str, Any] | None = None

    class Meta:
        ordering = ("name_pinyin", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("id_index",), condition=~models.Q(id_index=""), name="person_id_number_once"
            ),
        )
        indexes = (
            GinIndex(fields=("search_keys",), name="person_by_search_key"),
            models.Index(fields=("name", "birth_on"), name="person_by_name_and_birth"),
            # Holds all that the second lock asks of a person: counting reads this and not the wide rows.
            models.Index(fields=("path", "id"), name="person_by_path"),
        )

    def __str__(self) -> str:
        return self.name

    def keep_name(self, name: str) -> Self:
        """Set the name with the keys by which it is found. Does not save."""
        keys = name_keys(name)
        self.name, self.name_pinyin, self.name_initials = name, keys.full, keys.initials[:40]
        self.name_near = keys.near
        self.name_also = [*keys.also_full, *keys.also_initials]
        self.search_keys = keys_of(name)
        return self

    def keep_id_number(self, number: str) -> Self:
        """Set an 18-character identity number (or "") with its blind index. Does not save."""
        self.id_number, self.id_last4 = number, number[-4:]
        self.id_index = id_index_of(number)
        return self

    def keep_phone(self, number: str) -> Self:
        """Set a telephone as identity.phones reads it (or "") with its blind index. Does not save."""
        digits = number.replace("-", "")
        self.phone, self.phone_last4 = number, digits[-4:]
        self.phone_index = phone_index_of(number)
        return self


def id_index_of(number: str) -> str:
    """The blind index of an 18-character identity number: equal numbers, equal index."""
    return blind(number, purpose="person.id_number")


def phone_index_of(number: str) -> str:
    """The blind index of a telephone number, hyphens apart."""
    return blind(number.replace("-", ""), purpose="person.phone")


class Source(models.Model):
    """A paper or a statement that facts rest on."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("Discharge roster")
        PAPER = "paper", _("Paper seen at the counter")
        DECLARATION = "declaration", _("Signed declaration")
        REGISTER = "register", _("Check of a register")
        CERTIFIED = "certified", _("Column certified complete by the sender")
        DECISION = "decision", _("Decision of an authority")
        CORRECTION = "correction", _("Correction asked by the person")
        SYNTHETIC = "synthetic", _("Made up for the demonstration")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    document_no = models.CharField(max_length=80, blank=True)
    given_by = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)


class Fact(models.Model):
    """One value of one fact of ``law.facts.FACTS`` for one person, with its source and its life."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")
    as_of = models.DateField()
    # Where in the source it stands: the cell of a roster ("F12"), a page of a paper.
    place = models.CharField(max_length=40, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("name", "-recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "name"),
                condition=models.Q(ended_at__isnull=True),
                name="fact_current_once_a_person",
            ),
        )
        indexes = (
            models.Index(fields=("name", "ended_at"), name="fact_by_name_current"),
            # What was recorded or ended since a moment: rows come in the order of time, so ranges of pages are enough.
            BrinIndex(fields=("recorded_at",), name="fact_by_recording", autosummarize=True),
            models.Index(
                fields=("ended_at",), condition=models.Q(ended_at__isnull=False), name="fact_by_end"
            ),
        )


class Remark(models.Model):
    """What a source says of a person that is no fact: a remark, a further telephone, a place name. Never lost."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Remark")
        PHONE = "phone", _("Further telephone")
        PLACE = "place", _("Place as written")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    body = SealedTextField()
    # Blind index of kind and text: the same remark is kept once.
    index = models.CharField(max_length=64)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("kind", "id")
        constraints = (models.UniqueConstraint(fields=("person", "index"), name="remark_once_a_person"),)


class RosterImport(models.Model):
    """One uploaded roster on its way in: read, shown, then accepted or discarded by a person."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        FAILED = "failed", _("Could not be read")
        READ = "read", _("Waiting for your decision")
        ACCEPTING = "accepting", _("Being written")
        ACCEPTED = "accepted", _("Accepted")
        DISCARDED = "discarded", _("Discarded")

    file_name = models.CharField(max_length=160)
    # Path inside RONGYAO_HOME/files, encrypted at rest by the volume, deleted on discard.
    stored_as = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=60, db_index=True)
    given_by = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField()
    certified = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    # Counts and unread columns as the parser stated them; failure words where it failed.
    summary = models.JSONField(default=dict)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)


class RosterRow(models.Model):
    """One row of a roster as parsed: what will be written, whom it matches, and what became of it."""

    class State(models.TextChoices):
        NEW = "new", _("New person")
        CHANGED = "changed", _("Adds or changes facts")
        SAME = "same", _("Nothing new")
        CANDIDATES = "candidates", _("More than one person may be meant")
        REJECTED = "rejected", _("Has errors")
        OUTSIDE = "outside", _("Belongs to another town")
        WRITTEN = "written", _("Written")
        SKIPPED = "skipped", _("Left out by the officer")

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    # Sealed JSON (see rosters.body): the parsed person and facts, the cells as written. Emptied once written.
    body = SealedTextField()
    name = models.CharField(max_length=60, blank=True)
    # Blind index of the identity number: finds the rows of one file that speak of one person.
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    # Names of the fields where the roster and a newer record disagree; the values stay in the sealed body.
    differences = models.JSONField(default=list)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Ids of people with this name and birth date, for a human to choose from.
    candidates = models.JSONField(default=list)
    # True where the officer mended a cell or chose a person: reading the file again would lose it.
    is_touched = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("roster", "number"), name="roster_row_once"),)
        indexes = (models.Index(fields=("roster", "state", "number"), name="roster_row_by_state"),)


class RosterProblem(models.Model):
    """One thing wrong with one cell (or with the sheet: no row). What was written there is sealed."""

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="problems")
    row = models.ForeignKey(
        RosterRow, null=True, blank=True, on_delete=models.CASCADE, related_name="problems"
    )
    number = models.PositiveIntegerField(default=0)
    cell = models.CharField(max_length=12, blank=True)
    column = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    # Sealed JSON {"params": …, "written": the cell's text}.
    body = SealedTextField()

    class Meta:
        ordering = ("number", "id")
        indexes = (models.Index(fields=("roster", "severity", "code"), name="roster_problem_by_kind"),)


class PersonAccount(models.Model):
    """The sign-in that belongs to a person, bound at the counter."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="person_account"
    )
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    bound_at = models.DateTimeField(default=timezone.now)


class ActivationSlip(models.Model):
    """A printed one-time slip. Only the digest of its code is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slips")
    code_digest = models.CharField(max_length=64, unique=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Wrong last-four tries. At five the slip is spent: a lost slip cannot be guessed open.
    failed_count = models.PositiveSmallIntegerField(default=0)


class Correction(models.Model):
    """ "This is wrong": a person disputes a fact or an identity field; a clock runs until answered."""

    class State(models.TextChoices):
        OPEN = "open", _("Being looked into")
        MENDED = "mended", _("Mended")
        KEPT = "kept", _("Kept as it was, with reasons")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=60)
    stated_value = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=1000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="correction_answered_by_and_at",
            ),
        )
