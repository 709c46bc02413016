"""Text messages through any HTTP gateway: what is sent and what counts as taken is configuration."""

from __future__ import annotations

from typing import Any

import httpx

from rongyao.bureau.foundation.notices.channels.config import Sms
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.rules.ways import End, Result


def text_of(envelope: Envelope, gateway: Sms) -> str:
    """What the telephone shows: the signature that the law of telecommunications asks for, then the words."""
    return f"{gateway.signature}{envelope.body}"


def send(envelope: Envelope, gateway: Sms) -> Result:
    try:
        answer = _ask(envelope, gateway)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return Result(End.LATER, words=type(error).__name__)
    except httpx.HTTPError as error:
        # The request left; whether the gateway took it nobody knows.
        return Result(End.UNSURE, words=type(error).__name__)
    return _read(answer, gateway)


def _ask(envelope: Envelope, gateway: Sms) -> httpx.Response:
    values = {"phone": envelope.address, "text": text_of(envelope, gateway), "key": envelope.key}
    fields = {name: _put(value, values) for name, value in gateway.fields.items()}
    headers = {name: _put(value, {"key": envelope.key}) for name, value in gateway.headers.items()}
    how: dict[str, Any] = {{"json": "json", "form": "data", "query": "params"}[gateway.format]: fields}
    with httpx.Client(timeout=gateway.timeout, follow_redirects=False, trust_env=False) as client:
        return client.request(gateway.method, gateway.url, headers=headers, **how)


def _put(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def _read(answer: httpx.Response, gateway: Sms) -> Result:
    if answer.status_code >= 500 or answer.status_code == 429:
        return Result(End.LATER, words=f"HTTP {answer.status_code}")
    if answer.status_code not in gateway.statuses:
        return Result(End.REFUSED, words=f"HTTP {answer.status_code}")
    said = found(answer, gateway.success_field) if gateway.success_field else None
    if said is not None and said in gateway.refused_values:
        return Result(End.REFUSED, words=f"{gateway.success_field}={said}"[:80])
    if gateway.success_field and said not in gateway.success_values:
        return Result(End.LATER, words=f"{gateway.success_field}={said}"[:80])
    reference = found(answer, gateway.reference_field) if gateway.reference_field else ""
    end = End.TAKEN if gateway.reports else End.DELIVERED
    return Result(end, reference=(reference or "")[:80], words=f"HTTP {answer.status_code}")


def found(answer: httpx.Response, dotted: str) -> str | None:
    """A value of the JSON answer by its dotted path, as text; None where it is not there."""
    try:
        value = answer.json()
    except ValueError:
        return None
    for part in dotted.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return None
    return None if value is None else str(value)
