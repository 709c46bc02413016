"""What is typed on the pages of messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.notices.models import Message, Preference
from rongyao.bureau.foundation.notices.registrations import KINDS, Kind
from rongyao.bureau.foundation.notices.rules.ways import WAY_WORDS, Way
from rongyao.bureau.foundation.notices.rules.words import UnableToWord, check_values

ALL = ("", _("All"))


def line() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "in", "autocomplete": "off"})


class OutboxFilterForm(forms.Form):
    """Small fields over the outbox."""

    q = forms.CharField(label=_("Name or heading"), required=False, max_length=60, widget=line())
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ALL, ("open", _("Not at an end yet")), *Message.State.choices],
    )
    way = forms.ChoiceField(
        label=_("Way"), required=False, choices=[ALL, *((way.value, WAY_WORDS[way]) for way in Way)]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    town = forms.ChoiceField(label=_("Town"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [ALL, *((kind.code, kind.title) for kind in KINDS.values())])
        _choose(self, "town", [ALL, *((town.path, town.short_name) for town in towns)])


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def kinds_by_hand() -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.is_by_hand]


class WriteForm(forms.Form):
    """The parameters of one kind of message, each a box of its own."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in kind.params.items():
            is_long = name == "words"
            widget = forms.Textarea(attrs={"class": "in", "rows": 4}) if is_long else line()
            self.fields[name] = forms.CharField(label=label, max_length=300 if is_long else 60, widget=widget)

    def clean(self) -> dict[str, Any]:
        """A number of a person is found while it can still be mended, at its own box."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            try:
                check_values({name: value})
            except UnableToWord:
                words = _("This looks like somebody's number. No number of a person may stand in a message.")
                self.add_error(name, words)
        return cleaned


class OutcomeForm(forms.Form):
    """What a visit found."""

    outcome = forms.ChoiceField(
        label=_("What did you find?"), choices=Message.Outcome.choices, widget=forms.RadioSelect()
    )
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("Who said so, where they live now, the right telephone: whatever helps next time."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "in", "rows": 3}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=160, widget=line())


class HandedForm(forms.Form):
    words = forms.CharField(
        label=_("How and when"), max_length=160, widget=line(),
        help_text=_("At the counter, on the telephone, through a named helper."),
    )  # fmt: skip


class PreferenceForm(forms.Form):
    """How a person wants to be told."""

    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=[("zh", "中文"), ("en", "English")]
    )
    way = forms.ChoiceField(
        label=_("Tell me first by"),
        required=False,
        choices=[
            ("", _("no matter which")),
            *((way.value, WAY_WORDS[way]) for way in (Way.SMS, Way.EMAIL, Way.BOX)),
        ],
    )
    no_sms = forms.BooleanField(label=_("No text messages"), required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email"}),
    )

    def __init__(self, data: Any, *, kept: Preference) -> None:
        initial = {name: getattr(kept, name) for name in ("language", "way", "no_sms", "email")}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == Way.EMAIL and not cleaned.get("email"):
            self.add_error("email", _("Write the address to which mail is to go."))
        if cleaned.get("way") == Way.SMS and cleaned.get("no_sms"):
            self.add_error("no_sms", _("Text messages cannot be the first way and switched off as well."))
        return cleaned
