"""Is this letter genuine? Asked by anybody, answered without a name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rongyao.bureau.entitlements.models import Letter
from rongyao.bureau.entitlements.rules.genuine import body_hash, plain_code
from rongyao.bureau.foundation.scope.connection import sees_beyond


@dataclass(frozen=True)
class Verified:
    """What the public page may say of a letter: nothing of the person, nothing of the matter."""

    number: str
    issued_on: dt.date
    kind: str
    is_unchanged: bool


@sees_beyond("anybody who holds a letter may ask whether it is genuine; no name is answered")
def verify(code: str) -> Verified | None:
    """The letter behind a code typed or scanned; None where there is none.

    ``kind`` is "grant" or "refuse". ``is_unchanged``: the kept text still has the hash it was issued with.
    """
    plain = plain_code(code)
    if not plain:
        return None
    letter = Letter.objects.select_related("decision").filter(verify_code=plain).first()
    if letter is None:
        return None
    same = body_hash(letter.body) == letter.body_hash
    return Verified(letter.number, letter.issued_on, letter.decision.kind, same)
