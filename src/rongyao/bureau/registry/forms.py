"""Forms of the registry: filters, identity, one fact with its source, reveals, rosters, answers."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import IdNumberInput, MoneyInput, PhoneInput, PreciseDateField
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.models import Person, Source
from rongyao.bureau.registry.rules import DECIDING_FACTS, is_absence, may_assert_absence
from rongyao.law.facts import FACTS, FactDef

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


def is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


def label_of(known: FactDef) -> str:
    return known.zh if is_chinese() else known.en


def choices_of(known: FactDef) -> list[tuple[str, str]]:
    return [(code, pair[0 if is_chinese() else 1]) for code, pair in known.choices.items()]


# --- lists ------------------------------------------------------------------------------------------


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


# --- identity ---------------------------------------------------------------------------------------


def read_field(name: str, typed: str) -> str:
    """A name or number as it is kept; what is wrong with it is said in the reader's language."""
    if not typed.strip():
        return ""
    readings: dict[str, Any] = {"name": read_name, "id_number": read_id_number, "phone": read_phone}
    attribute = "name" if name == "name" else "number"
    reading = readings[name](typed)
    if kept := getattr(reading, attribute):
        return str(kept)
    lang = "zh" if is_chinese() else "en"
    words = [f"{one.text(lang)} {one.mend(lang)}".strip() for one in reading.problems]
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


# --- facts ------------------------------------------------------------------------------------------


class YuanField(forms.CharField):
    """Yuan as text, in whole fen."""

    widget = MoneyInput

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).replace(",", "").replace("，", "").removesuffix("元").strip()
        if not text:
            return None
        try:
            fen = Decimal(text) * FEN
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write an amount in yuan, such as 1234.50.")) from error
        if fen != fen.to_integral_value() or fen < 0:
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
            min_value=0, widget=forms.NumberInput(attrs={"class": "in in--s"}), **common
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


# --- rosters ----------------------------------------------------------------------------------------


class UploadForm(forms.Form):
    """A roster as it came: the file, who sent it, its day, which columns the sender certified as complete."""

    file = forms.FileField(
        label=_("The roster"), help_text=_("Excel (xlsx, xls), ods or csv, as it was sent.")
    )
    given_by = forms.CharField(
        label=_("Who sent it"), max_length=80, widget=forms.TextInput(attrs={"class": "in"})
    )
    dated_on = PreciseDateField(label=_("Date of the roster"))
    division = forms.ChoiceField(label=_("For which town"))
    certified = forms.MultipleChoiceField(
        label=_("Columns the sender certifies as complete"),
        help_text=_(
            "Only where the sender wrote so. Then a blank cell in the column says “none”; elsewhere a blank is not known."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, places: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        division, certified = self.fields["division"], self.fields["certified"]
        assert isinstance(division, forms.ChoiceField)
        assert isinstance(certified, forms.ChoiceField)
        division.choices = [(key, place.name) for key, place in self.places.items()]
        certified.choices = [(f.name, label_of(f)) for f in FACTS.values() if "certified_column" in f.absence]

    def clean_dated_on(self) -> dt.date:
        return whole_day(self.cleaned_data["dated_on"])

    def clean_division(self) -> Division:
        return self.places[self.cleaned_data["division"]]


class DecideForm(forms.Form):
    """What to do where a newer record and the roster disagree; asked only where it happens."""

    KEEP, TAKE = "keep", "take"
    where_they_differ = forms.ChoiceField(
        label=_("Where a newer record and the roster disagree"),
        choices=[(KEEP, _("Keep what is recorded")), (TAKE, _("Take the roster's"))],
        widget=forms.RadioSelect,
    )


# --- corrections ------------------------------------------------------------------------------------


class AnswerForm(forms.Form):
    """The answer to "this is wrong". A mend needs the right value; both need reasons the person will read."""

    MEND, KEEP = "mend", "keep"
    outcome = forms.ChoiceField(
        label=_("What you found"),
        choices=[(MEND, _("It was wrong: mend it")), (KEEP, _("It is right: keep it"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Reasons"), help_text=_("The person reads them."), max_length=1000,
        widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, field: str, places: Iterable[Division] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        self.places = {str(place.pk): place for place in places}
        self.fields["value"] = self._value(field)
        self.fields["value"].label = _("The right value, for a mend")
        self.order_fields(["outcome", "value", "answer"])

    def _value(self, field: str) -> forms.Field:
        if field == "division":
            choices = [("", "—"), *((key, place.name) for key, place in self.places.items())]
            return forms.TypedChoiceField(choices=choices, coerce=self.places.get, required=False)
        if field in FACTS and field not in ("birth_on", "sex"):
            return value_field(FACTS[field], required=False)
        box = copy.deepcopy(IdentityForm.base_fields[field])
        box.required, box.help_text = False, ""
        return box

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        return read_field(self.field, value) if self.field in ("name", "id_number", "phone") else value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        empty = data.get("value") in (None, "")
        if data.get("outcome") == self.MEND and empty and "value" not in self.errors:
            self.add_error("value", _("Write what it should be."))
        return data
