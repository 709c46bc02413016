"""What a witness does: remember the last checkpoint it signed, and refuse any history that is not its continuation."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rongyao.choosing.record import tree
from rongyao.choosing.record.log import Witnessing
from rongyao.choosing.record.notes import Signer, UnableToCosign, checkpoint_text, cosigned_at, signed_by
from rongyao.choosing.record.suites import Suite, suite


@dataclass
class Witness:
    """One witness: the notary office, the discipline commission, a university. ``seen``: log → (size, head); a log is known by its
    origin, and from version 2 on by origin and version: a correction begins a log of its own."""

    signer: Signer
    suite: Suite
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def cosign(
        self, origin: str, hashes: list[bytes], proof: list[bytes] | None = None, *, at: int, log: str = ""
    ) -> str:
        """Sign the head of ``hashes``; with ``proof`` it is checked, without, the proof is computed from them."""
        size, head = len(hashes), tree.head(hashes, self.suite)
        known = self.seen.get(log or origin)
        if known:
            self._refuse_a_fork(known, (size, head), hashes, proof)
        self.seen[log or origin] = (size, head)
        return self.signer.cosign(checkpoint_text(origin, size, head), at=at)

    def _refuse_a_fork(
        self, known: tuple[int, bytes], new: tuple[int, bytes], hashes: list[bytes], proof: list[bytes] | None
    ) -> None:
        if new[0] < known[0]:
            raise UnableToCosign(f"{new[0]} lines now, {known[0]} when last signed: lines are missing")
        steps = tree.consistency(hashes, known[0], self.suite) if proof is None else proof
        try:
            tree.check_consistency(
                sizes=(known[0], new[0]), roots=(known[1], new[1]), proof=steps, suite=self.suite
            )
        except tree.UnableToProve as problem:
            raise UnableToCosign(f"another history than the one signed at {known[0]} lines") from problem


@dataclass(frozen=True)
class Signed:
    """What a witness has just signed: the record, so many lines, its root over so many people, and the signature line."""

    record: str
    size: int
    people: int
    root: str
    line: str


def cosign_folder(folder: Path, signer: Signer, memory: Path, *, at: int) -> Signed:
    """Sign the last checkpoint of the record in ``folder`` (its file gets one line more), and remember it in ``memory``.

    Everything is computed again from the lines. Raises ``UnableToCosign`` where the lines are not those of the checkpoint, where
    the bureau did not sign it, where RULES does not name this witness with this key, where it is the root and a draw is over, or
    where it is not a continuation of what this witness signed before.
    """
    record = Folder(folder)
    note = folder / "checkpoints" / f"{len(record.lines)}.txt"
    if not note.is_file():
        raise UnableToCosign(f"{folder} has {len(record.lines)} lines and no checkpoint of them")
    record.check_witness(signer)
    record.check_time(at)
    one = Witness(signer, record.suite, remembered(memory))
    text = note.read_bytes().decode("utf-8", "replace")
    record.check_superseded(one.seen)
    line = one.cosign(
        record.origin,
        [record.suite.leaf(data) for data in record.lines],
        at=at,
        log=record.log(record.version),
    )
    size, head = one.seen[record.log(record.version)]
    record.check_note(text, checkpoint_text(record.origin, size, head), note.name)
    again = json.dumps({name: [n, root.hex()] for name, (n, root) in one.seen.items()})
    written = _in_order(text, line, [one["name"] for one in record.rules["keys"]["witnesses"]])
    _replace(memory, again)
    _replace(note, written)
    return Signed(record.origin, size, record.root["people"], record.root["root"], line)


class Folder:
    """The lines of a record, as far as a witness reads them; anything malformed raises ``UnableToCosign``."""

    def __init__(self, folder: Path) -> None:
        raw = (folder / "log.jsonl").read_bytes()
        if b"\r\n" in raw:
            raise UnableToCosign(
                "log.jsonl: its line ends were changed to CRLF in copying; take the file as it was published"
            )
        self.lines = raw.split(b"\n")[:-1]
        try:
            self.rules, self.root = json.loads(self.lines[0]), json.loads(self.lines[2])
            self.origin, self.suite = str(self.rules["record"]), suite(self.rules["suite"])
            self.keys = {one["name"]: bytes.fromhex(one["key"]) for one in self.rules["keys"]["witnesses"]}
            bureau = self.rules["keys"]["bureau"]
            self.bureau = (bureau["name"], bytes.fromhex(bureau["key"]))
            self.version = int(self.rules["version"])
            said = (self.rules.get("supersedes") or [{"size": 0, "head": ""}])[0]
            self.superseded = (int(said["size"]), bytes.fromhex(said["head"]))
            self.draws = [moment(one["drawn_at"]) for one in self.rules["seed"]["sources"]]
            fine = raw.endswith(b"\n") and isinstance(self.root["people"], int) and self.root["root"]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            fine = False
        if not fine:
            raise UnableToCosign(
                f"{folder} is no record: its log.jsonl does not begin with rules, posts and root"
            )

    def log(self, version: int) -> str:
        return self.origin if version == 1 else f"{self.origin} {version}"

    def check_superseded(self, seen: Mapping[str, tuple[int, bytes]]) -> None:
        """A correction takes the place of what was signed, and of nothing else."""
        before = seen.get(self.log(self.version - 1))
        if before and before != self.superseded:
            raise UnableToCosign(
                f"version {self.version} does not take the place of what was signed last of version {self.version - 1}"
            )

    def check_witness(self, signer: Signer) -> None:
        if signer.name not in self.keys:
            raise UnableToCosign(f"{signer.name}: RULES names no such witness")
        if self.keys[signer.name] != signer.public:
            raise UnableToCosign(
                f"{signer.name}: RULES gives another public key; this is not the right key file"
            )

    def check_time(self, at: int) -> None:
        """A root that is signed after the draw proves nothing, and every verifier refuses it."""
        first = (
            min(self.draws, default=None)
            if len(self.lines) == 3 and self.version == 1 and not self.rules["seed"]["rehearsal"]
            else None
        )
        if first is not None and at >= first:
            raise UnableToCosign(
                "the draw is over: a root that is signed now could have been made to suit it"
            )

    def check_note(self, note: str, text: str, name: str) -> None:
        if not note.startswith(text + "\n"):
            raise UnableToCosign(f"{name} is not a checkpoint of these lines")
        who, key = self.bureau
        first = note[len(text) + 1 :].split("\n")[0]
        if not signed_by(first, who, key, text):
            raise UnableToCosign(f"{name}: the bureau's signature does not hold")


def moment(said: str) -> float:
    return dt.datetime.fromisoformat(said).timestamp()


def remembered(memory: Path) -> dict[str, tuple[int, bytes]]:
    """What the witness signed last, by record; nothing where there is no file yet. A file that cannot be read is not nothing."""
    if not memory.exists():
        return {}
    try:
        known = json.loads(memory.read_text("utf-8"))
        return {origin: (int(size), bytes.fromhex(head)) for origin, (size, head) in known.items()}
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise UnableToCosign(
            f"{memory} cannot be read: it remembers what was signed, and without it a second history goes unseen"
        ) from problem


def _replace(path: Path, text: str) -> None:
    """The whole file or the old one: never half of it."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(text.encode())
    draft.replace(path)


