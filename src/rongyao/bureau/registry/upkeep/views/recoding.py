"""Changed division codes: preview, carry through, read afterwards; files in places that are no more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.upkeep.actions import recoding as actions
from rongyao.bureau.registry.upkeep.forms.recoding import AsOfForm, RecodeForm
from rongyao.bureau.registry.upkeep.queries import recoding as queries
from rongyao.bureau.registry.upkeep.words import kind_words
from rongyao.bureau.registry.views.pages import form_page, page_of

P = Permission


def _worded(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(kind_words(label), many) for label, many in counts.items()]


@allow(P.DIVISION_RECODE)
@never_cache
@require_http_methods(["GET", "POST"])
def recode(request: Request) -> HttpResponse:
    """What lies under codes that are no more, counted and never named; carried through at once."""
    today = timezone.localdate()
    stranded = queries.preview(request.actor, today)
    form = RecodeForm(request.POST if request.method == "POST" else None, stranded=stranded, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.recode(by=request.actor, on=today, chosen=form.chosen())
        except actions.UnableToRecode as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Carried through. Every file says where it lay before."))
            return redirect("upkeep:recode")
    lines = [(one, _worded(one.counts), _worded(one.undecided)) for one in stranded]
    past = [
        (row, [(move, _worded(move["counts"])) for move in row.moves]) for row in queries.recodings()[:20]
    ]
    return form_page(request, "upkeep/recode.html", form, lines=lines, past=past)


@allow(P.PEOPLE_EDIT)
@require_GET
def stranded(request: Request) -> HttpResponse:
    """Files in this officer's towns that lie in a place that is no more: each is moved by hand."""
    page = page_of(request, queries.stranded_people(request.actor))
    return render(request, "upkeep/stranded.html", {"page": page})


@allow(P.PEOPLE_VIEW)
@require_GET
def as_of(request: Request) -> HttpResponse:
    """How many files lay in each place by the list of a day."""
    form = AsOfForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else timezone.localdate()
    rows = queries.counts_as_of(request.actor, on)
    return form_page(request, "upkeep/as_of.html", form, rows=rows, on=on, total=sum(row[2] for row in rows))
