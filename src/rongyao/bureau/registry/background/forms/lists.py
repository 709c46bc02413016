"""Small fields over the lists. Unknown values are ignored, so an old address still opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.registry.background.rules import Category

ALL = ("", _("All"))


class _ListForm(forms.Form):
    q = forms.CharField(
        label=_("Name, pinyin, last four, phone"), required=False, max_length=60, widget=line()
    )
    town = forms.ChoiceField(label=_("Town"), required=False)

    def __init__(self, *args: Any, towns: Iterable[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *((town.path, town.short_name) for town in towns)]


class GroupFilterForm(_ListForm):
    category = forms.ChoiceField(label=_("Group"), required=False, choices=[ALL, *Category.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Holds")), ("over", _("Ran out or ended"))]
    )


class LicenceFilterForm(_ListForm):
    within = forms.ChoiceField(
        label=_("Runs out"),
        required=False,
        choices=[
            ("90", _("within 90 days")),
            ("30", _("within 30 days")),
            ("365", _("within a year")),
            ("over", _("ran out already")),
        ],
    )
