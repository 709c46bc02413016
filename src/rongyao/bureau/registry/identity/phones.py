"""Telephone numbers as people write them: mobile, landline with area code, +86, full-width, two in one cell."""

import re
import unicodedata
from dataclasses import dataclass

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

SUZHOU_AREA = "0512"
MOBILE = re.compile(r"1[3-9]\d{9}")
# An area code is 010, 02x, or four digits 03xx to 09xx; the number behind it has seven or eight digits.
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
LOCAL = re.compile(r"[2-8]\d{7}")
# Besides separators: a space before a label ("… 家长：138…") or before a whole mobile number.
BETWEEN = re.compile(
    r"[/、,，;；|或\n]+|\s+(?=[一-鿿]{1,6}\s*[:：]?\s*\d)|(?<=\d{7})\s+(?=1[3-9]\d{9}(?!\d))"
)
EXTENSION = re.compile(r"(?:转|ext\.?|x|#|-)\s*(\d{1,6})$", re.IGNORECASE)
LABELS = re.compile(r"[一-鿿:：()（）\[\]【】]+")
FILLERS = re.compile(r"[\s\-‐-―.()（）_'`]+")

declare(
    Severity.WARNING,
    {
        "phone_unread": (
            "电话“{written}”看不懂，没有采用",
            "the telephone number “{written}” could not be read and was not taken",
            "手机填 11 位；固定电话填区号和号码，如 0512-57312345",
            "mobile: 11 digits; landline: area code and number, such as 0512-57312345",
        ),
        "phone_length": (
            "手机号“{written}”是 {length} 位，应为 11 位，没有采用",
            "the mobile number “{written}” has {length} digits, not 11, and was not taken",
            "请核对是看漏了还是多了一位",
            "check which digit is missing or too many",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "phone_local": (
            "固定电话“{written}”没有区号，按昆山区号 0512 记录",
            "the landline “{written}” has no area code; 0512 (Kunshan) was used",
            "如在外地请补上区号",
            "if it is elsewhere, add the area code",
        ),
        "phone_several": (
            "一格里有 {count} 个电话，以第一个为联系电话，其余为备用",
            "the cell holds {count} numbers; the first is used, the others are kept as spares",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """`number`: "13912345678" or "0512-57312345" (an extension as "…-8001"); None when none could be read."""

    number: str | None
    kind: str = ""
    others: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_phone(written: object) -> PhoneReading:
    """Read one cell or field, which may hold several numbers. `kind` is "mobile" or "landline"."""
    text = _as_text(written)
    if text.isascii() and MOBILE.fullmatch(text):
        return PhoneReading(text, "mobile")
    parts = [_read_one(part) for part in BETWEEN.split(text) if _has_digits(part)]
    found = [part for part in parts if part.number]
    if not found:
        return parts[0] if parts else PhoneReading(None, problems=(problem("phone_unread", written=text),))
    problems = tuple(doubt for part in parts for doubt in part.problems)
    if len(found) > 1:
        problems = (*problems, problem("phone_several", count=len(found)))
    others = tuple(part.number for part in found[1:] if part.number)
    return PhoneReading(found[0].number, found[0].kind, others, problems)


def mask(number: str) -> str:
    """First three and last four digits, as the screens show it."""
    return f"{number[:3]}****{number[-4:]}" if len(number) > 7 else "****"


def _has_digits(part: str) -> bool:
    return any(character.isdigit() for character in part)


def _as_text(written: object) -> str:
    if isinstance(written, float):
        return f"{written:.0f}"
    text = "" if written is None else str(written)
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _read_one(written: str) -> PhoneReading:
    text = LABELS.sub(" ", written).strip() if "转" not in written else written
    digits = _digits(text)
    if MOBILE.fullmatch(digits):
        return PhoneReading(digits, "mobile")
    if len(digits) in (10, 12) and re.match(r"1[3-9]", digits):
        return PhoneReading(
            None, problems=(problem("phone_length", written=written.strip(), length=len(digits)),)
        )
    return _landline(text, written.strip())


def _landline(text: str, written: str) -> PhoneReading:
    for number, extension in ((text, ""), _without_extension(text)):
        digits = _digits(number)
        tail = f"-{extension}" if extension else ""
        if match := LANDLINE.fullmatch(digits):
            return PhoneReading(f"{match[1]}-{match[2]}{tail}", "landline")
        if LOCAL.fullmatch(digits):
            doubt = problem("phone_local", written=written)
            return PhoneReading(f"{SUZHOU_AREA}-{digits}{tail}", "landline", problems=(doubt,))
    return PhoneReading(None, problems=(problem("phone_unread", written=written),))


def _without_extension(text: str) -> tuple[str, str]:
    match = EXTENSION.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")


def _digits(text: str) -> str:
    """Digits and nothing else, without the country code; text that holds other characters gives ""."""
    plain = FILLERS.sub("", text).removeprefix("+")
    if not (plain.isascii() and plain.isdigit()):
        return ""
    for country in ("0086", "86"):
        rest = plain.removeprefix(country)
        if rest != plain and (MOBILE.fullmatch(rest) or LANDLINE.fullmatch("0" + rest.removeprefix("0"))):
            return rest if MOBILE.fullmatch(rest) else "0" + rest.removeprefix("0")
    return plain
