"""One world for all tests of a file that ask it: built once, taken back when the last of them is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
import time_machine


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[object]:
    from django.conf import settings
    from django.db import transaction

    from access import examples, matrix
    from access.world import World
    from people import TODAY

    kept = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    with (
        time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = World.make()
        for call in matrix.calls():
            for side in made.sides:
                with suppress(examples.NoExample):
                    examples.address(call.route, side)
        yield made
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept
