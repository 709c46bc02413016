"""Thousands of records, each with one thing wrong: both verifiers refuse each and name the same line."""

import os
from functools import cache
from typing import Any

import pytest

from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import forge, staged
from rongyao.choosing.verify.tests.staged import BUREAU, NOTARY

RUN_MANY = """([bases, mutants, signatures]) => mutants.map(([base, files, gone]) => {
    const all = {...bases[base], ...files};
    for (const at of gone) delete all[at];
    const answer = rongyaoVerify(all, {signatures});
    return answer.ok ? null : answer.where;
})"""

FULL = bool(os.environ.get("RONGYAO_FULL"))
EVERY = 1 if FULL else 5
"""With RONGYAO_FULL=1 (`make chosen`) all of them; else every fifth, from another one on for what is signed again."""


def named(files: dict[str, str], **options: Any) -> int | str | None:
    """What the Python verifier names, or None where it finds nothing wrong."""
    try:
        verifier.verify(files, **options)
    except verifier.Refused as problem:
        return problem.where
    return None


@cache
def clumsy() -> list[forge.Mutant]:
    """Changes that change nothing after all (a flip inside base64 padding) are not counted as mutants."""
    made = list(forge.clumsy_mutants())
    return [one for one in made[::EVERY] if one.whole() != staged.everything()[one.base].files]


@cache
def signed_again() -> list[tuple[str, forge.Mutant]]:
    honest = [forge.forged(base, lambda lines: None) for base in range(len(staged.everything()))]
    some = list(forge.forged_mutants())[EVERY // 2 :: EVERY]
    return [(name, one) for name, one in some if one.files != honest[one.base]]


@cache
def bound() -> list[forge.Mutant]:
    return [one for name, one in signed_again() if name not in forge.FREE]


@cache
def answers(which: str) -> list[int | str | None]:
    """What the Python verifier names for each mutant; those signed again are signed well, so that is not computed."""
    if which == "clumsy":
        return [named(one.whole()) for one in clumsy()]
    return [named(one.whole(), signatures=0) for one in bound()]


def test_there_are_at_least_two_thousand_mutants_half_of_them_signed_again():
    assert len(clumsy()) >= 1000 // EVERY
    assert len(bound()) >= 1000 // EVERY


def test_every_clumsy_change_is_refused_and_the_line_is_named():
    found = zip(clumsy(), answers("clumsy"), strict=True)
    assert [(one.what, where) for one, where in found if where not in one.where] == []


def test_every_change_of_what_the_record_binds_is_refused_though_all_is_signed_again():
    found = zip(bound(), answers("signed again"), strict=True)
    assert [one.what for one, where in found if where is None] == []


def test_most_refusals_of_a_record_signed_again_name_the_very_line():
    found = list(zip(bound(), answers("signed again"), strict=True))
    exact = sum(where in one.where for one, where in found)
    assert exact > 0.8 * len(found)
    assert all(
        isinstance(where, int) or str(where).startswith(("checkpoints/", "previous")) for _, where in found
    )


def test_what_the_record_alone_does_not_bind_is_seen_by_whoever_knows_the_witness():
    free = [one for name, one in signed_again() if name in forge.FREE]
    undetected = [one for one in free if named(one.whole(), signatures=0) is None]
    assert len(undetected) > 100 // EVERY
    keys = {NOTARY.name: NOTARY.public}
    assert [one.what for one in undetected if named(one.whole(), signatures=0, witnesses=keys) is None] == []


def test_a_note_kept_by_the_witness_also_shows_the_second_history():
    free = [one for name, one in signed_again() if name in forge.FREE]
    for one in free[::7]:
        kept = staged.everything()[one.base].files["checkpoints/3.txt"]
        noted = {"notes": [kept], "signatures": 0}
        before_root = one.where[0] in (0, 1, 2)
        if before_root and named(one.whole(), signatures=0) is None:
            assert named(one.whole(), **noted) == "note 1"


@pytest.mark.parametrize("which", ["clumsy", "signed again"])
def test_the_offline_page_names_the_same_line_as_the_program_for_every_mutant(which: str, page: Any):
    mutants = clumsy() if which == "clumsy" else bound()
    bases = [one.files for one in staged.everything()]
    signatures = 24 if which == "clumsy" else 0  # what is signed again is signed well
    step = 1 if FULL else 2
    mutants, expected = mutants[::step], answers(which)[::step]
    for start in range(0, len(mutants), 250):
        some = mutants[start : start + 250]
        sent = [[one.base, one.files, list(one.gone)] for one in some]
        found = page.evaluate(RUN_MANY, [bases, sent, signatures])
        pairs = zip(some, expected[start : start + 250], found, strict=True)
        assert [(one.what, mine, theirs) for one, mine, theirs in pairs if mine != theirs] == []


def test_a_record_signed_by_another_bureau_key_than_its_own_rules_name_is_refused():
    files = dict(staged.everything()[0].files)
    text = files["checkpoints/3.txt"].split("\n\n")[0] + "\n"
    stranger = type(BUREAU)(BUREAU.name, b"z" * 32)
    tail = files["checkpoints/3.txt"].split("\n\n")[1].split("\n", 1)[1]
    files["checkpoints/3.txt"] = text + "\n" + stranger.sign(text) + tail
    assert named(files) == "checkpoints/3.txt"
