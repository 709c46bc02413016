"""One form for each kind of entry, and the paper that says it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.ui.forms import DayField, PreciseDateField, line
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.background.models import Licence, Schooling, Skill, Work
from rongyao.bureau.registry.background.occupations import OCCUPATIONS
from rongyao.bureau.registry.background.rules import MONTH, Category, SpellClass
from rongyao.bureau.registry.forms.facts import COUNTER_KINDS
from rongyao.bureau.registry.models import Source
from rongyao.bureau.registry.organisations.forms.picking import add_picks, clean_pick

NONE = ("", "—")
OCCUPATION_HELP = _("Words or a code of the classification of 2022, such as 焊工 or 6-18-02-04.")


class PaperForm(forms.Form):
    """Which paper says it, and of which day."""

    PAPER = ("source_kind", "title", "document_no", "given_by", "dated_on")

    source_kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=[(kind.value, kind.label) for kind in COUNTER_KINDS],
        initial=Source.Kind.PAPER,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Which paper or register"), max_length=160, widget=line())
    document_no = forms.CharField(label=_("Its number"), max_length=80, required=False, widget=line("in--s"))
    given_by = forms.CharField(label=_("Given by"), max_length=80, required=False, widget=line())
    dated_on = DayField(label=_("Date of the source"))

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(
            data["source_kind"], data["title"], data["dated_on"], data["document_no"], data["given_by"]
        )

    def values(self) -> dict[str, Any]:
        """The entry's own fields."""
        left_out = (*self.PAPER, "version", "is_complete")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in left_out and not name.endswith("_pick")
        }


class SchoolingForm(PaperForm):
    level = forms.ChoiceField(label=_("Level"), choices=[NONE, *Schooling.Level.choices])
    school = forms.CharField(label=_("School"), max_length=80, widget=line())
    subject = forms.CharField(label=_("Subject"), max_length=60, required=False, widget=line())
    way = forms.ChoiceField(label=_("How"), choices=[NONE, *Schooling.Way.choices], required=False)
    from_on = PreciseDateField(label=_("From"), required=False, help_text=_("A year will do."))
    to_on = PreciseDateField(label=_("To"), required=False)
    at_enlistment = forms.BooleanField(
        label=_("Was a student here when enlisting"),
        required=False,
        help_text=_("Then the law's own fact is recorded with it: it is typed once."),
    )
    field_order = ("level", "school", "subject", "way", "from_on", "to_on", "at_enlistment", *PaperForm.PAPER)


class _OccupationForm(PaperForm):
    """With a picker of occupations that needs no script."""

    occupation = forms.CharField(
        label=_("Occupation"), max_length=60, required=False, widget=line(), help_text=OCCUPATION_HELP
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_picks(self, "occupation", OCCUPATIONS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_pick(self, "occupation", OCCUPATIONS, data)
        return data


class WorkForm(_OccupationForm):
    kind = forms.ChoiceField(label=_("Kind of work"), choices=Work.Kind.choices)
    employer = forms.CharField(
        label=_("Employer"),
        max_length=120,
        required=False,
        widget=line(),
        help_text=_("The exact name or the credit code finds the registered one."),
    )
    post = forms.CharField(
        label=_("As what, in their own words"), max_length=60, required=False, widget=line()
    )
    from_on = PreciseDateField(label=_("From"), required=False, help_text=_("A year will do."))
    to_on = PreciseDateField(label=_("To"), required=False, help_text=_("Empty: still so."))
    field_order = ("kind", "employer", "occupation", "post", "from_on", "to_on", *PaperForm.PAPER)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (
            data.get("kind") == Work.Kind.EMPLOYED
            and not data.get("employer")
            and "employer" not in self.errors
        ):
            self.add_error("employer", _("Write the employer."))
        return data


class SkillForm(_OccupationForm):
    name = forms.CharField(label=_("What they can do"), max_length=60, widget=line())
    grade = forms.ChoiceField(label=_("Grade on the certificate"), choices=Skill.Grade.choices)
    since_on = PreciseDateField(label=_("Since"), required=False)
    field_order = ("name", "grade", "occupation", "since_on", *PaperForm.PAPER)


class LicenceForm(PaperForm):
    name = forms.CharField(
        label=_("Licence"), max_length=60, widget=line(), help_text=_("Such as 机动车驾驶证, 特种作业操作证.")
    )
    grade = forms.CharField(
        label=_("Class"), max_length=20, required=False, widget=line("in--s"), help_text=_("Such as A2.")
    )
    issued_by = forms.CharField(label=_("Issued by"), max_length=80, required=False, widget=line())
    number_last4 = forms.CharField(
        label=_("Last four of its number"),
        max_length=4,
        required=False,
        widget=line("in--4"),
        help_text=_("Enough to know the paper again; the number itself is not kept."),
    )
    issued_on = PreciseDateField(label=_("Issued"), required=False)
    expires_on = DayField(
        label=_("Runs out"), required=False, may_come=True, help_text=_("Empty: it does not.")
    )
    field_order = ("name", "grade", "issued_by", "number_last4", "issued_on", "expires_on", *PaperForm.PAPER)

    def clean_number_last4(self) -> str:
        typed = self.cleaned_data["number_last4"].strip().upper()
        if typed and not re.fullmatch(r"[0-9A-Z]{4}", typed):
            raise forms.ValidationError(_("Four letters or digits."))
        return typed


class MonthField(PreciseDateField):
    """A month: year and month are needed, a day is not kept."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))[:7]
        if text and not MONTH.fullmatch(text):
            raise forms.ValidationError(_("Write year and month, such as 1998-03."))
        return text


class SpellForm(PaperForm):
    code = forms.ChoiceField(
        label=_("Class, as the file names it"),
        choices=[NONE, *SpellClass.choices],
        help_text=_("Only the class: no place, no unit."),
    )
    from_month = MonthField(label=_("First month"), help_text=_("Leave the day empty."))
    to_month = MonthField(label=_("Last month"))
    is_complete = forms.BooleanField(
        label=_("The file shows no other spell of this kind"),
        required=False,
        help_text=_(
            "Then the sum is recorded as the law's own fact. If more may follow, leave it: a part is not the whole."
        ),
    )
    field_order = ("code", "from_month", "to_month", "is_complete", *PaperForm.PAPER)


class GroupForm(PaperForm):
    """A special group: by a paper, or by the facts that say so."""

    category = forms.ChoiceField(label=_("Group"), choices=[NONE, *Category.choices])
    since = PreciseDateField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False, may_come=True, help_text=_("Empty: without an end."))
    by_facts = forms.BooleanField(
        label=_("I have looked at the recorded facts and confirm it by them"),
        required=False,
        help_text=_("Then no further paper is needed: the source of the fact is the source here."),
    )
    field_order = ("category", "since", "until", "by_facts", *PaperForm.PAPER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source_kind", "title", "dated_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("by_facts"):
            for name in ("source_kind", "title", "dated_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Name the paper, or confirm it by the recorded facts."))
        return data

    def named_paper(self) -> Paper | None:
        return None if self.cleaned_data["by_facts"] else self.paper()


FORMS: dict[str, type[PaperForm]] = {
    "schooling": SchoolingForm,
    "work": WorkForm,
    "skill": SkillForm,
    "licence": LicenceForm,
}
MODELS = {"schooling": Schooling, "work": Work, "skill": Skill, "licence": Licence}
