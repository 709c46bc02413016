"""Pages of the desks: public, citizen, staff."""

from rongyao.bureau.desks.views import citizen, public, staff

__all__ = ["citizen", "public", "staff"]
