"""Appointing somebody, their slip, what they ask for, and the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.ui.forms import DayField, IdNumberInput, line
from rongyao.bureau.registry.families.forms.agreements import ActivateForm as SlipForm
from rongyao.bureau.registry.forms.people import read_field
from rongyao.bureau.registry.organisations.actions.representatives import Named
from rongyao.bureau.registry.organisations.rules import REPRESENTING


class AppointForm(forms.Form):
    """Somebody off their card and the organisation's letter."""

    name = forms.CharField(label=_("Name"), max_length=40, widget=line())
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=30,
        widget=IdNumberInput(),
        help_text=_("Off the card. Only its last four and a keyed mark are kept, never the number."),
    )
    role = forms.ChoiceField(label=_("As what"), widget=forms.RadioSelect)
    letter = forms.CharField(
        label=_("The organisation's letter that names them"),
        max_length=120,
        widget=line(),
        help_text=_("Such as 介绍信 of which day, or its number."),
    )
    starts_on = DayField(label=_("From"), may_come=True)
    ends_on = DayField(label=_("Until"), may_come=True, help_text=_("Three years at most."))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, ROLES[code].name) for code, of in REPRESENTING.items() if of == kind]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]

    def clean_name(self) -> str:
        return read_field("name", self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        return read_field("id_number", self.cleaned_data["id_number"])

    def named(self) -> Named:
        return Named(**self.cleaned_data)


class ActivateForm(SlipForm):
    """The representative's slip: its code, the last four of their own number, a password of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_last4"].help_text = _("Of your own identity card, which the bureau saw.")


class AskForm(forms.Form):
    """Another name or credit code, and which paper shows it."""

    value = forms.CharField(label=_("As it should be"), max_length=120, widget=line())
    why = forms.CharField(
        label=_("Why, and which paper shows it"), max_length=200, widget=line(), help_text=_("Such as the new licence and its date.")
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The officer's answer."""

    CONFIRM, REFUSE = "confirm", "refuse"
    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(CONFIRM, _("Confirm: I have seen the paper")), (REFUSE, _("Leave it as it was"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words to the organisation"), max_length=200, required=False, widget=line(),
        help_text=_("Needed where it stays as it was."),
    )  # fmt: skip
