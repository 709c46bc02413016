"""Joining two files field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import line
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.upkeep.actions.joining import KEPT, LEFT
from rongyao.bureau.registry.upkeep.queries.joins import Compared


class JoinForm(forms.Form):
    """Which file is kept, what stands for each field in which they differ, and why they are one person."""

    FIRST, SECOND = "first", "second"
    keep = forms.ChoiceField(label=_("Which number is kept"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How you know that they are one person"), min_length=2, max_length=200, widget=line()
    )

    def __init__(
        self, *args: Any, first: Person, second: Person, lines: Iterable[Compared], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.differing = [one.name for one in lines if one.differs]
        keep = self.fields["keep"]
        assert isinstance(keep, forms.ChoiceField)
        keep.choices = [
            (code, f"{person.number} · {person.name} · {person.division.name}")
            for code, person in ((self.FIRST, first), (self.SECOND, second))
        ]

    def chosen(self, name: str) -> str:
        """What the officer ticked for a field: "first", "second" or ""."""
        value = str(self.data.get(f"field-{name}", ""))
        return value if value in (self.FIRST, self.SECOND) else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(not self.chosen(name) for name in self.differing):
            self.add_error(None, _("Choose what stands for every field in which the files differ."))
        return data

    def choices(self) -> dict[str, str]:
        kept = self.cleaned_data["keep"]
        return {name: KEPT if self.chosen(name) == kept else LEFT for name in self.differing}
