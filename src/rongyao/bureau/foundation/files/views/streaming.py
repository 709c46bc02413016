"""A sealed paper on its way out, and several on their way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from rongyao.bureau.foundation.access.middleware import Request
from rongyao.bureau.foundation.files.actions import keeping, opening
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.registrations import Place
from rongyao.bureau.foundation.files.rules.kinds import KINDS, LARGEST, UnableToKeepFile


def stream(row: KeptFile) -> StreamingHttpResponse:
    """Always as a download, never shown inside our pages, never kept by a browser or guessed at."""
    response = StreamingHttpResponse(opening.contents(row), content_type=KINDS[row.kind].mime)
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response["Content-Length"] = str(row.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


@dataclass
class Received:
    """What became of several files handed in at once."""

    kept: list[KeptFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def receive(request: Request, place: Place, files: list[Any], about: str) -> Received:
    """Each file on its own: a bad one is named with its reason, the others are kept."""
    found = Received()
    for file in files:
        try:
            # One byte more than is allowed tells that there is more, without reading all of it.
            body = file.read(LARGEST + 1)
            row = keeping.keep(by=request.actor, place=place, name=file.name, body=body, about=about)
        except UnableToKeepFile as error:
            found.refused.append((keeping.plain_name(file.name), str(error)))
        else:
            found.kept.append(row)
    return found
