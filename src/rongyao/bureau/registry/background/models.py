"""What a person has learnt and done, and the groups they belong to; each with its source and the day.

Scope is the person's: every row is reached through the person it speaks of. An ended row stays, with the reason.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.registry.background.occupations import OCCUPATIONS
from rongyao.bureau.registry.background.rules import Category, SpellClass, SpellKind
from rongyao.bureau.registry.models import Person, Source
from rongyao.bureau.registry.organisations.models import Organisation


class Entry(models.Model):
    """What every entry has: whose it is, which paper says so, who recorded it, and its end."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)s_entries")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=160, blank=True)
    # Counts every change: two editors of one entry are told apart by it.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Schooling(Entry):
    """A school and what was learnt there."""

    class Level(models.TextChoices):
        DOCTOR = "doctor", _("Doctorate")
        MASTER = "master", _("Master's degree")
        BACHELOR = "bachelor", _("University, bachelor's course")
        COLLEGE = "college", _("College (three years)")
        TECHNICIAN = "technician", _("Technician school")
        VOCATIONAL = "vocational", _("Secondary vocational school")
        HIGH = "high", _("High school")
        MIDDLE = "middle", _("Middle school")
        PRIMARY = "primary", _("Primary school or less")

    class Way(models.TextChoices):
        FULL_TIME = "full_time", _("Full time")
        PART_TIME = "part_time", _("Beside work")
        IN_SERVICE = "in_service", _("While serving")

    level = models.CharField(max_length=12, choices=Level.choices)
    school = models.CharField(max_length=80)
    subject = models.CharField(max_length=60, blank=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    # ISO text with its precision: "1998", "1998-09" or a day.
    from_on = models.CharField(max_length=10, blank=True)
    to_on = models.CharField(max_length=10, blank=True)
    # Was a student here when enlisting: then the law's own fact was written with it.
    at_enlistment = models.BooleanField(default=False)

    class Meta:
        ordering = ("-from_on", "-id")

    def __str__(self) -> str:
        return self.school


class Work(Entry):
    """A job: for whom, as what, from and to."""

    class Kind(models.TextChoices):
        EMPLOYED = "employed", _("Employed")
        SELF_EMPLOYED = "self_employed", _("Own business")
        FLEXIBLE = "flexible", _("Flexible work")
        FARMING = "farming", _("Farming")
        SEEKING = "seeking", _("Looking for work")
        RETIRED = "retired", _("Retired")

    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.EMPLOYED)
    employer = models.CharField(max_length=120, blank=True)
    # Where the employer is registered: found by its name or credit code.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the classification of 2022; words beside it where the code is not exact enough.
    occupation = models.CharField(max_length=12, blank=True)
    post = models.CharField(max_length=60, blank=True)
    from_on = models.CharField(max_length=10, blank=True)
    to_on = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("-from_on", "-id")

    @property
    def occupation_words(self) -> str:
        return OCCUPATIONS.words_of(self.occupation) if self.occupation else ""


class Skill(Entry):
    """Something a person can do, with the grade on the certificate where there is one."""

    class Grade(models.TextChoices):
        NONE = "none", _("No certificate")
        APPRENTICE = "apprentice", _("Apprentice")
        FIVE = "five", _("Junior (grade 5)")
        FOUR = "four", _("Intermediate (grade 4)")
        THREE = "three", _("Senior (grade 3)")
        TWO = "two", _("Technician (grade 2)")
        ONE = "one", _("Senior technician (grade 1)")
        SPECIAL = "special", _("Special technician")
        CHIEF = "chief", _("Chief technician")

    name = models.CharField(max_length=60)
    grade = models.CharField(max_length=12, choices=Grade.choices, default=Grade.NONE)
    occupation = models.CharField(max_length=12, blank=True)
    since_on = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("name", "id")

    @property
    def occupation_words(self) -> str:
        return OCCUPATIONS.words_of(self.occupation) if self.occupation else ""


class Licence(Entry):
    """A licence to do something. Of its number only the last four are kept: a driver's is the identity number."""

    name = models.CharField(max_length=60)
    grade = models.CharField(max_length=20, blank=True)
    issued_by = models.CharField(max_length=80, blank=True)
    number_last4 = models.CharField(max_length=4, blank=True)
    issued_on = models.CharField(max_length=10, blank=True)
    # Empty: it does not run out.
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("expires_on", "id")
        indexes = (models.Index(fields=("expires_on",), name="licence_by_expiry"),)


class Spell(Entry):
    """Service in a hard area or a special post, from month to month. No place and no unit is kept."""

    kind = models.CharField(max_length=14, choices=SpellKind.choices)
    code = models.CharField(max_length=16, choices=SpellClass.choices)
    from_month = models.CharField(max_length=7)
    to_month = models.CharField(max_length=7)

    class Meta:
        ordering = ("from_month", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(to_month__gte=models.F("from_month")), name="spell_ends_after_it_begins"
            ),
        )


class GroupMembership(Entry):
    """A person belongs to a special group from a day to a day, by a document."""

    category = models.CharField(max_length=20, choices=Category.choices)
    since = models.CharField(max_length=10, blank=True)
    until = models.DateField(null=True, blank=True)
    # Did recorded facts say so when the officer confirmed it? Then the source is the facts' own.
    is_by_facts = models.BooleanField(default=False)

    class Meta:
        ordering = ("category", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "category"),
                condition=models.Q(ended_at__isnull=True),
                name="group_once_a_person",
            ),
        )
        indexes = (models.Index(fields=("category", "ended_at"), name="group_by_category_current"),)


ENTRIES: dict[str, type[Entry]] = {
    "schooling": Schooling,
    "work": Work,
    "skill": Skill,
    "licence": Licence,
    "spell": Spell,
    "group": GroupMembership,
}
