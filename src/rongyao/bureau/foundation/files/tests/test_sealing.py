"""Sealed files: open to the same bytes, and to nothing when a bit, an order or an end was changed."""

from __future__ import annotations

import io
import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongyao.bureau.foundation.files.sealing import CHUNK, TAG, opened, seal
from rongyao.bureau.foundation.secrets.rules import KeyRing, UnableToOpen

RING = KeyRing("k1", {"k1": secrets.token_bytes(32)}, secrets.token_bytes(32))
SAME_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)


def sealed(tmp_path, body: bytes, ring: KeyRing = RING):
    target = tmp_path / "aa" / "paper"
    seal(io.BytesIO(body), target, ring)
    return target


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_was_sealed_opens_to_the_same_bytes(tmp_path, size: int) -> None:
    body = secrets.token_bytes(size)
    path = sealed(tmp_path, body)
    assert b"".join(opened(path, RING)) == body
    assert size < 16 or body[:16] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@SAME_FOLDER
@given(st.integers(min_value=0, max_value=2 * CHUNK + 100), st.integers(min_value=0, max_value=7))
def test_one_changed_bit_anywhere_and_it_does_not_open(tmp_path, at: int, bit: int) -> None:
    path = sealed(tmp_path, b"x" * (2 * CHUNK))
    body = bytearray(path.read_bytes())
    body[at % len(body)] ^= 1 << bit
    path.write_bytes(body)
    with pytest.raises(UnableToOpen):
        b"".join(opened(path, RING))


def test_a_file_cut_at_a_chunk_or_with_chunks_exchanged_does_not_open(tmp_path) -> None:
    path = sealed(tmp_path, b"a" * CHUNK + b"b" * CHUNK + b"c" * 10)
    whole = path.read_bytes()
    head = len(whole) - 2 * (CHUNK + TAG) - (10 + TAG)
    first, second = whole[head : head + CHUNK + TAG], whole[head + CHUNK + TAG : head + 2 * (CHUNK + TAG)]
    for spoilt in (
        whole[: head + CHUNK + TAG],
        whole[:head] + second + first + whole[head + 2 * (CHUNK + TAG) :],
    ):
        path.write_bytes(spoilt)
        with pytest.raises(UnableToOpen):
            b"".join(opened(path, RING))


def test_an_old_file_opens_after_the_key_was_changed_and_not_without_its_key(tmp_path) -> None:
    path = sealed(tmp_path, b"old")
    turned = KeyRing("k2", {"k1": RING.keys["k1"], "k2": secrets.token_bytes(32)}, RING.index)
    assert b"".join(opened(path, turned)) == b"old"
    with pytest.raises(UnableToOpen):
        b"".join(opened(path, KeyRing("k2", {"k2": turned.keys["k2"]}, RING.index)))


def test_the_same_bytes_sealed_twice_look_different(tmp_path) -> None:
    first = sealed(tmp_path, b"same").read_bytes()
    assert first != sealed(tmp_path, b"same").read_bytes()


def test_a_write_that_fails_leaves_nothing(tmp_path) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: int) -> bytes:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        seal(Broken(), tmp_path / "aa" / "paper", RING)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
