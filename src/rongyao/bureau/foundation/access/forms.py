"""Sign-in and appointment forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.ui.forms import DayField


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six digits"),
        help_text=_("From the authenticator on your phone."),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A sentence you remember is good."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            raise forms.ValidationError(_("The two are not the same. Type them again."))
        return str(self.cleaned_data["again"])


class UserForm(forms.Form):
    username = forms.SlugField(
        label=_("User name"),
        max_length=80,
        help_text=_("Letters, digits and hyphens."),
        error_messages={"invalid": _("Only a to z, digits and hyphens, no spaces: li-ming")},
    )
    display_name = forms.CharField(label=_("Name"), max_length=80)


class AppointmentForm(forms.Form):
    """A role at a division for a term; a stand-in names the appointment it stands in for."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.code, role.name) for role in ROLES.values() if role.is_staff]
    )
    division = forms.ChoiceField(label=_("Posted at"))
    starts_on = DayField(may_come=True, label=_("First day"))
    ends_on = DayField(may_come=True, label=_("Last day"), required=False)
    stands_in_for = forms.ChoiceField(label=_("Stands in for"), required=False)
    reason = forms.CharField(label=_("Reason or document"), max_length=200, required=False)


class EndForm(forms.Form):
    ends_on = DayField(may_come=True, label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
