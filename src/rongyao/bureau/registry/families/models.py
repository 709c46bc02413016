"""Households and who lives in them, kin and what they agreed to, helpers and the slips that open their sign-in.

Kin are people who never came to us: without their consent, or a ground in law, only a name and a relation are kept.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.secrets.fields import SealedTextField
from rongyao.bureau.registry.identity.pinyin import name_keys
from rongyao.bureau.registry.models import Person, Source, id_index_of, phone_index_of


class Relation(models.TextChoices):
    """What somebody is to the person on file."""

    SPOUSE = "spouse", _("Spouse")
    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    BROTHER = "brother", _("Brother")
    SISTER = "sister", _("Sister")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    CHILD_IN_LAW = "child_in_law", _("Son- or daughter-in-law")
    NEPHEW = "nephew", _("Nephew or niece")
    GUARDIAN = "guardian", _("Guardian, or who brought them up")
    NEIGHBOUR = "neighbour", _("Neighbour")
    OTHER = "other", _("Other")


class Household(models.Model):
    """People under one roof. It lies where its first member's file lay when it was formed."""

    number = models.CharField(max_length=20, unique=True)
    address = models.CharField(max_length=200)
    path = models.CharField(max_length=60, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class Membership(models.Model):
    """One person in one household from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(to_on__isnull=True), name="membership_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="membership_ends_after_it_begins",
            ),
        )


class Kin(models.Model):
    """A relative of a person on file. Sealed numbers stand here only with consent or a ground in law."""

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked yet")
        GIVEN = "given", _("Agreed")
        REFUSED = "refused", _("Did not agree")
        WITHDRAWN = "withdrawn", _("Taken back")

    class How(models.TextChoices):
        PAPER = "paper", _("On a signed paper")
        COUNTER = "counter", _("At the counter, in person")
        THEMSELVES = "themselves", _("They told us themselves, by telephone or letter")
        GUARDIAN = "guardian", _("By the parent or guardian of a child under 14")

    class Ground(models.TextChoices):
        """Where the law itself needs the numbers (Personal Information Protection Law, Article 13(1)(3))."""

        PENSION = "pension", _("Applies themselves for the regular survivors' pension")
        DEATH_MONEY = "death_money", _("Is paid the money due to survivors of a martyr or of the fallen")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kin")
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, db_index=True)
    name_initials = models.CharField(max_length=40, blank=True, db_index=True)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    # The same human's own file, where there is one.
    linked = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="kin_of_others"
    )
    # ISO text with its precision, as on Person.
    birth_on = models.CharField(max_length=10, blank=True)
    id_number = SealedTextField(null=True, blank=True)
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_last4 = models.CharField(max_length=4, blank=True)
    phone = SealedTextField(null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    is_dependent = models.BooleanField(default=False)
    lives_with = models.BooleanField(default=False)
    # 1 is called first; null is not next of kin.
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    is_deceased = models.BooleanField(default=False)
    died_on = models.CharField(max_length=10, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED)
    consent_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The day consent was refused or taken back.
    consent_ended_on = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    # Which application it is, in the officer's words; the article stands beside the ground's code.
    ground_words = models.CharField(max_length=200, blank=True)
    # Names of the fields that once stood here and were taken out.
    removed = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=160, blank=True)
    # Counts every change: two editors of one row are told apart by it.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "rank"),
                condition=models.Q(ended_at__isnull=True, rank__isnull=False),
                name="kin_rank_once_a_person",
            ),
            # The second lock behind the action: no number without consent or a ground.
            models.CheckConstraint(
                condition=models.Q(consent="given")
                | ~models.Q(ground="")
                | models.Q(id_index="", phone_index="", birth_on=""),
                name="kin_numbers_need_consent_or_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(rank__isnull=True) | models.Q(is_deceased=False, ended_at__isnull=True),
                name="kin_rank_of_the_living",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def keep_name(self, name: str) -> Self:
        """Set the name with the keys by which it is found. Does not save."""
        keys = name_keys(name)
        self.name, self.name_pinyin, self.name_initials = name, keys.full, keys.initials[:40]
        return self

    def keep_id_number(self, number: str) -> Self:
        """Set an identity number (or "") with its blind index, the same as on a person's file. Does not save."""
        self.id_number, self.id_last4, self.id_index = number, number[-4:], id_index_of(number)
        return self

    def keep_phone(self, number: str) -> Self:
        """Set a telephone (or "") with its blind index. Does not save."""
        digits = number.replace("-", "")
        self.phone, self.phone_last4, self.phone_index = number, digits[-4:], phone_index_of(number)
        return self

    @property
    def is_next_of_kin(self) -> bool:
        return self.rank is not None

    @property
    def may_hold_numbers(self) -> bool:
        """May telephone, identity number and birth date stand here?"""
        return self.consent == self.Consent.GIVEN or bool(self.ground)


class HelperAgreement(models.Model):
    """A person names somebody to act for them, on a signed paper, for a year at most."""

    class May(models.TextChoices):
        SEE = "see", _("See the file")
        SEE_AND_SAY = "see_and_say", _("See the file and say when something is wrong")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="helper_agreements")
    # Empty until the slip has been used; a helper of several people has one sign-in for all of them.
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="helper_agreements",
    )
    helper_name = models.CharField(max_length=40)
    # Of the helper's identity card, seen at the counter: tells that two agreements are one human. No number is kept.
    id_index = models.CharField(max_length=64, db_index=True)
    id_last4 = models.CharField(max_length=4)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    may = models.CharField(max_length=12, choices=May.choices, default=May.SEE)
    paper = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    renews = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    bound_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    bound_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "id_index"),
                condition=models.Q(ended_at__isnull=True),
                name="helper_once_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="helper_ends_after_start"
            ),
        )

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the paper lets the helper do with the person's own pages."""
        seeing = frozenset({Permission.SELF_VIEW})
        return seeing | {Permission.SELF_CORRECT} if self.may == self.May.SEE_AND_SAY else seeing


class HelperSlip(models.Model):
    """A printed one-time slip for a helper's sign-in. Only the digest of its code is kept."""

    agreement = models.ForeignKey(HelperAgreement, on_delete=models.CASCADE, related_name="slips")
    code_digest = models.CharField(max_length=64, unique=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Wrong last-four tries. At five the slip is spent.
    failed_count = models.PositiveSmallIntegerField(default=0)
