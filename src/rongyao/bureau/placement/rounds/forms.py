"""Opening a round, the parts of its rules, the tables, the draws, what a witness signed, and a reason."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import DayField, line
from rongyao.bureau.placement.rounds import rules, words
from rongyao.bureau.placement.rounds.models import Handed, Round
from rongyao.choosing.by_score.points import UnableToReadPoints, hundredths

LARGEST = 20 * 1024 * 1024
BEIJING = dt.timezone(dt.timedelta(hours=8))


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "in"})


class RoundForm(forms.Form):
    """What a round is called and how it chooses."""

    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        widget=line(),
        help_text=_("As people will look for it, such as 2026年安置选岗."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False, widget=line())
    origin = forms.CharField(
        label=_("Name of the record"), max_length=120, widget=line(),
        help_text=_("Unique for ever, such as kunshan.example/placement/2026-1. It stands in every file of the record."),
    )  # fmt: skip
    mechanism = forms.ChoiceField(label=_("How it chooses"), widget=forms.RadioSelect)
    manner = forms.ChoiceField(label=_("How people say what they want"), widget=forms.RadioSelect)
    text_zh = forms.CharField(
        label=_("The rules in words"),
        max_length=4000,
        widget=_text(5),
        help_text=_("Everybody can read them beside the result."),
    )
    text_en = forms.CharField(
        label=_("The rules in English"), max_length=4000, required=False, widget=_text(3)
    )
    least_witnesses = forms.IntegerField(
        label=_("How many witnesses must sign"), min_value=0, max_value=20, initial=0, widget=line("in--2"),
        help_text=_("0: nobody outside the bureau vouches that the root was there before the draw."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (
            ("mechanism", Round.Mechanism, words.mechanisms()),
            ("manner", Round.Manner, words.manners()),
        )
        for name, kind, told in kinds:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, f"{label}: {told[code]}") for code, label in kind.choices]
            self.initial.setdefault(name, kind.choices[0][0])


class _Named(forms.Form):
    """Something with an identifier and its words."""

    id = forms.CharField(
        label=_("Short name"),
        max_length=64,
        widget=line(),
        help_text=_("Latin letters, digits, dot, dash: as in the table's headers."),
    )
    zh = forms.CharField(label=_("In Chinese"), max_length=60, widget=line())
    en = forms.CharField(label=_("In English"), max_length=80, required=False, widget=line())

    def clean_id(self) -> str:
        name: str = self.cleaned_data["id"]
        if not rules.IDENTIFIER.fullmatch(name):
            raise forms.ValidationError(_("Only Latin letters, digits, dot, dash and underline."))
        return name

    def entry(self) -> dict[str, Any]:
        """The part as the record writes it."""
        return {"id": self.cleaned_data["id"], "zh": self.cleaned_data["zh"], "en": self.cleaned_data["en"]}


class LabelForm(_Named):
    """Words for a tie key or a fact of the people table."""


class _PointsField(forms.CharField):
    """Points with at most two decimals; the clean value is whole hundredths."""

    def clean(self, value: Any) -> Any:
        try:
            return hundredths(super().clean(value))
        except UnableToReadPoints as error:
            raise forms.ValidationError(_("Write points such as 12 or 12.50.")) from error


class ItemForm(_Named):
    """One line of the score rule."""

    article = forms.CharField(
        label=_("Article"),
        max_length=80,
        required=False,
        widget=line(),
        help_text=_("Of the bureau's own rule."),
    )
    least = _PointsField(label=_("Least points"), initial="0", widget=line("in--4"))
    most = _PointsField(label=_("Most points"), widget=line("in--4"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("least", 0) > values.get("most", rules.MOST_POINTS):
            self.add_error("most", _("The most is smaller than the least."))
        return values

    def entry(self) -> dict[str, Any]:
        return super().entry() | {name: self.cleaned_data[name] for name in ("article", "least", "most")}


class SourceForm(_Named):
    """A public draw that the lottery among equals is made from."""

    digits = forms.IntegerField(
        label=_("Number of digits"),
        min_value=1,
        max_value=40,
        widget=line("in--2"),
        help_text=_("Exactly as many as are drawn, such as 3."),
    )
    day = DayField(label=_("Day of the draw"), may_come=True)
    time = forms.CharField(
        label=_("Time of the draw"),
        max_length=5,
        widget=line("in--4"),
        help_text=_("Beijing time, such as 21:15."),
    )
    required = forms.BooleanField(label=_("The round cannot be run without it"), required=False, initial=True)

    def clean_time(self) -> dt.time:
        text = self.cleaned_data["time"].replace("：", ":").strip()
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
            raise forms.ValidationError(_("Write hours and minutes, such as 21:15."))
        hours, minutes = text.split(":")
        return dt.time(int(hours), int(minutes))

    def entry(self) -> dict[str, Any]:
        given = self.cleaned_data
        at = dt.datetime.combine(given["day"], given["time"], tzinfo=BEIJING)
        return super().entry() | {
            "digits": given["digits"], "drawn_at": rules.stamp(at), "required": int(given["required"]),
        }  # fmt: skip


class WitnessForm(forms.Form):
    """Somebody outside the bureau who signs the root."""

    name = forms.CharField(
        label=_("Name of the witness"),
        max_length=64,
        widget=line(),
        help_text=_("Without blanks, such as notary-office."),
    )
    key = forms.CharField(
        label=_("Public key"),
        max_length=64,
        widget=line(),
        help_text=_("64 signs, as “rongyao witness --name NAME --key FILE” tells it."),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if re.search(r"[\s+]", name):
            raise forms.ValidationError(_("No blank and no plus sign."))
        return name

    def clean_key(self) -> str:
        key = re.sub(r"\s", "", self.cleaned_data["key"]).lower()
        if not rules.is_key(key):
            raise forms.ValidationError(
                _("This is no public key of 64 hexadecimal signs that anybody can hold.")
            )
        return key

    def entry(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "key": self.cleaned_data["key"]}


PARTS: dict[str, type[Any]] = {
    "items": ItemForm,
    "labels": LabelForm,
    "sources": SourceForm,
    "witnesses": WitnessForm,
}


class TableField(forms.FileField):
    """A table of a round; the clean value is (file name, content)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"class": "in", "accept": ".xlsx,.xls,.ods,.csv"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return str(file.name), file.read()


