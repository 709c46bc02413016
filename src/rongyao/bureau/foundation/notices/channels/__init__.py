"""The ways out of the house, each a function ``send(message) -> Result``; which are on is said in one file.

None of them touches the database: the caller claims a message before, and writes down the result after.
"""

from __future__ import annotations

from rongyao.bureau.foundation.notices.channels import console, mail, sms
from rongyao.bureau.foundation.notices.channels.config import Settings, settings_now
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.rules.ways import End, Result, Way


def ways_on(now: Settings | None = None) -> frozenset[Way]:
    """The ways that are switched on here."""
    now = now or settings_now()
    found = {Way.BOX}
    if now.sms:
        found.add(Way.SMS)
    elif now.is_demo:
        found.add(Way.CONSOLE)
    if now.smtp:
        found.add(Way.EMAIL)
    return frozenset(found)


def send(envelope: Envelope) -> Result:
    """Try once, by the way named on the envelope."""
    now = settings_now()
    if envelope.way == Way.SMS and now.sms:
        return sms.send(envelope, now.sms)
    if envelope.way == Way.EMAIL and now.smtp:
        return mail.send(envelope, now.smtp)
    if envelope.way == Way.CONSOLE and now.is_demo:
        return console.send(envelope)
    return Result(End.REFUSED, words="this way is switched off")


def may_repeat(way: str) -> bool:
    """May a try whose end nobody knows be made again? Only where the other side tells doubles apart by our key."""
    now = settings_now()
    return way == Way.CONSOLE or (way == Way.SMS and now.sms is not None and now.sms.dedupes)


def expects_report(way: str) -> bool:
    now = settings_now()
    return way == Way.SMS and now.sms is not None and now.sms.reports is not None
