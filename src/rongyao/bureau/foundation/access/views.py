"""Signing in and out, and the administrator's desk of users and appointments."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access import actions, queries
from rongyao.bureau.foundation.access.forms import (
    AppointmentForm,
    CodeForm,
    EndForm,
    PasswordForm,
    SignInForm,
    UserForm,
)
from rongyao.bureau.foundation.access.middleware import Request, allow, open_session, typed
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.patience import patiently
from rongyao.bureau.foundation.access.registrations import other_way
from rongyao.bureau.foundation.access.rules import ROLES, Permission
from rongyao.bureau.foundation.access.words import may_words
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.foundation.ui.formats import mask_name

PENDING = "pending_user_id"
SESSION_HOW = "signed_in_how"
LINK_LASTS = dt.timedelta(days=2)
# Who comes by the administrator's link is new or has forgotten the password: a new one is the first thing.
STAFF_LINK = "staff"


def next_of(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted else reverse("desks:home")


def _form(request: Request, form: Any, **context: Any) -> HttpResponse:
    """One form on a plain page; 422 when it came back with errors, so nothing typed is lost."""
    status = 422 if form.is_bound and form.errors else 200
    template = context.pop("template", "access/form.html")
    return render(request, template, {"form": form, **context}, status=status)


@allow(Permission.PUBLIC)
@patiently
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Password first; staff go on to the six digits."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.check_password(**form.cleaned_data)
        except actions.UnableToSignIn as error:
            form.add_error(None, str(error))
        else:
            return _after_password(request, user)
    return _form(request, form, template="access/sign_in.html", next=next_of(request), other_way=other_way())


def _after_password(request: Request, user: User) -> HttpResponse:
    if user.needs_totp:
        return ask_for_code(request, user, how="password", to=next_of(request))
    return enter(request, user, how="password", to=next_of(request))


def ask_for_code(request: Request, user: User, *, how: str, to: str) -> HttpResponse:
    """The first step is done; the six digits open the session."""
    request.session[PENDING] = user.pk
    request.session["pending_next"], request.session["pending_how"] = to, how
    return redirect("access:code" if user.totp_confirmed_at else "access:enrol")


def enter(request: Request, user: User, *, how: str, to: str) -> HttpResponse:
    open_session(request, user)
    request.session[SESSION_HOW] = how
    actions.signed_in(by=queries.actor_for(user, timezone.localdate()), user=user, how=how)
    return redirect(to)


def _pending(request: Request) -> User | None:
    return User.objects.filter(pk=request.session.get(PENDING), is_active=True).first()


@allow(Permission.PUBLIC)
@patiently
@require_http_methods(["GET", "POST"])
def code(request: Request) -> HttpResponse:
    """The second factor of a user whose password was right."""
    user = _pending(request)
    if user is None:
        return redirect("access:sign_in")
    return _check_code(request, user, title=_("Six digits from your phone"), qr="", secret="")


@allow(Permission.PUBLIC)
@patiently
@require_http_methods(["GET", "POST"])
def enrol(request: Request) -> HttpResponse:
    """First sign-in of a staff member: scan the code once, type the digits to confirm."""
    user = _pending(request)
    if user is None or user.totp_confirmed_at:
        return redirect("access:sign_in")
    uri = actions.enrol_totp(user=user)
    qr = segno.make(uri, error="m").svg_data_uri(scale=5)
    secret = uri.split("secret=")[1].split("&")[0]
    return _check_code(request, user, title=_("Set up the six-digit code"), qr=qr, secret=secret)


def _check_code(request: Request, user: User, *, title: str, qr: str, secret: str) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_totp(user=user, code=form.cleaned_data["code"])
        except actions.UnableToSignIn as error:
            form.add_error("code", str(error))
        else:
            to = request.session.get("pending_next") or reverse("desks:home")
            how = f"{request.session.get('pending_how', 'password')}+totp"
            return enter(request, user, how=how, to=to)
    return _form(request, form, template="access/code.html", title=title, qr=qr, secret=secret)


@allow(Permission.PUBLIC)
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session here; who came another way is told how to end that one too."""
    if request.signed_in_user is not None:
        actions.signed_out(by=request.actor, user=request.signed_in_user)
    came_from_directory = request.session.get(SESSION_HOW, "").startswith("directory")
    request.session.flush()
    way = other_way() if came_from_directory else None
    return redirect(way.out_url if way else "desks:home")


@allow(Permission.PUBLIC)
@patiently
@require_http_methods(["GET", "POST"])
def link(request: Request, token: str) -> HttpResponse:
    """A one-time link: shown first, used by the button (so a mail scanner cannot use it up)."""
    if request.method == "GET":
        return render(request, "access/link.html", {"token": token})
    try:
        user = actions.redeem_link(token=token)
    except actions.UnableToRedeem as error:
        return render(request, "access/link.html", {"token": token, "error": str(error)}, status=410)
    is_first_time = actions.purpose_of(token=token) == STAFF_LINK
    return enter(request, user, how="link", to=reverse("access:password" if is_first_time else "desks:home"))


