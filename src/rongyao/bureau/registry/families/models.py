"""Tables of families."""

from __future__ import annotations