class TablesForm(forms.Form):
    """The three tables; one that is left empty stays as it was handed in."""

    people = TableField(
        label=_("Persons"),
        help_text=_("Headers: 编号 (id), 总分 (score) or item.…, tie.…:higher, fact.…:category."),
    )
    posts = TableField(
        label=_("Posts"),
        help_text=_("Headers: 岗位 (post), 名额 (seats), 条件 (requires), 名称 (title), 单位 (employer)."),
    )
    choices = TableField(
        label=_("Choices"), help_text=_("Headers: 编号 (id), 志愿 (choices, the first one first).")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Choose at least one file."))
        return values

    def handed_in(self) -> dict[str, tuple[str, bytes]]:
        return {kind: self.cleaned_data[kind] for kind in Handed.Kind.values if self.cleaned_data.get(kind)}


class DrawForm(forms.Form):
    """The digits of each draw, each typed twice."""

    def __init__(self, *args: Any, sources: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        for one in sources:
            name, needed = words.either(one["zh"], one["en"]), bool(one["required"])
            boxes = {"inputmode": "numeric", "autocomplete": "off", "class": "in"}
            for twice in ("", "-again"):
                label = _("%(name)s, once more") if twice else "%(name)s"
                self.fields[f"draw-{one['id']}{twice}"] = forms.CharField(
                    label=str(label) % {"name": name}, required=needed, max_length=60,
                    help_text="" if twice else words.digits_words(one), widget=forms.TextInput(attrs=boxes),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for one in self.sources:
            first, second = (self._digits(values, f"draw-{one['id']}{twice}") for twice in ("", "-again"))
            if first != second:
                self.add_error(
                    f"draw-{one['id']}-again", _("The two are not the same. Compare them with the draw.")
                )
            elif first and (len(first) != one["digits"] or not first.isdecimal()):
                self.add_error(
                    f"draw-{one['id']}", _("There must be exactly %(n)s digits.") % {"n": one["digits"]}
                )
        return values

    def _digits(self, values: dict[str, Any], name: str) -> str:
        return re.sub(r"\s", "", str(values.get(name) or ""))

    def draws(self) -> dict[str, str]:
        return {one["id"]: self._digits(self.cleaned_data, f"draw-{one['id']}") for one in self.sources}


class SignedForm(forms.Form):
    """What a witness gave back."""

    file = forms.FileField(
        label=_("The signed folder or checkpoint"),
        widget=forms.FileInput(attrs={"class": "in", "accept": ".zip,.txt,.json"}),
        help_text=_("The folder the witness signed, packed as .zip; or its last checkpoint alone (.txt)."),
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class ReasonForm(forms.Form):
    """Why a round is given up."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        widget=_text(3),
        error_messages={"required": _("Write the reason.")},
    )


class PeopleForm(forms.Form):
    """Which people of a round; unknown values are ignored."""

    q = forms.CharField(label=_("Name"), required=False, max_length=40)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), ("placed", _("has a place")), ("unplaced", _("has none"))],
    )
