"""Accounts of the directory that came here, and the user each is bound to."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from rongyao.bureau.foundation.access.models import User


class Identity(models.Model):
    """One account of a directory. Without a user it opens nothing; an administrator binds it."""

    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    # What the directory calls the person; shown to the administrator, never trusted.
    shown_name = models.CharField(max_length=80, blank=True)
    # Short words the person reads out to the administrator.
    reference = models.CharField(max_length=8, unique=True)
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="directory_identity"
    )
    bound_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bound_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-last_seen_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="identity_once_per_directory"),
        )

    def __str__(self) -> str:
        return self.reference
