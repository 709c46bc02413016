"""How an operation is declared: its permission, its documented answers, its errors in one form.

    router = Router(tags=["people"])

    @operation(router.get, "/people/{person_id}", P.PEOPLE_VIEW, PersonOut)
    def person(request, person_id: int): ...

Every operation answers 401, 403 and 422 in the form of ``Problem``; those that name a thing 404, those that write 409.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja import Schema
from ninja.errors import HttpError
from ninja.security.base import AuthBase
from pydantic import Field

from rongyao.bureau.foundation.access.rules import Permission

SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST_PAGE = 200
# What the database can hold as a key.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Problem(Schema):
    """Why nothing was done: ``title`` for a person, ``errors`` a line for each field where input was wrong."""

    title: str
    errors: list[str] = []


class Refused(Exception):
    """Nothing was done. ``status``: 409 where a verb refuses, 422 where the input is wrong."""

    def __init__(self, status: int, title: str, errors: Iterable[str] = ()) -> None:
        self.status, self.title, self.errors = status, title, list(errors)
        super().__init__(title)


class PageOut(Schema):
    """How much of a list this is."""

    page: int
    pages: int
    total: int


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=LARGEST_PAGE)


class _CsrfCheck(CsrfViewMiddleware):
    """Says the reason instead of answering with a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


class Needs(AuthBase):
    """A signed-in browser or a bearer token whose user holds the permission here and now."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__()

    def __call__(self, request: Any) -> Any:
        if not request.actor.is_signed_in:
            return None
        if not request.is_by_token and request.method not in SAFE:
            _demand_csrf(request)
        if not request.actor.may(self.permission):
            raise HttpError(403, "You do not have the right to do this here.")
        return request.actor


def _no_answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _demand_csrf(request: Any) -> None:
    """A browser's cookie is sent by any page: what writes must show that it came from ours."""
    check = _CsrfCheck(_no_answer)
    check.process_request(request)
    if reason := check.process_view(request, _no_answer, (), {}):
        raise HttpError(403, f"CSRF: {reason}")


def operation(
    verb: Callable[..., Any],
    path: str,
    permission: Permission,
    answer: Any,
    *,
    finds: bool | None = None,
    writes: bool = False,
) -> Callable[..., Any]:
    """Declare one operation. ``finds``: names one thing (404), told by its path unless given; ``writes``: may be refused (409)."""
    codes = [422]
    codes += [] if permission is Permission.PUBLIC else [401, 403]
    codes += [404] if finds or (finds is None and "{" in path) else []
    codes += [409] if writes else []
    auth = None if permission is Permission.PUBLIC else Needs(permission)
    decorate = verb(path, auth=auth, response={200: answer, **dict.fromkeys(codes, Problem)})

    def declared(view: Callable[..., Any]) -> Any:
        view.permission = permission  # type: ignore[attr-defined]
        return decorate(view)

    return declared


def paged(rows: Any, paging: Paging, show: Callable[[Iterable[Any]], list[Any]]) -> dict[str, Any]:
    """One page of a list, as ``items`` beside where it stands. A page past the end is empty."""
    pages = Paginator(rows, paging.size)
    items = pages.page(paging.page).object_list if paging.page <= pages.num_pages else []
    return {"items": show(items), "page": paging.page, "pages": pages.num_pages, "total": pages.count}
