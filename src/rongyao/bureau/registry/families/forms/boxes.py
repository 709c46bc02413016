"""Boxes the forms of families share: a line of text, a whole day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import PreciseDateField


def line(size: str = "") -> forms.TextInput:
    """A box for one line of text."""
    return forms.TextInput(attrs={"class": f"in {size}".strip(), "autocomplete": "off"})


class DayField(PreciseDateField):
    """A day known to the day, as a date; not one to come, unless ``may_come``."""

    def __init__(self, *, may_come: bool = False, **kwargs: Any) -> None:
        self.may_come = may_come
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise forms.ValidationError(_("Write year, month and day."))
        day = dt.date.fromisoformat(text)
        if day > timezone.localdate() and not self.may_come:
            raise forms.ValidationError(_("This day has not come yet."))
        return day
