"""``rongyao secure``: the second lock applied, and stated."""

from __future__ import annotations

import typer


def secure() -> None:
    """Apply the policies as the owner; then say what holds for the application's own role."""
    from django.conf import settings
    from django.db import connections

    from rongyao.bureau.foundation.scope import policies

    found = policies.secure(connections["owner" if "owner" in settings.DATABASES else "default"])
    typer.echo(f"{found.guarded} tables answer to the scope of whoever asks; {len(found.renewed)} made anew.")
    for label, reason in found.open.items():
        typer.echo(f"  open  {label:<28} {reason}")
    for label in policies.undecided():
        typer.echo(f"  shut  {label:<28} nobody has said who may see it (foundation/scope/tables.toml)")
    if not policies.is_bound(connections["default"]):
        typer.echo(
            "The application's own role owns the tables or bypasses their policies, so the second lock does not hold. "
            "Give DATABASE_URL a role that owns nothing, and DATABASE_OWNER_URL the owner.",
            err=True,
        )
        raise typer.Exit(1)
