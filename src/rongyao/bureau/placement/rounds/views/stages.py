"""Looking a round over, closing it, taking signatures in, drawing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import NotAllowed, Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.placement.rounds import making, queries, words
from rongyao.bureau.placement.rounds import preflight as looking
from rongyao.bureau.placement.rounds.actions import closing, drawing, handing, receipts
from rongyao.bureau.placement.rounds.forms import DrawForm, SignedForm
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.placement.rounds.views.rounds import page_context
from rongyao.bureau.registry.views.pages import form_page, workbook

P, State = Permission, Round.State
MISSING_SHOWN = 200
SORTS = ("post", "seats", "eligible", "undecided")


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def preflight(request: Request, round_id: int) -> HttpResponse:
    """Each post and everybody's prospects, before anything is closed."""
    row, found = _looked_over(request, round_id)
    context: dict[str, Any] = {"round": row, "heading": words.title_of(row), "outlook": found}
    if found is not None:
        lines = [_line(row, post, one) for post, one in found.posts]
        sort = request.GET.get("sort", "")
        if sort.removeprefix("-") in SORTS:
            lines.sort(key=lambda line: line[sort.removeprefix("-")], reverse=sort.startswith("-"))
        context |= {
            "lines": lines,
            "missing": [(one.row, _column(row, one.fact)) for one in found.missing[:MISSING_SHOWN]],
            "missing_more": len(found.missing) - MISSING_SHOWN,
            "columns": [(_column(row, fact), many) for fact, many in looking.columns_missing(found.missing)],
        }
    return render(request, "rounds/preflight.html", context)


def _looked_over(request: Request, round_id: int) -> tuple[Round, looking.Outlook | None]:
    row = queries.get_round_for(request.actor, round_id)
    if not queries.sees_tables(request.actor):
        raise NotAllowed(P.PLACEMENT_VIEW)
    try:
        inputs = queries.inputs_of(row)
    except making.UnableToMake:
        inputs = None
    return row, looking.look_over(inputs) if inputs is not None else None


def _column(row: Round, fact: str) -> str:
    said = words.label_of(row.labels, fact)
    return f"{said} (fact.{fact})" if said != fact else f"fact.{fact}"


def _line(row: Round, post: Any, one: Any) -> dict[str, Any]:
    """One post of the list."""
    asks = [
        (
            words.condition_words(atom.fact, words.sign_of(atom), [str(v) for v in atom.value], row.labels),
            many,
        )
        for atom, many in one.removed_alone
    ]
    return {
        "post": post.id, "title": post.zh, "employer": post.employer, "seats": one.seats, "eligible": one.eligible,
        "undecided": one.undecided, "asks": asks, "remarks": [words.remark_words(each, row.labels) for each in one.remarks],
        "looks_tailored": one.looks_tailored, "cannot_fill": one.cannot_fill,
    }  # fmt: skip


@allow(P.PLACEMENT_VIEW)
@require_GET
def preflight_export(request: Request, round_id: int) -> HttpResponse:
    """The posts as Excel."""
    row, found = _looked_over(request, round_id)
    if found is None:
        raise Http404
    title = _("Look over: %(round)s") % {"round": words.title_of(row)}
    counts = ((_("Persons"), found.people), (_("Seats"), found.seats), (_("Sure of a post"), found.sure),
              (_("Eligible for none"), found.nothing), (_("May be stranded"), found.stranded))  # fmt: skip
    about = About(
        title=title, by=request.actor.name, at=timezone.localtime(), lang=request.LANGUAGE_CODE,
        lines=[(label, str(number)) for label, number in counts],
    )  # fmt: skip
    columns = [Column(_("Post"), 12), Column(_("Employer"), 24), Column(_("Name of the post"), 24)]
    columns += [Column(name, 12, "whole") for name in (_("Seats"), _("Eligible"), _("Not yet decided"))]
    columns += [Column(_("Each condition alone removes"), 50), Column(_("Remarks"), 40)]
    content = BytesIO()
    write_list(content, columns=columns, rows=_cells(row, found), about=about, sheet=_("Posts"))
    receipts.note_export(by=request.actor, row=row, of="preflight", count=len(found.posts))
    return workbook(content, f"{title}.xlsx")


