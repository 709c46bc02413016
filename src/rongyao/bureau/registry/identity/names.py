"""Names: kept as the person writes them, folded only where two spellings are the same name.

Rare characters (CJK extensions) are never replaced. Only what spreadsheets add is taken away: spaces between the
characters of a two-character name, invisible characters, a dozen different middle dots.
"""

import re
import unicodedata
from dataclasses import dataclass

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

MIDDLE_DOT = "·"
LONGEST = 50
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef\x00-\x08\x0b-\x1f]"
)
# Middle dot, bullet operators, katakana dots, full stops: one separator in the names of some nationalities.
DOTS = re.compile(r"\s*[·‧•・･∙⋅●⸱.．。｡]\s*")
# Characters of the radical blocks look like ordinary ones and come from copied PDF text; they are the same character.
RADICALS = re.compile("[⺀-⻳⼀-⿕]")
HAN = "⺀-⿕々〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Names of these characters alone, as most are, have nothing to clean.
COMMON_HAN = re.compile("[一-鿿]+")
LOST = re.compile("[?？\ufffd□■〓]")
SPACE_BESIDE_HAN = re.compile(rf"(?<=[{HAN}])\s+|\s+(?=[{HAN}])")
ODD = re.compile(rf"[^{HAN}A-Za-zÀ-ɏ\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af·'\- ]")

declare(
    Severity.ERROR,
    {
        "name_blank": ("没有姓名", "there is no name", "请填写姓名", "give the name"),
        "name_lost_character": (
            "姓名“{name}”里有字没有打出来",
            "a character of the name “{name}” was lost",
            "多半是生僻字：请对照身份证，用支持生僻字的输入法重新填写",
            "probably a rare character: type it again from the card",
        ),
        "name_masked": (
            "姓名“{name}”被遮盖了一部分",
            "part of the name “{name}” is masked",
            "请填写完整的姓名",
            "give the whole name",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "name_private_use": (
            "姓名里有一个字是用自造字编码存的，别的电脑打不出来",
            "a character of the name is stored in a private code that other computers cannot show",
            "请换成国家标准编码的字",
            "replace it by the character of the national standard",
        ),
        "name_odd_character": (
            "姓名“{name}”里有“{character}”",
            "the name “{name}” contains “{character}”",
            "如是备注请移到备注栏；确实如此就不用改",
            "if it is a remark, move it to the remarks; if it is so, leave it",
        ),
        "name_too_long": (
            "姓名有 {length} 个字符，像是填了别的内容",
            "the name has {length} characters; it may be something else",
            "请检查是否填错了栏",
            "check whether it belongs to another column",
        ),
        "name_one_character": (
            "姓名“{name}”只有一个字",
            "the name “{name}” is a single character",
            "请检查是否漏了字；确实如此就不用改",
            "check whether a character is missing; if it is so, leave it",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class NameReading:
    """`name` is None when there is none to keep."""

    name: str | None
    problems: tuple[Problem, ...] = ()


def read_name(written: object) -> NameReading:
    """Read a name as it stands in a sheet or a form."""
    name = clean_name("" if written is None else str(written))
    if not name:
        return NameReading(None, (problem("name_blank"),))
    if "*" in name or "＊" in name or ("某" in name[1:] and len(name) <= 3):
        return NameReading(None, (problem("name_masked", name=name),))
    if LOST.search(name):
        return NameReading(None, (problem("name_lost_character", name=name),))
    return NameReading(name, tuple(_doubts(name)))


def clean_name(written: str) -> str:
    """NFC, one kind of middle dot, no spaces beside Chinese characters; every character itself untouched.

    NFC and not NFKC: the compatibility form would change characters a person's card carries.
    """
    if COMMON_HAN.fullmatch(written):
        return written
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", written))
    text = RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)
    text = DOTS.sub(MIDDLE_DOT, " ".join(text.split()))
    return SPACE_BESIDE_HAN.sub("", text).strip(f"{MIDDLE_DOT} ")


def _doubts(name: str) -> list[Problem]:
    doubts = []
    if PRIVATE.search(name):
        doubts.append(problem("name_private_use"))
    elif odd := ODD.search(name):
        doubts.append(problem("name_odd_character", name=name, character=odd.group()))
    if len(name) > LONGEST:
        doubts.append(problem("name_too_long", length=len(name)))
    if len(name) == 1:
        doubts.append(problem("name_one_character", name=name))
    return doubts
