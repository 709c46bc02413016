"""A picker of a classification that needs no script: type words or a code; where several fit, choose one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rongyao.bureau.registry.organisations.classifications import Classification

PICK = "_pick"


def add_picks(form: forms.Form, name: str, classification: Classification) -> None:
    """Where what was typed fits several codes, add the radio buttons to choose from. Call at the end of __init__."""
    typed = str(form.data.get(form.add_prefix(name), "")) if form.is_bound else ""
    if not typed.strip() or classification.exact(typed):
        return
    found = classification.find(typed)
    if not found:
        return
    form.fields[name + PICK] = forms.ChoiceField(
        label=_("Which of these?"),
        choices=[(entry.code, entry.words) for entry in found],
        widget=forms.RadioSelect,
        required=False,
    )
    order = list(form.fields)
    order.insert(order.index(name) + 1, order.pop())
    form.order_fields(order)


def clean_pick(form: forms.Form, name: str, classification: Classification, data: dict[str, Any]) -> None:
    """Put the code chosen in place of the words typed; an error where nothing was chosen or nothing fits."""
    typed = data.get(name, "")
    if not typed:
        return
    if entry := classification.exact(typed):
        data[name] = entry.code
    elif chosen := data.get(name + PICK):
        data[name] = chosen
    elif name + PICK in form.fields:
        form.add_error(name, _("Several fit what you typed. Choose one below, or type more words."))
    else:
        form.add_error(name, _("Nothing in the classification has these words. Try fewer, or the code."))
