"""A sealed stream opens to what was written, and to nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.config.backups import sealing
from rongyao.bureau.config.backups.sealing import Secret, UnableToReadKey, UnableToUnseal

MASTER = bytes(range(32))


def _sealed(tmp_path: Path, plain: bytes, part: str = "files.sealed", master: bytes = MASTER) -> bytes:
    path = tmp_path / "part"
    with path.open("wb") as file:
        out = sealing.Sealing(file, master, part)
        for start in range(0, len(plain), 7):
            out.write(plain[start : start + 7])
        out.close()
        assert out.plain == len(plain)
        assert out.written == path.stat().st_size
    return path.read_bytes()


def _opened(sealed: bytes, part: str = "files.sealed", master: bytes = MASTER) -> bytes:
    return b"".join(sealing.unsealed(io.BytesIO(sealed), master, part))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@settings(max_examples=60, deadline=None)
@given(plain=st.binary(max_size=80))
def test_what_went_in_comes_out_whatever_its_length(folder: Path, plain: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "CHUNK", 16)
        assert _opened(_sealed(folder, plain)) == plain


@settings(max_examples=100, deadline=None)
@given(plain=st.binary(min_size=1, max_size=80), data=st.data())
def test_one_changed_bit_or_a_cut_anywhere_is_refused(
    folder: Path, plain: bytes, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "CHUNK", 16)
        sealed = _sealed(folder, plain)
        place = data.draw(st.integers(0, len(sealed) - 1))
        flipped = bytearray(sealed)
        flipped[place] ^= 1 << data.draw(st.integers(0, 7))
        for broken in (bytes(flipped), sealed[:place]):
            with pytest.raises(UnableToUnseal):
                _opened(broken)


@pytest.mark.usefixtures("small_chunks")
def test_chunks_cannot_change_places_be_left_out_or_come_from_another_part(tmp_path: Path) -> None:
    sealed = _sealed(tmp_path, b"a" * 16 + b"b" * 16 + b"c" * 5)
    first, second, last = sealed[:32], sealed[32:64], sealed[64:]
    assert _opened(first + second + last) == b"a" * 16 + b"b" * 16 + b"c" * 5
    for broken in (second + first + last, first + last, first + second, first + second + last + last):
        with pytest.raises(UnableToUnseal):
            _opened(broken)
    with pytest.raises(UnableToUnseal):
        _opened(sealed, part="keys.sealed")
    with pytest.raises(UnableToUnseal):
        _opened(sealed, master=bytes(32))


def test_two_backups_under_one_secret_have_different_keys() -> None:
    secret = Secret("file", b"k" * 32)
    assert secret.master(secret.new_derivation()) != secret.master(secret.new_derivation())


def test_a_passphrase_opens_again_and_a_cost_from_elsewhere_is_refused() -> None:
    secret = Secret.of_passphrase("一条大河波浪宽风吹稻花香")
    derivation = secret.new_derivation()
    assert secret.master(derivation) == secret.master(dict(derivation))
    with pytest.raises(UnableToUnseal, match="more work"):
        secret.master(derivation | {"n": 2**30})
    with pytest.raises(UnableToUnseal, match="a passphrase"):
        Secret("file", b"k" * 32).master(derivation)


def test_a_short_passphrase_and_a_file_that_is_no_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadKey, match="twelve"):
        Secret.of_passphrase("short")
    (tmp_path / "key").write_text("not hex")
    with pytest.raises(UnableToReadKey, match="no backup key"):
        Secret.of_file(tmp_path / "key")
    with pytest.raises(UnableToReadKey, match="no backup key"):
        Secret.of_file(tmp_path / "nowhere")


def test_a_key_file_is_its_owners_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "backup.key"
    sealing.write_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(Secret.of_file(path).value) == 32
    with pytest.raises(FileExistsError):
        sealing.write_key(path)
