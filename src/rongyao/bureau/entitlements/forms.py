"""Forms of entitlements: filters, reasons, papers, judgements, reports up, service, standards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.queries.standards import KEY_WORDS, MILLIONTHS, key_label
from rongyao.bureau.entitlements.rules.letter_text import WAYS_SERVED
from rongyao.bureau.entitlements.rules.proposing import label, proposable
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.explanation import fact_label
from rongyao.bureau.foundation.ui.forms import DayField, MoneyInput
from rongyao.law import standards as law
from rongyao.law.facts import FACTS, FactDef
from rongyao.law.spells import LEVELS

FEN = 100
EVERY = [("", _("All"))]
BANDS = (
    ("late", _("Overdue")),
    ("today", _("Due today")),
    ("soon", _("Within 3 working days")),
    ("week", _("Within a week")),
    ("ample", _("Later")),
    ("hold", _("Clock stopped")),
)


def lang() -> str:
    return get_language() or "zh-hans"


def _pick(pair: tuple[str, str]) -> str:
    return pair[0 if lang().startswith("zh") else 1]


def _set(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class ReasonField(forms.CharField):
    """A reason in the officer's own words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 1000, "widget": forms.Textarea(attrs={"rows": 4}), **kwargs})


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────


class ProposalFilterForm(forms.Form):
    """Small fields over the worklist; unknown values are ignored."""

    entitlement = forms.ChoiceField(label=_("What is due"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    band = forms.ChoiceField(label=_("Deadline"), required=False, choices=[*EVERY, *BANDS])
    town = forms.ChoiceField(label=_("Town"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("Open ones")), *Proposal.State.choices]
        _set(self, "entitlement", [*EVERY, *((key, label(key, lang())) for key in proposable())])
        _set(self, "state", states)
        _set(self, "town", [*EVERY, *((town.path, town.short_name) for town in towns)])


class FindingFilterForm(forms.Form):
    """Narrows a list of answers."""

    entitlement = forms.ChoiceField(label=_("What is due"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "entitlement", [*EVERY, *((key, label(key, lang())) for key in proposable())])


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────


class DecisionForm(forms.Form):
    """The reason, and (hidden) which finding the officer has read."""

    reason = ReasonField(
        label=_("Reason"), help_text=_("The person reads it in the letter. Short sentences, no blame.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignForm(forms.Form):
    """A signature without a text: only which finding was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class BackForm(forms.Form):
    """Why something goes back or is refused inside the office."""

    reason = ReasonField(label=_("Reason"), max_length=400)


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────


class PaperForm(forms.Form):
    """Which papers to ask for; those that still matter come first and are ticked."""

    facts = forms.MultipleChoiceField(
        label=_("Papers to ask for"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one paper to ask for.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for the person"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [FACTS[name] for name in names if name in FACTS and not FACTS[name].judged]
        field = self.fields["facts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(fact.name, _paper(fact)) for fact in known]


def _paper(fact: FactDef) -> str:
    paper = _pick((fact.evidence_zh, fact.evidence_en))
    return f"{fact_label(fact.name, lang())}：{paper}" if lang().startswith("zh") else f"{fact.en}: {paper}"


class JudgementForm(forms.Form):
    """A judgement on one fact: so or not so, and why."""

    value = forms.ChoiceField(
        label=_("Your judgement"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, this is so")), ("no", _("No, this is not so"))],
    )  # fmt: skip
    reason = ReasonField(label=_("Reason"), help_text=_("What you looked at, and why it leads to this."))


class ReportForm(forms.Form):
    """To whom the matter goes, and why it is not ours to decide."""

    to = forms.CharField(label=_("Authority"), max_length=80)
    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class OutsideDecisionForm(forms.Form):
    """What the authority decided, under which document."""

    document_no = forms.CharField(label=_("Document number"), max_length=80)
    decided_on = DayField(label=_("Date of the document"))
    is_granted = forms.ChoiceField(
        label=_("What was decided"), widget=forms.RadioSelect,
        choices=[("yes", _("Granted")), ("no", _("Refused"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("In its words"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ServeForm(forms.Form):
    """How and when the letter reached the person."""

    how = forms.ChoiceField(label=_("How it was served"), widget=forms.RadioSelect)
    on = DayField(
        label=_("Day it was received"), help_text=_("As on the receipt. The periods to disagree run from it.")
    )
    note = forms.CharField(
        label=_("Receipt or note"), required=False, max_length=200,
        help_text=_("Number of the postal receipt, or who took the letter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "how", [(code, _pick(words)) for code, words in WAYS_SERVED.items()])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == "family" and not (data.get("note") or "").strip():
            self.add_error("note", _("Write who took the letter and how they are related."))
        return data


# ── standards ────────────────────────────────────────────────────────────────────────────────────────────────


class StandardNameForm(forms.Form):
    """First step: which standard. Its keys then make the second form."""

    name = forms.ChoiceField(label=_("Standard"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "name", [(one.name, _pick((one.zh, one.en))) for one in law.NAMES.values()])


def levels_here() -> dict[str, str]:
    """The levels of this installation with the code each is entered under."""
    codes = {
        "national": "",
        "province": settings.BUREAU["province_division"],
        "city": settings.BUREAU["city_division"],
        "county": settings.BUREAU["division"],
    }
    return {level: codes[level] for level in LEVELS}


LEVEL_WORDS = {
    "national": _("National"),
    "province": _("Province"),
    "city": _("Prefecture-level city"),
    "county": _("County or county-level city"),
}


class StandardForm(forms.Form):
    """An amount under a named document. The value is yuan, or the rate itself (45% or 1.5)."""

    level = forms.ChoiceField(label=_("Level"))
    starts_on = DayField(may_come=True, label=_("First day in force"))
    ends_on = DayField(may_come=True, label=_("Last day in force"), required=False)
    value = forms.CharField(label=_("Amount in yuan"), max_length=20, widget=MoneyInput)
    document = forms.CharField(label=_("Document"), max_length=160)
    document_no = forms.CharField(label=_("Document number"), max_length=80)
    issued_on = DayField(label=_("Date of the document"))

    def __init__(
        self, *args: Any, standard: law.StandardName, cells: dict[str, list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standard = standard
        _set(self, "level", [(level, LEVEL_WORDS[level]) for level in levels_here()])
        keys = {f"key_{key}": self._key_field(key, cells.get(key, [])) for key in standard.keys}
        self.fields = {**keys, **self.fields}
        if standard.unit == "ratio":
            self.fields["value"].label = _("Rate")
            self.fields["value"].help_text = _("Such as 45% or 1.5")

    @staticmethod
    def _key_field(key: str, known: list[str]) -> forms.ChoiceField:
        words = KEY_WORDS.get(key, key)
        return forms.ChoiceField(label=words, choices=[(code, key_label(key, code)) for code in known])

    def clean_value(self) -> int:
        text = str(self.cleaned_data["value"]).replace(",", "").replace("，", "").replace("元", "").strip()
        return read_rate(text) if self.standard.unit == "ratio" else read_fen(text)

    def keys(self) -> dict[str, str]:
        """The chosen keys by name."""
        return {key: self.cleaned_data[f"key_{key}"] for key in self.standard.keys}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        if (issued := data.get("issued_on")) and issued > timezone.localdate():
            self.add_error("issued_on", _("The document is dated after today. Copy the date from it."))
        return data


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", text):
        raise forms.ValidationError(_("Write a number, such as 1234.50."))
    number = Decimal(text)
    if number <= 0 or number >= Decimal("1e9"):
        raise forms.ValidationError(
            _("The amount must be more than nothing and less than a thousand million.")
        )
    return number


def read_fen(text: str) -> int:
    """An amount in yuan, typed, as whole fen; raises ``ValidationError``."""
    fen = _number(text) * FEN
    if fen != fen.to_integral_value():
        raise forms.ValidationError(_("No more than two decimals: there is nothing smaller than a fen."))
    return int(fen)


def read_rate(text: str) -> int:
    """A rate, typed as 45% or 1.5, in millionths; raises ``ValidationError``."""
    percent = text.endswith(("%", "％"))
    number = _number(text.rstrip("%％").strip()) / (100 if percent else 1) * MILLIONTHS
    if number != number.to_integral_value():
        raise forms.ValidationError(_("No more than six decimals."))
    return int(number)
