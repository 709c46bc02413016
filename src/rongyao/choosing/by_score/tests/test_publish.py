"""From inputs to a record: what stops the root, and what a correction keeps."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from rongyao.choosing.by_score.correct import corrected, repeat_session
from rongyao.choosing.by_score.points import UnableToReadPoints
from rongyao.choosing.by_score.publish import Applicant, Placement, Post, Rules, UnableToClose
from rongyao.choosing.by_score.requirements import FactKind, parse
from rongyao.choosing.record.canonical import UnableToWriteCanonically
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.seeds import UnableToSeed
from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import staged
from rongyao.choosing.verify.tests.forge import lines_of

LEVEL = {"level": FactKind("level", "int", "等级", "level")}
POSTS = [Post("P1", 1, parse("level >= 1", LEVEL)), Post("P2", 1)]
RULES = Rules("test", facts=tuple(LEVEL.values()))


def placement(people: list[Applicant], **changes: Any) -> Placement:
    made = {"rules": RULES, "posts": POSTS, "nonces": staged.nonces(1)} | changes
    return Placement(applicants=people, bureau=staged.BUREAU, **made)


def someone(key: str = "a", **changes: Any) -> Applicant:
    return replace(Applicant(key, 7500, facts={"level": 1}, wishes=("P1", "P2")), **changes)


def run(made: Placement) -> dict[str, str]:
    made.close(at=staged.ROOT_AT)
    made.draw({}, at=staged.SEED_AT)
    session = made.session(at=staged.SEED_AT)
    session.run_by_lists(at=staged.SEED_AT)
    return made.finish(session, at=staged.SEED_AT)


@pytest.mark.parametrize("facts", [{}, {"level": None}])
def test_no_root_while_any_eligibility_is_unknown(facts: dict[str, None]):
    with pytest.raises(UnableToClose, match="a: not known: level"):
        placement([someone(facts=facts)]).close(at=staged.ROOT_AT)


@pytest.mark.parametrize(
    "people",
    [
        [someone(), someone()],
        [someone(wishes=("P1", "P1"))],
        [someone(wishes=("P9",))],
        [someone(round=3)],
        [someone(ties=(1,))],
    ],
)
def test_rows_that_cannot_be_right_stop_the_root(people: list[Applicant]):
    with pytest.raises(UnableToClose):
        placement(people).close(at=staged.ROOT_AT)


@pytest.mark.parametrize(
    "posts", [[Post("P1", 1), Post("P1", 2)], [Post("P1", -1)], [Post("P1", 1, round=2)]]
)
def test_posts_that_cannot_be_right_stop_the_root(posts: list[Post]):
    with pytest.raises(UnableToClose):
        placement([], posts=posts).close(at=staged.ROOT_AT)


def test_a_full_width_post_code_is_refused_before_anything_is_published():
    with pytest.raises(UnableToWriteCanonically):
        placement([], posts=[Post("Ｐ１", 1)])


def test_the_same_salt_twice_is_noticed():
    same = Nonces(b"b" * 32, b"p" * 32)
    with pytest.raises(UnableToClose, match="same nonces"):
        placement([someone("a"), someone("b")], nonces=lambda key: same).close(at=staged.ROOT_AT)


def test_items_must_add_up_to_the_score():
    rules = replace(RULES, items=staged.ITEMS)
    with pytest.raises(UnableToClose, match="add up"):
        placement(
            [someone(points={"service": 7000, "conduct": 0}, score=7000 + 1)],
            rules=replace(rules, items=tuple(replace(i, most=9000) for i in staged.ITEMS)),
        ).close(at=staged.ROOT_AT)
    with pytest.raises(UnableToReadPoints):
        placement([someone(points={"service": 9000, "conduct": 0}, score=9000)], rules=rules).close(
            at=staged.ROOT_AT
        )


@pytest.mark.parametrize("draws", [{}, {"3d": "4O7"}, {"3d": "4071"}, {"3d": "407", "moon": "1"}])
def test_a_missing_mistyped_or_unannounced_draw_gives_no_seed(draws: dict[str, str]):
    made = placement([someone()], rules=replace(RULES, sources=staged.SOURCES, least_sources=1))
    made.close(at=staged.ROOT_AT)
    with pytest.raises(UnableToSeed):
        made.draw(draws, at=staged.SEED_AT)
    assert len(made.log.lines) == 3


@pytest.mark.parametrize(
    ("people", "posts"),
    [
        ([], POSTS), ([someone()], []), ([], []),
        ([someone(facts={"level": 0}, wishes=("P1",))], POSTS[:1]),
        ([someone()], [Post("P1", 0), Post("P2", 0)]),
        ([someone(str(number)) for number in range(9)], POSTS),
        ([someone(score=68985), someone("b", score=-300)], POSTS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mechanism", ["plain", "preserving"])
def test_extreme_markets_make_records_that_hold(people: list[Applicant], posts: list[Post], mechanism: str):
    listed = [
        replace(one, wishes=tuple(w for w in one.wishes if w in {p.id for p in posts})) for one in people
    ]
    verifier.verify(run(placement(listed, posts=posts, rules=replace(RULES, mechanism=mechanism))))


def test_all_scores_equal_the_lots_decide_and_are_shown():
    files = run(placement([someone(str(number)) for number in range(5)]))
    order = [line for line in lines_of(files) if line["kind"] == "ORDER"]
    assert all(line["lot"] for line in order)
    assert [line["lot"] for line in order] == sorted(line["lot"] for line in order)


def test_a_session_that_is_not_over_gives_no_result():
    made = placement([someone()], rules=replace(RULES, manner="live"))
    made.close(at=staged.ROOT_AT)
    made.draw({}, at=staged.SEED_AT)
    with pytest.raises(UnableToClose, match="position 1"):
        made.finish(made.session(at=staged.SEED_AT), at=staged.SEED_AT)


def test_a_correction_draws_nothing_again_and_leaves_everything_above_as_it_was():
    for seed in range(25):
        old = staged.by_lists("appeal", seed, 8)
        if old.placement.order:
            fresh = staged.second_version(old)
            record = verifier.verify(fresh.files)
            assert record.rules["supersedes"][0]["corrected"]
            assert fresh.placement.parts == old.placement.parts


def test_a_correction_that_corrects_nothing_is_refused():
    old = staged.everything()[0].placement
    with pytest.raises(UnableToClose, match="nothing is corrected"):
        corrected(old, old.applicants, reason_zh="", reason_en="", at=staged.SEED_AT)


def test_someone_can_be_added_or_taken_out_by_a_correction():
    old = staged.everything()[0]
    rng = random.Random(1)
    newcomer = replace(staged.people(rng, 1, list(old.placement.posts))[0], key="new")
    for people in ([*old.placement.applicants, newcomer], old.placement.applicants[1:]):
        fresh = corrected(
            old.placement, people, reason_zh="遗漏", reason_en="omission", at=staged.SEED_AT,
            witnessing=staged.witnesses([staged.NOTARY, staged.UNIVERSITY], at=staged.LATER),
        )  # fmt: skip
        session = fresh.session(at=staged.SEED_AT)
        session.run_by_lists(at=staged.SEED_AT)
        verifier.verify(staged.finished("fresh", fresh, session, staged.SEED_AT).files)


def test_a_live_session_corrected_on_appeal_repeats_what_stood_above_and_goes_on_from_there():
    repeated = 0
    for seed in range(40):
        old = staged.live("appeal", seed, 7)
        rng = random.Random(seed)
        key = rng.choice(old.placement.order)
        applicants = [staged.raised(one) if one.key == key else one for one in old.placement.applicants]
        clock = staged.minutes()
        witnessing = staged.witnesses([staged.NOTARY, staged.UNIVERSITY], at=staged.LATER)
        at = next(clock)
        fresh = corrected(
            old.placement, applicants, reason_zh="复核", reason_en="review", at=at, witnessing=witnessing
        )
        session = repeat_session(old.placement, fresh, at=at)
        repeated += len(fresh.log.lines) - 4 - len(fresh.order)
        staged.drive(session, rng, clock)
        verifier.verify(staged.finished("fresh", fresh, session, next(clock)).files)
    assert repeated > 40


def test_hash_seed_and_locale_change_nothing():
    program = "import sys; from rongyao.choosing.verify.tests import staged; sys.stdout.write(''.join(one.files['hashes.txt'] for one in staged.everything()))"
    found = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("977", "POSIX")):
        around = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": os.pathsep.join(sys.path)}
        found.add(
            subprocess.run(
                [sys.executable, "-c", program], capture_output=True, check=True, env=around
            ).stdout
        )
    assert len(found) == 1
    assert found.pop().decode() == "".join(one.files["hashes.txt"] for one in staged.everything())


def test_a_live_correction_that_changes_what_stood_above_is_refused():
    refused = 0
    for seed in range(20):
        old = staged.live("appeal", seed, 7)
        key = old.placement.order[-1]
        applicants = [staged.raised(one) if one.key == key else one for one in old.placement.applicants]
        clock = staged.minutes()
        witnessing = staged.witnesses([staged.NOTARY, staged.UNIVERSITY], at=staged.LATER)
        fresh = corrected(
            old.placement, applicants, reason_zh="", reason_en="", at=next(clock), witnessing=witnessing
        )
        session = fresh.session(at=next(clock))
        staged.drive(session, random.Random(-seed - 1), clock)
        files = staged.finished("fresh", fresh, session, next(clock)).files
        refused += "above the correction was changed" in said_of(files)
    assert refused > 10


def said_of(files: dict[str, str]) -> str:
    try:
        verifier.verify(files, signatures=0)
    except verifier.Refused as problem:
        return str(problem)
    return ""
