"""The worklist of what is another answer than yesterday, and its Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.entitlements.differences import queries
from rongyao.bureau.entitlements.differences.forms import DifferenceFilterForm
from rongyao.bureau.entitlements.differences.queries import Difference, Filters
from rongyao.bureau.entitlements.differences.rules import KINDS, REASONS, Kept
from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.entitlements.views.proposals import lang
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.foundation.ui.explanation import fact_label
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import PAGE, workbook

P = Permission
LOOKS = {"gained": "yes", "lost": "no", "sum": "run", "other": "plain"}


def _since(request: Request) -> dt.date:
    """The day asked for, in the address as ISO text or as three boxes; yesterday where it is none."""
    boxes = [typed(request, f"since_{place}").zfill(2) for place in range(3)]
    try:
        return dt.date.fromisoformat(typed(request, "since") or "-".join(boxes))
    except ValueError:
        return timezone.localdate() - dt.timedelta(days=1)


def _filters(request: Request) -> Filters:
    names = ("town", "entitlement", "kind", "why")
    return Filters(**{name: typed(request, name)[:80] for name in names})


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def differences(request: Request) -> HttpResponse:
    """Whose answer or sum is another one since a day, what it was, what it is, and why."""
    since, filters = _since(request), _filters(request)
    found = queries.Differences(request.actor, since, filters, typed(request, "sort"))
    page: Page[Difference] = Paginator(cast(Any, found), PAGE).get_page(request.GET.get("page"))
    towns = towns_for(request.actor, P.ENTITLEMENT_VIEW, timezone.localdate())
    given = {**vars(filters), **{f"since_{place}": part for place, part in enumerate(str(since).split("-"))}}
    context = {
        "page": page,
        "lines": [_line(one) for one in queries.dressed(list(page))],
        "since": since,
        "form": DifferenceFilterForm(given, towns=towns),
        "export_url": reverse("differences:export") if request.actor.may(P.PEOPLE_EXPORT) else "",
    }
    return render(request, "differences/differences.html", context)


def _line(one: Difference) -> dict[str, Any]:
    return {
        "one": one,
        "person": one.person,
        "label": label(one.entitlement, lang()),
        "kind": KINDS[one.kind],
        "look": LOOKS[one.kind],
        "before": _answer(one.before),
        "after": _answer(one.after),
        "why": [str(REASONS[name]) for name in one.why],
        "facts": [fact_label(name, lang()) for name in one.facts],
    }


def _answer(kept: Kept | None) -> dict[str, Any]:
    if kept is None:
        return {"answer": "—", "amount_fen": None, "is_payable": False}
    said = Determination.Answer(kept.answer).label
    return {"answer": said, "amount_fen": kept.amount_fen, "is_payable": kept.is_payable}


@allow(P.PEOPLE_EXPORT)
@require_GET
def export(request: Request) -> HttpResponse:
    """The list as it is filtered, as Excel; the export is recorded."""
    since, filters = _since(request), _filters(request)
    found = queries.Differences(request.actor, since, filters, typed(request, "sort"))
    used = [(name, value) for name, value in vars(filters).items() if value]
    title = _("Differences since %(day)s") % {"day": since.isoformat()}
    about = About(title=title, by=request.actor.name, at=timezone.localtime(), filters=used, lang=lang())
    content = BytesIO()
    count = write_list(
        content,
        columns=_columns(),
        rows=_cells(queries.all_dressed(found)),
        about=about,
        sheet=_("Differences"),
    )
    audit.record(
        by=request.actor, verb="differences.exported", path=request.actor.home_path,
        detail={"since": since.isoformat(), "count": count, "filters": dict(used)},
    )  # fmt: skip
    return workbook(content, f"{title}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("File number")), Column(_("Name"), 16), Column(_("Town"), 20), Column(_("What is due"), 34),
        Column(_("What changed"), 22), Column(_("Answer before"), 18), Column(_("Sum before"), 16, "money"),
        Column(_("Answer now"), 18), Column(_("Sum now"), 16, "money"), Column(_("Why"), 24),
        Column(_("Facts that changed"), 40),
    ]  # fmt: skip


def _cells(found: Iterable[Difference]) -> Iterator[tuple[Any, ...]]:
    for line in map(_line, found):
        person, before, after = line["person"], line["before"], line["after"]
        yield (
            person.number, person.name, person.division.short_name, line["label"], line["kind"], before["answer"],
            before["amount_fen"], after["answer"], after["amount_fen"], "、".join(line["why"]), "、".join(line["facts"]),
        )  # fmt: skip
