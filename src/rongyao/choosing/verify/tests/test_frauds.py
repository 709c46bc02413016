"""The table of frauds in docs/reference/placement-record.md, section 10: what the record alone shows, and what only a
receipt, a witness or the public draw shows. Every history here is made anew from the first line, so that it is
consistent in itself; the witnesses' keys in it are false."""

import copy
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.by_score.publish import Applicant, Placement, Rules
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.log import witnesses
from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import forge, staged
from rongyao.choosing.verify.tests.forge import FALSE, Lines, forged
from rongyao.choosing.verify.tests.staged import BUREAU, LATER, NOTARY, ROOT_AT, SEED_AT, WITNESSED, Staged

DOCUMENT = Path(__file__).parents[5] / "docs/reference/placement-record.md"
TRUE_DRAW = {"3d": "407", "stage": "15"}


@cache
def honest() -> Staged:
    return staged.everything()[0]


def named(files: dict[str, str], **options: Any) -> int | str | None:
    try:
        verifier.verify(files, **options)
    except verifier.Refused as problem:
        return problem.where
    return None


# ---------------------------------------------------------------- made anew: what the record alone cannot show


def anew(
    applicants: list[Applicant] | None = None,
    *,
    rules: Rules | None = None,
    posts: Any = None,
    draws: dict[str, str] | None = None,
    nonces: Callable[[str], Nonces] | None = None,
) -> dict[str, str]:
    """The whole placement run again by the bureau on other inputs, with false witnesses."""
    old = honest().placement
    made = replace(rules or old.rules, witnesses=tuple(one.declared() for one in FALSE))
    usual = lambda key: old.leaves[key].nonces if key in old.leaves else Nonces(b"f" * 32, b"g" * 32)  # noqa: E731
    fresh = Placement(
        made, posts or old.posts, applicants or list(old.applicants), BUREAU, nonces=nonces or usual
    )
    fresh.close(at=ROOT_AT, witnessing=witnesses(FALSE, at=WITNESSED))
    fresh.draw(draws or TRUE_DRAW, at=SEED_AT)
    session = fresh.session(at=SEED_AT)
    session.run_by_lists(at=SEED_AT)
    return fresh.finish(session, at=SEED_AT, witnessing=witnesses(FALSE, at=LATER))


def victim() -> str:
    """The key of the first person placed."""
    return honest().placement.order[min(honest().session.placed) - 1]


def but(key: str, **changes: Any) -> list[Applicant]:
    return [replace(one, **changes) if one.key == key else one for one in honest().placement.applicants]


def score_lowered() -> dict[str, str]:
    person = next(one for one in honest().placement.applicants if one.key == victim())
    points = dict(person.points) | {"service": person.points["service"] - 700}
    return anew(but(victim(), points=points, score=person.score - 700))


def eligibility_changed() -> dict[str, str]:
    return anew(but(victim(), facts={"level": -1}))


def person_left_out() -> dict[str, str]:
    return anew([one for one in honest().placement.applicants if one.key != victim()])


def person_inserted() -> dict[str, str]:
    friend = replace(honest().placement.applicants[0], key="friend")
    return anew([*honest().placement.applicants, friend])


def nonces_ground() -> dict[str, str]:
    old = honest().placement.leaves
    return anew(
        nonces=lambda key: (
            replace(old[key].nonces, bureau=random.Random(key).randbytes(32))
            if key == victim()
            else old[key].nonces
        )
    )


def other_draw() -> dict[str, str]:
    return anew(draws={"3d": "408", "stage": "15"})


def source_left_out() -> dict[str, str]:
    return anew(draws={"3d": "407"})


def rules_rewritten() -> dict[str, str]:
    return anew(rules=replace(honest().placement.rules, text_zh="按领导意见选岗。"))


def posts_rewritten() -> dict[str, str]:
    old = honest().placement.posts
    return anew(posts=[replace(post, zh=post.zh + "（改）") for post in old])


@dataclass(frozen=True)
class Fraud:
    """One row of the table: which of the three keepsakes shows it. The record alone never does."""

    make: Callable[[], dict[str, str]]
    receipt: bool
    draw: bool = False


ANEW = {
    "score changed": Fraud(score_lowered, True),
    "eligibility changed": Fraud(eligibility_changed, True),
    "person left out": Fraud(person_left_out, True),
    "person inserted": Fraud(person_inserted, True),
    "nonces ground": Fraud(nonces_ground, True),
    "another draw": Fraud(other_draw, False, True),
    "an optional source left out": Fraud(source_left_out, False, True),
    "rules rewritten": Fraud(rules_rewritten, False),
    "posts rewritten": Fraud(posts_rewritten, False),
}


