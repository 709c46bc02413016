"""Filters of the list, the identity, moving a file, one line that says why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import IdNumberInput, PhoneInput, PreciseDateField
from rongyao.bureau.registry.forms.words import choices_of, label_of, said_of
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.rules import DECIDING_FACTS
from rongyao.law.facts import FACTS


class PeopleFilterForm(forms.Form):
    """Small fields over the people list. Unknown values are ignored, so an old address still opens."""

    q = forms.CharField(
        label=_("Name, pinyin, last four, phone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    rank = forms.ChoiceField(label=_("Rank group"), required=False)
    missing = forms.ChoiceField(label=_("Not known"), required=False)
    year = forms.CharField(
        label=_("Discharged in"),
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={"class": "in in--4", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        facts = [(name, label_of(FACTS[name])) for name in DECIDING_FACTS]
        self._set("town", [*every, *((town.path, town.short_name) for town in towns)])
        self._set("rank", [*every, *choices_of(FACTS["rank_group"])])
        self._set("missing", [*every, ("any", _("Any deciding fact")), *facts])

    def _set(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def read_field(name: str, typed: str) -> str:
    """A name or number as it is kept; what is wrong with it is said in the reader's language."""
    if not typed.strip():
        return ""
    readings: dict[str, Any] = {"name": read_name, "id_number": read_id_number, "phone": read_phone}
    attribute = "name" if name == "name" else "number"
    reading = readings[name](typed)
    if kept := getattr(reading, attribute):
        return str(kept)
    words = [said_of(one) for one in reading.problems]
    raise forms.ValidationError(words or [_("This could not be read.")])


class IdentityForm(forms.Form):
    """Who the person is. With ``person`` the numbers are masked: an empty box keeps what is recorded."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"class": "in"}))
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=30,
        required=False,
        help_text=_("18 characters; the 15 of an old card will do. Birth date and sex are read off it."),
        widget=IdNumberInput(),
    )
    birth_on = PreciseDateField(
        label=_("Date of birth"), required=False, help_text=_("Only where there is no identity number.")
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", "—"), *Person.Sex.choices])
    ethnicity = forms.CharField(
        label=_("Ethnic group"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "in in--s"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("A mobile or a landline. No telephone at home is all right."),
        widget=PhoneInput(),
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "in"})
    )

    def clean_name(self) -> str:
        return read_field("name", self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        return read_field("id_number", self.cleaned_data["id_number"])

    def clean_phone(self) -> str:
        return read_field("phone", self.cleaned_data["phone"])


class NewPersonForm(IdentityForm):
    """Opening a file."""

    division = forms.ChoiceField(label=_("Town, village or community"))

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]

    def identity(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "division" and value}


class ChangeIdentityForm(IdentityForm):
    """The same for a file that is open: carries what the editor saw, so two editors do not undo each other."""

    SHOWN = ("name", "sex", "birth_on", "ethnicity", "address")
    MASKED = ("id_number", "phone")

    version = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.JSONField(widget=forms.HiddenInput)
    has_no_phone = forms.BooleanField(label=_("This person has no telephone"), required=False)
    reason = forms.CharField(
        label=_("Why, or by which paper"), max_length=160, widget=forms.TextInput(attrs={"class": "in"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = ["name", "id_number", "birth_on", "sex", "ethnicity", "phone"]
        self.order_fields([*before, "has_no_phone", "address", "reason"])

    def typed(self) -> dict[str, str]:
        """The fields the editor changed, as they shall be. An empty number box changes nothing."""
        data = self.cleaned_data
        seen = data["opened"]
        changed = {name: data[name] for name in self.SHOWN if data[name] != seen.get(name, "")}
        changed |= {name: data[name] for name in self.MASKED if data[name]}
        if data["has_no_phone"]:
            changed["phone"] = ""
        return changed


class MoveForm(forms.Form):
    """Another town or village, with the reason."""

    division = forms.ChoiceField(label=_("Town, village or community"))
    reason = forms.CharField(label=_("Reason"), max_length=160, widget=forms.TextInput(attrs={"class": "in"}))

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class ReasonForm(forms.Form):
    """One line that says why; it is recorded and the person can read it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=160,
        help_text=_("The person can read this."),
        widget=forms.TextInput(attrs={"class": "in"}),
    )
