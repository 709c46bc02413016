"""What a file is, by its content; what is refused, and what is cut out of a picture."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rongyao.bureau.foundation.files.rules import kinds
from rongyao.bureau.foundation.files.rules.kinds import JPG, PDF, PNG, UnableToKeepFile, tell
from rongyao.bureau.foundation.files.rules.pictures import cleaned
from rongyao.bureau.foundation.files.tests.made import docx, jpg, ofd, packed, pdf, png, xlsx


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("退伍证.jpg", jpg(), "jpg"), ("A.JPEG", jpg(), "jpg"), ("截屏.png", png(), "png"), ("批准书.pdf", pdf(), "pdf"),
        ("表.xlsx", xlsx(), "xlsx"), ("申请.docx", docx(), "docx"), ("公文.ofd", ofd(), "ofd"),
    ],
)  # fmt: skip
def test_what_is_taken_is_told_by_its_content(name: str, body: bytes, code: str) -> None:
    assert tell(name, body).code == code


HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 60
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("空.jpg", b"", "空"), ("a.zip", packed({"a.txt": b"x"}), "压缩包"), ("a.rar", b"Rar!\x1a\x07\x00", "压缩包"),
        ("a.exe", b"MZ\x90\x00" + b"\0" * 90, "程序"), ("a.sh", b"#!/bin/sh\n", "程序"), ("a.heic", HEIC, "HEIC"),
        ("a.xls", OLE, "旧版"), ("a.html", b"<html><script>", "不收这种文件"), ("a.svg", b"<svg/>", "不收这种文件"),
        ("a.txt", b"hello", "不收这种文件"), ("a.gif", b"GIF89a" + b"\0" * 20, "不收这种文件"),
        ("a.pdf", b"%PDF-1.4 cut off", "不完整"), ("a.docx", docx()[:-30], "损坏"),
    ],
)  # fmt: skip
def test_each_refusal_says_why_and_what_to_do(name: str, body: bytes, word: str) -> None:
    with pytest.raises(UnableToKeepFile, match=word):
        tell(name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.pdf", jpg()), ("a.jpg", pdf()), ("a.xlsx", docx()), ("a", png()), ("a.jpg.exe", jpg())],
)
def test_a_name_that_says_something_else_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(UnableToKeepFile, match="结尾"):
        tell(name, body)


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    body = pdf() + b"\n" * 0
    filler = kinds.LARGEST - len(body)
    big = body[:9] + b"%" * filler + body[9:]
    assert tell("a.pdf", big) == PDF
    with pytest.raises(UnableToKeepFile, match="20MB"):
        tell("a.pdf", big + b"\n")


@pytest.mark.parametrize(
    "body",
    [
        pdf() + packed({"evil.exe": b"MZ"}), pdf() + b"<script>alert(1)</script>", pdf() + b"x" * 2000,
        docx() + b"%PDF-1.4", b"PK\x03\x04" + docx(), packed({"[Content_Types].xml": b"x", "word/document.xml": b"x",
        "xl/workbook.xml": b"x"}),
    ],
)  # fmt: skip
def test_two_kinds_of_file_at_once_are_refused(body: bytes) -> None:
    with pytest.raises(UnableToKeepFile):
        tell("a.pdf" if body.startswith(b"%PDF") else "a.docx", body)


@pytest.mark.parametrize(
    "tail", [packed({"a.exe": b"MZ"}), pdf(), b"<script>alert(1)</script>", b"MZ\x90\x00"]
)
def test_a_picture_with_another_file_behind_it_is_refused(tail: bytes) -> None:
    for kind, body in ((JPG, jpg()), (PNG, png())):
        with pytest.raises(UnableToKeepFile):
            cleaned(kind, body + tail)


@pytest.mark.parametrize(
    "inside", [b"/OpenAction/JavaScript(x)", b"/Launch /F (cmd)", b"/EmbeddedFile 3 0 R"]
)
def test_a_pdf_that_carries_a_program_is_refused(inside: bytes) -> None:
    with pytest.raises(UnableToKeepFile, match="程序"):
        tell("a.pdf", pdf(inside))


def test_a_document_with_macros_is_refused() -> None:
    with pytest.raises(UnableToKeepFile, match="宏"):
        tell("a.docx", docx({"word/vbaProject.bin": b"x"}))


def test_a_document_that_unpacks_to_a_mountain_is_refused() -> None:
    with pytest.raises(UnableToKeepFile, match="压缩异常"):
        tell("a.docx", docx({"word/media/a.bmp": b"\0" * 3_000_000}))


def test_a_document_with_a_password_is_refused() -> None:
    body = bytearray(docx())
    at = body.find(b"PK\x01\x02")
    body[at + 8] |= 1
    with pytest.raises(UnableToKeepFile):
        tell("a.docx", bytes(body))


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_place_time_device_and_comment_are_gone_and_the_picture_is_the_same() -> None:
    before = jpg()
    after = cleaned(JPG, before)
    for secret in (b"SecretPhone", b"2026:11:24", b"taken at home"):
        assert secret in before
        assert secret not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert old.tobytes() == new.tobytes()
        assert dict(new.getexif()) == {}


@pytest.mark.parametrize("turned", range(1, 9))
def test_how_a_picture_is_turned_stays_and_nothing_else(turned: int) -> None:
    with Image.open(io.BytesIO(cleaned(JPG, jpg(turned=turned)))) as new:
        assert dict(new.getexif()) == ({0x0112: turned} if turned != 1 else {})


def test_a_preview_hung_on_behind_by_a_telephone_is_cut_off() -> None:
    assert cleaned(JPG, jpg() + b"\x00\x00samsung trailer") == cleaned(JPG, jpg())


def test_words_in_a_png_are_gone() -> None:
    assert b"Kunshan" in png()
    after = cleaned(PNG, png())
    assert b"Kunshan" not in after
    with Image.open(io.BytesIO(png())) as old, Image.open(io.BytesIO(after)) as new:
        assert old.tobytes() == new.tobytes()


def test_cleaning_twice_changes_nothing_more() -> None:
    for kind, body in ((JPG, jpg(turned=6)), (PNG, png())):
        assert cleaned(kind, cleaned(kind, body)) == cleaned(kind, body)


@given(st.integers(min_value=4, max_value=200), st.binary(min_size=1, max_size=6))
def test_a_damaged_picture_is_refused_or_drawn_but_never_an_error(at: int, noise: bytes) -> None:
    for kind, body in ((JPG, jpg()), (PNG, png())):
        spoilt = body[:at] + noise + body[at + len(noise) :]
        try:
            after = cleaned(kind, spoilt)
        except UnableToKeepFile:
            continue
        with Image.open(io.BytesIO(after)) as drawn:
            drawn.load()


@given(st.binary(max_size=400))
def test_anything_at_all_is_told_or_refused_never_an_error(body: bytes) -> None:
    for start in (b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        for name in ("a.pdf", "a.docx", "a.jpg", "a.png"):
            try:
                kind = tell(name, start + body)
                cleaned(kind, start + body)
            except UnableToKeepFile:
                continue


def test_the_packed_samples_are_whole() -> None:
    for body in (docx(), xlsx(), ofd()):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            assert book.testzip() is None