def _cells(row: Round, found: looking.Outlook) -> Iterator[tuple[Any, ...]]:
    for line in (_line(row, post, one) for post, one in found.posts):
        asks = "; ".join(f"{words_} −{many}" for words_, many in line["asks"])
        flags = [*line["remarks"], *words.flags(line["looks_tailored"], line["cannot_fill"])]
        yield (
            line["post"], line["employer"], line["title"], line["seats"], line["eligible"], line["undecided"], asks,
            "; ".join(flags),
        )  # fmt: skip


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def close(request: Request, round_id: int) -> HttpResponse:
    """Ask once more, then make the root."""
    row = queries.get_round_to_keep(request.actor, round_id)
    context = {"round": row, "heading": words.title_of(row), "is_rehearsal": not row.sources}
    if request.method == "GET":
        return render(request, "rounds/close.html", context)
    try:
        held = closing.close(by=request.actor, row=row)
    except closing.UnableToClose as error:
        faults = [words.fault_line(one) for one in error.faults]
        return render(
            request, "rounds/close.html", {**context, "refusal": str(error), "faults": faults}, status=422
        )
    if not held.work:
        messages.success(request, _("Closed. Nothing of it can be changed any more."))
    return redirect("rounds:round", round_id=round_id)


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def progress(request: Request, round_id: int) -> HttpResponse:
    """The progress bar alone; when the work is over, the page is told to load itself anew."""
    row = queries.get_round_for(request.actor, round_id)
    job = page_context(request, row)["job"]
    response = render(request, "rounds/job.html", {"job": job}) if job else HttpResponse()
    if job is None:
        response["HX-Refresh"] = "true"
    return response


@allow(P.PLACEMENT_KEEP)
@require_GET
def folder(request: Request, round_id: int) -> HttpResponse:
    """The folder that witnesses sign now, packed."""
    row = queries.get_round_to_keep(request.actor, round_id)
    files = queries.vault_files(row)
    if not files:
        raise Http404
    what = "root" if row.state == State.CLOSED else "record"
    return packed(files, f"{row.origin.replace('/', '-')}-{what}.zip")


def packed(files: Mapping[str, str], name: str) -> HttpResponse:
    """Files as one download, each with the same bytes in every download."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        for inside, text in sorted(files.items()):
            bundle.writestr(zipfile.ZipInfo(inside, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    response = HttpResponse(content.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: Request, round_id: int) -> HttpResponse:
    """Take in what a witness signed."""
    row = queries.get_round_to_keep(request.actor, round_id)
    form = SignedForm(request.POST, request.FILES) if request.method == "POST" else SignedForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = closing.cosign(by=request.actor, row=row, name=str(file.name), body=file.read())
        except (closing.UnableToSign, handing.UnableToHandOn) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _signed(held))
            return redirect("rounds:round", round_id=round_id)
    return form_page(request, "rounds/sign.html", form, round=row, heading=words.title_of(row))


def _signed(row: Round) -> str:
    return _handed_on() if row.state == State.HANDED else _("The signature holds and is kept.")


def _handed_on() -> str:
    return _("The record was found right and handed on. Another person publishes it.")


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: Request, round_id: int) -> HttpResponse:
    """The digits of each draw, typed twice; then the round is run."""
    row = queries.get_round_to_keep(request.actor, round_id)
    form = DrawForm(request.POST if request.method == "POST" else None, sources=row.sources)
    if request.method == "POST" and form.is_valid():
        try:
            held = drawing.draw(by=request.actor, row=row, draws=form.draws())
        except drawing.UnableToDraw as error:
            form.add_error(None, words.fault_words(error.fault) if error.fault else str(error))
        except handing.UnableToHandOn as error:
            form.add_error(None, str(error))
        else:
            if held.state == State.HANDED:
                messages.success(request, _handed_on())
            return redirect("rounds:round", round_id=round_id)
    return form_page(request, "rounds/draw.html", form, round=row, heading=words.title_of(row))
