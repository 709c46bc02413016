"""Tables of notices."""

from __future__ import annotations
