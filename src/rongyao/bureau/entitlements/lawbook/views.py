"""Public pages of the law; taking texts in is for those who enter standards."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.entitlements.lawbook import actions, queries
from rongyao.bureau.entitlements.lawbook.forms import CoverageForm, ImportForm
from rongyao.bureau.entitlements.lawbook.models import Statute
from rongyao.bureau.entitlements.lawbook.templatetags.lawbook import either
from rongyao.bureau.entitlements.views.proposals import lang
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, safe_text, write_list
from rongyao.bureau.foundation.ui.templatetags.ui import in_language
from rongyao.bureau.registry.views.pages import workbook
from rongyao.law import catalog

P = Permission
MOST_FOUND = 60


@allow(P.PUBLIC)
@require_GET
def laws(request: Request) -> HttpResponse:
    """Every text, and what was found where words were asked for."""
    packs, words = queries.packs(), typed(request, "q")
    context = {
        "packs": packs,
        "others": queries.other_statutes(packs),
        "words": words,
        "texts": queries.search(words)[:MOST_FOUND] if words else [],
        "clauses": queries.search_ours(words)[:MOST_FOUND] if words else [],
    }
    return render(request, "lawbook/laws.html", context)


@allow(P.PUBLIC)
@require_GET
def law(request: Request, pack: str) -> HttpResponse:
    """One text: its articles, what is computed from each."""
    found = _pack(pack)
    return render(request, "lawbook/law.html", {"pack": found, "articles": queries.articles_of(found)})


@allow(P.PUBLIC)
@require_GET
def article(request: Request, pack: str, number: str) -> HttpResponse:
    """One article: our summary, the facts it asks, our readings; the statute's own words beside it."""
    found = queries.get_article(_pack(pack), number)
    if found is None:
        raise Http404
    return render(request, "lawbook/article.html", {"article": found, "pack": found.pack})


def _pack(key: str) -> queries.Pack:
    found = queries.get_pack(key)
    if found is None:
        raise Http404
    return found


@allow(P.PUBLIC)
@require_GET
def statute(request: Request, pk: int) -> HttpResponse:
    """An imported text as it is, where nothing of ours rests on it."""
    found = Statute.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "lawbook/statute.html", {"statute": found, "articles": found.articles.all()})


@allow(P.PUBLIC)
@require_GET
def readings(request: Request) -> HttpResponse:
    """Every question a text leaves open, our answer, and the others."""
    return render(request, "lawbook/readings.html", {"readings": catalog.READINGS.values()})


@allow(P.PUBLIC)
@require_GET
def coverage(request: Request) -> HttpResponse:
    """What of each text is computed, article by article; by text and by state, and as Excel or CSV."""
    form = CoverageForm(request.GET)
    chosen = form.chosen()
    found = queries.covered(**chosen)
    if request.GET.get("as") in EXPORTS:
        return EXPORTS[request.GET["as"]](found, form.said())
    context = {"form": form, "texts": found, "totals": queries.coverage_totals(found), "chosen": chosen}
    return render(request, "lawbook/coverage.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Text of the law"), 40), Column(_("Article"), 10), Column(_("State"), 16),
        Column(_("What follows"), 50), Column(_("Why, or what is left out"), 60),
    ]  # fmt: skip


def _rows(found: Iterable[queries.CoveredText]) -> Iterator[tuple[str, ...]]:
    for text in found:
        for line in text.lines:
            given = "; ".join(in_language(one) for one in line.entitlements)
            words = in_language(text.text), line.article.label, either(line.state)
            yield *words, given, in_language(line.article)


def _excel(found: Iterable[queries.CoveredText], said: list[tuple[str, str]]) -> HttpResponse:
    about = About(
        title=_("What of the law is computed"),
        by=_("public page"),
        at=timezone.localtime(),
        filters=said,
        lang=lang(),
    )
    content = BytesIO()
    write_list(content, columns=_columns(), rows=_rows(found), about=about, sheet=_("Coverage"))
    return workbook(content, "coverage.xlsx")


def _csv(found: Iterable[queries.CoveredText], said: list[tuple[str, str]]) -> HttpResponse:
    content = StringIO()
    lines = csv.writer(content)
    lines.writerow(column.header for column in _columns())
    lines.writerows([safe_text(cell) for cell in row] for row in _rows(found))
    answer = HttpResponse("\ufeff" + content.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, "coverage.csv") or "attachment"
    return answer


EXPORTS = {"xlsx": _excel, "csv": _csv}


@allow(P.STANDARD_ENTER)
@require_http_methods(["GET", "POST"])
def take_in(request: Request) -> HttpResponse:
    """Upload statute texts."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = actions.import_statutes(by=request.actor, files=form.cleaned_data["texts"])
        except actions.UnableToImport as error:
            form.add_error("texts", str(error))
        else:
            _tell(request, outcome)
            return redirect("lawbook:laws")
    return render(request, "lawbook/import.html", {"form": form}, status=422 if form.is_bound else 200)


def _tell(request: Request, outcome: actions.Imported) -> None:
    taken = len(outcome.added) + len(outcome.replaced)
    words = ngettext("%(n)s text taken in.", "%(n)s texts taken in.", taken) % {"n": taken}
    if outcome.same:
        words += " " + _("%(n)s were here already, unchanged.") % {"n": len(outcome.same)}
    messages.success(request, words)
    for fault in outcome.faults:
        messages.warning(request, fault)
