"""Decisions without a database: the credit code, what may be said of a unit, which names look alike, fields by kind."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Roles that represent one organisation (foundation.access.rules), by the kind of organisation each belongs to.
REPRESENTING: dict[str, str] = {
    "employer": "employer",
    "school": "school",
    "unit_liaison": "unit",
    "member_department": "department",
    # The leading group's office, where the military posts an officer, is a department.
    "posted_officer": "department",
}

# GB 32100-2015: no I, O, S, V, Z; each place has its weight; the last character makes the sum divisible by 31.
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(CREDIT_LENGTH - 1))
MISREAD = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
REGISTRATION_LENGTH, BODY_LENGTH = 15, 9
PUBLIC_CODE = re.compile(r"\d{5}")

FIELD_WORDS: dict[str, Any] = {
    "name": gettext_lazy("Organisation name"),
    "short_name": gettext_lazy("Short name"),
    "credit_code": gettext_lazy("Unified social credit code"),
    "public_code": gettext_lazy("Public code"),
    "is_member": gettext_lazy("Member of the leading group"),
    "school_kind": gettext_lazy("Kind of school"),
    "industry": gettext_lazy("Industry"),
    "scale": gettext_lazy("Scale"),
    "headcount": gettext_lazy("People employed"),
    "address": gettext_lazy("Office address"),
    "contact_name": gettext_lazy("Contact"),
    "contact_phone": gettext_lazy("Office telephone"),
}
_CONTACT = ("address", "contact_name", "contact_phone")
FIELDS: dict[str, tuple[str, ...]] = {
    "department": ("name", "short_name", "is_member", "credit_code", *_CONTACT),
    "unit": ("name", "public_code"),
    "employer": ("name", "short_name", "credit_code", "industry", "scale", "headcount", *_CONTACT),
    "school": ("name", "short_name", "credit_code", "school_kind", *_CONTACT),
}
# What a representative may not change alone: an officer confirms it.
CONFIRMED_FIELDS = ("name", "credit_code")
OWN_FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(name for name in names if name not in (*CONFIRMED_FIELDS, "is_member", "public_code"))
    for kind, names in FIELDS.items()
}

# Words that tell a designation, a formation or an arm: the public name of a unit has none of them.
_NUMBER = r"[\d〇零一二三四五六七八九十百]+"
DESIGNATIONS = re.compile(
    rf"集团军|战区|军区|舰队|舰艇支队|合成|特战|特种作战|导弹|雷达|防空|电子对抗|航空兵|陆战|装甲|炮兵|工程兵|火箭军|"
    rf"第?{_NUMBER}(军|师|旅|团|营|连|排|舰|基地)(?![a-z])|番号"
)
STRENGTHS = re.compile(rf"{_NUMBER}\s*(余|多)?\s*(人|名|员|官兵|门|辆|架|艘|枚)|兵力|编制|员额|满编|装备")

LEGAL_FORMS = (
    "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "公司", "集团",
    "（普通合伙）", "（有限合伙）", "普通合伙", "有限合伙",
)  # fmt: skip
PLACES = ("江苏省", "江苏", "苏州市", "苏州", "昆山市", "昆山")
ALIKE_FROM = 85


class UnableToReadCode(ValueError):
    """The code is not one. The message says what is wrong and what to do."""


def plain(typed: str) -> str:
    """Half-width, without spaces and hyphens, in capitals: as a code is kept."""
    return re.sub(r"[\s\-—－_.]+", "", unicodedata.normalize("NFKC", typed)).upper()


def read_credit_code(typed: str) -> str:
    """A unified social credit code as it is kept; "" for an empty box.

    Raises:
        UnableToReadCode: another length, a sign the standard does not have, or a last character that does not fit.
    """
    code = plain(typed)
    if not code:
        return ""
    _refuse_length(code)
    _refuse_signs(code)
    if check_sign(code[:-1]) != code[-1]:
        words = _(
            "The last character does not fit the others: one of the eighteen is mistyped, or two have changed places. Compare with the licence."
        )
        raise UnableToReadCode(words)
    return code


def _refuse_length(code: str) -> None:
    if len(code) == CREDIT_LENGTH:
        return
    if len(code) == REGISTRATION_LENGTH and code.isdigit():
        raise UnableToReadCode(
            _(
                "This is a registration number of the old kind (15 digits). Write the code of 18 from the new licence."
            )
        )
    if len(code) == BODY_LENGTH:
        raise UnableToReadCode(
            _(
                "This is an organisation code of the old kind (9 characters). Write the code of 18 from the new licence."
            )
        )
    raise UnableToReadCode(
        _("A unified social credit code has 18 characters; there are %(n)s here.") % {"n": len(code)}
    )


def _refuse_signs(code: str) -> None:
    for place, sign in enumerate(code, 1):
        if sign in CREDIT_SIGNS:
            continue
        words = _("Character %(place)s, “%(sign)s”, does not occur in such a code.") % {
            "place": place,
            "sign": sign,
        }
        if sign in MISREAD:
            words += _(" Perhaps it is “%(other)s”.") % {"other": MISREAD[sign]}
        raise UnableToReadCode(words)


def check_sign(first_17: str) -> str:
    """The last character that belongs to the first seventeen (GB 32100-2015)."""
    total = sum(
        CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(first_17, CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_SIGNS[(31 - total % 31) % 31]


def read_public_code(typed: str) -> str:
    """The five digits by which a unit is publicly known; "" for an empty box.

    Raises:
        UnableToReadCode: anything else.
    """
    code = plain(typed).removesuffix("部队")
    if code and not PUBLIC_CODE.fullmatch(code):
        raise UnableToReadCode(
            _("Write the public code: five digits, such as 12345. No other number of a unit is kept here.")
        )
    return code


def refuse_of_unit(text: str) -> None:
    """Nothing classified is kept of a unit: what reads like a designation or a strength is refused, and says why.

    Raises:
        UnableToReadCode: with the words that were found.
    """
    even = unicodedata.normalize("NFKC", text)
    # The five digits with 部队 behind them are the public code, not a number of people.
    even = re.sub(r"\d{5}部队", "", even)
    if found := DESIGNATIONS.search(even):
        raise UnableToReadCode(
            _(
                "“%(words)s” reads like a designation or a kind of troops. Of a military unit only the public name and the public code are kept, so that nothing classified can ever lie here. Write the name as it stands on the gate."
            )
            % {"words": found[0]}
        )
    if found := STRENGTHS.search(even):
        raise UnableToReadCode(
            _("“%(words)s” reads like a strength or equipment. Strengths are never kept here; leave it out.")
            % {"words": found[0]}
        )


def core_of(name: str) -> str:
    """What a name is without place, legal form, brackets and signs."""
    core = unicodedata.normalize("NFKC", name)
    core = re.sub(r"\((.*?)\)", r"\1", core)
    core = re.sub(r"[\s·•\-—_.,，。、“”\"'《》]+", "", core).lower()
    for form in LEGAL_FORMS:
        core = core.replace(unicodedata.normalize("NFKC", form), "")
    for place in PLACES:
        core = core.replace(place, "")
    return core or name.strip()
