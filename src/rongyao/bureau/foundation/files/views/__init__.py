"""Pages of papers."""

from rongyao.bureau.foundation.files.views import desk, held, own

__all__ = ["desk", "held", "own"]
