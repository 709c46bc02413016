"""Forms of the administrator: which accounts, bound to whom, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Name or reference"), max_length=80, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("waiting", _("Bound to nobody")), ("bound", _("Bound"))],
    )


class BindForm(forms.Form):
    user: Any = forms.ModelChoiceField(
        queryset=None,
        label=_("User"),
        empty_label="—",
        help_text=_("Staff who have no account of the directory yet."),
    )
    reason = forms.CharField(
        label=_("How you know it is this person"),
        max_length=200,
        help_text=_("For example: read me the reference from their own desk."),
    )


class UnbindForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
