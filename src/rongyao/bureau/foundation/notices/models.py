"""Messages with their history, how people want to be told, and messages to many.

A message's text is frozen when it is written. Its address is sealed; what is shown is masked.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.notices.rules.ways import WAY_WORDS, Way
from rongyao.bureau.foundation.secrets.fields import SealedTextField

USER = settings.AUTH_USER_MODEL
WAYS = [(way.value, WAY_WORDS[way]) for way in Way]


class Batch(models.Model):
    """One message to many people: prepared, looked at a second time, then sent; can be stopped on the way."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Waiting for your second look")
        SENDING = "sending", _("Being written")
        DONE = "done", _("Written to everybody")
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    # The filters in force when it was prepared, in words and as the address carried them.
    filters = models.JSONField(default=dict)
    # Frozen at the second look: exactly these people, whatever changes on their files meanwhile.
    person_ids = models.JSONField(default=list)
    # {way: people}, and the text messages the telephone company will count.
    ways = models.JSONField(default=dict)
    segments = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)


class Message(models.Model):
    """One message to one person, until it has reached an end."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to go out")
        SENDING = "sending", _("Going out")
        TAKEN = "taken", _("On its way, no receipt yet")
        VISIT = "visit", _("Could not be delivered: visit asked for")
        DELIVERED = "delivered", _("Delivered")
        READ = "read", _("Opened and read")
        HANDED = "handed", _("Told in person")
        GIVEN_UP = "given_up", _("Given up")
        CANCELLED = "cancelled", _("Cancelled")

    ENDS = ("delivered", "read", "handed", "given_up", "cancelled")

    class Outcome(models.TextChoices):
        """What the visit found."""

        REACHED = "reached", _("Reached and told in person")
        MOVED = "moved", _("No longer lives there")
        REFUSED = "refused", _("Does not want to be told")
        PHONE_WRONG = "phone_wrong", _("The telephone on file is wrong")
        DIED = "died", _("Has died")

    # Who writes the same message twice (a job done again, a second press) writes it once.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    person_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=60)
    path = models.CharField(max_length=60, db_index=True)
    # What it is about: "entitlements.letter:12".
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    language = models.CharField(max_length=2, default="zh")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=2000)
    is_urgent = models.BooleanField(default=False)
    way = models.CharField(max_length=8, choices=WAYS)
    address = SealedTextField(null=True, blank=True)
    address_shown = models.CharField(max_length=60, blank=True)
    # Ways that were given up before this one.
    tried = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The number the other side gave it: what a report names.
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    # Who answers for it until it has ended.
    owner = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=("delivered", "read", "handed", "given_up", "cancelled"), ended_at__isnull=False
                )
                | models.Q(state__in=("waiting", "sending", "taken", "visit"), ended_at__isnull=True),
                name="message_ended_when_at_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(next_at__isnull=False),
                name="message_waiting_has_a_time",
            ),
        )
        indexes = (models.Index(fields=("state", "next_at"), name="message_by_state_and_time"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in self.ENDS


class Step(models.Model):
    """One thing that happened to a message. ``what`` is a code of queries.STEP_WORDS."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    path = models.CharField(max_length=60, db_index=True)
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20)
    way = models.CharField(max_length=8, blank=True)
    # The other side's words or the officer's; never an address.
    words = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("at", "id")

    def get_way_words(self) -> str:
        return str(WAY_WORDS[Way(self.way)]) if self.way else ""


class Preference(models.Model):
    """How one person wants to be told."""

    person_id = models.BigIntegerField(unique=True)
    path = models.CharField(max_length=60, db_index=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    way = models.CharField(max_length=8, choices=WAYS, blank=True)
    no_sms = models.BooleanField(default=False)
    email = SealedTextField(null=True, blank=True)
    changed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
