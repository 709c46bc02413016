"""From files to a record in two steps: the root is signed by a witness, the draw follows, the record is signed again."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.place_cli import UnableToPlace, place
from rongyao.choosing.record.log import read_folder, write_folder
from rongyao.choosing.record.notes import Signer, UnableToCosign
from rongyao.choosing.record.witness import cosign_folder
from rongyao.choosing.together.match_cli import match_files
from rongyao.choosing.verify import check_together, rongyao_verify
from rongyao.choosing.verify.tests import staged

NOTARY = Signer("notary.example", b"n" * 32)
SOURCE = {
    "id": "3d",
    "zh": "福彩3D",
    "en": "3D",
    "digits": 3,
    "required": 1,
    "drawn_at": "2026-11-25T21:15:00+08:00",
}
ROUND = {
    "record": "kunshan.example/2026-1", "suite": "sm3", "least_witnesses": 1, "witnesses": [NOTARY.declared()],
    "seed": {"least": 1, "sources": [SOURCE]},
}  # fmt: skip
AT, SEED_AT = "2026-11-24T09:00:00+08:00", "2026-11-26T09:00:00+08:00"
SIGNED, LATER = 1_795_600_000, 1_796_000_000
PEOPLE = "编号,总分,tie.months:higher,随机数\n甲1,75,120,梧桐 七点 雨伞\n乙2,75,120,\n丙3,60,96,\n"
SECRET = {"key": b"k" * 32, "nonces_from": b"secret"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "people.csv": PEOPLE,
        "posts.csv": "岗位,名额\nP1,1\nP2,1\n",
        "choices.csv": "编号,志愿\n甲1,P1 P2\n乙2,P1 P2\n丙3,P1 P2\n",
        "orders.csv": "订单,班级,名额,开班最少\nL1,C1,2,2\nL2,C2,1,1\n",
        "wishes.csv": "编号,志愿\n甲1,L1 L2\n乙2,L1\n丙3,L2 L1\n",
        "rules.json": json.dumps(ROUND),
    }
    texts["ranked.csv"] = (
        PEOPLE.replace("tie.months:higher", "组别")
        .replace(",120", "")
        .replace(",96", "")
        .replace("组别,", "")
    )
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def placed(folder: Path, out: str, **more: Any) -> Path:
    files = (folder / f"{name}.csv" for name in ("people", "posts", "choices"))
    options = {
        "rules": folder / "rules.json",
        "at": AT,
        "seed_at": SEED_AT,
        "private": folder / f"private-{out}",
    }
    if more.get("is_root_only"):
        options["private"] = None
    return place(*files, folder / out, **{**options, **SECRET, **more}).folder


def matched(folder: Path, out: str, **more: Any) -> Path:
    files = (folder / f"{name}.csv" for name in ("ranked", "orders", "wishes"))
    return match_files(
        *files, folder / out, rules=folder / "rules.json", at=AT, seed_at=SEED_AT, **SECRET, **more
    ).folder


def cosigned(record: Path, memory: Path, at: int) -> Path:
    cosign_folder(record, NOTARY, memory, at=at)
    return record


@pytest.mark.parametrize("run", [placed, matched], ids=["place", "match"])
def test_a_run_in_two_steps_gives_a_record_with_a_witnessed_root_and_a_drawn_seed(run: Any, folder: Path):
    memory = folder / "seen.json"
    root = cosigned(run(folder, "root", is_root_only=True), memory, SIGNED)
    assert (root / "log.jsonl").read_text("utf-8").count("\n") == 3
    record = cosigned(run(folder, "record", draws={"3d": "407"}, witnessed=root), memory, LATER)
    verifier = rongyao_verify.verify if run is placed else check_together.check
    verifier(read_folder(record), witnesses={NOTARY.name: NOTARY.public}, draws={"3d": "407"})


def test_files_that_changed_after_the_root_was_witnessed_are_refused(folder: Path):
    root = cosigned(placed(folder, "root", is_root_only=True), folder / "seen.json", SIGNED)
    (folder / "people.csv").write_text(PEOPLE.replace("丙3,60", "丙3,99"), "utf-8")
    with pytest.raises(UnableToPlace, match="not those whose root the witnesses signed"):
        placed(folder, "record", draws={"3d": "407"}, witnessed=root)


def test_a_witness_signs_no_second_history_and_nothing_it_cannot_compute(folder: Path):
    memory = folder / "seen.json"
    cosigned(placed(folder, "root", is_root_only=True), memory, SIGNED)
    (folder / "people.csv").write_text(PEOPLE.replace("丙3,60", "丙3,99"), "utf-8")
    with pytest.raises(UnableToCosign, match="another history"):
        cosigned(placed(folder, "other", is_root_only=True), memory, SIGNED)
    other = placed(folder, "third", is_root_only=True)
    (other / "log.jsonl").write_text((other / "log.jsonl").read_text("utf-8").replace("岗", "位"), "utf-8")
    with pytest.raises(UnableToCosign):
        cosigned(other, folder / "fresh.json", SIGNED)


def signed(folder: Path, run: Any = placed) -> Path:
    """The root of this run, witnessed."""
    return cosigned(run(folder, "root", is_root_only=True), folder / "seen.json", SIGNED)


def test_without_the_witnesses_that_the_settings_ask_for_no_record_is_made(folder: Path):
    with pytest.raises(UnableToPlace, match="ask for 1 witnesses: run with --root-only"):
        placed(folder, "record", draws={"3d": "407"})
    bare = placed(folder, "root", is_root_only=True)
    with pytest.raises(UnableToPlace, match="0 witnesses have signed the root"):
        placed(folder, "record", draws={"3d": "407"}, witnessed=bare)
    with pytest.raises(UnableToPlace, match="is no root for witnesses"):
        placed(folder, "record", draws={"3d": "407"}, witnessed=folder)
    note = cosigned(bare, folder / "seen.json", SIGNED) / "checkpoints/3.txt"
    note.write_text(note.read_text("utf-8").replace("AAAABr", "AAAABs"), "utf-8")
    with pytest.raises(UnableToPlace, match=r"signature of notary\.example under the root does not hold"):
        placed(folder, "record", draws={"3d": "407"}, witnessed=bare)
    assert not (folder / "record").exists()


def test_a_root_is_not_signed_once_the_draw_is_over(folder: Path):
    with pytest.raises(UnableToCosign, match="the draw is over"):
        cosigned(placed(folder, "root", is_root_only=True), folder / "seen.json", LATER)
    assert not (folder / "seen.json").exists()


def test_another_key_under_the_name_of_a_witness_is_refused_and_the_right_signature_stays(folder: Path):
    root = signed(folder)
    before = (root / "checkpoints/3.txt").read_bytes()
    with pytest.raises(UnableToCosign, match="gives another public key"):
        cosign_folder(root, Signer(NOTARY.name, b"x" * 32), folder / "other.json", at=SIGNED)
    assert (root / "checkpoints/3.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("log.jsonl", b"", "is no record"),
        ("log.jsonl", b"junk\n", "is no record"),
        ("log.jsonl", b"{}\n{}\n{}\n", "is no record"),
        ("log.jsonl", None, "CRLF"),
        ("checkpoints/3.txt", b"\xff\xfe", "is not a checkpoint of these lines"),
        ("checkpoints/3.txt", None, "is not a checkpoint of these lines"),
        ("seen", b"{", "cannot be read"),
        ("seen", b"[]", "cannot be read"),
    ],
)
def test_what_a_witness_cannot_read_is_refused_in_words(
    name: str, content: bytes | None, said: str, folder: Path
):
    root = placed(folder, "root", is_root_only=True)
    path = root / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") if content is None else content)
    with pytest.raises(UnableToCosign, match=said):
        cosign_folder(root, NOTARY, root / "seen", at=SIGNED)


def test_a_correction_is_signed_only_in_place_of_what_was_signed_before(tmp_path: Path):
    old = staged.by_lists("appeal", 1, 8)
    new = staged.second_version(old)
    notary = staged.NOTARY
    for name, files in (("one", old.files), ("two", new.files)):
        write_folder(files, tmp_path / name)
    cosign_folder(tmp_path / "one", notary, tmp_path / "seen.json", at=LATER)
    cosign_folder(tmp_path / "two", notary, tmp_path / "seen.json", at=LATER)
    cosign_folder(tmp_path / "two", notary, tmp_path / "new.json", at=LATER)
    other = staged.by_lists("appeal", 2, 8)
    write_folder(other.files, tmp_path / "three")
    cosign_folder(tmp_path / "three", notary, tmp_path / "third.json", at=LATER)
    with pytest.raises(
        UnableToCosign, match="version 2 does not take the place of what was signed last of version 1"
    ):
        cosign_folder(tmp_path / "two", notary, tmp_path / "third.json", at=LATER)


def test_a_checkpoint_that_the_bureau_did_not_sign_is_not_signed_by_a_witness(folder: Path):
    note = placed(folder, "root", is_root_only=True) / "checkpoints/3.txt"
    text = note.read_text("utf-8").partition("\n\n")[0] + "\n"
    note.write_text(text + "\n" + Signer("bureau", b"z" * 32).sign(text), "utf-8")
    with pytest.raises(UnableToCosign, match="the bureau's signature does not hold"):
        cosigned(folder / "root", folder / "seen.json", SIGNED)


def test_a_witness_that_rules_do_not_name_is_told_so(folder: Path):
    with pytest.raises(UnableToCosign, match="names no such witness"):
        cosign_folder(
            placed(folder, "root", is_root_only=True),
            Signer("friend.example", b"f" * 32),
            folder / "seen",
            at=SIGNED,
        )


def test_ones_own_words_make_ones_own_nonce_and_stand_nowhere_in_the_record(folder: Path):
    record = placed(folder, "record", draws={"3d": "407"}, witnessed=signed(folder))
    slips = [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "private-record/receipts").iterdir())
    ]
    mine = hashlib.sha256("梧桐 七点 雨伞".encode()).hexdigest()
    assert [slip["person_nonce"] for slip in slips].count(mine) == 1
    assert len({slip["person_nonce"] for slip in slips}) == 3
    text = "".join(read_folder(record).values())
    assert mine not in text
    assert "梧桐" not in text


def test_a_joint_matching_handed_to_the_wrong_program_is_told_which_is_the_right_one(folder: Path):
    with pytest.raises(rongyao_verify.Refused, match="check_together"):
        rongyao_verify.verify(
            read_folder(matched(folder, "record", draws={"3d": "407"}, witnessed=signed(folder, matched)))
        )
