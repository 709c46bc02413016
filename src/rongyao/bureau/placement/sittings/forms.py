"""The rules of a sitting, and the acts that need more than a button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.placement.rounds.rules import one_line
from rongyao.bureau.placement.sittings import rules


def _chosen(label: Any, told: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=list(told.items()))


class PublicLine(forms.CharField):
    """Words that enter the record: one line, without signs nobody sees; where nothing is left of them they are missing."""

    def clean(self, value: Any) -> str:
        return str(super().clean(one_line(str(value or ""))))


class RulesForm(forms.Form):
    """What the bureau's published rules say of the day."""

    absent = _chosen(_("Who is absent when called is"), rules.ABSENT)
    late = _chosen(_("Who comes late"), rules.LATE)
    proxy = forms.BooleanField(label=_("Somebody else may choose for a person, with a paper"), required=False)
    cooling_minutes = forms.IntegerField(
        label=_("Minutes for second thoughts"), min_value=0, max_value=600, widget=line("in--3"),
        help_text=_("So long a choice may be taken back, once. 0: never."),
    )  # fmt: skip
    withdraw_taken = _chosen(_("Where a post loses seats"), rules.WITHDRAWN)
    added = _chosen(_("Seats that are added"), rules.ADDED)

    def values(self) -> dict[str, Any]:
        """As ``rules.USUAL`` names them."""
        return self.cleaned_data | {"proxy": int(self.cleaned_data["proxy"])}


class PositionForm(forms.Form):
    """A position in the order."""

    position = forms.IntegerField(label=_("Position"), min_value=1, max_value=10**6, widget=line("in--4"))


class SeatsForm(forms.Form):
    """A post, how many seats, and the document that says so."""

    post = forms.ChoiceField(label=_("Post"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10**4, widget=line("in--2"))
    document = PublicLine(label=_("Number of the document"), max_length=80, widget=line())

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = posts


class RulingForm(PositionForm):
    """Somebody leaves: a ruling with its document."""

    effect = _chosen(_("What it says"), rules.EFFECTS)
    document = PublicLine(label=_("Number of the document"), max_length=80, widget=line())
    zh = PublicLine(
        label=_("In public words"), max_length=120, widget=line(),
        help_text=_("Everybody can read it. Write nothing about health or family."),
    )  # fmt: skip
