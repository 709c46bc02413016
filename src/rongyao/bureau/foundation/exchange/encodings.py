"""Which encoding a csv is in. Chinese Excel writes GB18030 without saying so; other programs UTF-8 with or without mark."""

import codecs
import io
from collections.abc import Iterator

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHUNK = 1024 * 1024


def find_encoding(content: bytes) -> str | None:
    """By byte order mark, else the first of UTF-8 and GB18030 that reads the whole content; None when neither does."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding if _reads(content, encoding) else None
    if b"\x00" in content[:CHUNK]:
        return None
    return next((encoding for encoding in ("utf-8", "gb18030") if _reads(content, encoding)), None)


def decoded_lines(content: bytes, encoding: str) -> Iterator[str]:
    """Lines with their ends kept, decoded as they are read."""
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


def _reads(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), CHUNK):
            decoder.decode(content[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
