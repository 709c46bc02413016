"""Forms of the desks: a year's calendar, a letter's code, a slip, "this is wrong"."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.desks.words import VERBS
from rongyao.bureau.foundation.clock.calendar import Day
from rongyao.bureau.foundation.ui.forms import DayField, line


class RecordFilterForm(forms.Form):
    """What narrows the record of acts; a day that is none is named, and narrows nothing."""

    verb = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=80, widget=line())
    person = forms.CharField(label=_("Number of the file"), required=False, max_length=40, widget=line())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = [("", _("All")), *sorted(VERBS.items())]
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = DayField(label=label, required=False, may_come=True)

    def narrowed(self) -> dict[str, Any]:
        """What was asked for and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CalendarForm(forms.Form):
    """One State Council notice: its year, its number, and its days, one a line."""

    year = forms.IntegerField(label=_("Year"), min_value=2019, max_value=2100)
    document = forms.CharField(
        label=_("Notice"), max_length=200, help_text=_("Its name and number, as on the State Council's page.")
    )
    days = forms.CharField(
        label=_("Days, one a line"),
        help_text=_(
            "A date, then off or work, then the festival: 2027-02-06 off 春节. Ranges: 2027-02-06~2027-02-12 off 春节."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "class": "in", "spellcheck": "false"}),
    )

    ERRORS_AT_MOST = 8
    LINE = re.compile(
        r"^(\d{4}-\d{2}-\d{2})(?:\s*[~～至]\s*(\d{4}-\d{2}-\d{2}))?\s+(off|work|休|班)\s*(\S*)$"
    )

    def clean_days(self) -> list[Day]:
        """Every line read; all lines that cannot be are named together."""
        listed: list[Day] = []
        wrong: list[forms.ValidationError] = []
        for number, text in enumerate(self.cleaned_data["days"].splitlines(), 1):
            try:
                listed += self._line(number, text.strip()) if text.strip() else []
            except forms.ValidationError as error:
                wrong.append(error)
        if wrong:
            raise forms.ValidationError(wrong[: self.ERRORS_AT_MOST])
        return listed

    def _line(self, number: int, text: str) -> list[Day]:
        found = self.LINE.match(text)
        try:
            if not found:
                raise ValueError
            first = dt.date.fromisoformat(found[1])
            last = dt.date.fromisoformat(found[2] or found[1])
        except ValueError:
            raise self._refused(_("Line %(number)s cannot be read: %(text)s"), number, text) from None
        self._check_range(number, text, first, last)
        worked = found[3] in ("work", "班")
        return [Day(first + dt.timedelta(n), worked, found[4]) for n in range((last - first).days + 1)]

    def _check_range(self, number: int, text: str, first: dt.date, last: dt.date) -> None:
        year = self.cleaned_data.get("year")
        if last < first:
            raise self._refused(_("Line %(number)s ends before it begins: %(text)s"), number, text)
        if year and {first.year, last.year} != {year}:
            raise self._refused(_("Line %(number)s lies in another year: %(text)s"), number, text)

    @staticmethod
    def _refused(words: Any, number: int, text: str) -> forms.ValidationError:
        return forms.ValidationError(words, params={"number": number, "text": text[:60]})


class CodeForm(forms.Form):
    """The code under the square code of a letter."""

    code = forms.CharField(
        label=_("Code on the letter"),
        max_length=40,
        help_text=_("Under the square code at the foot of the letter. Capitals or not, both will do."),
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off", "spellcheck": "false"}),
    )


class ActivateForm(forms.Form):
    """The slip from the counter: its code, the last four of the identity number, a password of one's own."""

    LAST4 = re.compile(r"[0-9]{3}[0-9X]")

    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    id_last4 = forms.CharField(
        label=_("Last four of your identity number"),
        max_length=4,
        widget=forms.TextInput(
            attrs={"class": "in in--4", "autocomplete": "off", "autocapitalize": "characters"}
        ),
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


class WrongForm(forms.Form):
    """What is wrong, in one's own words."""

    stated_value = forms.CharField(
        label=_("What it should say"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    words = forms.CharField(
        label=_("What is wrong, in your own words"),
        max_length=1000,
        help_text=_("Say which paper shows it, if you have one. Nobody thinks worse of you for asking."),
        widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
    )
