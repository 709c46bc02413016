"""The registry alone: what upper departments hang on it is tested with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nobody_listens() -> Iterator[None]:
    """No listeners and no panels but those a test adds."""
    from rongyao.bureau.registry import registrations  # models load only once Django is ready

    listeners, panels = registrations.facts_listeners[:], registrations.file_panels[:]
    registrations.facts_listeners.clear()
    registrations.file_panels.clear()
    yield
    registrations.facts_listeners[:], registrations.file_panels[:] = listeners, panels
