"""Made-up numbers of people who do not exist, and the helper of the cast."""

from __future__ import annotations

from rongyao.bureau.registry.families.actions.agreements import Named
from rongyao.bureau.registry.identity.numbers import check_digit

PASSWORD = "门前大桥下，游过一群鸭子"
MOTHER_PHONE = "13912345678"


def _whole(first_17: str) -> str:
    return first_17 + check_digit(first_17)


MOTHER_ID = _whole("32058319650412002")
LIU_ID = _whole("32058319880808004")


def liu(**changed: str) -> Named:
    """Liu Fang as her card shows her."""
    shown = {"name": "刘芳", "id_number": LIU_ID, "relation": "neighbour", "may": "see_and_say"}
    return Named(**{**shown, **changed})
