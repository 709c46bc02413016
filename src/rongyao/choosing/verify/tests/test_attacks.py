"""Further attempts of a dishonest bureau that hashes and signs everything anew. Both verifiers refuse each at the same line."""

import base64
import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.place_cli import place
from rongyao.choosing.record import tree
from rongyao.choosing.record.log import read_folder
from rongyao.choosing.record.notes import Signer, checkpoint_text, note
from rongyao.choosing.record.suites import suite
from rongyao.choosing.verify import check_together
from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import joint, staged
from rongyao.choosing.verify.tests.forge import FALSE, Lines, lines_of, resigned
from rongyao.choosing.verify.tests.staged import BUREAU, LATER

NOBODY = b"\x01" + bytes(31)
"""The neutral point of the curve as a key: itself and 32 zero bytes are a signature of it under any text."""
ORDER = 2**252 + 27742317777372353535851937790883648493
Files = dict[str, str]


@dataclass(frozen=True)
class Anybody(Signer):
    """A key that everybody can sign with, so that the bureau may say later that it was not the bureau."""

    @property
    def public(self) -> bytes:
        return NOBODY

    def _line(self, kind: bytes, prefix: bytes, message: bytes) -> str:
        true = super()._line(kind, prefix, message)
        said = base64.b64decode(true.split(" ")[2])[: 4 + len(prefix)]
        return f"— {self.name} {base64.b64encode(said + NOBODY + bytes(32)).decode()}\n"


def sealed() -> Lines:
    return lines_of(staged.everything()[0].files)


def with_rules(change: Callable[[dict[str, Any]], None]) -> Files:
    lines = sealed()
    change(lines[0])
    return resigned(lines)


def written(change: Callable[[str], str]) -> Files:
    """The log with its text changed and hashed and signed as it then stands."""
    lines = sealed()
    files = resigned(lines)
    texts = change(files["log.jsonl"]).split("\n")[:-1]
    hashing = suite("sha256")
    hashes = [hashing.leaf(text.encode()) for text in texts]
    files |= {
        "log.jsonl": "".join(f"{text}\n" for text in texts),
        "hashes.txt": "".join(f"{one.hex()}\n" for one in hashes),
    }
    for size in (3, len(texts)):
        text = checkpoint_text(lines[0]["record"], size, tree.head(hashes[:size], hashing))
        files[f"checkpoints/{size}.txt"] = note(
            text, BUREAU.sign(text), *(one.cosign(text, at=LATER) for one in FALSE)
        )
    return files


def one_witness_twice() -> Files:
    return resigned(sealed(), signers=[FALSE[0], replace(FALSE[0], name="university.example")])


def its_own_witness() -> Files:
    return resigned(sealed(), signers=[replace(BUREAU, name="notary.example"), FALSE[1]])


def a_key_of_nobody() -> Files:
    lines = sealed()
    nobody = Anybody(BUREAU.name, BUREAU.secret)
    lines[0]["keys"]["bureau"] = nobody.declared()
    return resigned(lines, bureau=nobody)


def a_witness_of_nobody() -> Files:
    return resigned(sealed(), signers=[Anybody(FALSE[0].name, FALSE[0].secret), FALSE[1]])


def a_signature_bent() -> Files:
    """S + the order of the curve: the same equation, other bytes."""
    files = resigned(sealed())
    lines = files["checkpoints/3.txt"].split("\n")
    *before, said = lines[4].split(" ")
    raw = base64.b64decode(said)
    bent = raw[:-32] + (int.from_bytes(raw[-32:], "little") + ORDER).to_bytes(32, "little")
    lines[4] = " ".join([*before, base64.b64encode(bent).decode()])
    return files | {"checkpoints/3.txt": "\n".join(lines)}


def a_checkpoint_of_another_history() -> Files:
    files = resigned(sealed())
    text = checkpoint_text(sealed()[0]["record"], 5, bytes(32))
    return files | {
        "checkpoints/5.txt": note(text, BUREAU.sign(text), *(one.cosign(text, at=LATER) for one in FALSE))
    }


def a_previous_version_that_is_none() -> Files:
    return resigned(sealed(), previous=staged.everything()[1].files)


def no_draw_needed() -> Files:
    def change(rules: dict[str, Any]) -> None:
        rules["seed"]["least"] = 0

    return with_rules(change)


def digits_of_another_script() -> Files:
    lines = sealed()
    lines[3]["parts"][0][1] = "４０７"
    return resigned(lines)


