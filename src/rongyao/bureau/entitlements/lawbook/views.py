"""Public pages of the law; taking texts in is for those who enter standards."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.entitlements.lawbook import actions, queries
from rongyao.bureau.entitlements.lawbook.forms import ImportForm
from rongyao.bureau.entitlements.lawbook.models import Statute
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
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
