"""Users, their appointments with terms and stand-ins, and one-time sign-in links."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.secrets.fields import SealedTextField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do comes from appointments, never from here."""

    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    # Staff need a second factor; a veteran signs in by slip and password only.
    needs_totp = models.BooleanField(default=True)
    totp_secret = SealedTextField(null=True, blank=True)
    totp_confirmed_at = models.DateTimeField(null=True, blank=True)
    totp_last_step = models.BigIntegerField(default=0)
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[Any] = UserManager()

    def __str__(self) -> str:
        return self.display_name


class Appointment(models.Model):
    """A role at a division from a day to a day; a stand-in names whose place is taken."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(code, role.name) for code, role in ROLES.items()])
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="stand_ins"
    )
    reason = models.CharField(max_length=200, blank=True)
    appointed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
        )


class FailedAddress(models.Model):
    """How often signing in failed lately from one address of the network. The address itself is not kept."""

    address_index = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)


class SignInLink(models.Model):
    """A link that signs one user in once. Only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, default="demo")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
