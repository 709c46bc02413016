"""One address, one form: the page carries the answers itself, so nothing is stored and nothing stands in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongyao.bureau.entitlements.asking import rules
from rongyao.bureau.entitlements.asking.forms import StartForm, form_for
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.ui.explanation import fact_label, fact_text, strip


@allow(Permission.PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Start, answer, take back, stop: which button was pressed says which."""
    if request.method == "GET":
        return _start(request, StartForm())
    if "state" not in request.POST:
        return _begun(request)
    try:
        answers = rules.unpacked(request.POST["state"])
    except rules.UnableToReadAnswers:
        return _start(
            request, StartForm(), _("The page was changed on the way. Begin again: it takes a minute.")
        )
    return _went_on(request, answers)


def _start(request: Request, form: StartForm, trouble: str = "") -> HttpResponse:
    context = {"form": form, "starts": rules.STARTS.values(), "trouble": trouble}
    return render(request, "asking/start.html", context, status=422 if form.is_bound or trouble else 200)


def _begun(request: Request) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        return _start(request, form)
    return _question(request, rules.Answers(form.cleaned_data["start"]))


def _went_on(request: Request, answers: rules.Answers) -> HttpResponse:
    """Take back one answer, show the result, or read the answer to the question that was on the page."""
    pressed: QueryDict = request.POST
    if drop := pressed.get("drop"):
        return _question(request, answers.without(drop))
    if "more" in pressed:
        return _question(request, answers)
    if "result" in pressed:
        return _result(request, answers)
    step = _next(answers)
    if step is None:
        return _result(request, answers)
    if "skip" in pressed:
        return _question(request, answers.with_skipped(step.facts))
    form = form_for(step, pressed)
    if not form.is_valid():
        return _question(request, answers, form, step)
    return _question(request, answers.with_known(form.known()))


def _here() -> dict[str, Any]:
    """The day, the amounts and the readings in force here."""
    return {
        "on": timezone.localdate(),
        "standards": standards.effective(),
        "settings": readings.effective(),
    }


def _next(answers: rules.Answers) -> rules.Step | None:
    return rules.next_step(answers, **_here())


def _question(request: Request, answers: rules.Answers, form: Any = None, step: Any = None) -> HttpResponse:
    step = step or _next(answers)
    if step is None:
        return _result(request, answers)
    context = {
        "form": form or form_for(step),
        "step": step,
        "answers": answers,
        "said": _said(answers),
        "found": rules.so_far(answers, **_here()),
        "is_again": step.facts[0] in answers.known,
        "number": len(answers.known) + len(answers.skipped) + 1,
    }
    return render(request, "asking/question.html", context, status=422 if form else 200)


def _result(request: Request, answers: rules.Answers) -> HttpResponse:
    context = {
        "answers": answers,
        "said": _said(answers),
        "found": _outcome(answers),
        "on": timezone.localdate(),
        "start": rules.STARTS[answers.start],
        "is_finished": _next(answers) is None,
    }
    return render(request, "asking/result.html", context)


def _outcome(answers: rules.Answers) -> rules.Outcome:
    return rules.outcome(answers, **_here())


def _said(answers: rules.Answers) -> list[dict[str, str]]:
    """What was answered, in words, each with the name by which it is taken back."""
    lang = get_language() or "zh"
    given = [
        {"name": name, "label": fact_label(name, lang), "value": strip(str(fact_text(value, name, lang)))}
        for name, value in answers.known.items()
    ]
    unsure = [
        {"name": name, "label": fact_label(name, lang), "value": _("not known")}
        for name in answers.skipped
        if name not in answers.known
    ]
    return given + unsure
