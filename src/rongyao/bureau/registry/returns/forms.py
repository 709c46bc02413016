"""Filling a form, taking one back, adding one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import DayField, line


class FillForm(forms.Form):
    reason = forms.CharField(
        label=_("For whom, and why"), min_length=2, max_length=160, widget=line(),
        help_text=_("The form holds whole numbers. The people in it can read who took them out and why."),
    )  # fmt: skip


class TakeBackForm(forms.Form):
    file = forms.FileField(label=_("The filled form"), help_text=_("With the columns in their own order."))
    given_by = forms.CharField(label=_("Who sent it"), max_length=80, widget=line())
    dated_on = DayField(label=_("Date of the form"))
    division = forms.ChoiceField(label=_("For which town"))

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class AddForm(forms.Form):
    file = forms.FileField(
        label=_("The mapping file"), help_text=_("CSV; take an existing one as a pattern.")
    )
