"""Choosing the columns of a workbook, bringing it back, deciding on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import PreciseDateField, line
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.forms.facts import COUNTER_KINDS, whole_day
from rongyao.bureau.registry.forms.words import label_of
from rongyao.bureau.registry.upkeep.queries.sheets import offered_facts
from rongyao.law.facts import FACTS, GROUPS

USUAL = ("rank_group", "enlisted_on", "discharged_on", "discharge_mode", "honours")


class IssueForm(forms.Form):
    """Which facts become columns; the identity is always in."""

    facts = forms.MultipleChoiceField(
        label=_("Facts to edit"), required=False, widget=forms.CheckboxSelectMultiple, initial=USUAL
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, label_of(FACTS[name])) for name in offered_facts()]

    def groups(self) -> list[tuple[dict[str, str], list[tuple[str, str, bool]]]]:
        """The facts by the law's groups, the service first: (group in both languages, [(name, label, ticked)])."""
        ticked = set(self.data.getlist("facts")) if self.is_bound else set(USUAL)  # type: ignore[attr-defined]
        found = []
        for code in sorted(GROUPS, key=lambda group: group != "service"):
            names = [name for name in offered_facts() if FACTS[name].group == code]
            if names:
                zh, en = GROUPS[code]
                facts = [(name, label_of(FACTS[name]), name in ticked) for name in names]
                found.append(({"zh": zh, "en": en}, facts))
        return found


class ReadForm(forms.Form):
    file = forms.FileField(
        label=_("The edited workbook"), help_text=_("The one you downloaded here, as xlsx.")
    )
    blank_removes = forms.BooleanField(
        label=_("A blank removes"),
        required=False,
        help_text=_("Only tick it if you emptied cells on purpose. Otherwise a blank cell is not touched."),
    )


class ApplyForm(forms.Form):
    """What the changed facts rest on; asked only where facts change."""

    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=[(kind.value, kind.label) for kind in COUNTER_KINDS],
        widget=forms.RadioSelect,
        initial="paper",
    )
    title = forms.CharField(label=_("Which paper or register"), max_length=160, widget=line())
    document_no = forms.CharField(label=_("Its number"), max_length=80, required=False, widget=line("in--s"))
    dated_on = PreciseDateField(label=_("Date of the source"))
    leave_errors_out = forms.BooleanField(label=_("Leave the rows with errors out"), required=False)

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_errors:
            del self.fields["leave_errors_out"]

    def clean_dated_on(self) -> Any:
        return whole_day(self.cleaned_data["dated_on"])

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(data["kind"], data["title"], data["dated_on"], data["document_no"])


class WhyForm(forms.Form):
    """One line that says why."""

    reason = forms.CharField(label=_("Why"), max_length=160, min_length=2, widget=line())