def early_receipt() -> str:
    """The receipt as printed with the root, before the session: it names no post."""
    return json.dumps(honest().placement.receipt(victim()))


@pytest.mark.parametrize("which", ANEW)
def test_a_history_made_anew_is_consistent_in_itself(which: str, in_browser: Any):
    files = ANEW[which].make()
    assert files != honest().files
    assert named(files) is None
    assert in_browser(files)["ok"]


@pytest.mark.parametrize("which", ANEW)
def test_the_receipt_column_of_the_table(which: str, in_browser: Any):
    files = ANEW[which].make()
    where = named(files, receipt=early_receipt())
    assert (where is not None) == ANEW[which].receipt
    answer = in_browser(files, receipt=early_receipt())
    assert answer["ok"] != ANEW[which].receipt
    assert answer.get("where") == where


@pytest.mark.parametrize("which", ANEW)
def test_the_witness_column_of_the_table_by_its_published_key(which: str, in_browser: Any):
    files = ANEW[which].make()
    assert named(files, witnesses={NOTARY.name: NOTARY.public}) == 0
    assert in_browser(files, witnesses={NOTARY.name: NOTARY.public.hex()})["where"] == 0


@pytest.mark.parametrize("which", ANEW)
def test_the_witness_column_of_the_table_by_a_checkpoint_it_kept(which: str, in_browser: Any):
    files, options = ANEW[which].make(), {"notes": [whole_note()]}
    assert named(files, witnesses={}, **options) == "note 1"
    assert in_browser(files, **options)["where"] == "note 1"


def whole_note() -> str:
    size = honest().files["log.jsonl"].count("\n")
    return honest().files[f"checkpoints/{size}.txt"]


@pytest.mark.parametrize("which", ANEW)
def test_the_draw_column_of_the_table(which: str, in_browser: Any):
    files = ANEW[which].make()
    assert (named(files, draws=TRUE_DRAW) == 3) == ANEW[which].draw
    assert in_browser(files, draws=TRUE_DRAW)["ok"] != ANEW[which].draw


def live_pair() -> tuple[Staged, dict[str, str], int]:
    """A live placement and its forgery in which the last person to pick takes another possible post."""
    honest_one = _lived(None)
    last = max(honest_one.session.placed)
    return honest_one, _lived(last, false=True).files, last


def _lived(other_for: int | None, *, false: bool = False) -> Staged:
    rng = random.Random(21)
    table = [replace(post, seats=2, round=0) for post in staged.some_posts(rng, 4)]
    made = (
        staged.rules("pick", manner="live", witnesses=tuple(one.declared() for one in FALSE))
        if false
        else staged.rules("pick", manner="live")
    )
    signers = FALSE if false else [NOTARY, staged.UNIVERSITY]
    placement = Placement(made, table, staged.people(rng, 5, table), BUREAU, nonces=staged.nonces(3))
    placement.close(at=ROOT_AT, witnessing=witnesses(signers, at=WITNESSED))
    placement.draw(TRUE_DRAW, at=SEED_AT)
    clock = staged.minutes()
    session = placement.session(at=next(clock))
    while (position := session.next) is not None:
        session.call(position, at=next(clock))
        offered = session.offered(position)
        if offered:
            session.pick(offered[-1 if position == other_for else 0], at=next(clock))
        else:
            session.decline(at=next(clock))
    files = placement.finish(session, at=next(clock), witnessing=witnesses(signers, at=LATER))
    return Staged("pick", placement, session, files)


def test_a_pick_replaced_by_another_possible_one_is_seen_by_that_persons_receipt_and_by_the_witness(
    in_browser: Any,
):
    true, false, last = live_pair()
    mine, anothers = json.dumps(true.receipt(last)), json.dumps(true.receipt(1))
    # The leaf does not hold the keys of the witnesses, so root and receipts agree: only the pick differs.
    assert false["log.jsonl"].count("\n") == true.files["log.jsonl"].count("\n")
    assert named(false) is None
    assert named(false, receipt=anothers) is None
    assert named(false, receipt=mine) == true.files["log.jsonl"].count("\n") - 1
    assert in_browser(false, receipt=mine)["where"] == named(false, receipt=mine)
    assert named(false, witnesses={NOTARY.name: NOTARY.public}) == 0


