"""Letters: the list, the page of one, the print view, the PDF where the machine can, and service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.entitlements.actions import letters as actions
from rongyao.bureau.entitlements.forms import ServeForm
from rongyao.bureau.entitlements.models import Letter
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.rules.letter_text import WAYS_SERVED
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.entitlements.views import paper
from rongyao.bureau.entitlements.views.proposals import day_words, lang, rights, synthetic
from rongyao.bureau.entitlements.views.steps import confirm_page
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.views.pages import page_of

P = Permission


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def letters(request: Request) -> HttpResponse:
    """Letters in scope; those that wait to be served first."""
    rows = queries.letters_visible_to(request.actor)
    if request.GET.get("state") in ("waiting", "served"):
        rows = rows.filter(served_on__isnull=request.GET["state"] == "waiting")
    page = page_of(request, rows)
    for row in page:
        row.label = label(row.decision.proposal.entitlement, lang())
    return render(request, "entitlements/letters.html", {"page": page, "state": request.GET.get("state", "")})


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def letter(request: Request, pk: int) -> HttpResponse:
    """The desk's page of a letter: read it, print it, have it served, see the periods."""
    row = queries.get_letter_for(request.actor, pk)
    look(by=request.actor, person=row.decision.person)
    context = {
        "letter": row,
        "decision": row.decision,
        "person": row.decision.person,
        "label": label(row.decision.proposal.entitlement, lang()),
        "how": _way(row),
        "deadlines": paper.deadlines(row),
        "text": row.body["zh" if lang().startswith("zh") else "en"],
        "today": timezone.localdate(),
        **rights(request, row.decision.path),
        **synthetic(row.decision.person),
    }
    return render(request, "entitlements/letter.html", context)


def _way(row: Letter) -> str:
    words = WAYS_SERVED.get(row.served_how)
    return words[0 if lang().startswith("zh") else 1] if words else ""


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def printed(request: Request, pk: int) -> HttpResponse:
    """The letter on A4 for the browser's printer; ``?lang=en`` gives the English reading beside it."""
    row = queries.get_letter_for(request.actor, pk)
    look(by=request.actor, person=row.decision.person)
    context = paper.context(request, row, _wanted(request))
    context |= {
        "back_url": reverse("entitlements:letter", args=[row.pk]),
        "pdf_url": f"{reverse('entitlements:letter_pdf', args=[row.pk])}?lang={context['letter_key']}",
    }
    return render(request, "entitlements/letter_print.html", context)


def _wanted(request: Request) -> str:
    return "en" if request.GET.get("lang") == "en" else "zh"


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def pdf(request: Request, pk: int) -> HttpResponse:
    """The same as PDF, where WeasyPrint and a Chinese font are found; else one clear sentence."""
    row = queries.get_letter_for(request.actor, pk)
    html = render_to_string(
        "entitlements/letter_print.html", paper.context(request, row, _wanted(request)), request
    )
    try:
        content = paper.as_pdf(html)
    except paper.UnableToMakePdf as error:
        messages.warning(request, str(error))
        return redirect("entitlements:letter", pk=row.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{row.number}.pdf") or "attachment"
    return response


@allow(P.LETTER_SERVE)
@never_cache
@require_http_methods(["GET", "POST"])
def serve(request: Request, pk: int) -> HttpResponse:
    """Record how and when the person received it; from that day the periods run."""
    row = queries.get_letter_for(request.actor, pk, P.LETTER_SERVE)
    form = ServeForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.serve(by=request.actor, letter=row, today=timezone.localdate(), **form.cleaned_data)
        except actions.UnableToServe as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("Recorded. The periods to disagree run from that day."))
            return redirect("entitlements:letter", pk=row.pk)
    rows: list[tuple[str, Any]] = [
        (_("Letter"), row.number),
        (_("Person"), row.decision.person.name),
        (_("Date of the letter"), day_words(row.issued_on)),
    ]
    return confirm_page(
        request, form, row.decision.person, title=_("Record service"), rows=rows, verb=_("Record it"),
        back_url=reverse("entitlements:letter", args=[row.pk]),
    )  # fmt: skip
