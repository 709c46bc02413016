"""`rongyao place`: files in, a record out that its own verifier accepts; bad files are named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def _rongyao(*words: str) -> object:
    if not any(command.name == "place" for command in cli.app.registered_commands):
        cli._include_pure_commands()
    return CliRunner().invoke(cli.app, list(words))


def test_the_record_written_is_accepted_by_the_verifier_beside_it(tmp_path: Path) -> None:
    done = _rongyao("place", *_files(tmp_path), "-o", str(tmp_path / "record"))
    assert done.exit_code == 0, done.output
    assert "3 of 3 placed" in done.output
    verifier = tmp_path / "record" / "rongyao_verify.py"
    command = [sys.executable, "-I", "-S", str(verifier), str(tmp_path / "record")]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0


def test_a_wish_for_a_post_that_is_not_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    files = _files(tmp_path)
    Path(files[2]).write_text("id,choices\nA1,P9\n")
    refused = _rongyao("place", *files, "-o", str(tmp_path / "record"))
    assert refused.exit_code == 1
    assert "P9" in refused.output
    assert not (tmp_path / "record").exists()
