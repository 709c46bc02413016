"""A token to issue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.api.queries import staff
from rongyao.bureau.foundation.ui.forms import PreciseDateField


class TokenForm(forms.Form):
    """For which system, acting as whom, until when."""

    name = forms.CharField(
        label=_("Which system"), max_length=80, widget=forms.TextInput(attrs={"class": "in"}),
        help_text=_("Such as “data exchange of the city”. It stands in the record."),
    )  # fmt: skip
    user = forms.ModelChoiceField(
        label=_("It acts as"), queryset=User.objects.none(),
        help_text=_("It may do what this user may do, no more. Give it a user of its own."),
    )  # fmt: skip
    expires_on = PreciseDateField(label=_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff().order_by("username")  # type: ignore[attr-defined]
