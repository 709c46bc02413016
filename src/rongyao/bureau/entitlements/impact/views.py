"""What an entry would change, before it is confirmed: on a page and as Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.entitlements.impact import queries
from rongyao.bureau.entitlements.impact.rules import Figures
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.views.proposals import day_words, lang
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.views.pages import workbook

P = Permission


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry: whose sum changes, what it costs before and after, by town and by group."""
    row = _entry(request, pk)
    context = {
        **told(request, [row]),
        "entry": row,
        "export_url": reverse("impact:entry_export", args=[pk]),
        "back_url": reverse("entitlements:standard_entry", args=[pk]),
    }
    return render(request, "impact/impact.html", context)


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def entry_export(request: Request, pk: int) -> HttpResponse:
    """The same as Excel, with the same lines withheld."""
    return exported(request, [_entry(request, pk)])


def _entry(request: Request, pk: int) -> StandardEntry:
    return get_object_or_404(standards.entries_visible_to(request.actor), pk=pk)


def told(request: Request, entries: Sequence[StandardEntry]) -> dict[str, Any]:
    """What the page of one entry, and that of a whole table, say."""
    found = queries.of_entries(request.actor, entries, today=timezone.localdate(), lang=lang())
    return {
        "impact": found,
        "label": standards.name_label(entries[0].name),
        "day": day_words(found.on),
        "is_whole": request.actor.may_at(P.ENTITLEMENT_VIEW, city().path),
        "tables": ((_("By town"), found.towns), (_("By entitlement and group"), found.groups)),
    }


def exported(request: Request, entries: Sequence[StandardEntry]) -> HttpResponse:
    found = queries.of_entries(request.actor, entries, today=timezone.localdate(), lang=lang())
    name = standards.name_label(entries[0].name)
    title = _("Impact before force: %(standard)s") % {"standard": name}
    about = About(
        title=title, by=request.actor.name, at=timezone.localtime(), lang=lang(),
        lines=[(_("Legal date"), found.on.isoformat()), (_("People looked at"), str(found.looked_at)),
               (_("Withheld"), _("Lines of 1 to 4 people, and where one alone could be worked out, another one."))],
    )  # fmt: skip
    content = BytesIO()
    write_list(content, columns=_columns(), rows=_rows(found), about=about, sheet=_("Impact"))
    audit.record(
        by=request.actor, verb="impact.exported", subject=entries[0], path=request.actor.home_path,
        detail={"entries": [row.pk for row in entries]},
    )  # fmt: skip
    return workbook(content, f"{title} {found.on}.xlsx")


def _columns() -> list[Column]:
    money = (
        _("A year before"), _("A year after"), _("Difference a year"), _("A month before"), _("A month after"),
        _("Once before"), _("Once after"),
    )  # fmt: skip
    return [
        Column(_("By"), 12),
        Column(_("Line of the list"), 40),
        Column(_("People whose sum changes"), 16, "whole"),
        *(Column(name, 18, "money") for name in money),
    ]


def _rows(found: queries.Impact) -> Iterator[tuple[Any, ...]]:
    yield (_("All"), "", *_cells(found.total))
    for by, lines in ((_("Town"), found.towns), (_("Group"), found.groups)):
        yield from ((by, line.label, *_cells(line)) for line in lines)


def _cells(line: Figures) -> tuple[Any, ...]:
    if line.is_hidden:
        return (_("withheld"), *(None for _column in range(7)))
    return (
        line.people, line.yearly_before, line.yearly_after, line.yearly_difference, line.monthly_before,
        line.monthly_after, line.once_before, line.once_after,
    )  # fmt: skip
