"""What an honest bureau writes, however turbulent the session, both verifiers accept."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.by_score.publish import Placement
from rongyao.choosing.by_score.replay import replay
from rongyao.choosing.record.log import bundle, read_folder, write_folder
from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import staged
from rongyao.choosing.verify.tests.forge import lines_of
from rongyao.choosing.verify.tests.staged import NOTARY, UNIVERSITY, Staged

KEYS = {NOTARY.name: NOTARY.public, UNIVERSITY.name: UNIVERSITY.public}
PROGRAM = Path(verifier.__file__)


def at_random(seed: int) -> Staged:
    rng = random.Random(seed)
    make = rng.choice([staged.by_lists, staged.live])
    chosen = {"mechanism": rng.choice(["plain", "preserving"]), "suite": rng.choice(["sha256", "sm3"])}
    return make("random", seed, rng.randint(0, 10), posts=rng.randint(1, 6), **chosen)


@pytest.mark.parametrize("one", staged.everything(), ids=lambda one: one.name)
def test_every_sort_of_record_holds_for_both_verifiers_with_keys_draws_and_notes(
    one: Staged, in_browser: Any
):
    notes = [one.files["checkpoints/3.txt"]]
    draws = {"3d": "407", "stage": "15"}
    said = verifier.verify(one.files, witnesses=KEYS, draws=draws, notes=notes).said
    keys = {name: key.hex() for name, key in KEYS.items()}
    answer = in_browser(one.files, witnesses=keys, draws=draws, notes=notes)
    assert answer["ok"]
    assert len(answer["said"]) == len(said)
    assert "unchecked" not in json.dumps(said)


def test_the_staged_records_contain_every_kind_of_line():
    kinds = {line["kind"] for one in staged.everything() for line in lines_of(one.files)}
    assert kinds == set(verifier.KEYS)


def test_a_hundred_random_placements_hold_for_both_verifiers(page: Any):
    records = [at_random(seed).files for seed in range(100)]
    for files in records:
        verifier.verify(files, signatures=0)
    ask = "records => records.map(files => rongyaoVerify(files, {signatures: 2})).filter(one => !one.ok)"
    assert page.evaluate(ask, records) == []


def test_corrections_of_random_placements_hold_for_both_verifiers(page: Any):
    olds = [staged.by_lists("old", seed, 1 + seed % 8) for seed in range(25)]
    records = [staged.second_version(old).files for old in olds]
    for files in records:
        verifier.verify(files, signatures=0)
    ask = "records => records.map(files => rongyaoVerify(files, {signatures: 0})).filter(one => !one.ok)"
    assert page.evaluate(ask, records) == []


@pytest.mark.parametrize("one", staged.everything()[:6], ids=lambda one: one.name)
def test_replaying_the_events_gives_back_the_same_log(one: Staged):
    old = one.placement
    again = Placement(
        old.rules, old.posts, old.applicants, old.bureau, nonces=lambda key: old.leaves[key].nonces
    )
    again.close(at=staged.ROOT_AT)
    again.draw(dict(old.parts), at=staged.SEED_AT)
    before = len(again.log.lines)
    events = lines_of(one.files)[before:-1]
    session = replay(again, events)
    again.finish(session, at=lines_of(one.files)[-1]["at"])
    assert again.log.lines == old.log.lines


def test_row_order_of_the_inputs_changes_nothing():
    one = staged.everything()[0].placement
    backwards = Placement(
        one.rules, one.posts, one.applicants[::-1], one.bureau, nonces=lambda key: one.leaves[key].nonces
    )
    backwards.close(at=staged.ROOT_AT)
    backwards.draw({"3d": "407", "stage": "15"}, at=staged.SEED_AT)
    session = backwards.session(at=staged.SEED_AT)
    session.run_by_lists(at=staged.SEED_AT)
    backwards.finish(session, at=staged.SEED_AT)
    assert backwards.log.lines == one.log.lines


def test_the_record_holds_no_key_fact_item_or_nonce_of_anyone():
    for one in staged.everything():
        text = bundle(one.files)
        for key, leaf in one.placement.leaves.items():
            assert leaf.nonces.bureau.hex() not in text
            assert leaf.nonces.person.hex() not in text
            assert leaf.nonces.salt(leaf.suite).hex() not in text
            assert f'"item.{key}' not in text
        assert '"item.' not in text
        assert "conduct" not in text.replace('\\"id\\":\\"conduct\\"', "")


def test_a_live_pick_opens_nothing_but_the_one_bit():
    plain = next(one for one in staged.everything() if one.name == "live")
    picks = [line for line in lines_of(plain.files) if line["kind"] == "PICK"]
    assert picks
    for line in picks:
        assert [opening[0] for opening in line["open"]] == [f"post.{line['post']}"]


@pytest.mark.parametrize("form", ["folder", "bundle"])
def test_the_program_runs_alone_with_nothing_but_the_standard_library(form: str, tmp_path: Path):
    one = staged.everything()[4]
    write_folder(one.files, tmp_path / "record")
    (tmp_path / "record" / "README.md").write_text("说明")
    assert read_folder(tmp_path / "record") == one.files
    (tmp_path / "bundle.json").write_text(bundle(one.files), "utf-8")
    (tmp_path / "mine.json").write_text(json.dumps(one.receipt(2)), "utf-8")
    (tmp_path / "verify.py").write_text(PROGRAM.read_text("utf-8"), "utf-8")
    given = tmp_path / ("record" if form == "folder" else "bundle.json")
    ask = [
        sys.executable,
        "-I",
        "-S",
        str(tmp_path / "verify.py"),
        str(given),
        "--receipt",
        str(tmp_path / "mine.json"),
        "--lines",
    ]
    done = subprocess.run(
        ask, capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "receipt: you are position 2" in done.stdout
    assert "no record can show" in done.stdout


def test_the_program_says_which_line_and_leaves_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    files = dict(staged.everything()[0].files)
    files["log.jsonl"] = files["log.jsonl"].replace('"position":3', '"position":4', 1)
    write_folder(files, tmp_path / "record")
    assert verifier.main([str(tmp_path / "record")]) == 1
    assert "line 6" in capsys.readouterr().out


def test_a_folder_that_is_no_record_is_unreadable_not_wrong(tmp_path: Path):
    assert verifier.main([str(tmp_path / "nothing")]) == 2
    (tmp_path / "odd.json").write_text("[1,2")
    assert verifier.main([str(tmp_path / "odd.json")]) == 2


def test_signatures_beyond_the_budget_are_reported_as_not_checked():
    record = verifier.verify(staged.everything()[0].files, signatures=1)
    assert any("not checked here" in en for _, en in record.said)


def test_the_verifiers_import_nothing_of_the_project():
    assert "rongyao." not in PROGRAM.read_text("utf-8").replace("rongyao.choosing", "rongyao_choosing")
    assert "import rongyao" not in PROGRAM.read_text("utf-8")
    page = PROGRAM.with_suffix(".html").read_text("utf-8")
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page


@pytest.mark.parametrize(
    "words", [[], ["--receipt"], ["a", "b"], ["a", "--draw", "3d"], ["a", "--lines=1"], ["a", "-x"]]
)
def test_a_command_it_cannot_read_is_answered_with_how_to_write_it(
    words: list[str], capsys: pytest.CaptureFixture[str]
):
    assert verifier.main(words) == 2
    assert "RECORD/ [--receipt" in capsys.readouterr().out


def test_help_is_no_error_and_the_time_of_the_checking_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert verifier.main(["--help"]) == 0
    write_folder(staged.everything()[0].files, tmp_path / "record")
    assert verifier.main([str(tmp_path / "record"), "--draw=3d=407"]) == 0
    assert "checked in 0." in capsys.readouterr().out
