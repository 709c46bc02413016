"""Choosing a reading."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.forms import ReasonField, lang
from rongyao.law.model import Reading


class ChoiceForm(forms.Form):
    """One of the options, why, and the paper it rests on."""

    option = forms.ChoiceField(label=_("How this bureau reads it"), widget=forms.RadioSelect)
    reason = ReasonField(label=_("Reason"), help_text=_("Everybody can read it beside the law."))
    document = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("Name and number of the paper, reply or minutes it rests on."),
    )

    def __init__(self, *args: Any, reading: Reading, in_force: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)
        zh = lang().startswith("zh")
        field.choices = [
            (code, one.zh if zh else one.en) for code, one in reading.options.items() if code != in_force
        ]
