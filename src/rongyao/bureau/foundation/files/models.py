"""Papers people hand in: what is kept of each, where it stands. The bytes lie sealed in the data folder."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class KeptFile(models.Model):
    """One paper that was handed in. Its record stays when its bytes are destroyed."""

    class State(models.TextChoices):
        HELD = "held", _("Held back until it is checked")
        CLEAN = "clean", _("Checked by the scanner")
        RELEASED = "released", _("Released after a look")
        INFECTED = "infected", _("Harmful: locked")
        DESTROYED = "destroyed", _("Destroyed")

    OPEN_STATES = ("clean", "released")

    # What it was handed in for: "registry.person:12", "entitlements.proposal:4".
    subject = models.CharField(max_length=80, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    path = models.CharField(max_length=60, db_index=True)
    # As the person called it; a name may say a lot.
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=5)
    size = models.PositiveIntegerField()
    # SHA-256 of what was kept (of a picture: after place and time were cut out).
    sha256 = models.CharField(max_length=64)
    # Under which keyed digest the sealed bytes lie: the folder says nothing of what is in it.
    stored_index = models.CharField(max_length=64, db_index=True)
    was_cleaned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    scan_words = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.CharField(max_length=200, blank=True)
    destroyed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroy_reason = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_by_name = models.CharField(max_length=80)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "sha256"),
                condition=~models.Q(state="destroyed"),
                name="file_once_a_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(state="destroyed", destroyed_at__isnull=False)
                | (~models.Q(state="destroyed") & models.Q(destroyed_at__isnull=True)),
                name="file_destroyed_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="released") | models.Q(released_at__isnull=False),
                name="file_released_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """May it be opened by whoever may see the person's papers?"""
        return self.state in self.OPEN_STATES
