"""A relative: who they are, what they agreed to, the ground in law, the order in which they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import DayField, IdNumberInput, PhoneInput, PreciseDateField, line
from rongyao.bureau.registry.families.actions.consent import Consent, Ground
from rongyao.bureau.registry.families.models import Kin, Relation
from rongyao.bureau.registry.families.rules import FLAGS, KIN_FIELDS, SECRET_KIN_FIELDS
from rongyao.bureau.registry.forms.people import read_field

ASKABLE = (Kin.Consent.NOT_ASKED, Kin.Consent.GIVEN, Kin.Consent.REFUSED)
HOW = [("", "—"), *Kin.How.choices]
GROUNDS = [("", _("None: what is kept rests on consent")), *Kin.Ground.choices]


class RelativeForm(forms.Form):
    """The fields of a relative."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=line())
    relation = forms.ChoiceField(
        label=_("What they are to the person"), choices=[("", "—"), *Relation.choices]
    )
    birth_on = PreciseDateField(
        label=_("Date of birth"), required=False, help_text=_("Only with consent or a ground in law.")
    )
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=30,
        required=False,
        help_text=_("Only with consent or a ground in law, and only if it is needed."),
        widget=IdNumberInput(),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Only with consent or a ground in law."),
        widget=PhoneInput(attrs={"autocomplete": "off"}),
    )
    is_dependent = forms.BooleanField(label=_("The person supports them"), required=False)
    lives_with = forms.BooleanField(label=_("They live with the person"), required=False)
    is_deceased = forms.BooleanField(label=_("They have died"), required=False)
    died_on = PreciseDateField(
        label=_("Date of death"), required=False, help_text=_("As exact as it is known; a year will do.")
    )

    def clean_name(self) -> str:
        return read_field("name", self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        return read_field("id_number", self.cleaned_data["id_number"])

    def clean_phone(self) -> str:
        return read_field("phone", self.cleaned_data["phone"])


class NewKinForm(RelativeForm):
    """A relative with what they agreed to, on one page."""

    consent = forms.ChoiceField(
        label=_("Did the relative agree to be kept with birth date and numbers?"),
        choices=[(state.value, state.label) for state in ASKABLE],
        initial=Kin.Consent.NOT_ASKED,
        widget=forms.RadioSelect,
        help_text=_("Name and relation may be kept without asking; nothing else."),
    )
    how = forms.ChoiceField(label=_("How they agreed"), choices=HOW, required=False)
    consent_on = DayField(label=_("On which day"), required=False)
    paper_title = forms.CharField(
        label=_("The signed paper"),
        max_length=160,
        required=False,
        widget=line(),
        help_text=_("Where they signed one, or a guardian did."),
    )
    ground = forms.ChoiceField(
        label=_("Or: the law itself needs the numbers"), choices=GROUNDS, required=False
    )
    ground_words = forms.CharField(
        label=_("Which application, of which day"), max_length=200, required=False, widget=line()
    )
    field_order = ("name", "relation", "consent", "how", "consent_on", "paper_title", "ground", "ground_words",
                   "birth_on", "id_number", "phone")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answered = data.get("consent") in (Kin.Consent.GIVEN, Kin.Consent.REFUSED)
        if answered and not data.get("consent_on") and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Write the day on which they answered."))
        return data

    def values(self) -> dict[str, Any]:
        """The relative's fields; empty boxes are left out."""
        data = self.cleaned_data
        return {name: data[name] for name in KIN_FIELDS if name in FLAGS or data[name]}

    def asked(self) -> Consent | None:
        data = self.cleaned_data
        if data["consent"] == Kin.Consent.NOT_ASKED:
            return None
        return Consent(data["consent"], data["consent_on"], data["how"], data["paper_title"])

    def grounded(self) -> Ground | None:
        data = self.cleaned_data
        return Ground(data["ground"], data["ground_words"]) if data["ground"] else None


class ChangeKinForm(RelativeForm):
    """The same for an entry that is there: carries what the editor saw, so two editors do not undo each other."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.JSONField(widget=forms.HiddenInput)
    has_no_phone = forms.BooleanField(label=_("They have no telephone any more"), required=False)
    reason = forms.CharField(label=_("Why, or by which paper"), max_length=160, widget=line())
    field_order = ("name", "relation", "birth_on", "id_number", "phone", "has_no_phone")

    def __init__(self, *args: Any, kin: Kin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not kin.may_hold_numbers:
            for name in ("birth_on", *SECRET_KIN_FIELDS, "has_no_phone"):
                del self.fields[name]

    def typed(self) -> dict[str, Any]:
        """The fields as they shall be. An empty number box changes nothing."""
        data = self.cleaned_data
        typed = {name: data[name] for name in KIN_FIELDS if name in data and name not in SECRET_KIN_FIELDS}
        typed |= {name: data[name] for name in SECRET_KIN_FIELDS if data.get(name)}
        if data.get("has_no_phone"):
            typed["phone"] = ""
        return typed


class ConsentForm(forms.Form):
    """What the relative answered."""

    state = forms.ChoiceField(
        label=_("What the relative said"),
        choices=[(state.value, state.label) for state in ASKABLE if state != Kin.Consent.NOT_ASKED],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label=_("How they agreed"), choices=HOW, required=False)
    on = DayField(label=_("On which day"))
    paper_title = forms.CharField(
        label=_("The signed paper"),
        max_length=160,
        required=False,
        widget=line(),
        help_text=_("Where they signed one, or a guardian did."),
    )

    def consent(self) -> Consent:
        return Consent(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """The day on which the consent was taken back."""

    on = DayField(label=_("On which day"))


class GroundForm(forms.Form):
    """The ground in law, or none."""

    ground = forms.ChoiceField(
        label=_("The law itself needs the numbers"), choices=GROUNDS, required=False, widget=forms.RadioSelect
    )
    ground_words = forms.CharField(
        label=_("Which application, of which day"), max_length=200, required=False, widget=line()
    )

    def grounded(self) -> Ground | None:
        data = self.cleaned_data
        return Ground(data["ground"], data["ground_words"]) if data["ground"] else None


class LinkForm(forms.Form):
    """The relative's own file by its number; empty: none."""

    number = forms.CharField(
        label=_("Number of the relative's own file"),
        max_length=20,
        required=False,
        widget=line("in--s"),
        help_text=_("Such as KS-000012. Empty the box where there is none."),
    )


class OrderForm(forms.Form):
    """A place in the order for each living relative."""

    def __init__(self, *args: Any, kin: Sequence[Kin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kin = kin
        places = [("", _("not to be called")), *((str(n), str(n)) for n in range(1, len(kin) + 1))]
        for row in kin:
            label = f"{row.name} · {row.get_relation_display()}"
            self.fields[f"kin_{row.pk}"] = forms.ChoiceField(
                label=label, choices=places, required=False, initial=str(row.rank or "")
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken = [place for place in data.values() if place]
        if len(set(taken)) != len(taken):
            raise forms.ValidationError(_("Two relatives stand on one place. Give each a place of its own."))
        return data

    def order(self) -> list[int]:
        """Ids of the relatives to be called, first one first."""
        placed = [(int(self.cleaned_data[f"kin_{row.pk}"] or 0), row.pk) for row in self.kin]
        return [pk for place, pk in sorted(placed) if place]
