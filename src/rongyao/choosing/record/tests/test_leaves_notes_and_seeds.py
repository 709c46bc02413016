"""Commitments, signed notes, witnesses and the seed."""

import random

import pytest

from rongyao.choosing.record import seeds, tree
from rongyao.choosing.record.leaves import Nonces, PersonLeaf
from rongyao.choosing.record.log import Log, UnableToWriteRecord, read_folder, write_folder
from rongyao.choosing.record.notes import Signer, UnableToCosign
from rongyao.choosing.record.suites import suite
from rongyao.choosing.record.witness import Witness
from rongyao.choosing.verify import rongyao_verify as verifier

SHA = suite("sha256")
FIELDS = [("standing", [0, 7500]), ("list", ["P1"]), ("tie.months", 24), ("post.P1", 1), ("post.P2", 0)]
RECIPE = {
    "rehearsal": 0, "least": 1,
    "sources": [{"id": "3d", "digits": 3, "required": 1}, {"id": "beacon", "digits": 5, "required": 0}],
}  # fmt: skip


def leaf(seed: int = 1, fields: list[tuple[str, object]] = FIELDS) -> PersonLeaf:
    rng = random.Random(seed)
    return PersonLeaf(fields, Nonces(rng.randbytes(32), rng.randbytes(32)), SHA)


def test_either_nonce_alone_changes_the_leaf():
    one = leaf().nonces
    for other in (Nonces(b"0" * 32, one.person), Nonces(one.bureau, b"0" * 32)):
        assert PersonLeaf(FIELDS, other, SHA).commitment != leaf().commitment


def test_fresh_nonces_are_never_the_same_twice():
    assert len({Nonces.fresh().salt(SHA) for _ in range(100)}) == 100


def test_an_opening_shows_one_field_and_no_other_value_or_salt():
    opened = leaf().open("post.P1")
    assert opened[:2] == ["post.P1", 1]
    others = [leaf().open(name) for name, _ in FIELDS if name != "post.P1"]
    assert all(other[2] != opened[2] and other[2] not in opened[3] for other in others)


def test_the_same_fields_under_other_nonces_have_nothing_in_common():
    mine, other = leaf(1).open("standing"), leaf(2).open("standing")
    assert mine[1] == other[1]
    assert mine[2:] != other[2:]
    assert not {mine[3][at : at + 64] for at in (0, 64)} & {other[3][at : at + 64] for at in (0, 64)}


def test_ed25519_of_the_verifier_agrees_with_the_library():
    rng = random.Random(3)
    for _ in range(12):
        signer, message = Signer("x", rng.randbytes(32)), rng.randbytes(rng.randint(0, 200))
        payload = Signer("x", signer.secret)._line(b"\x01", b"", message)
        signature = verifier.base64.b64decode(payload.split()[2])[4:]
        assert verifier.ed25519(signer.public, message, signature)
        for spoiled in (
            message + b"x",
            signature[:-1] + bytes([signature[-1] ^ 1]),
            bytes([signature[0] ^ 1]) + signature[1:],
        ):
            first = spoiled if len(spoiled) != 64 else message
            second = spoiled if len(spoiled) == 64 and spoiled != message else signature
            assert not verifier.ed25519(signer.public, first, second) or (first, second) == (
                message,
                signature,
            )


def test_ed25519_refuses_a_signature_shifted_by_the_order_of_the_group():
    signer = Signer("x", b"s" * 32)
    signature = verifier.base64.b64decode(signer._line(b"\x01", b"", b"m").split()[2])[4:]
    shifted = int.from_bytes(signature[32:], "little") + verifier._L
    assert verifier.ed25519(signer.public, b"m", signature)
    assert not verifier.ed25519(signer.public, b"m", signature[:32] + shifted.to_bytes(32, "little"))


def test_rfc_8032_test_vector_2_holds():
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verifier.ed25519(key, b"\x72", signature)


def log_of(*words: str) -> Log:
    log = Log("city/record", SHA)
    for word in words:
        log.append("TEST", at="2026-11-24T09:00:00+08:00", word=word)
    return log


def test_a_witness_signs_a_continuation_and_refuses_a_fork_or_a_shorter_log():
    witness = Witness(Signer("notary", b"n" * 32), SHA)
    witness.cosign("city/record", log_of("a", "b").hashes, at=1)
    with pytest.raises(UnableToCosign, match="another history"):
        witness.cosign("city/record", log_of("a", "x", "c").hashes, at=2)
    with pytest.raises(UnableToCosign, match="missing"):
        witness.cosign("city/record", log_of("a").hashes, at=2)
    witness.cosign("city/record", log_of("a", "b", "c").hashes, at=3)
    assert witness.seen["city/record"][0] == 3


def test_a_witness_checks_the_proof_it_is_given():
    witness = Witness(Signer("notary", b"n" * 32), SHA)
    witness.cosign("city/record", log_of("a", "b").hashes, at=1)
    longer = log_of("a", "b", "c").hashes
    with pytest.raises(UnableToCosign):
        witness.cosign("city/record", longer, [b"0" * 32], at=2)
    witness.cosign("city/record", longer, tree.consistency(longer, 2, SHA), at=2)


def test_the_seed_needs_every_required_source_in_its_number_of_digits():
    assert seeds.parts_by_recipe(RECIPE, {"3d": "407"}) == [["3d", "407"], ["beacon", ""]]
    for draws in (
        {},
        {"3d": "40"},
        {"3d": "４０７"},
        {"3d": "40x"},
        {"3d": "407", "beacon": "1"},
        {"3d": "407", "moon": "1"},
    ):
        with pytest.raises(seeds.UnableToSeed):
            seeds.parts_by_recipe(RECIPE, draws)


def test_an_unreachable_beacon_is_omitted_in_the_open_and_changes_the_seed():
    without = seeds.parts_by_recipe(RECIPE, {"3d": "407"})
    with_it = seeds.parts_by_recipe(RECIPE, {"3d": "407", "beacon": "12345"})
    assert seeds.seed(b"r" * 32, without, SHA) != seeds.seed(b"r" * 32, with_it, SHA)


def test_too_few_draws_give_no_seed():
    optional = RECIPE | {"sources": [dict(one, required=0) for one in RECIPE["sources"]]}
    with pytest.raises(seeds.UnableToSeed, match="at least 1"):
        seeds.parts_by_recipe(optional, {})


def test_a_record_is_never_written_over_another(tmp_path):
    write_folder({"log.jsonl": "{}\n"}, tmp_path / "record")
    with pytest.raises(UnableToWriteRecord):
        write_folder({"log.jsonl": "{}\n"}, tmp_path / "record")
    assert read_folder(tmp_path / "record") == {"log.jsonl": "{}\n"}
