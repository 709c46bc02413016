"""Finding people by what somebody types: a name in characters, pinyin or initials, with a slip, or a number.

Sure answers come first. Only where they are few are names added that lie one slip away, and each says why it is
there. Candidates come from stored keys (identity.search_keys); who may be seen is decided by the people given in.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.registry.identity.names import HAN, clean_name
from rongyao.bureau.registry.identity.numbers import clean_id_number, read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.identity.search_keys import Nearness, Question, asked, nearness
from rongyao.bureau.registry.models import Person, id_index_of, phone_index_of
from rongyao.bureau.registry.registrations import people_once_numbered

# With this many sure answers nobody wants the unsure ones.
ENOUGH = 10
# A screen and a half of names one slip away; further ones are noise.
MOST_SLIPS = 40

WHY: dict[Nearness, Any] = {Nearness.SOUND: _("sounds the same"), Nearness.SLIP: _("one slip away")}


class _HasKey(Func):
    """True of a person who carries any of the sure keys, or all of the parts.

    The owner of the table looks them up (migration 0004): under row-level security no index would serve.
    """

    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, sure: tuple[str, ...], parts: tuple[str, ...]) -> None:
        super().__init__(F("pk"), _texts(sure), _texts(parts))

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_named: Any) -> tuple[str, Any]:
        (pk, first), (sure, second), (parts, third) = (
            compiler.compile(source) for source in self.source_expressions
        )
        return f"{pk} = ANY(registry_people_by_key({sure}, {parts}))", (*first, *second, *third)


def among(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those of ``people`` who answer to ``words``, nearest first; several words narrow each other."""
    parts = _words(words)
    if not parts:
        return people.none()
    sure = Q()
    for part in parts:
        sure &= _sure(part)
    near = _slips(people, parts, people.filter(sure))
    return _ordered(people.filter(sure | Q(pk__in=near) if near else sure), clean_name(words), near)


def why(words: str, name: str) -> str:
    """Why a name that is not what was typed is in the list; '' where it plainly is."""
    typed = [word for word in _words(words) if not _is_number(word)]
    return str(max((_why(word, name) for word in typed), key=bool, default=""))


def _why(word: str, name: str) -> Any:
    return WHY.get(nearness(_as_asked(word), name)[0], "")


def _as_asked(word: str) -> str:
    return clean_name(word) if re.search(f"[{HAN}]", word) else word


def _words(text: str) -> list[str]:
    """Words as they narrow each other; "zhang san" is one word, for pinyin is typed with spaces."""
    number = clean_id_number(text)
    if len(number) in (15, 18) and number[:-1].isdigit():
        return [number]
    joined = re.sub(r"(?<=[A-Za-z'])\s+(?=[A-Za-z'])", "", text.strip())
    # "chen卫国": what is typed in letters and what in characters narrow each other as two words would.
    apart = re.sub(rf"(?<=[A-Za-z])(?=[{HAN}])|(?<=[{HAN}])(?=[A-Za-z])", " ", joined)
    return apart.split()[:4]


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _sure(word: str) -> Q:
    if numbered := re.fullmatch(r"(?i)([a-z]{2})-?(\d{1,6})", word):
        number = f"{numbered[1].upper()}-{numbered[2].zfill(6)}"
        return Q(number__iexact=word) | Q(number=number) | Q(pk__in=people_once_numbered(number))
    if _is_number(word):
        return _by_number(word)
    question = asked(word)
    return Q(_HasKey(question.sure, question.parts))


def _by_number(word: str) -> Q:
    found = Q(pk__in=())
    digits = clean_id_number(word)
    if len(digits) == 4:
        found |= Q(id_last4=digits) | Q(phone_last4=digits)
    if number := read_id_number(word).number:
        found |= Q(id_index=id_index_of(number))
    if len(digits) >= 7 and (phone := read_phone(word).number):
        found |= Q(phone_index=phone_index_of(phone))
    return found


def _texts(words: tuple[str, ...]) -> Value:
    return Value(list(words), output_field=ArrayField(TextField()))


def _slips(people: QuerySet[Person], parts: list[str], sure: QuerySet[Person]) -> list[int]:
    """Ids one slip away, nearest first, where sure answers are few."""
    questions = [asked(part) for part in parts if not _is_number(part)]
    if not any(question.slips for question in questions) or sure[:ENOUGH].count() >= ENOUGH:
        return []
    candidates = people
    for question in questions:
        candidates = candidates.filter(_HasKey((*question.sure, *question.slips), question.parts))
    for part in parts:
        if _is_number(part):
            candidates = candidates.filter(_sure(part))
    return _nearest(candidates, questions)


def _nearest(candidates: QuerySet[Person], questions: list[Question]) -> list[int]:
    measured = []
    for pk, name in candidates.order_by().values_list("pk", "name"):
        near = max(nearness(question.word, name) for question in questions)
        if near <= (Nearness.SLIP, 1):
            measured.append((near, pk))
    return [pk for _near, pk in sorted(measured)[:MOST_SLIPS]]


def _ordered(found: QuerySet[Person], whole: str, near: list[int]) -> QuerySet[Person]:
    """Exact names first, then names that contain the words, then sounds and initials, slips last."""
    rank = Case(
        When(name=whole, then=Value(0)),
        When(pk__in=near, then=Value(3)),
        When(name__contains=whole, then=Value(1)),
        default=Value(2),
    )
    return found.annotate(nearness=rank).order_by("nearness", "name_pinyin", "pk")
