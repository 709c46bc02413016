"""`rongyao place`: files in, a record out that its own verifier accepts; bad files are named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from rongyao.bureau.config import cli


def _files(folder: Path) -> list[str]:
    texts = {
        "people": "id,score\nA1,96.50\nA2,93.00\nA3,93.00\n",
        "posts": "post,seats\nP1,1\nP2,2\n",
        "choices": "id,choices\nA1,P1 P2\nA2,P1 P2\nA3,P2\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    return [str(folder / f"{name}.csv") for name in texts]


def _rongyao(*words: str) -> Result:
    if not any(command.name == "place" for command in cli.app.registered_commands):
        cli._include_pure_commands()
    return CliRunner().invoke(cli.app, list(words))


def test_the_record_written_is_accepted_by_the_verifier_beside_it(tmp_path: Path) -> None:
    done = _rongyao("place", *_files(tmp_path), "-o", str(tmp_path / "record"))
    assert done.exit_code == 0, done.output
    assert "3 人中 3 人得岗" in done.output
    assert "演练" in done.output
    verifier = tmp_path / "record" / "rongyao_verify.py"
    command = [sys.executable, "-I", "-S", str(verifier), str(tmp_path / "record")]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0


def test_a_wish_for_a_post_that_is_not_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    files = _files(tmp_path)
    Path(files[2]).write_text("id,choices\nA1,P9\n")
    refused = _rongyao("place", *files, "-o", str(tmp_path / "record"))
    assert refused.exit_code == 1
    assert "choices.csv，第 2 行：没有岗位 'P9'" in refused.output
    assert (
        "there is no post 'P9'"
        in _rongyao("place", *files, "-o", str(tmp_path / "record"), "--lang", "en").output
    )
    assert not (tmp_path / "record").exists()


def test_a_full_folder_is_refused_before_any_work_and_a_file_that_is_no_secret_is_named(
    tmp_path: Path,
) -> None:
    files = _files(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "log.jsonl").write_text("mine")
    refused = _rongyao("place", *files, "-o", str(tmp_path / "full"), "--lang", "en")
    assert (refused.exit_code, "not empty" in refused.output) == (1, True)
    refused = _rongyao("place", *files, "-o", str(tmp_path / "record"), "--secret", files[0])
    assert (refused.exit_code, "不是密钥" in refused.output) == (1, True)


def test_a_draw_before_the_root_is_refused_as_every_verifier_would(tmp_path: Path) -> None:
    source = {
        "id": "3d",
        "zh": "福彩",
        "en": "3D",
        "digits": 3,
        "drawn_at": "2026-11-24T21:15:00+08:00",
        "required": 1,
    }
    (tmp_path / "rules.json").write_text(json.dumps({"seed": {"sources": [source]}}))
    given = [
        *_files(tmp_path),
        "-o",
        str(tmp_path / "record"),
        "--rules",
        str(tmp_path / "rules.json"),
        "--draw",
        "3d=407",
    ]
    refused = _rongyao("place", *given, "--lang", "en")
    assert (refused.exit_code, "--seed-at" in refused.output) == (1, True)
    times = ["--at", "2026-11-24T09:00:00+08:00", "--seed-at", "2026-11-24T22:00:00+08:00"]
    assert _rongyao("place", *given, *times).exit_code == 0


def test_receipts_never_lie_inside_the_record_nor_it_inside_them(tmp_path: Path) -> None:
    files = _files(tmp_path)
    for private in ("record", "record/private", "."):
        words = [*files, "-o", str(tmp_path / "new" / "record"), "--private", str(tmp_path / "new" / private)]
        refused = _rongyao("place", *words, "--lang", "en")
        assert (refused.exit_code, "is never published" in refused.output) == (1, True)
        assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    files = _files(tmp_path)
    words = [*files, "-o", str(tmp_path / "record"), "--private", str(Path(files[0]) / "private")]
    refused = _rongyao("place", *words, "--lang", "en")
    assert (refused.exit_code, "cannot be written" in refused.output) == (1, True)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * 3


def test_a_secret_that_could_be_guessed_and_a_language_nobody_speaks_are_refused(tmp_path: Path) -> None:
    for content in ("", "abcd", "00" * 31, "00" * 33):
        (tmp_path / "secret").write_text(content)
        words = [*_files(tmp_path), "-o", str(tmp_path / "record"), "--secret", str(tmp_path / "secret")]
        assert "64 hex digits" in _rongyao("place", *words, "--lang", "en").output
    assert _rongyao("place", *_files(tmp_path), "-o", str(tmp_path / "record"), "--lang", "fr").exit_code == 2


def test_a_witness_signs_only_with_a_key_that_is_there_and_is_told_what_it_signed(tmp_path: Path) -> None:
    key, root = tmp_path / "notary.key", tmp_path / "root"
    told = _rongyao("witness", "--name", "notary.example", "--key", str(key), "--lang", "en").output
    public = told.strip().split(": ")[-1]
    rules = {"witnesses": [{"name": "notary.example", "key": public}], "least_witnesses": 1}
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    words = [*_files(tmp_path), "-o", str(root), "--root-only", "--rules", str(tmp_path / "rules.json")]
    assert "rongyao witness" in _rongyao("place", *words).output
    missing = _rongyao("witness", str(root), "--name", "notary.example", "--key", str(tmp_path / "no.key"))
    assert (missing.exit_code, (tmp_path / "no.key").exists()) == (1, False)
    signed = _rongyao("witness", str(root), "--name", "notary.example", "--key", str(key), "--lang", "en")
    assert signed.exit_code == 0, signed.output
    assert "Signed the first 3 lines of rehearsal: 3 people, root " in signed.output


def test_what_only_the_second_step_uses_is_refused_with_the_first(tmp_path: Path) -> None:
    words = ["place", *_files(tmp_path), "-o", str(tmp_path / "root"), "--root-only", "--lang", "en"]
    for more in (["--private", str(tmp_path / "private")], ["--draw", "3d=407"]):
        refused = _rongyao(*words, *more)
        assert (refused.exit_code, f"give {more[0]} in the second step" in refused.output) == (1, True)
    assert not (tmp_path / "root").exists()
