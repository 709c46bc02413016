"""An organisation by its kind, its closing, the list's filters, two entries to be joined, a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import DayField, line
from rongyao.bureau.registry.organisations.actions.stations import Worker
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.forms.picking import add_picks, clean_pick
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import (
    FIELD_WORDS,
    FIELDS,
    UnableToReadCode,
    read_credit_code,
    read_public_code,
    refuse_of_unit,
)

ALL = ("", _("All"))
NONE = ("", "—")
LONGEST = {"name": 120, "short_name": 40, "address": 160, "contact_name": 40, "contact_phone": 30}
WORKERS = 6
HELP: dict[str, Any] = {
    "credit_code": _("18 characters, on the licence. Spaces do not matter."),
    "public_code": _("Five digits, as the unit is publicly known."),
    "industry": _("Words or a code of GB/T 4754-2017, such as 汽车零部件 or 3670."),
    "contact_phone": _("A telephone of the office, not of a person."),
    "is_member": _("Of the double-support leading group of the city."),
}


def _field(name: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": FIELD_WORDS[name],
        "required": name == "name",
        "help_text": HELP.get(name, ""),
    }
    if name == "is_member":
        return forms.BooleanField(**common)
    if name == "scale":
        return forms.ChoiceField(choices=[NONE, *Organisation.Scale.choices], **common)
    if name == "school_kind":
        return forms.ChoiceField(choices=[NONE, *Organisation.SchoolKind.choices], **common)
    if name == "headcount":
        number = forms.NumberInput(attrs={"class": "in in--s"})
        return forms.IntegerField(min_value=0, max_value=9_999_999, widget=number, **common)
    size = "in--s" if name in ("public_code", "contact_phone", "short_name") else ""
    return forms.CharField(max_length=LONGEST.get(name, 60), widget=line(size), **common)


class FieldsForm(forms.Form):
    """Some fields of an organisation of one kind."""

    def __init__(self, *args: Any, kind: str, names: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.names = tuple(names) or FIELDS[kind]
        for name in self.names:
            self.fields[name] = _field(name)
        if "name" in self.fields and kind == Organisation.Kind.UNIT:
            self.fields["name"].help_text = _(
                "As it stands on the gate. No designation, no arm, no strength."
            )
        if "industry" in self.fields:
            add_picks(self, "industry", INDUSTRIES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, read in (("credit_code", read_credit_code), ("public_code", read_public_code)):
            if data.get(name):
                self._read(name, read, data)
        if self.kind == Organisation.Kind.UNIT and data.get("name"):
            self._read("name", _unit_name, data)
        clean_pick(self, "industry", INDUSTRIES, data)
        return data

    def _read(self, name: str, read: Any, data: dict[str, Any]) -> None:
        try:
            data[name] = read(data[name])
        except UnableToReadCode as error:
            self.add_error(name, str(error))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


def _unit_name(text: str) -> str:
    refuse_of_unit(text)
    return text


class NewOrganisationForm(FieldsForm):
    """A new entry: its place beside its fields; ``is_another`` once entries of alike name were shown."""

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.fields["division"] = forms.ChoiceField(
            label=_("Where it is kept: city or town"),
            choices=[(key, place.name) for key, place in self.places.items()],
        )
        if self.is_bound:
            self.fields["is_another"] = forms.BooleanField(
                label=_("I looked at the entries of alike name: this is another one"), required=False
            )

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class ChangeOrganisationForm(FieldsForm):
    """The same for an entry that is there: carries what the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.JSONField(widget=forms.HiddenInput, required=False)


class CloseForm(forms.Form):
    on = DayField(label=_("Closed since"))
    reason = forms.CharField(label=_("Why"), max_length=160, widget=line())


class FilterForm(forms.Form):
    """Small fields over the list. Unknown values are ignored, so an old address still opens."""

    q = forms.CharField(label=_("Name, code, contact"), required=False, max_length=60, widget=line())
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *Organisation.Kind.choices])
    town = forms.ChoiceField(label=_("Town"), required=False)
    section = forms.ChoiceField(label=_("Industry"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("On the register")),
            ("unspoken", _("Nobody represents it")),
            ("closed", _("Closed")),
        ],
    )

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(entry.code, f"{entry.code} {entry.name}") for entry in INDUSTRIES.below()]
        self._set("town", [ALL, *((town.path, town.short_name) for town in towns)])
        self._set("section", [ALL, *sections])

    def _set(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class MergeForm(forms.Form):
    """Which of the two stays."""

    stays = forms.ChoiceField(label=_("Which entry stays?"), widget=forms.RadioSelect)
    fills = forms.BooleanField(label=_("Fill its blanks from the other one"), required=False, initial=True)

    def __init__(self, *args: Any, pair: tuple[Organisation, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stays"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(row.pk), f"{row.name}（{row.credit_code or row.division.name}）") for row in pair
        ]


class UploadForm(forms.Form):
    """A list in Excel or CSV."""

    file = forms.FileField(
        label=_("The list, as Excel or CSV"),
        widget=forms.FileInput(attrs={"class": "in", "accept": ".xlsx,.xls,.ods,.csv"}),
    )
    kind = forms.ChoiceField(
        label=_("What is in it"), choices=Organisation.Kind.choices, widget=forms.RadioSelect
    )
    division = forms.ChoiceField(label=_("Where they are kept: city or town"))

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, place.name) for key, place in self.places.items()]

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class StationForm(forms.Form):
    """What a station keeps of itself; up to six people who work there."""

    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False, widget=line("in--s"))
    address = forms.CharField(label=_("Address"), max_length=120, required=False, widget=line())
    hours = forms.CharField(
        label=_("Opening hours"),
        max_length=160,
        required=False,
        widget=line(),
        help_text=_("Such as 周一至周五 9:00-11:30、13:00-17:00."),
    )
    directions = forms.CharField(
        label=_("How to get there"),
        max_length=200,
        required=False,
        widget=line(),
        help_text=_("The bus, the gate, the floor, whether there is a ramp."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, WORKERS + 1):
            label = _("Name, worker %(n)d") % {"n": place}
            self.fields[f"name_{place}"] = forms.CharField(
                label=label, max_length=40, required=False, widget=line("in--s")
            )
            self.fields[f"duty_{place}"] = forms.CharField(
                label=_("For what, worker %(n)d") % {"n": place}, max_length=80, required=False, widget=line()
            )
            self.fields[f"is_shown_{place}"] = forms.BooleanField(
                label=_("The public may read this name: they agreed"), required=False
            )

    @property
    def worker_rows(self) -> list[list[Any]]:
        """(name, duty, shown) boxes of each worker, for the page."""
        places = range(1, WORKERS + 1)
        return [[self[f"{name}_{place}"] for name in ("name", "duty", "is_shown")] for place in places]

    def workers(self) -> list[Worker]:
        data = self.cleaned_data
        rows = [
            Worker(data[f"name_{n}"], data[f"duty_{n}"], data[f"is_shown_{n}"]) for n in range(1, WORKERS + 1)
        ]
        return [row for row in rows if row.name]


class StationFilterForm(forms.Form):
    q = forms.CharField(label=_("Station or town"), required=False, max_length=40, widget=line())
    lacking = forms.ChoiceField(
        label=_("Lacks"),
        required=False,
        choices=[ALL, ("phone", _("a telephone")), ("hours", _("opening hours"))],
    )


def a_year_from(day: dt.date) -> dt.date:
    """The last day of a year that begins on this day."""
    return dt.date(day.year + 1, day.month, min(day.day, 28)) - dt.timedelta(days=1)
