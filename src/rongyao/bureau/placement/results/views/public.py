"""For everybody: results without a name, one's own row by the number on the receipt, and everything to check them with."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.placement.results import checking as programs
from rongyao.bureau.placement.results import queries, words
from rongyao.bureau.placement.results.forms import PlacesForm
from rongyao.bureau.placement.results.models import Place, Record
from rongyao.bureau.placement.results.rules import BY_SCORE, TOGETHER, files_of
from rongyao.bureau.registry.views.pages import page_of, workbook
from rongyao.choosing import place_cli
from rongyao.choosing.by_score.points import in_points
from rongyao.choosing.together import match_cli

P = Permission
README = {BY_SCORE: place_cli.README, TOGETHER: match_cli.README}
DOWNLOADS = (*programs.PROGRAMS.values(), programs.OFFLINE_PAGE)


@allow(P.PUBLIC)
@require_GET
def results(request: Request) -> HttpResponse:
    """Every public result, the newest first."""
    page = page_of(request, queries.public())
    for row in page:
        row.look, row.words = words.LOOKS[row.state], words.title_of(row)
    return render(request, "results/results.html", {"page": page})


@allow(P.PUBLIC)
@require_GET
def result(request: Request, record_id: int) -> HttpResponse:
    """One result: find your row, the whole list, how to check it."""
    row = _get(record_id)
    context = {"record": row, "title": words.title_of(row), "newest": queries.newest_of(row)}
    if queries.shown_in_full(row):
        context |= _shown(request, row)
    return render(request, "results/result.html", context)


def _get(record_id: int) -> Record:
    return get_object_or_404(queries.public(), pk=record_id)


def _open(record_id: int) -> Record:
    """A public record whose rows and files are shown."""
    row = _get(record_id)
    if not queries.shown_in_full(row):
        raise Http404
    return row


def _shown(request: Request, row: Record) -> dict[str, Any]:
    asked = typed(request, "q")
    found, near = queries.around(row, queries.token_in(asked))
    page = page_of(request, queries.places(row, _filters(request)))
    return {
        "asked": asked,
        "found": found,
        "near": [_line(row, one, found) for one in near],
        "page": page,
        "lines": [_line(row, one, found) for one in page],
        "form": PlacesForm(request.GET, record=row),
        "is_by_score": row.kind == BY_SCORE,
        "root": words.groups_of_four(row.root),
        "draws": [one | {"words": words.either(one["zh"], one["en"])} for one in row.draws],
        "said": [words.either(*pair) for pair in row.said],
        "rules": words.either(row.rules_zh, row.rules_en),
        "unplaced": row.people - row.placed,
    }


def _filters(request: Request) -> queries.Filters:
    return queries.Filters(
        **{name: typed(request, name)[:64] for name in ("post", "group", "outcome", "sort")}
    )


def _line(row: Record, place: Place, found: Place | None) -> dict[str, Any]:
    return {
        "place": place,
        "number": words.receipt_number(place.token),
        "post": words.post_names(row).get(place.post, ""),
        "why": words.WHY.get(place.why, ""),
        "points": in_points(place.score),
        "group": words.group_names(row)[place.group] if len(row.groups) > 1 else "",
        "ties": words.tie_words(row, place),
        "is_asked": found is not None and place.pk == found.pk,
    }


@allow(P.PUBLIC)
@require_GET
def posts(request: Request, record_id: int) -> HttpResponse:
    """The posts of a result: seats, how many were taken, how many are left."""
    row = _open(record_id)
    context = {
        "record": row,
        "title": words.title_of(row),
        "posts": queries.sorted_posts(row, request.GET.get("sort", "")),
        "has_classes": any(one["class"] for one in row.posts),
    }
    return render(request, "results/posts.html", context)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────


@allow(P.PUBLIC)
@require_GET
def export(request: Request, record_id: int) -> HttpResponse:
    """The rows as they are filtered, as Excel."""
    row, filters = _open(record_id), _filters(request)
    title = words.title_of(row)
    about = About(
        title, _("public page"), timezone.localtime(), _said(row, filters), lang=get_language() or "zh"
    )
    content = BytesIO()
    write_list(
        content, columns=_columns(), rows=_cells(row, filters), about=about, sheet=_("Order and posts")
    )
    return workbook(content, f"{title}.xlsx")


def _said(row: Record, filters: queries.Filters) -> list[tuple[str, str]]:
    form = PlacesForm(vars(filters), record=row)
    fields: list[tuple[str, Any]] = list(form.fields.items())
    chosen = vars(filters)
    return [(str(f.label), str(dict(f.choices).get(chosen[n], ""))) for n, f in fields if chosen[n]]


def _columns() -> list[Column]:
    return [
        Column(_("Position"), 10, "whole"), Column(_("Receipt number"), 14), Column(_("Token"), 68), Column(_("Group"), 16),
        Column(_("Total points"), 12), Column(_("Among equals"), 24), Column(_("Post"), 12), Column(_("Post in words"), 36),
        Column(_("Why none"), 40),
    ]  # fmt: skip


def _cells(row: Record, filters: queries.Filters) -> Iterator[tuple[Any, ...]]:
    for place in queries.places(row, filters).iterator(chunk_size=2000):
        said = _line(row, place, None)
        score = said["points"] if row.kind == BY_SCORE else ""
        ties = "; ".join(said["ties"])
        yield (
            place.position,
            said["number"],
            place.token,
            said["group"],
            score,
            ties,
            place.post,
            said["post"],
            str(said["why"]),
        )


@allow(P.PUBLIC)
@require_GET
def bundle(request: Request, record_id: int) -> HttpResponse:
    """The record in one file, byte for byte as it was checked."""
    row = _open(record_id)
    return _download(row.bundle.encode(), f"{_name(row)}.json", "application/json")


@allow(P.PUBLIC)
@require_GET
def folder(request: Request, record_id: int) -> HttpResponse:
    """The record as a packed folder, with the programs that check it."""
    row = _open(record_id)
    files = files_of("record.json", row.bundle.encode())
    beside = {name: programs.program(name).read_text("utf-8") for name in _programs_of(row)}
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sorted((files | beside | {"README.md": README[row.kind]}).items()):
            packed.writestr(
                zipfile.ZipInfo(f"{_name(row)}/{name}", (2000, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED
            )
    return _download(content.getvalue(), f"{_name(row)}.zip", "application/zip")


def _programs_of(row: Record) -> tuple[str, str]:
    return programs.PROGRAMS[row.kind], programs.OFFLINE_PAGE


def _name(row: Record) -> str:
    """A name for the file, from the record's own: letters, digits, hyphens."""
    plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in row.origin).strip("-")
    return f"{plain}-{row.version}"


def _download(body: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@allow(P.PUBLIC)
@require_GET
def checking(request: Request) -> HttpResponse:
    """The programs that check any record, and what they can and cannot show."""
    return render(request, "results/checking.html", {"programs": DOWNLOADS})


@allow(P.PUBLIC)
@require_GET
def program(request: Request, name: str) -> FileResponse:
    """One program, to keep: a page is downloaded and opened without the network, never run from here."""
    if name not in DOWNLOADS:
        raise Http404
    return FileResponse(programs.program(name).open("rb"), as_attachment=True, filename=name)
