"""The page of the installation, and the answer machines ask for."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.config.installation import queries
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission


@allow(Permission.SYSTEM_VIEW)
@require_GET
@never_cache
def system(request: Request) -> HttpResponse:
    return render(request, "installation/system.html", {"it": queries.installation(request.actor)})


@allow(Permission.PUBLIC)
@require_GET
@never_cache
def health(request: Request) -> HttpResponse:
    """200 where this process and the database answer, 503 where the database does not. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
