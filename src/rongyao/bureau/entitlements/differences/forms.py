"""Since when, and what narrows the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.differences.rules import KINDS, REASONS
from rongyao.bureau.entitlements.forms import EVERY, lang
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import DayField
from rongyao.law import catalog


class DifferenceFilterForm(forms.Form):
    """Unknown values are ignored."""

    since = DayField(label=_("Compared with the start of"), required=False)
    kind = forms.ChoiceField(label=_("What changed"), required=False)
    why = forms.ChoiceField(label=_("Why"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)
    entitlement = forms.ChoiceField(label=_("What is due"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": list(KINDS.items()),
            "why": list(REASONS.items()),
            "town": [(town.path, town.short_name) for town in towns],
            "entitlement": [(key, label(key, lang())) for key in catalog.ENTITLEMENTS],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*EVERY, *listed]
