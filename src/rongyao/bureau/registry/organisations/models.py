"""Organisations and who speaks for them, what they asked to have changed, lists that came in, what a station keeps.

Of a military unit only the public name and the public code are kept; the table itself refuses more.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.models import Station
from rongyao.bureau.registry.organisations.rules import REPRESENTING, core_of

PLAIN_ROLES = [(code, ROLES[code].name) for code in REPRESENTING]


class Organisation(models.Model):
    """A department, a military unit, an employer or a school. Stations have their own table."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        UNIT = "unit", _("Military unit")
        EMPLOYER = "employer", _("Employer")
        SCHOOL = "school", _("School or training provider")

    class Scale(models.TextChoices):
        LARGE = "large", _("Large")
        MEDIUM = "medium", _("Medium")
        SMALL = "small", _("Small")
        MICRO = "micro", _("Micro")

    class SchoolKind(models.TextChoices):
        UNIVERSITY = "university", _("University or college")
        VOCATIONAL = "vocational", _("Secondary vocational school")
        TECHNICIAN = "technician", _("Technician school or college")
        TRAINING = "training", _("Training provider")
        BASIC = "basic", _("Primary or middle school")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    # The name without place, legal form and signs: what names that are written differently share.
    name_core = models.CharField(max_length=120, blank=True, db_index=True)
    short_name = models.CharField(max_length=40, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    public_code = models.CharField(max_length=5, blank=True)
    # Is it a member of the double-support leading group?
    is_member = models.BooleanField(default=False)
    school_kind = models.CharField(max_length=10, choices=SchoolKind.choices, blank=True)
    industry = models.CharField(max_length=6, blank=True)
    scale = models.CharField(max_length=6, choices=Scale.choices, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    address = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=40, blank=True)
    # A telephone of the office, not of a person.
    contact_phone = models.CharField(max_length=30, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="organisations")
    path = models.CharField(max_length=60, db_index=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=160, blank=True)
    # What was entered twice points at the entry that stays; references are never rewritten, so it can be undone.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    # Which blanks of the entry that stays were filled from this one: {field: value}.
    merge_filled = models.JSONField(default=dict, blank=True)
    is_synthetic = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    # Counts every change: two editors of one entry are told apart by it.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("credit_code",),
                condition=~models.Q(credit_code="") & models.Q(merged_into__isnull=True),
                name="organisation_credit_code_once",
            ),
            models.UniqueConstraint(
                fields=("public_code",),
                condition=~models.Q(public_code="") & models.Q(merged_into__isnull=True),
                name="organisation_public_code_once",
            ),
            # The second lock behind the action: of a unit nothing but its public name and code.
            models.CheckConstraint(
                condition=~models.Q(kind="unit")
                | models.Q(
                    credit_code="", industry="", scale="", headcount__isnull=True, address="", contact_name="",
                    contact_phone="", school_kind="",
                ),
                name="unit_by_public_name_and_code_only",
            ),
            models.CheckConstraint(
                condition=models.Q(public_code="") | models.Q(kind="unit"), name="public_code_of_units_only"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="organisation_not_merged_into_itself",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def keep_name(self, name: str) -> Self:
        """Set the name with the key by which alike names are found. Does not save."""
        self.name, self.name_core = name, core_of(name)
        return self

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.merged_into_id is None


class NotDouble(models.Model):
    """An officer looked at two entries of alike name and found them to be two."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="not_double_once_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="not_double_in_order"
            ),
        )


class ChangeRequest(models.Model):
    """A representative asks for another name or credit code; an officer confirms it or says why not."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an officer")
        TAKEN = "taken", _("Confirmed")
        REFUSED = "refused", _("Not confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Field(models.TextChoices):
        NAME = "name", _("Organisation name")
        CREDIT_CODE = "credit_code", _("Unified social credit code")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="requests")
    field = models.CharField(max_length=12, choices=Field.choices)
    value = models.CharField(max_length=120)
    # What stood there when it was asked.
    before = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "field"),
                condition=models.Q(state="open"),
                name="change_request_open_once_a_field",
            ),
        )


class Representative(models.Model):
    """Somebody speaks for an organisation from a day to a day. Empty user: the slip has not been used."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="representatives")
    role = models.CharField(max_length=20, choices=PLAIN_ROLES)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="representing",
    )
    name = models.CharField(max_length=40)
    # Of the identity card seen at the counter: tells that two appointments are one human. No number is kept.
    id_index = models.CharField(max_length=64, db_index=True)
    id_last4 = models.CharField(max_length=4)
    # The letter by which the organisation named them.
    letter = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    appointed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "role", "id_index"),
                condition=models.Q(ended_at__isnull=True),
                name="representative_once_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="representative_ends_after_start"
            ),
        )


class RepresentativeSlip(models.Model):
    """A printed one-time slip for a representative's sign-in. Only the digest of its code is kept."""

    representative = models.ForeignKey(Representative, on_delete=models.CASCADE, related_name="slips")
    code_digest = models.CharField(max_length=64, unique=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    printed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    failed_count = models.PositiveSmallIntegerField(default=0)


class ListImport(models.Model):
    """A list of organisations on its way in: read, shown row by row, then taken or thrown away."""

    class State(models.TextChoices):
        READ = "read", _("Waiting for your decision")
        TAKEN = "taken", _("Taken over")
        DISCARDED = "discarded", _("Discarded")

    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Organisation.Kind.choices)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    # Headings nobody here reads, with their column letter: said, never dropped in silence.
    unread = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)


class ListRow(models.Model):
    """One row of such a list: its cells as written, what they mean, what is wrong with them."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Adds to an entry")
        SAME = "same", _("Nothing new")
        ALIKE = "alike", _("Looks like another entry")
        REJECTED = "rejected", _("Has errors")
        WRITTEN = "written", _("Written")
        SKIPPED = "skipped", _("Left out")

    listing = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    cells = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    # Problems as foundation.exchange keeps them.
    problems = models.JSONField(default=list)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("listing", "number"), name="list_row_once"),)


class StationCard(models.Model):
    """What a station says of itself beside name, telephone and address: opening hours and the way there."""

    station = models.OneToOneField(Station, on_delete=models.CASCADE, related_name="card")
    hours = models.CharField(max_length=160, blank=True)
    directions = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(default=timezone.now)


class StationWorker(models.Model):
    """Somebody who works at a station and for what; shown to the public only where they agreed."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="workers")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    duty = models.CharField(max_length=80, blank=True)
    is_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ("station", "place")
        constraints = (models.UniqueConstraint(fields=("station", "place"), name="station_worker_place"),)
