"""One's own data on a phone: read, take away, ask for deletion."""

from __future__ import annotations

import json
from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from openpyxl import Workbook

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import safe_text, sheet_name
from rongyao.bureau.registry.queries import own_person
from rongyao.bureau.registry.upkeep.actions import own as actions
from rongyao.bureau.registry.upkeep.forms.retention import AskErasureForm
from rongyao.bureau.registry.upkeep.queries.own import Section, own_data
from rongyao.bureau.registry.upkeep.queries.retention import erasures_of
from rongyao.bureau.registry.views.pages import form_page, workbook

P = Permission


@allow(P.SELF_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def data(request: Request) -> HttpResponse:
    """What is held on me, by kind; take it away, or ask that something be deleted."""
    person = own_person(request.actor)
    form = AskErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(by=request.actor, **form.cleaned_data)
        except actions.UnableToAskErasure as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have your request. You can see here how it goes."))
            return redirect("upkeep:my_data")
    kinds = [(section.title, len(section.rows)) for section in own_data(person)]
    may_ask = request.actor.may(P.SELF_CORRECT) and not request.actor.on_behalf_of
    context = {"kinds": kinds, "erasures": erasures_of(person), "may_ask": may_ask}
    return form_page(request, "upkeep/my_data.html", form, **context)


@allow(P.SELF_VIEW)
@never_cache
@require_POST
def take(request: Request, form: str) -> HttpResponse:
    """The whole of it as Excel or JSON; recorded."""
    person, sections = actions.take_away(by=request.actor, form=form)
    name = f"{_('What is held on me')} {timezone.localdate()}"
    if form == "xlsx":
        return workbook(_book(sections), f"{name}.xlsx")
    body = {
        "number": person.number, "at": timezone.localtime().isoformat(timespec="minutes"),
        "language": get_language(), "sections": [vars(section) for section in sections],
    }  # fmt: skip
    answer = HttpResponse(json.dumps(body, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.json") or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def _book(sections: list[Section]) -> BytesIO:
    book = Workbook(write_only=True)
    for number, section in enumerate(sections, start=1):
        page = book.create_sheet(sheet_name(f"{number} {section.title}"))
        page.append([safe_text(text) for text in section.columns])
        for row in section.rows:
            page.append([safe_text(text) for text in row])
    content = BytesIO()
    book.save(content)
    return content
