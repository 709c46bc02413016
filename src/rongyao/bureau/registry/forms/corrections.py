"""The answer to "this is wrong"."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.forms.facts import value_field
from rongyao.bureau.registry.forms.people import IdentityForm, read_field
from rongyao.law.facts import FACTS


class AnswerForm(forms.Form):
    """The answer to "this is wrong". A mend needs the right value; both need reasons the person will read."""

    MEND, KEEP = "mend", "keep"
    outcome = forms.ChoiceField(
        label=_("What you found"),
        choices=[(MEND, _("It was wrong: mend it")), (KEEP, _("It is right: keep it"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Reasons"), help_text=_("The person reads them."), max_length=1000,
        widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, field: str, places: Iterable[Division] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        self.places = {str(place.pk): place for place in places}
        self.fields["value"] = self._value(field)
        self.fields["value"].label = _("The right value, for a mend")
        self.order_fields(["outcome", "value", "answer"])

    def _value(self, field: str) -> forms.Field:
        if field == "division":
            choices = [("", "—"), *((key, place.name) for key, place in self.places.items())]
            return forms.TypedChoiceField(choices=choices, coerce=self.places.get, required=False)
        if field in FACTS and field not in ("birth_on", "sex"):
            return value_field(FACTS[field], required=False)
        box = copy.deepcopy(IdentityForm.base_fields[field])
        box.required, box.help_text = False, ""
        return box

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        return read_field(self.field, value) if self.field in ("name", "id_number", "phone") else value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        empty = data.get("value") in (None, "")
        if data.get("outcome") == self.MEND and empty and "value" not in self.errors:
            self.add_error("value", _("Write what it should be."))
        return data
