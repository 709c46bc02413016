"""What each role may do and which addresses it reaches, written from the program itself: docs/reference/roles.md.

``python -m rongyao.bureau.config.reference`` writes the page; a test compares it with what is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rongyao.bureau.foundation.access.rules import ROLES, Permission
from rongyao.bureau.foundation.access.words import PERMISSIONS

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "roles.md"
HEAD = """<!-- Written by: python -m rongyao.bureau.config.reference. Do not edit by hand. -->
# 岗位与权限 · Roles and permissions

每个岗位只在任职的地方有效：镇的业务人员只看得到本镇。下面由程序生成，和程序实际执行的一致。
A role holds only in the place of the appointment: a town's officer sees that town. This page is written from the
program and is what the program enforces.
"""


def addresses(entries: Any = None, prefix: str = "") -> Iterator[tuple[str, Permission]]:
    """Every address of the URL map, the API's too, with the permission it asks for."""
    from django.urls import URLPattern, URLResolver, get_resolver

    for entry in get_resolver().url_patterns if entries is None else entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and (found := getattr(entry.callback, "permission", None)):
            yield f"/{route}", found


def operations() -> Iterator[tuple[str, Permission]]:
    """Every operation of the API with the permission it asks for."""
    from rongyao.bureau.config import api

    for _prefix, router in api.api._routers:
        for route, view in router.path_operations.items():
            for one in view.operations:
                yield from (
                    (f"{method} /api/v1{route}", vars(one.view_func)["permission"]) for method in one.methods
                )


def written() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_roles(), *_permissions(), *_addresses(), ""))


def _in(language: str, text: object) -> str:
    from django.utils import translation

    with translation.override(language):
        return str(text)


def _both(text: object) -> str:
    return f"{_in('zh-hans', text)} · {_in('en', text)}"


def _roles() -> Iterator[str]:
    yield "## 岗位 · Roles\n"
    for role in ROLES.values():
        yield f"### {_both(role.name)} (`{role.code}`)\n"
        yield f"{_in('zh-hans', role.description)}\n{_in('en', role.description)}\n"
        yield from (f"- `{p.value}` {_both(PERMISSIONS[p])}" for p in Permission if p in role.permissions)
        yield ""


def _permissions() -> Iterator[str]:
    yield "## 权限由谁持有 · Who holds each permission\n"
    yield "| 权限 · Permission | 含义 · Meaning | 岗位 · Roles |\n|---|---|---|"
    for permission, words in PERMISSIONS.items():
        holders = "、".join(_in("zh-hans", r.name) for r in ROLES.values() if permission in r.permissions)
        yield f"| `{permission.value}` | {_both(words)} | {holders} |"
    yield ""


def _addresses() -> Iterator[str]:
    yield "## 网页地址 · Addresses of pages\n"
    yield "`public`：任何人都能打开 · anybody.\n"
    yield "| 地址 · Address | 权限 · Permission |\n|---|---|"
    pages = sorted({found for found in addresses() if not found[0].startswith("/api/")})
    yield from (f"| `{route}` | `{permission.value}` |" for route, permission in pages)
    yield "\n## 接口操作 · Operations of the API\n"
    yield "| 操作 · Operation | 权限 · Permission |\n|---|---|"
    yield from (f"| `{name}` | `{permission.value}` |" for name, permission in sorted(operations()))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    django.setup()
    from rongyao.bureau.config.messages import compile_all

    compile_all()
    PAGE.write_text(written(), encoding="utf-8")
