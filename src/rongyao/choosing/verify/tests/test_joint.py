"""Joint matchings: the offline page reads them as ``check_together.py`` does, with the same sentences and the same line named."""

import json
import os
import random
from functools import cache
from typing import Any

import pytest

from rongyao.choosing.verify import check_together as checker
from rongyao.choosing.verify.tests import forge, joint
from rongyao.choosing.verify.tests.staged import NOTARY

RUN_MANY = """([bases, mutants, signatures]) => mutants.map(([base, files, gone]) => {
    const all = {...bases[base], ...files};
    for (const at of gone) delete all[at];
    const answer = rongyaoVerify(all, {signatures});
    return answer.ok ? answer.said : answer.where;
})"""
FULL = bool(os.environ.get("RONGYAO_FULL"))
EACH, STEP, SAMPLE, EVERY = (2, 1, 1, 1) if FULL else (1, 18, 3, 8)
"""The ordinary run: of the changes signed again one a place and of these every eighth, and a third of those in the page too."""
Answer = int | str | list[list[str]]


def answer(files: dict[str, str], **options: Any) -> Answer:
    """What the checker names, or all it says where it finds nothing wrong."""
    try:
        return [list(one) for one in checker.check(files, **options)]
    except checker.Refused as problem:
        return problem.where


@cache
def signed_again() -> list[tuple[str, forge.Mutant]]:
    typed = set[str]()
    found = [
        pair for base in range(len(joint.everything())) for pair in joint.single_changes(base, EACH, typed)
    ]
    honest = [forge.resigned(joint.lines_of(base)) for base in range(len(joint.everything()))]
    return [(name, one) for name, one in found[::EVERY] if one.files != honest[one.base]]


@cache
def clumsy() -> list[forge.Mutant]:
    found = [one for base in range(len(joint.everything())) for one in joint.clumsy(base, STEP)]
    return [one for one in found if joint.whole(one) != joint.everything()[one.base].files]


@cache
def answers(which: str) -> list[Answer]:
    if which == "clumsy":
        return [answer(joint.whole(one)) for one in clumsy()]
    return [answer(one.files, signatures=0) for _, one in signed_again()]


def test_honest_joint_records_hold_for_both_verifiers_in_the_same_words(page: Any):
    for one in joint.everything():
        said = [list(pair) for pair in checker.check(one.files, receipt=one.receipt(2))]
        there = page.evaluate(
            "([files, receipt]) => rongyaoVerify(files, {receipt})", [one.files, one.receipt(2)]
        )
        assert there["ok"], (one.name, there)
        assert there["said"] == said
        assert len(there["lines"]) == one.files["log.jsonl"].count("\n")


def test_between_them_the_samples_have_every_line_and_every_reason():
    lines = [line for base in range(len(joint.everything())) for line in joint.lines_of(base)]
    assert {line["kind"] for line in lines} == set(checker.KEYS)
    assert {line["code"] for line in lines if line["kind"] == "REASON"} == set(checker.EVIDENCE)


def test_every_clumsy_change_of_a_joint_record_is_refused_and_the_line_is_named():
    found = list(zip(clumsy(), answers("clumsy"), strict=True))
    assert len(found) > (300 if FULL else 100)
    assert [(one.what, where) for one, where in found if where not in one.where] == []


def test_every_change_of_what_a_joint_record_binds_is_refused_though_all_is_signed_again():
    """Refused; or it is another proof of the very same claims; or it is in the list of what the record alone does not bind."""
    found = zip(signed_again(), answers("signed again"), strict=True)
    honest = [
        answer(forge.resigned(joint.lines_of(base)), signatures=0) for base in range(len(joint.everything()))
    ]
    refused, passed = 0, []
    for (name, one), what in found:
        if not isinstance(what, list):
            refused += 1
            continue
        same = what == honest[one.base] and name.startswith(joint.PROOF)
        if not (same or name.removeprefix("type of ") in joint.FREE):
            passed.append(one.what)
    assert passed == []
    assert refused > 500 // EVERY


def test_a_refusal_of_a_joint_record_names_a_line_of_the_log():
    found = zip(signed_again(), answers("signed again"), strict=True)
    assert [(one.what, what) for (_, one), what in found if what in ("log.jsonl", "hashes.txt")] == []


def test_most_refusals_of_a_joint_record_signed_again_name_the_very_line():
    """An input that was changed shows where it first leads to something else: in its own line, or further down."""
    found = [
        (one, what)
        for (_, one), what in zip(signed_again(), answers("signed again"), strict=True)
        if not isinstance(what, list)
    ]
    assert sum(what in one.where for one, what in found) > 0.8 * len(found)
    assert all(isinstance(what, int) or what.startswith("checkpoints/") for _, what in found)


@pytest.mark.parametrize("which", ["clumsy", "signed again"])
def test_the_offline_page_says_of_every_changed_joint_record_what_the_checker_says(which: str, page: Any):
    mutants = clumsy() if which == "clumsy" else [one for _, one in signed_again()]
    bases = [one.files for one in joint.everything()]
    signatures = 24 if which == "clumsy" else 0
    mutants, expected = mutants[::SAMPLE], answers(which)[::SAMPLE]
    for start in range(0, len(mutants), 100):
        some = mutants[start : start + 100]
        sent = [[one.base, one.files, list(one.gone)] for one in some]
        found = page.evaluate(RUN_MANY, [bases, sent, signatures])
        pairs = zip(some, expected[start : start + 100], found, strict=True)
        assert [(one.what, mine, theirs) for one, mine, theirs in pairs if mine != theirs] == []


def test_a_witness_key_a_kept_note_a_draw_and_a_receipt_show_a_history_made_anew(in_browser: Any):
    """The words of the rules are changed and everything is made anew: the record holds; who kept something sees it."""
    true = joint.everything()[0]
    lines = joint.lines_of(0)
    lines[0]["text_zh"] = "按领导意见分配。"
    false = forge.resigned(lines)
    note = true.files["checkpoints/3.txt"]
    assert isinstance(answer(false), list)
    assert answer(false, witnesses={NOTARY.name: NOTARY.public}) == 0
    assert in_browser(false, witnesses={NOTARY.name: NOTARY.public.hex()})["where"] == 0
    assert answer(false, notes=[note]) == "note 1" == in_browser(false, notes=[note])["where"]
    assert isinstance(answer(true.files, notes=[note], witnesses={NOTARY.name: NOTARY.public}), list)
    assert (
        answer(true.files, draws={"3d": "408"}) == 3 == in_browser(true.files, draws={"3d": "408"})["where"]
    )


def test_a_receipt_of_other_wishes_or_of_another_result_is_refused(in_browser: Any):
    true, other = joint.everything()[0], joint.everything()[2]
    mine = true.receipt(4)
    assert isinstance(answer(true.files, receipt=mine), list)
    assert answer(other.files, receipt=mine) == "receipt" == in_browser(other.files, receipt=mine)["where"]
    slip = json.loads(mine)
    for key in (
        "fields",
        "bureau_nonce",
        "person_nonce",
        "leaf",
        "root",
        "people",
        "post",
        "suite",
        "format",
    ):
        changed = json.dumps(slip | {key: forge.changed(slip[key], random.Random(3))})
        where = answer(true.files, receipt=changed)
        assert not isinstance(where, list), key
        assert in_browser(true.files, receipt=changed)["where"] == where
