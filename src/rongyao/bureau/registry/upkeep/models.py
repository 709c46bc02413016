"""Sheets edited outside and read back, joined files, carried-through recodes, what is destroyed and what is asked for."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.secrets.fields import SealedTextField
from rongyao.bureau.registry.models import Person, Source

USER = settings.AUTH_USER_MODEL


class Issue(models.Model):
    """A workbook given out for editing: who took it, for which people and fields."""

    path = models.CharField(max_length=60, db_index=True)
    fields = ArrayField(models.CharField(max_length=60))
    people = models.PositiveIntegerField()
    lang = models.CharField(max_length=10)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)


class IssueRow(models.Model):
    """What stood in one row when the workbook was given out: the ground on which a later edit is compared."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="rows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    # Sealed JSON {field: the cell as written}.
    body = SealedTextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issue", "person"), name="issue_row_once_a_person"),)


class Sheet(models.Model):
    """An edited workbook that came back: read and shown, then written at once or thrown away."""

    class State(models.TextChoices):
        READ = "read", _("Waiting for your decision")
        APPLIED = "applied", _("Written")
        DISCARDED = "discarded", _("Discarded")
        UNDONE = "undone", _("Undone")

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="sheets")
    path = models.CharField(max_length=60, db_index=True)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    blank_removes = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    # Counts and the problems of the file as a whole (no person's data).
    summary = models.JSONField(default=dict)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="sheet_undone_by_and_at",
            ),
        )


class SheetRow(models.Model):
    """One row of an edited workbook that says something: changes, conflicts, or what is wrong with it."""

    class State(models.TextChoices):
        CHANGED = "changed", _("Changes")
        CONFLICT = "conflict", _("Somebody else changed it too")
        REJECTED = "rejected", _("Has errors")
        NOTED = "noted", _("Nothing to write, something to know")
        WRITTEN = "written", _("Written")
        LEFT_OUT = "left_out", _("Left out")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    # Sealed JSON: changes, problems with what was written, and once written how to take it back.
    body = SealedTextField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("sheet", "number"), name="sheet_row_once"),)


class Joining(models.Model):
    """Two files of one person made one: what moved, so that it can be parted again exactly."""

    class State(models.TextChoices):
        JOINED = "joined", _("Joined")
        PARTED = "parted", _("Parted again")

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joinings")
    path = models.CharField(max_length=60, db_index=True)
    # The file that went up in the other: its number and id live on as an alias.
    left_number = models.CharField(max_length=20, db_index=True)
    left_id = models.BigIntegerField(db_index=True)
    left_path = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.JOINED)
    # Sealed JSON: both identities, every row moved, ended or dropped, as it was. Emptied when its time is out.
    body = SealedTextField()
    moved = models.JSONField(default=dict)
    kept_version = models.PositiveIntegerField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    parted_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("left_number",), condition=models.Q(state="joined"), name="joining_alias_once"
            ),
        )


class Different(models.Model):
    """Two files that look alike and are two people: an officer compared them and said so."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="different_once_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="different_in_order"
            ),
        )


class Recoding(models.Model):
    """Changed division codes carried through: which day's list, how many rows of which kind."""

    valid_on = models.DateField()
    # [{old, old_name, new, new_name, counts: {label: n}, by_hand: bool}]
    moves = models.JSONField(default=list)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)


class FormerPlace(models.Model):
    """Where a file lay until a recode: read on the file, and by whoever counts as of an earlier list."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_places")
    path = models.CharField(max_length=60, db_index=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    recoding = models.ForeignKey(Recoding, on_delete=models.PROTECT, related_name="places")

    class Meta:
        ordering = ("until", "id")
        constraints = (
            models.UniqueConstraint(fields=("person", "division"), name="former_place_once_a_person"),
        )


class Disposal(models.Model):
    """Records whose time is out: proposed by one person, decided by another. What stays is this row, no more."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DESTROYED = "destroyed", _("Destroyed")
        REFUSED = "refused", _("Kept on")

    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=60, db_index=True)
    # Numbers of the rows, nothing of what stood in them.
    rows = models.JSONField(default=list)
    destroyed = models.PositiveIntegerField(default=0)
    ground = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("by")),
                name="disposal_second_person_differs",
            ),
        )


class Erasure(models.Model):
    """A person asks that what rests on their consent alone be deleted; a clock runs until answered."""

    class What(models.TextChoices):
        PHONE = "phone", _("My telephone")
        REMARKS = "remarks", _("Remarks and further telephones")

    class State(models.TextChoices):
        OPEN = "open", _("Being looked into")
        DELETED = "deleted", _("Deleted")
        KEPT = "kept", _("Kept, with reasons")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="erasures")
    path = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=10, choices=What.choices)
    words = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "what"), condition=models.Q(state="open"), name="erasure_open_once"
            ),
        )
