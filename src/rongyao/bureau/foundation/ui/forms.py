"""How forms are drawn, and the fields whose look or reading the design guide settles."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.formats import precise_date


class Renderer(TemplatesSetting):
    """Label above, help above the field, error between help and field."""

    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """A list of fifty choices is two hundred templates by Django's way; it is the same text by this."""
        if template_name == forms.Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    groups = [
        _group(name, [_option(choice) for choice in choices]) for name, choices, _index in widget["optgroups"]
    ]
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        mark_safe("".join(groups)),
    )


def _group(name: str | None, options: list[SafeString]) -> SafeString:
    inside = mark_safe("".join(options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, inside) if name else inside


def _option(choice: dict[str, Any]) -> SafeString:
    return format_html(
        '<option value="{}"{}>{}</option>', choice["value"], flatatt(choice["attrs"]), choice["label"]
    )


def _attrs(defaults: dict[str, Any], attrs: dict[str, Any] | None) -> dict[str, Any]:
    return {**defaults, **(attrs or {})}


def line(size: str = "") -> forms.TextInput:
    """A box for one line of text; ``size`` a class of the design, such as "in--4"."""
    return forms.TextInput(attrs={"class": f"in {size}".strip(), "autocomplete": "off"})


class IdNumberInput(forms.TextInput):
    """Eighteen characters, the last perhaps X: never a numeric keypad, which has no X."""

    plain: ClassVar[dict[str, Any]] = {
        "class": "in in--id",
        "maxlength": 24,
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "data-groups": "6,8,4",
    }

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_attrs(self.plain, attrs))


class PhoneInput(forms.TextInput):
    """A mobile or a landline; people of eighty have landlines."""

    input_type = "tel"
    plain: ClassVar[dict[str, Any]] = {
        "class": "in in--tel",
        "inputmode": "tel",
        "autocomplete": "tel",
        "data-groups": "3,4,4",
    }

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_attrs(self.plain, attrs))


class MoneyInput(forms.TextInput):
    """Yuan with two decimals, as text: a spinner is no way to enter money."""

    plain: ClassVar[dict[str, Any]] = {"class": "in in--money", "inputmode": "decimal", "autocomplete": "off"}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_attrs(self.plain, attrs))


class DateBoxes(forms.MultiWidget):
    """Year, month, day as three boxes; the day (and the month) may be left empty."""

    template_name = "ui/parts/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        sizes = ((4, "in in--4"), (2, "in in--2"), (2, "in in--2"))
        widgets = [forms.TextInput({**box, "maxlength": n, "class": look}) for n, look in sizes]
        super().__init__(widgets, attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The three boxes, or one ISO text under the plain name, as a program sends it."""
        if name in data and f"{name}_0" not in data:
            return self.decompress(data.get(name))
        return super().value_from_datadict(data, files, name)

    def decompress(self, value: Any) -> list[str | None]:
        parts = str(value or "").split("-")
        return [*parts, None, None][:3] if value else [None, None, None]


class PreciseDateField(forms.MultiValueField):
    """A date as exact as the person knows it: "1992", "1992-11" or "1992-11-30" (or "" when left empty)."""

    widget = DateBoxes
    default_error_messages: ClassVar[dict[str, Any]] = {
        "no_year": _("Write the year with four digits, such as 1992."),
        "no_such_day": _("There is no such day. Compare it with the paper."),
        "no_month": _("The day is there but the month is missing."),
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = tuple(forms.CharField(required=False) for _box in range(3))
        super().__init__(fields=boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        year, month, day = ([part.strip() for part in data_list] + ["", "", ""])[:3]
        if not (year or month or day):
            return ""
        if not re.fullmatch(r"\d{4}", year):
            raise forms.ValidationError(self.error_messages["no_year"], code="no_year")
        if day and not month:
            raise forms.ValidationError(self.error_messages["no_month"], code="no_month")
        text = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
        if precise_date(text) is None:
            raise forms.ValidationError(self.error_messages["no_such_day"], code="no_such_day")
        return text


class DayField(PreciseDateField):
    """A day known to the day, as a date; not one to come, unless ``may_come``."""

    def __init__(self, *, may_come: bool = False, **kwargs: Any) -> None:
        self.may_come = may_come
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise forms.ValidationError(_("Write year, month and day."))
        day = dt.date.fromisoformat(text)
        if day > timezone.localdate() and not self.may_come:
            raise forms.ValidationError(_("This day has not come yet."))
        return day
