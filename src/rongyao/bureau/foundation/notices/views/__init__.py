"""Pages of notices."""

from rongyao.bureau.foundation.notices.views import many, one, outbox, own, writing

__all__ = ["many", "one", "outbox", "own", "writing"]
