"""Keys by which a name is found though it is typed in part, by sound, or with one slip.

A name carries a set of short keys; a question makes keys of its own, and a shared key makes a candidate. One slip
(a character or letter wrong, missing, too many, or two swapped) is met by deletion: drop each character in turn on
both sides, and two names one slip apart share what is left (the symmetric-delete idea of SymSpell, Garbe 2012).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from rongyao.bureau.registry.identity.names import HAN, clean_name
from rongyao.bureau.registry.identity.pinyin import name_keys, near_key

# A slip in fewer letters than these leaves too little to know a name by.
SHORTEST_SLIP_HAN, SHORTEST_SLIP_LETTERS = 3, 5


class Nearness(IntEnum):
    """How a name answers a question, the surest first."""

    SAME = 0
    PART = 1
    PINYIN = 2
    SOUND = 3
    SLIP = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Keys of one typed word: any of ``sure`` or all of ``parts`` answers it; any of ``slips`` may."""

    word: str
    sure: tuple[str, ...]
    parts: tuple[str, ...]
    slips: tuple[str, ...]


def keys_of(name: str) -> list[str]:
    """Every key of a name, sorted, each once (about thirty for a name of three characters)."""
    name, keys = clean_name(name), name_keys(name)
    found = {f"c:{c}" for c in name} | {f"b:{pair}" for pair in _pairs(name)} | {f"h:{name}"}
    found |= {f"h:{rest}" for rest in _han_slips(name)}
    for full in keys.all_full:
        near = near_key(full)
        found |= {f"p:{full[:n]}" for n in range(2, len(full) + 1)}
        found |= {f"q:{near[:n]}" for n in range(4, len(near) + 1)}
        found |= {f"d:{rest}" for rest in _slips_of_both(full)} | {f"s:{near}"}
    for initials in (keys.initials, *keys.also_initials):
        found |= {f"i:{initials[:n]}" for n in range(2, len(initials) + 1)}
    return sorted(found)


def asked(word: str) -> Question:
    """The keys of one word of a question, in Chinese characters or in letters."""
    if re.search(f"[{HAN}]", word):
        return _asked_in_characters(clean_name(word))
    letters = re.sub(r"[^a-z]", "", word.lower().replace("ü", "v"))
    near = near_key(letters)
    slips = (
        tuple(f"d:{rest}" for rest in _slips_of_both(letters)) if len(near) >= SHORTEST_SLIP_LETTERS else ()
    )
    return Question(word, (f"p:{letters}", f"i:{letters}", f"q:{near}"), (), slips)


def _asked_in_characters(name: str) -> Question:
    full = name_keys(name).full
    near = near_key(full)
    parts = tuple(f"b:{pair}" for pair in _pairs(name)) or (f"c:{name}",)
    if len(name) == 1:
        return Question(name, (), parts, ())
    characters = (name, *_han_slips(name)) if len(name) >= SHORTEST_SLIP_HAN else ()
    slips = [f"h:{rest}" for rest in characters] + [f"d:{rest}" for rest in _slips_of_both(full)]
    return Question(name, (f"s:{near}",) if near else (), parts, tuple(slips))


def nearness(question: str, name: str) -> tuple[Nearness, int]:
    """How near a name is to a typed word, and by how many slips. Lower is nearer."""
    if question == name:
        return Nearness.SAME, 0
    if question in name:
        return Nearness.PART, 0
    if not re.search(f"[{HAN}]", question):
        return _nearness_of_letters(near_key(question), question.lower(), name)
    keys, own = name_keys(name), name_keys(question).near
    if keys.near == own:
        return Nearness.SOUND, 0
    return Nearness.SLIP, min(OSA.distance(question, name), OSA.distance(own, keys.near))


def _nearness_of_letters(near: str, typed: str, name: str) -> tuple[Nearness, int]:
    letters, keys = re.sub(r"[^a-z]", "", typed), name_keys(name)
    if letters in keys.all_full:
        return Nearness.PINYIN, 0
    if any(one.startswith(letters) for one in (*keys.all_full, keys.initials, *keys.also_initials)):
        return Nearness.PINYIN, 1
    nears = [near_key(full) for full in keys.all_full]
    if any(one.startswith(near) for one in nears) and len(near) > 3:
        return Nearness.SOUND, 0
    pairs = [*((near, one) for one in nears), *((letters, full) for full in keys.all_full)]
    return Nearness.SLIP, min(OSA.distance(ours, one) for ours, one in pairs)


def _pairs(name: str) -> Iterable[str]:
    return (name[n : n + 2] for n in range(len(name) - 1))


def _han_slips(name: str) -> tuple[str, ...]:
    return _without_one(name) if len(name) >= SHORTEST_SLIP_HAN else ()


def _slips_of_both(letters: str) -> tuple[str, ...]:
    """Slips of the letters as they stand and of their near sound: a slip inside "sh" leaves no "sh" to make near."""
    near = near_key(letters)
    return (letters, near, *_letter_slips(letters), *_letter_slips(near))


def _letter_slips(letters: str) -> tuple[str, ...]:
    return _without_one(letters) if len(letters) >= SHORTEST_SLIP_LETTERS else ()


@lru_cache(maxsize=4096)
def _without_one(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[:n] + text[n + 1 :] for n in range(len(text))))