def test_two_histories_for_two_audiences_differ_from_the_note_of_the_witness():
    one, two = honest().files, anew()
    assert named(one) is None
    assert named(two) is None
    assert named(one, notes=[whole_note()]) is None
    assert named(two, notes=[whole_note()]) == "note 1"


def test_a_witness_that_saw_a_longer_log_shows_that_lines_are_missing():
    note = honest().files["checkpoints/3.txt"]
    longer = forge.checkpoint_text("kunshan.example/sealed", 999, b"0" * 32)
    assert named(honest().files, notes=[note]) is None
    assert named(honest().files, notes=[longer + "\n" + NOTARY.cosign(longer, at=LATER)]) == "note 1"


def test_a_totals_only_receipt_opens_the_score_and_nothing_else(in_browser: Any):
    slip = json.dumps(honest().placement.receipt(victim(), honest().session, totals=True))
    assert "item." not in slip
    assert "nonce" not in slip
    assert named(honest().files, receipt=slip) is None
    assert in_browser(honest().files, receipt=slip)["ok"]
    assert named(person_left_out(), receipt=slip) is not None


@pytest.mark.parametrize(
    "path",
    [
        "fields",
        "bureau_nonce",
        "person_nonce",
        "leaf",
        "root",
        "people",
        "record",
        "version",
        "format",
        "post",
    ],
)
def test_a_receipt_with_anything_changed_is_refused(path: str, in_browser: Any):
    slip = honest().placement.receipt(victim(), honest().session)
    good = json.dumps(slip)
    assert named(honest().files, receipt=good) is None
    slip[path] = forge.changed(slip[path], random.Random(5))
    where = named(honest().files, receipt=json.dumps(slip))
    assert where is not None
    assert in_browser(honest().files, receipt=json.dumps(slip))["where"] == where


def test_items_that_do_not_add_up_or_leave_their_range_are_refused_even_if_committed():
    rules = honest().placement.rules
    narrower = replace(rules, items=tuple(replace(item, most=item.least) for item in rules.items))

    def narrow(lines: Lines) -> None:
        lines[0]["items"] = [item.published() for item in narrower.items]

    files = forged(0, narrow)
    assert named(files) is None
    assert named(files, receipt=json.dumps(honest().placement.receipt(victim()))) == "receipt"


# ---------------------------------------------------------------- what the record alone shows, signed again or not


def order_swapped(lines: Lines) -> None:
    lines[4], lines[5] = lines[5], lines[4]
    lines[4]["position"], lines[5]["position"] = 1, 2


def score_not_committed(lines: Lines) -> None:
    lines[4]["open"][0][1][1] += 100


def tie_key_not_committed(lines: Lines) -> None:
    line = next(line for line in lines if line["kind"] == "ORDER" and len(line["open"]) > 1)
    line["open"][1][1] += 1


def seed_of_another_root(lines: Lines) -> None:
    lines[3]["root"] = "00" * 32


def seed_not_from_parts(lines: Lines) -> None:
    lines[3]["seed"] = lines[3]["root"]


def second_seed(lines: Lines) -> None:
    lines.insert(4, copy.deepcopy(lines[3]))


def lot_invented(lines: Lines) -> None:
    line = next(line for line in lines if line["kind"] == "ORDER" and line["lot"])
    line["lot"] = "0" * 64


def row_left_out(lines: Lines) -> None:
    del lines[6]
    for place, line in enumerate(line for line in lines if line["kind"] == "ORDER"):
        line["position"] = place + 1


def row_added_after_the_seed(lines: Lines) -> None:
    count = lines[2]["people"]
    lines.insert(4 + count, copy.deepcopy(lines[3 + count]) | {"position": count + 1, "leaf": "ab" * 32})


def twice_placed(lines: Lines) -> None:
    pick = next(number for number, line in enumerate(lines) if line["kind"] == "PICK")
    lines.insert(pick + 1, copy.deepcopy(lines[pick]))


def post_overfilled(lines: Lines) -> None:
    picks = [line for line in lines if line["kind"] == "PICK"]
    for line in picks:
        line["post"] = picks[0]["post"]


def called_out_of_turn(lines: Lines) -> None:
    events = [number for number, line in enumerate(lines) if line["kind"] in ("PICK", "NONE")]
    lines[events[0]], lines[events[1]] = lines[events[1]], lines[events[0]]


def result_not_following(lines: Lines) -> None:
    lines[-1]["placements"][0][1] = lines[-1]["placements"][-1][1] + "x"


