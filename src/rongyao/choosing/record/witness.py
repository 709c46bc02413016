"""What a witness does: remember the last checkpoint it signed, and refuse any history that is not its continuation."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from rongyao.choosing.record import tree
from rongyao.choosing.record.log import Witnessing
from rongyao.choosing.record.notes import Signer, UnableToCosign, checkpoint_text
from rongyao.choosing.record.suites import Suite, suite


@dataclass
class Witness:
    """One witness: the notary office, the discipline commission, a university. ``seen``: origin → (size, head)."""

    signer: Signer
    suite: Suite
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def cosign(self, origin: str, hashes: list[bytes], proof: list[bytes] | None = None, *, at: int) -> str:
        """Sign the head of ``hashes``; with ``proof`` it is checked, without, the proof is computed from them."""
        size, head = len(hashes), tree.head(hashes, self.suite)
        known = self.seen.get(origin)
        if known:
            self._refuse_a_fork(known, (size, head), hashes, proof)
        self.seen[origin] = (size, head)
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
            raise UnableToCosign(
                f"another history than the one signed at {known[0]} lines: {problem}"
            ) from problem


def cosign_folder(folder: Path, signer: Signer, memory: Path, *, at: int) -> str:
    """Sign the last checkpoint of the record in ``folder`` (its file gets one line more), and remember it in ``memory``.

    Everything is computed again from the lines. Raises ``UnableToCosign`` where the lines are not those of the checkpoint,
    or not a continuation of what this witness signed before.
    """
    lines = (folder / "log.jsonl").read_bytes().splitlines()
    rules = json.loads(lines[0])
    note = folder / "checkpoints" / f"{len(lines)}.txt"
    if not note.is_file():
        raise UnableToCosign(f"{folder} has {len(lines)} lines and no checkpoint of them")
    known = json.loads(memory.read_text("utf-8")) if memory.exists() else {}
    seen = {origin: (size, bytes.fromhex(head)) for origin, (size, head) in known.items()}
    one, hashes = Witness(signer, suite(rules["suite"]), seen), suite(rules["suite"])
    text = note.read_text("utf-8")
    line = one.cosign(rules["record"], [hashes.leaf(data) for data in lines], at=at)
    size, head = one.seen[rules["record"]]
    if not text.startswith(checkpoint_text(rules["record"], size, head) + "\n"):
        raise UnableToCosign(f"{note.name} is not a checkpoint of these lines")
    memory.write_text(json.dumps({name: [n, root.hex()] for name, (n, root) in one.seen.items()}), "utf-8")
    note.write_text(_in_order(text, line, [one["name"] for one in rules["keys"]["witnesses"]]), "utf-8")
    return line


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


def as_witnessed(note: str) -> Witnessing:
    """Give the co-signatures of a checkpoint that was witnessed before, to the very same text; nothing to any other."""
    body, _, tail = note.partition("\n\n")
    lines = [f"{one}\n" for one in tail.splitlines()[1:]]

    def witnessing(text: str, _hashes: list[bytes]) -> list[str]:
        if text.split("\n")[1] == body.split("\n")[1] and text != body + "\n":
            raise UnableToCosign(
                "the files, the settings or the time are not those whose root the witnesses signed"
            )
        return lines if text == body + "\n" else []

    return witnessing
