"""One fact and the source that says it; a box for each kind of value."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import MoneyInput, PreciseDateField
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.forms.people import ReasonForm
from rongyao.bureau.registry.forms.words import choices_of, label_of
from rongyao.bureau.registry.models import Source
from rongyao.bureau.registry.rules import is_absence, may_assert_absence
from rongyao.law.facts import FactDef

FEN = 100
MOST_RADIO_CHOICES = 8
YES_NO = (("yes", _("Yes")), ("no", _("No")))
# What may be chosen at the counter; the other kinds are written by their own verbs.
COUNTER_KINDS = (
    Source.Kind.PAPER,
    Source.Kind.DECLARATION,
    Source.Kind.REGISTER,
    Source.Kind.DECISION,
    Source.Kind.CERTIFIED,
)


class YuanField(forms.CharField):
    """Yuan as text, in whole fen."""

    widget = MoneyInput

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).replace(",", "").replace("，", "").removesuffix("元").strip()
        if not text:
            return None
        if not re.fullmatch(r"\d{1,12}(\.\d+)?", text):
            raise forms.ValidationError(_("Write an amount in yuan, such as 1234.50."))
        fen = Decimal(text) * FEN
        if fen != fen.to_integral_value():
            raise forms.ValidationError(_("Write an amount in yuan, such as 1234.50."))
        return int(fen)


class YesNoField(forms.ChoiceField):
    """Yes or no, as True or False."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)

    def clean(self, value: Any) -> bool | None:
        chosen = super().clean(value)
        return None if not chosen else chosen == "yes"


class CodesField(forms.MultipleChoiceField):
    """Several codes; ``none`` ticked alone asserts that there are none."""

    widget = forms.CheckboxSelectMultiple
    NONE = "none"

    def __init__(self, *, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(choices=[*choices, (self.NONE, _("None at all, and the source says so"))], **kwargs)

    def clean(self, value: Any) -> list[str] | None:
        codes = super().clean(value)
        if self.NONE in codes and len(codes) > 1:
            raise forms.ValidationError(_("“None at all” cannot stand beside another one."))
        return [] if codes == [self.NONE] else codes or None


def value_field(known: FactDef, *, required: bool = True) -> forms.Field:
    """The box in which a value of this fact is typed; its clean value has the form ``law.facts`` declares."""
    common: dict[str, Any] = {"label": label_of(known), "required": required}
    if known.kind == "bool":
        return YesNoField(**common)
    if known.kind == "date":
        help_text = _("Where only the month is known, leave the day empty.")
        return PreciseDateField(help_text=help_text, **common)
    if known.kind == "int":
        return forms.IntegerField(
            min_value=0,
            widget=forms.NumberInput(attrs={"class": "in in--s"}),
            error_messages={"min_value": _("Write a whole number."), "invalid": _("Write a whole number.")},
            **common,
        )
    if known.kind == "money":
        return YuanField(max_length=20, **common)
    choices = choices_of(known)
    if known.kind == "categories":
        return CodesField(choices=choices, **common)
    widget = forms.RadioSelect if len(choices) <= MOST_RADIO_CHOICES else forms.Select
    return forms.ChoiceField(choices=choices, widget=widget, **common)


def initial_of(known: FactDef, value: Any) -> Any:
    """A recorded value as its box wants it."""
    if known.kind == "bool" and value is not None:
        return "yes" if value else "no"
    if known.kind == "money" and value is not None:
        return f"{value // FEN}.{value % FEN:02d}"
    if known.kind == "categories" and value == []:
        return [CodesField.NONE]
    return value


class FactForm(forms.Form):
    """One fact and the source that says it."""

    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=[(kind.value, kind.label) for kind in COUNTER_KINDS],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Which paper or register"), max_length=160, widget=forms.TextInput(attrs={"class": "in"})
    )
    document_no = forms.CharField(
        label=_("Its number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "in in--s"}),
    )
    given_by = forms.CharField(
        label=_("Given by"), max_length=80, required=False, widget=forms.TextInput(attrs={"class": "in"})
    )
    dated_on = PreciseDateField(label=_("Date of the source"))
    reason = forms.CharField(
        label=_("Why it changes"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    # The row the editor saw (0: nothing recorded): two editors of one fact are told apart by it.
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: FactDef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["value"] = value_field(known)
        self.order_fields(["value", "kind", "title", "document_no", "given_by", "dated_on", "reason"])

    def clean_dated_on(self) -> dt.date:
        return whole_day(self.cleaned_data["dated_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        value, kind = data.get("value"), data.get("kind")
        if (
            value is not None
            and kind
            and is_absence(self.known, value)
            and not may_assert_absence(self.known, kind)
        ):
            self.add_error(
                "kind",
                _("Such a source shows what is so, not that something is not so. Choose one that does."),
            )
        return data

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(data["kind"], data["title"], data["dated_on"], data["document_no"], data["given_by"])


def whole_day(text: str) -> dt.date:
    """A day known to the day and not in the future."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise forms.ValidationError(_("Write year, month and day."))
    day = dt.date.fromisoformat(text)
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class WithdrawForm(ReasonForm):
    """Why a value is taken back, and which row the editor saw."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
