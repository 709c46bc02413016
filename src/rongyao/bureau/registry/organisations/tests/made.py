"""Made-up codes of organisations that do not exist, and who speaks for one."""

from __future__ import annotations

import datetime as dt

from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.organisations.actions.representatives import Named
from rongyao.bureau.registry.organisations.rules import check_sign

PASSWORD = "门前大桥下，游过一群鸭子"


def code_of(first_17: str) -> str:
    return first_17 + check_sign(first_17)


CODE = code_of("91320583MA1XX0001")
OTHER_CODE = code_of("91320583MA1XX0002")
GU_ID = "32058319850606004" + check_digit("32058319850606004")


def gu(**changed: object) -> Named:
    """Manager Gu as her card and the factory's letter show her."""
    shown = {
        "name": "顾芸", "id_number": GU_ID, "role": "employer", "letter": "介绍信 2026-11-20",
        "starts_on": dt.date(2026, 11, 24), "ends_on": dt.date(2027, 11, 23),
    }  # fmt: skip
    return Named(**{**shown, **changed})
