"""A name is found in part, by sound and with one slip, and by nothing further off."""

from __future__ import annotations

import random

import pytest

from rongyao.bureau.registry.identity.pinyin import name_keys
from rongyao.bureau.registry.identity.search_keys import Nearness, asked, keys_of, nearness


def _is_met(typed: str, name: str) -> bool:
    question, keys = asked(typed), set(keys_of(name))
    has_parts = bool(question.parts) and set(question.parts) <= keys
    return has_parts or bool(keys & {*question.sure, *question.slips})


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("陈卫国", (Nearness.SAME, 0)),
        ("卫国", (Nearness.PART, 0)),
        ("陈", (Nearness.PART, 0)),
        ("chenweiguo", (Nearness.PINYIN, 0)),
        ("chenw", (Nearness.PINYIN, 1)),
        ("cwg", (Nearness.PINYIN, 1)),
        ("cenweiguo", (Nearness.SOUND, 0)),
        ("陈为国", (Nearness.SOUND, 0)),
        ("岑卫国", (Nearness.SOUND, 0)),
        ("陈建国", (Nearness.SLIP, 1)),
        ("陈卫国庆", (Nearness.SLIP, 1)),
        ("卫陈国", (Nearness.SLIP, 1)),
        ("chenweigou", (Nearness.SLIP, 1)),
        ("chenweigo", (Nearness.SLIP, 1)),
        ("chennweiguo", (Nearness.SLIP, 1)),
    ],
)
def test_chen_weiguo_is_met_by_what_people_type(typed: str, nearest: tuple[Nearness, int]) -> None:
    assert _is_met(typed, "陈卫国")
    assert nearness(typed, "陈卫国") == nearest


@pytest.mark.parametrize("typed", ["李明", "wangfang", "国卫陈", "zwg", "陈大海"])
def test_another_name_is_not_taken_for_his(typed: str) -> None:
    assert not _is_met(typed, "陈卫国") or nearness(typed, "陈卫国") > (Nearness.SLIP, 1)


def test_both_readings_of_a_surname_are_keys() -> None:
    assert {"p:gewei", "p:gaiwei"} <= set(keys_of("盖伟"))


def test_a_name_in_letters_and_a_name_of_a_minority_have_keys() -> None:
    assert _is_met("annam", "Anna Maria")
    assert _is_met("阿不都", "吐尔逊·阿不都热依木")


@pytest.mark.parametrize("seed", range(200))
def test_one_slip_of_the_keyboard_still_finds_the_name(seed: int) -> None:
    rng = random.Random(seed)
    name = "".join(rng.choice(part) for part in ("陈王李张赵孙周吴", "建卫国志永文明跃", "华东军平生强新梅"))
    typed = list(name_keys(name).full)
    place = rng.randrange(1, len(typed))
    slip = rng.choice(["wrong", "missing", "more"])
    if slip == "missing":
        del typed[place]
    else:
        typed[place : place + (slip == "wrong")] = rng.choice("abdefgijklmnopqrtuvxyz")
    assert _is_met("".join(typed), name), (name, "".join(typed))
