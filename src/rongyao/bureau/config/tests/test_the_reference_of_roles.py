"""The page of roles and permissions says what the program does."""

from __future__ import annotations

from rongyao.bureau.config import reference
from rongyao.bureau.foundation.access.rules import ROLES, Permission


def test_the_committed_page_is_what_the_program_says_now() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.written(), (
        "run: python -m rongyao.bureau.config.reference"
    )


def test_every_role_permission_page_and_operation_stands_on_it_in_both_languages() -> None:
    page = reference.written()
    assert all(f"(`{code}`)" in page for code in ROLES)
    assert all(f"| `{p.value}` |" in page for p in Permission if p is not Permission.PUBLIC)
    assert "| `/desk/` | `queue.view` |" in page
    assert "`GET /api/v1/me`" in page
    assert "业务人员" in page
    assert "Officer" in page
