"""The administrator's page of tokens."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api import actions, queries
from rongyao.bureau.foundation.api.forms import TokenForm

P = Permission


@allow(P.USER_MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    """Every token; issue one, which is shown this once."""
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = _issued(request, form)
    context = {
        "form": TokenForm() if made else form,
        "made": made,
        "tokens": queries.visible_to(request.actor),
        "today": timezone.localdate(),
    }
    return render(request, "api/tokens.html", context, status=422 if form.is_bound and not made else 200)


def _issued(request: Request, form: TokenForm) -> str:
    data = form.cleaned_data
    try:
        day = dt.date.fromisoformat(data["expires_on"])
    except ValueError:
        form.add_error("expires_on", _("Write year, month and day."))
        return ""
    try:
        _row, token = actions.issue(by=request.actor, user=data["user"], name=data["name"], expires_on=day)
    except actions.UnableToIssueToken as error:
        form.add_error("expires_on", str(error))
        return ""
    return token


@allow(P.USER_MANAGE)
@require_POST
def revoke(request: Request, token_id: int) -> HttpResponse:
    row = get_object_or_404(queries.visible_to(request.actor), pk=token_id)
    actions.revoke(by=request.actor, token=row)
    messages.success(request, _("This token is no longer accepted."))
    return redirect("api:tokens")
