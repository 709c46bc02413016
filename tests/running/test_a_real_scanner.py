"""Papers shown to a real clamd, with signatures of our own making. Skipped, saying so, where no clamd is installed.

To run it on Debian: ``apt-get install clamav-daemon``. Nothing is downloaded: the tables lie in a temporary folder.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.files import jobs, scanning
from rongyao.bureau.foundation.files.actions import ending, keeping, opening
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.registrations import Place
from rongyao.bureau.foundation.files.tests.made import EICAR, docx, jpg, pdf

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    CLAMD is None,
    reason="no clamd on this machine: install Debian's clamav-daemon to show papers to a real scanner",
)
MARK = b"rongyao-made-up-sign-of-harm"
SCANNER = Actor.system("scanner")
# What a bureau's clamd is told as well (docs/howto/install.md): a part too large to be looked at is no clean paper.
SETTINGS = """LocalSocket {folder}/ctl
DatabaseDirectory {folder}
Foreground yes
FixStaleSocket yes
LogFile {folder}/log
AlertExceedsMax yes
MaxFileSize {most}
MaxScanSize {most}
StreamMaxLength 25M
"""


@dataclass
class Clamd:
    """A clamd that may be stopped and started again."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(CLAMD), f"--config-file={self.folder / 'clamd.conf'}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 60
        while not scanning.version():
            if self.process.poll() is not None or time.monotonic() > ends:
                pytest.fail("clamd did not start:\n" + (self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(30)


def _tables(folder: Path) -> None:
    """A phrase anywhere in any file, and the common test file by its hash and size."""
    (folder / "own.ndb").write_text(f"Rongyao.Test.Phrase:0:*:{MARK.hex()}\n")
    (folder / "own.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Rongyao.Test.Eicar\n")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # A socket's path is at most 107 bytes, so it is not pytest's own folder.
    with tempfile.TemporaryDirectory(prefix="clamd-", dir="/tmp") as name:
        made = Path(name)
        _tables(made)
        (made / "clamd.conf").write_text(SETTINGS.format(folder=made, most="8M"))
        yield made


@pytest.fixture
def clamd(folder: Path, settings, tmp_path: Path) -> Iterator[Clamd]:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.RONGYAO_CLAMD = f"unix://{folder / 'ctl'}"
    one = Clamd(folder)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def hand_in(cast, clamd):
    """Hand a paper in for veteran Chen and let the worker's job run, as it does a moment later."""
    place = Place(f"registry.person:{cast.chen.pk}", cast.chen.pk, cast.chen.path, "陈卫国", "/")

    def hand(name: str, body: bytes) -> KeptFile:
        row = keeping.keep(by=cast.actor(cast.lin), place=place, name=name, body=body)
        jobs.scan(row.pk)
        row.refresh_from_db()
        return row

    return hand


def test_a_clean_paper_passes(hand_in, cast) -> None:
    row = hand_in("退伍证.jpg", jpg())
    assert (row.state, row.scan_words) == ("clean", "")
    assert opening.look(by=cast.actor(cast.lin), file=row).is_open
    assert Event.objects.filter(verb="file.found_clean").count() == 1


@pytest.mark.parametrize(
    ("name", "body", "found"),
    [
        ("证明.pdf", pdf(b"%" + MARK), "Rongyao.Test.Phrase.UNOFFICIAL"),
        ("证明.docx", docx({"word/note.xml": b"<w>" + MARK + b"</w>"}), "Rongyao.Test.Phrase.UNOFFICIAL"),
        ("附件.docx", docx({"word/media/a.bin": EICAR}), "Rongyao.Test.Eicar.UNOFFICIAL"),
    ],
    ids=["phrase-in-pdf", "phrase-packed", "test-file-packed"],
)
def test_a_harmful_paper_is_locked_under_the_scanners_own_name_for_it(
    hand_in, cast, name: str, body: bytes, found: str
) -> None:
    row = hand_in(name, body)
    assert (row.state, row.scan_words) == ("infected", found)
    assert Event.objects.get(verb="file.found_infected").subject == f"files.keptfile:{row.pk}"
    with pytest.raises(opening.UnableToOpenFile):
        opening.look(by=cast.actor(cast.lin), file=row)
    with pytest.raises(opening.UnableToRelease):
        opening.release(by=cast.actor(cast.ma), file=row, reason="已经检查过了")


def test_a_part_too_large_for_the_scanner_does_not_make_a_clean_paper(hand_in) -> None:
    large = b"".join(hashlib.sha256(bytes([n % 251, n // 251])).digest() + bytes(600) for n in range(15_000))
    row = hand_in("大.docx", docx({"word/media/b.bin": large}))
    assert row.size < 8 * 2**20 < len(large)
    assert row.state == "infected"
    assert row.scan_words.startswith("Heuristics.Limits.Exceeded")


def test_while_the_scanner_is_stopped_papers_wait_and_when_it_is_back_they_are_checked(
    hand_in, clamd, cast
) -> None:
    clamd.stop()
    good, bad = hand_in("退伍证.jpg", jpg()), hand_in("证明.pdf", pdf(b"%" + MARK))
    assert (good.state, bad.state) == ("held", "held")
    desk = cast.signed_in(cast.ma)
    assert "杀毒软件没有响应" in desk.get("/desk/papers/held/").content.decode()
    clamd.start()
    assert scanning.version() in desk.get("/desk/papers/held/").content.decode()
    assert ending.sweep(by=SCANNER)["held"] == 2
    for row in (good, bad):
        jobs.scan(row.pk)
        row.refresh_from_db()
    assert (good.state, bad.state) == ("clean", "infected")


def test_a_scanner_that_dies_while_it_is_fed_gives_no_verdict(clamd) -> None:
    def body() -> Iterator[bytes]:
        yield b"a" * 1024
        clamd.stop()
        for _n in range(64):
            yield b"a" * 2**16

    assert scanning.scan(body()).verdict == scanning.Verdict.NONE
