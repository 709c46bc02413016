"""Tables of background."""

from __future__ import annotations