def never_called(lines: Lines) -> None:
    number = max(number for number, line in enumerate(lines) if line["kind"] in ("PICK", "NONE"))
    del lines[number]


ALONE = [
    order_swapped, score_not_committed, tie_key_not_committed, seed_of_another_root, seed_not_from_parts, second_seed,
    lot_invented, row_left_out, row_added_after_the_seed, twice_placed, post_overfilled, called_out_of_turn,
    result_not_following, never_called,
]  # fmt: skip


@pytest.mark.parametrize("fraud", ALONE, ids=lambda fraud: fraud.__name__)
def test_the_record_alone_shows(fraud: Callable[[Lines], None], in_browser: Any):
    files = forged(0, fraud)
    where = named(files, signatures=0)
    assert where is not None
    assert in_browser(files)["where"] == where


def test_the_record_alone_shows_a_false_number_placeable_and_a_refusal_without_witness():
    base = 2

    def more(lines: Lines) -> None:
        next(line for line in lines if line["kind"] == "REACH")["placeable"] += 1

    def without(lines: Lines) -> None:
        lines[:] = [line for line in lines if line["kind"] != "TIGHT"]

    def thinner(lines: Lines) -> None:
        tight = next(line for line in lines if line["kind"] == "TIGHT")
        tight["people"] = tight["people"][:-1]

    for change in (more, without, thinner):
        assert isinstance(named(forged(base, change), signatures=0), int)


def test_the_record_alone_shows_a_pick_taken_back_too_late_and_a_proxy_where_none_is_allowed():
    live = next(number for number, one in enumerate(staged.everything()) if one.name == "live")

    def hasty(lines: Lines) -> None:
        lines[0]["session"]["cooling_minutes"] = 0

    def no_proxy(lines: Lines) -> None:
        lines[0]["session"]["proxy"] = 0
        next(line for line in lines if line["kind"] == "PICK")["by"] = "proxy"

    for change in (hasty, no_proxy):
        where = named(forged(live, change), signatures=0)
        assert isinstance(where, int)
        assert where > 10


def test_a_draw_before_the_root_or_a_witness_after_the_draw_is_refused():
    def early(lines: Lines) -> None:
        lines[0]["seed"]["sources"][0]["drawn_at"] = "2026-11-23T21:15:00+08:00"

    assert named(forged(0, early), signatures=0) == 3
    old = honest().placement
    late = Placement(old.rules, old.posts, old.applicants, BUREAU, nonces=lambda key: old.leaves[key].nonces)
    late.close(at=ROOT_AT, witnessing=witnesses([NOTARY, staged.UNIVERSITY], at=LATER))
    late.draw(TRUE_DRAW, at=SEED_AT)
    session = late.session(at=SEED_AT)
    session.run_by_lists(at=SEED_AT)
    assert (
        named(late.finish(session, at=SEED_AT, witnessing=witnesses([NOTARY, staged.UNIVERSITY], at=LATER)))
        == "checkpoints/3.txt"
    )


def test_a_second_version_that_changes_someone_not_listed_or_draws_again_is_refused():
    base = len(staged.everything()) - 1

    def unlisted(lines: Lines) -> None:
        lines[0]["supersedes"][0]["corrected"][0][1] = "ab" * 32

    def higher(lines: Lines) -> None:
        lines[0]["supersedes"][0]["first"] += 1

    def again(lines: Lines) -> None:
        lines[3]["parts"][0][1] = "999"

    assert [named(forged(base, change), signatures=0) for change in (unlisted, higher, again)] == [0, 0, 3]


def test_the_table_in_the_document_says_what_these_tests_prove():
    if not DOCUMENT.exists():
        pytest.skip("the documentation is not beside the source here")
    rows = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| **")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert len(cells) == len(ANEW)
    assert all(row[1] == "no" for row in cells)
    assert all(row[3] == "yes" for row in cells)
    assert sum(row[4] == "yes" for row in cells) == 1


def test_the_known_bad_records_shipped_with_the_verifiers_are_refused_at_the_line_their_readme_names(
    in_browser: Any,
):
    folder = Path(verifier.__file__).parent / "known_bad"
    rows = [
        row.split("|")
        for row in (folder / "README.md").read_text("utf-8").splitlines()
        if row.startswith("| `")
    ]
    assert len(rows) == 9
    for row in rows:
        files = dict(json.loads((folder / row[1].strip(" `")).read_text("utf-8"))["files"])
        where = named(files)
        assert str(where if where is not None else "(holds alone)") == row[2].strip()
        assert in_browser(files).get("where") == where
