"""Small fields over the lists. Unknown values are ignored, so an old address still opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.registry.families.models import Kin, Relation

ALL = ("", _("All"))


class _ListForm(forms.Form):
    """Search words and town."""

    q = forms.CharField(label=_("Name, pinyin or telephone"), required=False, max_length=60, widget=line())
    town = forms.ChoiceField(label=_("Town"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *((town.path, town.short_name) for town in towns)]


class KinFilterForm(_ListForm):
    relation = forms.ChoiceField(label=_("Relation"), required=False, choices=[ALL, *Relation.choices])
    consent = forms.ChoiceField(label=_("Consent"), required=False, choices=[ALL, *Kin.Consent.choices])


class NobodyFilterForm(_ListForm):
    elderly = forms.ChoiceField(label=_("Age"), required=False, choices=[ALL, ("1", _("70 years and over"))])
    alone = forms.ChoiceField(
        label=_("Lives"), required=False, choices=[ALL, ("1", _("with nobody we know of"))]
    )
