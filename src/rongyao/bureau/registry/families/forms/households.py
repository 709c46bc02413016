"""Forming, joining and leaving a household."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import DayField, line


class FormHouseholdForm(forms.Form):
    address = forms.CharField(label=_("Address"), max_length=200, widget=line())
    on = DayField(label=_("They live there since"))


class JoinHouseholdForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the household"),
        max_length=20,
        widget=line("in--s"),
        help_text=_("It stands on the file of whoever lives there, such as H-000007."),
    )
    on = DayField(label=_("They live there since"))


class LeaveHouseholdForm(forms.Form):
    on = DayField(label=_("Last day there"))
    reason = forms.CharField(label=_("Why they leave"), max_length=160, widget=line())