def drawn_the_moment_of_the_root() -> Files:
    lines = sealed()
    lines[0]["seed"]["sources"][0]["drawn_at"] = lines[2]["at"]
    return resigned(lines)


def a_hidden_character() -> Files:
    def change(rules: dict[str, Any]) -> None:
        rules["text_zh"] = rules["text_zh"][:2] + "\u200b" + rules["text_zh"][2:]

    return with_rules(change)


def a_hidden_mark_in_the_name() -> Files:
    lines = sealed()
    lines[0]["record"] += "\ufeff"
    return resigned(lines)


def a_key_of_every_object() -> Files:
    return written(lambda log: log.replace('"items":[{', '"items":[{"__proto__":1,', 1))


def the_hour_twenty_four() -> Files:
    return written(lambda log: log.replace("T09:00:00+08:00", "T24:00:00+08:00"))


def the_thirtieth_of_february() -> Files:
    def change(rules: dict[str, Any]) -> None:
        rules["seed"]["sources"][0]["drawn_at"] = "2026-02-30T21:15:00+08:00"

    return with_rules(change)


def a_whole_number_with_a_point() -> Files:
    return written(lambda log: log.replace('"position":1}', '"position":1.0}', 1))


def a_minus_nothing() -> Files:
    return written(lambda log: log.replace('"version":1', '"version":-0', 1))


def a_mark_of_order_before_the_log() -> Files:
    return written(lambda log: "\ufeff" + log)


def lines_ended_otherwise() -> Files:
    return written(lambda log: log.replace("\n", "\r\n"))


ATTACKS: dict[Callable[[], Files], int | str] = {
    one_witness_twice: 0,
    its_own_witness: 0,
    a_key_of_nobody: 0,
    a_witness_of_nobody: 0,
    a_signature_bent: "checkpoints/3.txt",
    a_checkpoint_of_another_history: "checkpoints/5.txt",
    a_previous_version_that_is_none: "previous",
    no_draw_needed: 0,
    digits_of_another_script: 3,
    drawn_the_moment_of_the_root: 3,
    a_hidden_character: 0,
    a_hidden_mark_in_the_name: 0,
    a_key_of_every_object: 0,
    the_hour_twenty_four: 0,
    the_thirtieth_of_february: 0,
    a_whole_number_with_a_point: 4,
    a_minus_nothing: 0,
    a_mark_of_order_before_the_log: "log.jsonl",
    lines_ended_otherwise: "log.jsonl",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_is_refused_at_its_line_by_both(attack: Callable[[], Files], in_browser: Any):
    files = attack()
    with pytest.raises(verifier.Refused) as refusal:
        verifier.verify(files)
    assert refusal.value.where == ATTACKS[attack]
    assert in_browser(files).get("where") == ATTACKS[attack]


JOINT = {
    "one witness twice": [FALSE[0], replace(FALSE[0], name="university.example")],
    "its own witness": [replace(BUREAU, name="notary.example"), FALSE[1]],
    "a witness of nobody": [Anybody(FALSE[0].name, FALSE[0].secret), FALSE[1]],
}


@pytest.mark.parametrize("which", JOINT)
def test_false_keys_of_a_joint_record_are_refused_by_both(which: str, in_browser: Any):
    files = resigned(copy.deepcopy(joint.lines_of(0)), signers=JOINT[which])
    with pytest.raises(check_together.Refused) as refusal:
        check_together.check(files)
    assert refusal.value.where == 0
    assert in_browser(files).get("where") == 0


def test_posts_named_like_what_every_object_has_are_posts_like_any_other(tmp_path: Path, in_browser: Any):
    names = ["__proto__", "constructor", "toString", "hasOwnProperty"]
    (tmp_path / "people.csv").write_text("id,score\na,3\nb,2\nc,1\n", "utf-8")
    (tmp_path / "posts.csv").write_text("post,seats\n" + "".join(f"{one},1\n" for one in names), "utf-8")
    lists = "".join(f"{who},{' '.join(names[n:])}\n" for n, who in enumerate("abc"))
    (tmp_path / "choices.csv").write_text("id,choices\n" + lists, "utf-8")
    paths = [tmp_path / f"{one}.csv" for one in ("people", "posts", "choices")]
    done = place(*paths, tmp_path / "record")
    files = {at: text for at, text in read_folder(done.folder).items() if at.endswith((".jsonl", ".txt"))}
    verifier.verify(files)
    assert in_browser(files)["ok"]
    assert [post for _, _, post in sorted(done.results)] == names[:3]