@allow(Permission.PUBLIC)
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """A signed-in user sets their own password."""
    if request.signed_in_user is None:
        return redirect("access:sign_in")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(
                by=request.actor, user=request.signed_in_user, password=form.cleaned_data["password"]
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            open_session(request, request.signed_in_user)
            messages.success(request, _("The new password holds from now on."))
            return redirect("desks:home")
    return _form(request, form, title=_("Set a new password"), button=_("Keep this password"))


# --- the administrator's desk --------------------------------------------------------------------


@allow(Permission.USER_MANAGE)
@require_GET
def users(request: Request) -> HttpResponse:
    rows = queries.users_visible_to(request.actor)
    if words := typed(request, "q"):
        rows = rows.filter(display_name__icontains=words) | rows.filter(username__icontains=words)
    if role := typed(request, "role"):
        rows = rows.filter(appointments__role=role).distinct()
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {"page": page, "roles": ROLES.values(), "today": timezone.localdate(), "now": timezone.now()}
    return render(request, "access/users.html", context)


@allow(Permission.USER_MANAGE)
@require_GET
def roles(request: Request) -> HttpResponse:
    return render(
        request, "access/roles.html", {"roles": [(role, may_words(role)) for role in ROLES.values()]}
    )


@allow(Permission.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def user_new(request: Request) -> HttpResponse:
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if User.objects.filter(username=form.cleaned_data["username"]).exists():
            form.add_error("username", _("This user name is taken."))
        else:
            row = actions.create_user(by=request.actor, password=None, **form.cleaned_data)
            messages.success(request, _("Added. Now give an appointment and a one-time link."))
            return redirect("access:user", user_id=row.pk)
    return _form(
        request, form, template="access/manage_form.html", title=_("New user"), button=_("Add this user")
    )


@allow(Permission.USER_MANAGE)
@require_GET
def user(request: Request, user_id: int) -> HttpResponse:
    row = get_object_or_404(queries.users_visible_to(request.actor), pk=user_id)
    appointments = row.appointments.select_related("division", "stands_in_for__user").order_by("-starts_on")
    context = {
        "row": row,
        "name": row.display_name if row.needs_totp else mask_name(row.display_name),
        "is_locked": bool(row.locked_until and row.locked_until > timezone.now()),
        "appointments": appointments,
        "today": timezone.localdate(),
    }
    return render(request, "access/user.html", context)


def _staff_user(request: Request, user_id: int) -> User:
    """A user of the staff; a veteran's account is the counter's, so that nobody signs in for a veteran."""
    return get_object_or_404(queries.users_visible_to(request.actor), pk=user_id, needs_totp=True)


@allow(Permission.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def appoint(request: Request, user_id: int) -> HttpResponse:
    row = _staff_user(request, user_id)
    form = _appointment_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            _appoint(request, row, form.cleaned_data)
        except actions.UnableToAppoint as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The appointment is made."))
            return redirect("access:user", user_id=row.pk)
    title = _("New appointment for %(name)s") % {"name": row.display_name}
    return _form(
        request, form, template="access/manage_form.html", title=title, button=_("Make the appointment")
    )


def _appointment_form(request: Request) -> AppointmentForm:
    form = AppointmentForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    places = valid_on(timezone.localdate()).exclude(level=Division.Level.VILLAGE)
    form.fields["division"].choices = [(str(d.pk), d.name) for d in places]  # type: ignore[attr-defined]
    current = queries.in_force(timezone.localdate()).select_related("user", "division")
    others = [
        (str(a.pk), f"{a.user.display_name} · {a.get_role_display()} · {a.division.name}") for a in current
    ]
    form.fields["stands_in_for"].choices = [("", "—"), *others]  # type: ignore[attr-defined]
    return form


def _appoint(request: Request, row: User, data: dict[str, Any]) -> None:
    other = Appointment.objects.filter(pk=data["stands_in_for"] or 0).first()
    actions.appoint(
        by=request.actor,
        user=row,
        role=data["role"],
        division=Division.objects.get(pk=data["division"]),
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        stands_in_for=other,
        reason=data["reason"],
    )


@allow(Permission.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def end(request: Request, appointment_id: int) -> HttpResponse:
    row = get_object_or_404(Appointment.objects.select_related("user"), pk=appointment_id)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=request.actor, appointment=row, **form.cleaned_data)
        except actions.UnableToAppoint as error:
            form.add_error("ends_on", str(error))
        else:
            messages.success(request, _("The appointment ends on the day you gave."))
            return redirect("access:user", user_id=row.user_id)
    title = _("End the appointment of %(name)s") % {"name": row.user.display_name}
    return _form(
        request, form, template="access/manage_form.html", title=title, button=_("Let it end on this day")
    )


@allow(Permission.USER_MANAGE)
@require_POST
def issue_link(request: Request, user_id: int) -> HttpResponse:
    row = _staff_user(request, user_id)
    token = actions.issue_link(by=request.actor, user=row, lasts=LINK_LASTS, purpose=STAFF_LINK)
    address = request.build_absolute_uri(reverse("access:link", args=[token]))
    return render(request, "access/link_issued.html", {"row": row, "address": address, "lasts": LINK_LASTS})


@allow(Permission.USER_MANAGE)
@require_POST
def reset_totp(request: Request, user_id: int) -> HttpResponse:
    row = _staff_user(request, user_id)
    reason = _reason(request)
    if reason:
        actions.reset_totp(by=request.actor, user=row, reason=reason)
        words = _("At the next sign-in %(name)s sets up the code anew.")
        messages.success(request, words % {"name": row.display_name})
    return redirect("access:user", user_id=row.pk)


def _reason(request: Request) -> str:
    """The reason typed; without one the user is told and nothing is done."""
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        messages.error(request, _("Nothing was changed: write the reason."))
    return reason


@allow(Permission.USER_MANAGE)
@require_POST
def set_active(request: Request, user_id: int) -> HttpResponse:
    row = get_object_or_404(queries.users_visible_to(request.actor), pk=user_id)
    if row.pk == request.actor.user_id:
        messages.error(request, _("Nobody switches themselves off. Ask another administrator."))
    elif reason := _reason(request):
        actions.set_active(by=request.actor, user=row, is_active=not row.is_active, reason=reason)
        messages.success(request, _("Switched off.") if row.is_active else _("Switched on."))
    return redirect("access:user", user_id=row.pk)
