"""RFC 6962: the published vectors, good and malformed, and the tree's own properties."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.choosing.record import tree
from rongyao.choosing.record.suites import suite
from rongyao.choosing.verify import rongyao_verify as verifier

VECTORS = json.loads((Path(__file__).parent / "rfc6962/vectors.json").read_text())
SHA = suite("sha256")


def raw(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def proof(vector: dict[str, Any]) -> list[bytes]:
    return [raw(one) for one in vector["proof"] or []]


def entries(count: int) -> list[bytes]:
    return [SHA.leaf(bytes([number % 256, number // 256])) for number in range(count)]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda vector: vector["name"])
def test_inclusion_vectors(vector: dict[str, Any]):
    def check() -> None:
        tree.check_inclusion(
            index=vector["leafIdx"], size=vector["treeSize"], leaf=raw(vector["leafHash"]),
            proof=proof(vector), root=raw(vector["root"]), suite=SHA,
        )  # fmt: skip

    if vector["wantErr"]:
        with pytest.raises(tree.UnableToProve):
            check()
    else:
        check()


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda vector: vector["name"])
def test_inclusion_vectors_by_the_paths_of_the_verifier(vector: dict[str, Any]):
    index, size, found = vector["leafIdx"], vector["treeSize"], raw(vector["leafHash"])
    fits = 0 <= index < size and len(found) == 32
    sides = verifier.turns_of_path(index, size) if fits else []
    siblings = proof(vector)
    fits = fits and len(sides) == len(siblings)
    for left, sibling in zip(sides, siblings, strict=fits):
        found = SHA.node(sibling, found) if left else SHA.node(found, sibling)
    assert (fits and found == raw(vector["root"])) != vector["wantErr"]


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda vector: vector["name"])
def test_consistency_vectors(vector: dict[str, Any]):
    def check() -> None:
        sizes, roots = (vector["size1"], vector["size2"]), (raw(vector["root1"]), raw(vector["root2"]))
        tree.check_consistency(sizes=sizes, roots=roots, proof=proof(vector), suite=SHA)

    if vector["wantErr"]:
        with pytest.raises(tree.UnableToProve):
            check()
    else:
        check()


@given(st.integers(1, 200), st.data())
def test_every_path_leads_to_the_head(size: int, data: st.DataObject):
    hashes, index = entries(size), data.draw(st.integers(0, size - 1))
    path = tree.path(tree.levels(hashes, SHA), index)
    head = tree.head(hashes, SHA)
    tree.check_inclusion(index=index, size=size, leaf=hashes[index], proof=path, root=head, suite=SHA)
    with pytest.raises(tree.UnableToProve):
        tree.check_inclusion(index=index, size=size, leaf=b"x" * 32, proof=path, root=head, suite=SHA)


@given(st.integers(1, 200), st.data())
def test_every_prefix_is_consistent_with_the_whole(size: int, data: st.DataObject):
    earlier = data.draw(st.integers(1, size))
    hashes = entries(size)
    roots = (tree.head(hashes[:earlier], SHA), tree.head(hashes, SHA))
    steps = tree.consistency(hashes, earlier, SHA)
    tree.check_consistency(sizes=(earlier, size), roots=roots, proof=steps, suite=SHA)


@given(st.integers(0, 300))
def test_chooser_and_verifier_agree_on_every_head(size: int):
    assert tree.head(entries(size), SHA) == verifier.Suite("sha256", 0).head(entries(size))


def test_sm3_is_the_standard_hash_of_abc():
    # GB/T 32905-2016, appendix A.1
    known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert suite("sm3").digest(b"abc").hex() == known


def test_an_unknown_suite_is_refused():
    with pytest.raises(ValueError, match="no suite"):
        suite("md5")
