"""The box for one question, and the list of what takes rights away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.asking.rules import STARTS, Step
from rongyao.bureau.registry.forms.facts import value_field
from rongyao.bureau.registry.forms.words import label_of
from rongyao.law.facts import FACTS


class StartForm(forms.Form):
    """Who asks."""

    start = forms.ChoiceField(
        label=_("For whom do you ask?"),
        choices=[(s.code, s.title) for s in STARTS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class AnswerForm(forms.Form):
    """One fact."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = step.facts[0]
        self.fields["value"] = value_field(FACTS[self.name])

    def known(self) -> dict[str, Any]:
        return {self.name: self.cleaned_data["value"]}

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if value in (None, ""):
            raise forms.ValidationError(_("Answer, or press “I do not know”."))
        return value


class BarsForm(forms.Form):
    """What takes a right away: tick what is so, or say that none is."""

    NONE = "none"

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = step.facts
        choices = [*((name, label_of(FACTS[name])) for name in step.facts), (self.NONE, _("None of these"))]
        self.fields["value"] = forms.MultipleChoiceField(
            label=_("Is any of these so?"),
            help_text=_(
                "Asked because some of what you may be due is lost in such a case. Nothing is stored."
            ),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick what is so, or “None of these”.")},
        )

    def clean_value(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["value"]
        if self.NONE in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("“None of these” cannot stand beside another one."))
        return ticked

    def known(self) -> dict[str, Any]:
        return {name: name in self.cleaned_data["value"] for name in self.names}


def form_for(step: Step, data: Any = None) -> AnswerForm | BarsForm:
    return BarsForm(data, step=step) if step.is_bars else AnswerForm(data, step=step)
