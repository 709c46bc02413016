"""What a sealed part holds is put back as files of our own account, and nothing else and nowhere else."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from rongyao.bureau.config.backups import restoring


def _tar(*members: tarfile.TarInfo) -> tarfile.TarFile:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
    packed.seek(0)
    return tarfile.open(fileobj=packed, mode="r|")


def _member(name: str, kind: bytes = tarfile.REGTYPE, **more: object) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.mode, made.mtime = kind, 0o777, 1_700_000_000
    made.size = 3 if kind == tarfile.REGTYPE else 0
    for key, value in more.items():
        setattr(made, key, value)
    return made


def _put(folder: Path, *members: tarfile.TarInfo) -> None:
    with _tar(*members) as tar:
        for member in tar:
            restoring._put(tar, member, folder)


def test_files_and_folders_come_back_with_their_day_for_their_owner_only(tmp_path: Path) -> None:
    _put(tmp_path, _member("papers", tarfile.DIRTYPE), _member("papers/ab/cd"), _member("fields.json"))
    for path in (tmp_path / "papers" / "ab" / "cd", tmp_path / "fields.json"):
        assert path.read_bytes() == b"xxx"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.stat().st_mtime == 1_700_000_000
    assert (tmp_path / "papers" / "ab").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "member",
    [
        _member("../outside"), _member("/tmp/outside"), _member("a/../../outside"),
        _member("link", tarfile.SYMTYPE, linkname="/etc/passwd"),
        _member("link", tarfile.LNKTYPE, linkname="fields.json"), _member("pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda member: f"{member.name}-{member.type.decode()}",
)  # fmt: skip
def test_whatever_is_no_file_of_ours_ends_the_restore(tmp_path: Path, member: tarfile.TarInfo) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    with pytest.raises(restoring.UnableToRestore, match="no file of ours"):
        _put(folder, member)
    assert list(folder.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
