"""Beginning a scenario, and setting one thing otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.forms import lang
from rongyao.bureau.entitlements.whatif import queries
from rongyao.bureau.foundation.ui.forms import DayField


class BeginForm(forms.Form):
    """A name and the days."""

    title = forms.CharField(label=_("Name of the what-if"), max_length=120)
    on = DayField(may_come=True, label=_("Legal date"), help_text=_("The day for which everybody is asked."))
    amounts_from = DayField(
        may_come=True,
        label=_("Amounts from"),
        help_text=_(
            "First day of the amounts set otherwise. Where the law takes the year before, choose a day of that year."
        ),
    )


class ChangeForm(forms.Form):
    """One thing of a list, and the figure for it."""

    kind = forms.CharField(widget=forms.HiddenInput)
    key = forms.ChoiceField()
    text = forms.CharField(max_length=40)

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data, initial={"kind": kind}, prefix=kind)
        key, text = self.fields["key"], self.fields["text"]
        assert isinstance(key, forms.ChoiceField)
        if kind == "amounts":
            key.choices, key.label = queries.amount_choices(), _("Amount")
            text.label, text.help_text = _("Set to"), _("In yuan, or +5% or -10% of what it is")
        elif kind == "numbers":
            key.choices, key.label = queries.number_choices(lang()), _("Threshold or rate")
            text.label, text.help_text = _("Set to"), _("Such as 10, or 25%")
        else:
            key.choices, key.label = queries.reading_choices(lang()), _("Reading")
            del self.fields["text"]

    def said(self) -> tuple[str, str]:
        """The key and the figure or option."""
        key = self.cleaned_data["key"]
        if "text" in self.fields:
            return key, self.cleaned_data["text"]
        name, _equals, option = key.partition("=")
        return name, option
