"""Uploading a roster and deciding on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import PreciseDateField
from rongyao.bureau.registry.forms.facts import whole_day
from rongyao.bureau.registry.forms.words import label_of
from rongyao.law.facts import FACTS


class UploadForm(forms.Form):
    """A roster as it came: the file, who sent it, its day, which columns the sender certified as complete."""

    file = forms.FileField(
        label=_("The roster"), help_text=_("Excel (xlsx, xls), ods or csv, as it was sent.")
    )
    given_by = forms.CharField(
        label=_("Who sent it"), max_length=80, widget=forms.TextInput(attrs={"class": "in"})
    )
    dated_on = PreciseDateField(label=_("Date of the roster"))
    division = forms.ChoiceField(label=_("For which town"))
    certified = forms.MultipleChoiceField(
        label=_("Columns the sender certifies as complete"),
        help_text=_(
            "Only where the sender wrote so. Then a blank cell in the column says “none”; elsewhere a blank is not known."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        division, certified = self.fields["division"], self.fields["certified"]
        assert isinstance(division, forms.ChoiceField)
        assert isinstance(certified, forms.ChoiceField)
        division.choices = [(key, place.name) for key, place in self.places.items()]
        certified.choices = [(f.name, label_of(f)) for f in FACTS.values() if "certified_column" in f.absence]

    def clean_dated_on(self) -> dt.date:
        return whole_day(self.cleaned_data["dated_on"])

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class DecideForm(forms.Form):
    """What to do where a newer record and the roster disagree; asked only where it happens."""

    KEEP, TAKE = "keep", "take"
    where_they_differ = forms.ChoiceField(
        label=_("Where a newer record and the roster disagree"),
        choices=[(KEEP, _("Keep what is recorded")), (TAKE, _("Take the roster's"))],
        widget=forms.RadioSelect,
    )
