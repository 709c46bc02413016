"""For each place without a known successor: where its rows go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import DayField
from rongyao.bureau.registry.upkeep.queries.recoding import Stranded, targets


class RecodeForm(forms.Form):
    """One choice a place that only a human can place; leaving it empty leaves its rows where they are."""

    is_sure = forms.BooleanField(label=_("I have compared the list with the notice of the change"))

    def __init__(self, *args: Any, stranded: Iterable[Stranded], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, Division] = {}
        for one in stranded:
            if one.is_for_a_human and one.counts:
                self.fields[f"place-{one.division.pk}"] = self._field(one, on)
        self.order_fields([*(name for name in self.fields if name != "is_sure"), "is_sure"])

    def _field(self, one: Stranded, on: dt.date) -> forms.ChoiceField:
        places = {str(place.pk): place for place in targets(one.division, on)}
        self.places |= places
        label = _("%(name)s (%(code)s) goes to") % {"name": one.division.name, "code": one.division.code}
        choices = [
            ("", _("Leave it; the town moves each file")),
            *((k, f"{p.name} {p.code}") for k, p in places.items()),
        ]
        return forms.ChoiceField(label=label, required=False, choices=choices)

    def chosen(self) -> dict[int, Division]:
        return {
            int(name.removeprefix("place-")): self.places[value]
            for name, value in self.cleaned_data.items()
            if name.startswith("place-") and value
        }


class AsOfForm(forms.Form):
    on = DayField(label=_("As the list stood on"), may_come=False)
