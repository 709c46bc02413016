"""What a witness does: remember the last checkpoint it signed, and refuse any history that is not its continuation."""

from dataclasses import dataclass, field

from rongyao.choosing.record import tree
from rongyao.choosing.record.notes import Signer, UnableToCosign, checkpoint_text
from rongyao.choosing.record.suites import Suite


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
