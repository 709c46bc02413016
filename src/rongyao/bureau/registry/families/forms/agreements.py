"""Naming a helper, a further year, the slip's page."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import DayField, IdNumberInput, line
from rongyao.bureau.registry.families.actions.agreements import Named, Term
from rongyao.bureau.registry.families.models import HelperAgreement, Relation
from rongyao.bureau.registry.forms.people import read_field


class RenewForm(forms.Form):
    """What the helper may do, the signed paper, the days it holds for."""

    may = forms.ChoiceField(
        label=_("What the helper may do"), choices=HelperAgreement.May.choices, widget=forms.RadioSelect
    )
    paper_title = forms.CharField(
        label=_("The paper the person signed"),
        max_length=160,
        widget=line(),
        help_text=_("Kept in the file. It names the helper and what they may do."),
    )
    signed_on = DayField(label=_("Signed on"))
    starts_on = DayField(label=_("From"), may_come=True)
    ends_on = DayField(
        label=_("Until and including"), may_come=True, help_text=_("A year at most; then a new paper.")
    )

    def term(self) -> Term:
        data = self.cleaned_data
        return Term(data["paper_title"], data["signed_on"], data["starts_on"], data["ends_on"])


class HelperForm(RenewForm):
    """The same with who is named, as their identity card shows it."""

    name = forms.CharField(label=_("Name of the helper"), max_length=40, widget=line())
    id_number = forms.CharField(
        label=_("Identity number of the helper"),
        max_length=30,
        widget=IdNumberInput(),
        help_text=_("Off the card. Only its last four and a keyed mark are kept, never the number."),
    )
    relation = forms.ChoiceField(
        label=_("What the helper is to the person"), choices=[("", "—"), *Relation.choices]
    )
    field_order = ("name", "id_number", "relation", "may")

    def clean_name(self) -> str:
        return read_field("name", self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        return read_field("id_number", self.cleaned_data["id_number"])

    def named(self) -> Named:
        data = self.cleaned_data
        return Named(data["name"], data["id_number"], data["relation"], data["may"])


class ActivateForm(forms.Form):
    """The helper's slip: its code, the last four of the helper's own number, a password of their own."""

    LAST4 = re.compile(r"[0-9]{3}[0-9X]")

    code = forms.CharField(label=_("Code on the slip"), max_length=20, widget=line())
    id_last4 = forms.CharField(
        label=_("Last four of your own identity number"),
        max_length=4,
        widget=line("in--4"),
        help_text=_("The helper's, not that of the person you help."),
    )
    password = forms.CharField(
        label=_("A password of your own"),
        help_text=_("At least 12 characters. A line of a song you like is good."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "in", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"class": "in", "autocomplete": "new-password"}),
    )

    def clean_code(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])

    def clean_id_last4(self) -> str:
        """Full-width digits are digits; a small x is an X; nothing else stands in an identity number."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["id_last4"]).strip().upper()
        if not self.LAST4.fullmatch(typed):
            raise forms.ValidationError(_("Four signs: three digits, then a digit or X."))
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two are not the same. Type them again."))
        return data
