"""RFC 6962 Merkle trees over hashes already taken, with inclusion and consistency proofs.

Hashes come in as leaf hashes: an entry is hashed by ``Suite.leaf`` before it comes here.
"""

from collections.abc import Sequence

from rongyao.choosing.record.suites import Suite


class UnableToProve(ValueError):
    """A proof does not lead to the root it claims to lead to."""


def head(hashes: Sequence[bytes], suite: Suite) -> bytes:
    """The tree head; of nothing, the hash of nothing."""
    if not hashes:
        return suite.digest(b"")
    level = list(hashes)
    node = suite.node
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [node(a, b) for a, b in pairs] + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def levels(hashes: Sequence[bytes], suite: Suite) -> list[bytes]:
    """All levels of the tree, so that many paths cost one building; each level joined, a third of the memory of a list."""
    new, level = suite.new, b"".join(hashes)
    result = [level]
    while len(level) > 32:
        whole = len(level) // 64 * 64
        pairs = [new(b"\x01" + level[at : at + 64]).digest() for at in range(0, whole, 64)]
        level = b"".join(pairs) + level[whole:]
        result.append(level)
    return result


def path(built: list[bytes], index: int) -> list[bytes]:
    """The siblings from entry ``index`` upwards: its inclusion proof in the whole tree."""
    siblings = []
    for level in built[:-1]:
        at = (index ^ 1) * 32
        siblings.append(level[at : at + 32])
        index >>= 1
    return [one for one in siblings if one]


def split(size: int) -> int:
    """The largest power of two below ``size`` (size ≥ 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def check_inclusion(
    *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes, suite: Suite
) -> None:
    """Raise ``UnableToProve`` unless ``leaf`` is entry ``index`` of the tree of ``size`` with head ``root``."""
    if not 0 <= index < size:
        raise UnableToProve(f"there is no entry {index} in a tree of {size}")
    if len(leaf) != 32:
        raise UnableToProve("the leaf hash is not 32 bytes long")
    found, rest = _climb(index, size, leaf, list(proof), suite)
    if rest or found != root:
        raise UnableToProve("the inclusion proof does not lead to the root")


def _climb(index: int, size: int, leaf: bytes, proof: list[bytes], suite: Suite) -> tuple[bytes, list[bytes]]:
    last = size - 1
    while last:
        if index % 2 or index < last:
            sibling, proof = _take(proof)
            leaf = suite.node(sibling, leaf) if index % 2 else suite.node(leaf, sibling)
        index, last = index >> 1, last >> 1
    return leaf, proof


def _take(proof: list[bytes]) -> tuple[bytes, list[bytes]]:
    if not proof:
        raise UnableToProve("the proof is too short")
    if len(proof[0]) != 32:
        raise UnableToProve("a hash of the proof is not 32 bytes long")
    return proof[0], proof[1:]


def consistency(hashes: Sequence[bytes], earlier: int, suite: Suite) -> list[bytes]:
    """The proof that the first ``earlier`` entries are the tree that was signed then."""
    return [] if earlier in (0, len(hashes)) else _sub_proof(hashes, earlier, suite, True)


def _sub_proof(hashes: Sequence[bytes], earlier: int, suite: Suite, whole: bool) -> list[bytes]:
    if earlier == len(hashes):
        return [] if whole else [head(hashes, suite)]
    cut = split(len(hashes))
    if earlier <= cut:
        return [*_sub_proof(hashes[:cut], earlier, suite, whole), head(hashes[cut:], suite)]
    return [*_sub_proof(hashes[cut:], earlier - cut, suite, False), head(hashes[:cut], suite)]


def check_consistency(
    *, sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes], suite: Suite
) -> None:
    """Raise ``UnableToProve`` unless the tree of ``sizes[1]`` continues the tree of ``sizes[0]`` (RFC 9162, 2.1.4.2)."""
    first, second = sizes
    if not 0 <= first <= second:
        raise UnableToProve(f"a tree of {second} cannot continue a tree of {first}")
    if first == second or first == 0:
        return _check_trivial(first, second, roots, proof, suite)
    start = [roots[0], *proof] if first & (first - 1) == 0 else list(proof)
    old, new = _climb_both(first - 1, second - 1, start, suite)
    if (old, new) != roots:
        raise UnableToProve("the consistency proof does not lead to both roots")
    return None


def _check_trivial(
    first: int, second: int, roots: tuple[bytes, bytes], proof: Sequence[bytes], suite: Suite
) -> None:
    if proof:
        raise UnableToProve("the proof should be empty")
    if first == second and roots[0] != roots[1]:
        raise UnableToProve("two different roots of one size")
    if first == 0 and second:
        raise UnableToProve("the empty tree is continued by every tree: this proves nothing")
    if first == 0 and roots[0] != suite.digest(b""):
        raise UnableToProve("the root of the empty tree is not the hash of nothing")


def _climb_both(low: int, high: int, proof: list[bytes], suite: Suite) -> tuple[bytes, bytes]:
    while low % 2:
        low, high = low >> 1, high >> 1
    old, proof = _take(proof)
    new = old
    while high:
        if low % 2 or low == high:
            sibling, proof = _take(proof)
            old, new = suite.node(sibling, old), suite.node(sibling, new)
            low, high = _skip_zeros(low, high)
        else:
            sibling, proof = _take(proof)
            new = suite.node(new, sibling)
        low, high = low >> 1, high >> 1
    if proof:
        raise UnableToProve("the consistency proof is too long")
    return old, new


def _skip_zeros(low: int, high: int) -> tuple[int, int]:
    while low and not low % 2:
        low, high = low >> 1, high >> 1
    return low, high
