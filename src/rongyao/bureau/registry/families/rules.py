"""Decisions without a database: what may be kept of kin, how long a helper may act, which facts a death may bear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.registry.families.models import Kin, Relation

# What a relative may be kept by beside name and relation, once they agreed or the law needs it.
PROTECTED: dict[str, Any] = {
    "birth_on": gettext_lazy("Date of birth"),
    "id_number": gettext_lazy("Identity number"),
    "phone": gettext_lazy("Telephone"),
}
KIN_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "relation": gettext_lazy("Relation to the person"),
    **PROTECTED,
    "is_dependent": gettext_lazy("Supported by the person"),
    "lives_with": gettext_lazy("Lives with the person"),
    "is_deceased": gettext_lazy("Has died"),
    "died_on": gettext_lazy("Date of death"),
}
SECRET_KIN_FIELDS = ("id_number", "phone")
FLAGS = ("is_dependent", "lives_with", "is_deceased")
# Article 31 of the Personal Information Protection Law: below this age a parent or guardian agrees.
AGE_OF_OWN_CONSENT = 14
ELDERLY = 70

# Grounds with the articles that make them one, in the words shown beside the numbers.
GROUND_ARTICLES: dict[str, Any] = {
    Kin.Ground.PENSION: gettext_lazy(
        "Regulations on Compensation and Preferential Treatment for Servicemen (2024), Article 19: the pension is "
        "given on the survivor's own application; Personal Information Protection Law, Article 13(1)(3)"
    ),
    Kin.Ground.DEATH_MONEY: gettext_lazy(
        "Regulations on Compensation and Preferential Treatment for Servicemen (2024), Articles 15, 16 and 18: the "
        "money is paid to named relatives; Personal Information Protection Law, Article 13(1)(3)"
    ),
}

# Facts the law asks that a relative's death may bear upon. Never inferred: an officer records them with a paper.
_OF_ANY_DEATH = ("survivor_of", "survivor_relation", "supported_by_deceased")
_OF_A_PARENT = ("child_of_martyr", "both_parents_dead")
SURVIVING = frozenset(
    {
        Relation.SPOUSE,
        Relation.FATHER,
        Relation.MOTHER,
        Relation.SON,
        Relation.DAUGHTER,
        Relation.BROTHER,
        Relation.SISTER,
        Relation.GUARDIAN,
    }
)


def refused_without_consent(values: Mapping[str, Any], *, may_hold: bool) -> list[str]:
    """The protected fields in ``values`` that may not be kept."""
    return [] if may_hold else [name for name in PROTECTED if values.get(name)]


def is_child(birth_on: str, on: dt.date) -> bool:
    """May this be a child below the age of own consent? A date known to the month or year counts from its last day."""
    latest = birth_on + {4: "-12-31", 7: "-31"}.get(len(birth_on), "")
    return bool(birth_on) and latest > born_by(on, AGE_OF_OWN_CONSENT)


def last_day_from(starts_on: dt.date) -> dt.date:
    """The last day a helper may act on one signed paper: a year, the first day counted."""
    try:
        anniversary = starts_on.replace(year=starts_on.year + 1)
    except ValueError:  # 29 February
        anniversary = dt.date(starts_on.year + 1, 3, 1)
    return anniversary - dt.timedelta(days=1)


def born_by(on: dt.date, years: int = ELDERLY) -> str:
    """The last birth date of somebody ``years`` old; ISO text, so a year alone compares as well."""
    try:
        return on.replace(year=on.year - years).isoformat()
    except ValueError:  # 29 February
        return dt.date(on.year - years, 2, 28).isoformat()


def facts_borne_by(kin: Kin) -> tuple[str, ...]:
    """Names of the facts to offer beside a relative who has died; () for the living."""
    if not kin.is_deceased or kin.relation not in SURVIVING:
        return ()
    is_parent = kin.relation in (Relation.FATHER, Relation.MOTHER)
    return (*_OF_ANY_DEATH, *(_OF_A_PARENT if is_parent else ()))


def refusal_words(names: list[str]) -> str:
    """Why these fields are not kept, and what to do now."""
    fields = "、".join(str(PROTECTED[name]) for name in names)
    words = _(
        "%(fields)s cannot be kept: this relative has not agreed. Without consent only the name and the relation are "
        "kept (Personal Information Protection Law, Articles 6 and 13). Ask them, record the consent, then write it here."
    )
    return words % {"fields": fields}