def _in_order(text: str, line: str, names: list[str]) -> str:
    """The note with one witness's line more, in the order of RULES; a line of the same witness is replaced."""
    body, _, tail = text.partition("\n\n")
    bureau, *others = tail.splitlines()
    signed = {one.split(" ")[1]: one for one in [*others, line.rstrip("\n")]}
    strangers = sorted(set(signed) - set(names))
    if strangers:
        raise UnableToCosign(f"{', '.join(strangers)}: RULES names no such witness")
    kept = [bureau, *(signed[name] for name in names if name in signed)]
    return body + "\n\n" + "".join(f"{one}\n" for one in kept)


class Named(Protocol):
    """What the rules of a round say of witnesses and draws."""

    @property
    def witnesses(self) -> tuple[dict[str, str], ...]: ...
    @property
    def least_witnesses(self) -> int: ...
    @property
    def sources(self) -> tuple[dict[str, Any], ...]: ...


def witnessed_root(folder: Path | None, rules: Named, *, is_root_only: bool) -> Witnessing | None:
    """The co-signatures under the root in ``folder``, given to the very same text and nothing to any other.

    Raises ``UnableToCosign`` where the rules ask for witnesses and not enough of them have signed before the draw: a record made
    so would be refused by every verifier.
    """
    if folder is None:
        if rules.least_witnesses and not is_root_only:
            raise UnableToCosign(
                f"the settings ask for {rules.least_witnesses} witnesses: run with --root-only, let them sign, then give that "
                "folder with --witnessed"
            )
        return None
    path = folder / "checkpoints" / "3.txt"
    if not path.is_file():
        raise UnableToCosign(f"{folder} is no root for witnesses: it has no checkpoints/3.txt")
    note = path.read_bytes().decode("utf-8", "replace")
    _check_signed(note, rules)
    return as_witnessed(note)


def _check_signed(note: str, rules: Named) -> None:
    body, _, tail = note.partition("\n\n")
    first = min((moment(one["drawn_at"]) for one in rules.sources), default=None)
    lines = {line.split(" ")[1]: line for line in tail.splitlines()[1:] if line.count(" ") == 2}
    signed = 0
    for one in rules.witnesses:
        if one["name"] not in lines:
            continue
        time = cosigned_at(lines[one["name"]], one["name"], bytes.fromhex(one["key"]), body + "\n")
        if time is None:
            raise UnableToCosign(f"the signature of {one['name']} under the root does not hold")
        if first is not None and time >= first:
            raise UnableToCosign(f"{one['name']} signed the root only after a draw")
        signed += 1
    if signed < rules.least_witnesses:
        raise UnableToCosign(
            f"{signed} witnesses have signed the root, the settings ask for {rules.least_witnesses}"
        )


def as_witnessed(note: str) -> Witnessing:
    """Give the co-signatures of a checkpoint that was witnessed before, to the very same text; nothing to any other."""
    body, _, tail = note.partition("\n\n")
    lines = [f"{one}\n" for one in tail.splitlines()[1:]]

    def witnessing(text: str, _hashes: list[bytes]) -> list[str]:
        if text.split("\n")[1] == body.split("\n")[1] and text != body + "\n":
            raise UnableToCosign(
                "the files, the settings, the secret, the time or the program are not those whose root the witnesses signed"
            )
        return lines if text == body + "\n" else []

    return witnessing
