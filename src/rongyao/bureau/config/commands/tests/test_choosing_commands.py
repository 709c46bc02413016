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
