"""What copying, unpacking or an operating system does to a record is said in words, the same by program and page; so is what a reader
gives that the record does not know."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.record.log import bundle, write_folder
from rongyao.choosing.verify import check_together, rongyao_verify
from rongyao.choosing.verify.tests import joint, staged
from rongyao.choosing.verify.tests.staged import NOTARY

Files = dict[str, str]
HAPPENED: dict[str, tuple[Callable[[Files], Files], str, str]] = {
    "CRLF in the log": (lambda files: changed(files, "log.jsonl"), "log.jsonl", "CRLF"),
    "CRLF in the hashes": (lambda files: changed(files, "hashes.txt"), "hashes.txt", "CRLF"),
    "CRLF in a checkpoint": (lambda files: changed(files, "checkpoints/3.txt"), "checkpoints/3.txt", "CRLF"),
    "a byte-order mark": (lambda files: files | {"hashes.txt": "\ufeff" + files["hashes.txt"]}, "hashes.txt", "byte-order mark"),
    "a lost folder": (lambda files: renamed(files, "checkpoints/3.txt", "checkpoints\\3.txt"), "checkpoints\\3.txt", "unpack it"),
    "a file of a Macintosh": (lambda files: files | {".DS_Store": "x"}, ".DS_Store", "the operating system put it there"),
    "a shadow of a Macintosh": (lambda files: files | {"checkpoints/._3.txt": "x"}, "checkpoints/._3.txt", "delete it"),
    "a file of Windows": (lambda files: files | {"Thumbs.db": "x"}, "Thumbs.db", "delete it"),
    "the folder around": (lambda files: {f"2026/{at}": data for at, data in files.items()}, "log.jsonl", "the record is 2026 inside it"),
    "no record at all": (lambda files: {"letter.txt": "x"}, "log.jsonl", "no folder of a record"),
    "an empty line": (lambda files: files | {"log.jsonl": files["log.jsonl"] + "\n"}, "", "this line is empty"),
}  # fmt: skip


def changed(files: Files, at: str) -> Files:
    return files | {at: files[at].replace("\n", "\r\n")}


def renamed(files: Files, old: str, new: str) -> Files:
    return {new if at == old else at: data for at, data in files.items()}


def programs() -> list[tuple[str, Files, Callable[..., Any], type[Exception]]]:
    return [
        ("placement", staged.everything()[0].files, rongyao_verify.verify, rongyao_verify.Refused),
        ("joint", joint.everything()[0].files, check_together.check, check_together.Refused),
    ]


@pytest.mark.parametrize("what", HAPPENED)
def test_it_is_said_what_happened_to_the_files(what: str, in_browser: Any):
    change, where, said = HAPPENED[what]
    for _, files, verify, refused in programs():
        bad = change(dict(files))
        with pytest.raises(refused) as problem:
            verify(bad)
        told: Any = problem.value
        assert said in told.en
        assert where in ("", told.where)
        answer = in_browser(bad)
        assert (answer["where"], answer["zh"], answer["en"]) == (told.where, told.zh, told.en)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"draws": {"3e": "407"}}, "the record has no source 3e"),
        ({"witnesses": {"friend": NOTARY.public}}, "RULES names no witness friend"),
    ],
)
def test_what_the_record_does_not_know_is_not_passed_over(
    options: dict[str, Any], said: str, in_browser: Any
):
    """Who types a draw under another name would otherwise believe that it was compared."""
    for _, files, verify, refused in programs():
        with pytest.raises(refused, match=said):
            verify(files, **options)
        hexed = {key: {who: one.hex() if isinstance(one, bytes) else one for who, one in told.items()} for key, told in options.items()}  # fmt: skip
        assert in_browser(files, **hexed)["en"] == said


def test_the_root_and_what_was_compared_are_told_alike(in_browser: Any):
    given: dict[str, Any] = {"draws": {"3d": "407"}, "witnesses": {NOTARY.name: NOTARY.public}}
    hexed = given | {"witnesses": {NOTARY.name: NOTARY.public.hex()}}
    for _, files, verify, _ in programs():
        found = verify(files, **given)
        said = [list(pair) for pair in (found if isinstance(found, list) else found.said)]
        root = json.loads(files["log.jsonl"].split("\n")[2])["root"]
        words = " ".join(en for _, en in said)
        assert root in words
        assert "the draws are those you gave: 3d=407" in words
        assert f"{NOTARY.name} signed root and result with the key you gave" in words
        assert in_browser(files, **hexed)["said"] == said


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name, files, _, _ in programs():
        write_folder(files, tmp_path / name)
    (tmp_path / "placement.json").write_text(bundle(programs()[0][1]), "utf-8")
    return tmp_path


def run(program: Any, *words: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", program.__file__, *words] if not environment else [sys.executable, program.__file__, *words],
        capture_output=True, check=False, env=environment or None,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    return done.returncode, (done.stdout + done.stderr).decode(environment.get("PYTHONIOENCODING", "utf-8"))


@pytest.mark.parametrize("name", ["placement", "joint"])
def test_what_is_asked_wrongly_on_the_command_line_is_told_in_both_languages(name: str, folders: Path):
    program = rongyao_verify if name == "placement" else check_together
    record = str(folders / name)
    (folders / "record.zip").write_bytes(b"PK\x03\x04")
    for words, code, zh, en in (
        ([record, "--witness", "a=zz"], 2, "公钥应为 64 位十六进制", "64 hex digits"),
        ([record, "--witness", "a"], 2, "名称=值" if name == "joint" else "选项写法如上", "NAME"),
        ([record, "--receipt", str(folders / "none.json")], 2, "没有这个文件", "no such file"),
        ([str(folders / "none")], 2, "没有这个文件或文件夹", "no such file or folder"),
        ([f"{record}/log.jsonl"], 2, "请给出记录的整个文件夹", "give the whole folder"),
        ([str(folders / "record.zip")], 2, "请先解压", "unpack it"),
        ([str(folders)], 1, f"记录在里面的 {'joint'}", "the record is joint inside it"),
        (
            [record, "--receipt", f"{record}/log.jsonl"],
            1,
            "回执：不是合格的回执",
            "receipt: not a well-formed receipt",
        ),
        ([record, "--note", f"{record}/log.jsonl"], 1, "见证人检查点 1：", "note 1: "),
        (["--help"], 0, "我的回执", "my receipt"),
    ):
        found, said = run(program, *words)
        assert (found, zh in said, en in said) == (code, True, True), (words, said)


@pytest.mark.parametrize("name", ["placement", "joint"])
def test_the_verdict_is_told_in_whatever_encoding_the_words_go_out(name: str, folders: Path):
    program = rongyao_verify if name == "placement" else check_together
    for encoding, mark in (("utf-8", "✓ "), ("gbk", "√ "), ("ascii", "+ ")):
        code, said = run(program, str(folders / name), PYTHONIOENCODING=encoding)
        assert (code, said.startswith(mark)) == (0, True), said


@pytest.mark.parametrize("name", ["placement", "joint"])
def test_a_line_is_named_with_a_word_on_how_lines_are_counted(name: str, folders: Path):
    log = folders / name / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"n":5', b'"n":6'))
    code, said = run(rongyao_verify if name == "placement" else check_together, str(folders / name))
    assert (code, said.count("line 5"), said.count("counted from 0")) == (1, 1, 1), said


def test_a_joint_matching_given_as_a_placement_and_the_other_way_round(folders: Path):
    assert "check_together.py" in run(rongyao_verify, str(folders / "joint"))[1]
    assert "rongyao_verify.py" in run(check_together, str(folders / "placement"))[1]
