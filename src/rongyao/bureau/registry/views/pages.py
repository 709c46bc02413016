"""What every page of the registry does alike: a form that comes back with all that was typed, a page of a list."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from rongyao.bureau.foundation.access.middleware import Request

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form_page(request: Request, template: str, form: Any, **context: Any) -> HttpResponse:
    """The page of a form; 422 when the form came back with errors."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def page_of(request: Request, rows: QuerySet[Any], size: int = PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def workbook(content: BytesIO, name: str) -> HttpResponse:
    """A workbook to download, under a name that may be Chinese."""
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
