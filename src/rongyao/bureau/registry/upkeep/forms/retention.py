"""Proposing and deciding what is destroyed; asking for and answering a deletion."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.registry.upkeep.models import Erasure


class DecideForm(forms.Form):
    """Destroy or keep on; either way with words."""

    DESTROY, KEEP = "destroy", "keep"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(DESTROY, _("Destroy it")), (KEEP, _("Keep it on"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Why"), min_length=2, max_length=200, widget=line())


class AskErasureForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What shall be deleted"), choices=Erasure.What.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything to add"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"class": "in", "rows": 3}),
    )


class AnswerErasureForm(forms.Form):
    DELETE, KEEP = "delete", "keep"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(DELETE, _("Delete it")), (KEEP, _("Keep it, with reasons"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What the person reads"),
        min_length=4,
        max_length=400,
        widget=forms.Textarea(attrs={"class": "in", "rows": 3}),
    )
