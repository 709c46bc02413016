"""`{% load ui %}`: the components as tags, the formats as filters. Reference: docs/reference/ui-kit.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.apps import apps
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.ui import clockface, explanation, formats

register = template.Library()


def _lang(lang: str | None = None) -> str:
    return lang or get_language() or "zh-hans"


# --- pictures and words ----------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", look: str = "i") -> SafeString:
    """One drawing of the sprite. Without a label it is decoration and hidden from screen readers."""
    return _drawing(name, str(label), look)


@lru_cache(maxsize=1024)
def _drawing(name: str, label: str, look: str) -> SafeString:
    address = f"{static('ui/img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', look, label, address
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', look, address
    )


@register.simple_tag(takes_context=True)
def switches(context: Any) -> SafeString:
    """Size of letters, contrast and language: for a page that shows them in two places."""
    part: SafeString = context.template.engine.get_template("ui/parts/switches.html").render(context)
    return part


@register.simple_tag(takes_context=True)
def main_menu(context: Any) -> SafeString:
    """The rail of the desk from ``nav_items`` ({label, url, icon, count, is_late, is_current})."""
    path = context["request"].path if "request" in context else ""
    items = [_menu_item(item, path) for item in context.get("nav_items") or ()]
    return format_html('<nav aria-label="{}">{}</nav>', _("Main menu"), mark_safe("".join(items)))


def _menu_item(item: Mapping[str, Any], path: str) -> SafeString:
    is_here = bool(item.get("is_current") or item["url"] == path)
    count, is_late = str(item.get("count") or ""), bool(item.get("is_late"))
    return _menu_link(item["url"], item["icon"], str(item["label"]), count, is_here, is_late)


@lru_cache(maxsize=1024)
def _menu_link(url: str, sign: str, label: str, count: str, is_here: bool, is_late: bool) -> SafeString:
    here = mark_safe(' aria-current="page"' if is_here else "")
    look = mark_safe(' class="late"' if is_late else "")
    number = format_html("<b{}>{}</b>", look, count) if count else ""
    return format_html('<a href="{}"{}>{}{}{}</a>', url, here, icon(sign), label, number)


@register.simple_tag(takes_context=True)
def narrower(context: Any, standard: int, elder: int, extra_large: int) -> str:
    """A media query for a screen too narrow for letters of the reader's size (view.js keeps it when that changes)."""
    look = context.get("ui", {})
    width = extra_large if look.get("is_extra_large") else elder if look.get("is_elder") else standard
    return f"screen and (max-width: {width}px)"


# State → (look, word). The first seven are the citizen's; the word can be replaced, the look follows the state.
STATES: dict[str, tuple[str, Any]] = {
    "received": ("run", gettext_lazy("Received")),
    "working": ("run", gettext_lazy("Being handled")),
    "waiting": ("you", gettext_lazy("Waiting for your papers")),
    "held": ("hold", gettext_lazy("Stopped for now")),
    "done": ("done", gettext_lazy("Finished")),
    "refused": ("no", gettext_lazy("Not granted")),
    "withdrawn": ("plain", gettext_lazy("Withdrawn")),
    "granted": ("done", gettext_lazy("Granted")),
    "late": ("late", gettext_lazy("Overdue")),
    "open": ("run", gettext_lazy("Open")),
    "error": ("late", gettext_lazy("Wrong")),
    "warning": ("you", gettext_lazy("Look at it")),
    "yes": ("done", gettext_lazy("Entitled")),
    "no": ("no", gettext_lazy("Not entitled")),
    "unknown": ("you", gettext_lazy("Something is missing")),
    "judge": ("run", gettext_lazy("To be judged")),
}
LOOKS = frozenset({"run", "you", "hold", "done", "no", "plain", "late", "gold"})


@register.simple_tag
def tag(state: str, text: Any = "") -> SafeString:
    """A status tag. ``state``: a key of STATES, or a bare look (run, you, hold, done, no, plain, late, gold)."""
    look, word = STATES.get(str(state), (str(state) if state in LOOKS else "plain", state))
    return format_html('<span class="tag tag--{}">{}</span>', look, text or word)


@register.filter
def choice_of(row: Any, name: str) -> str:
    """The words of a field's choice: `{{ row|choice_of:"state" }}`. Django's own way makes the whole list each time."""
    value = getattr(row, name)
    return str(_choices(row._meta.label, name).get(value, value))


@lru_cache(maxsize=512)
def _choices(model: str, name: str) -> dict[Any, Any]:
    field: Any = apps.get_model(model)._meta.get_field(name)
    return dict(field.flatchoices)


# --- time ------------------------------------------------------------------------------------------


@register.simple_tag
def clock(
    deadline: Any, on: dt.date | None = None, until: Any = "", waits_for: Any = "", verb: Any = ""
) -> SafeString:
    """The deadline clock. ``until``: the last moment ("17:00"); ``waits_for``: on hold, who must act."""
    return clock_face(clockface.face(deadline, on), str(until), str(waits_for), str(verb))


def clock_face(face: clockface.Face, until: str = "", waits_for: str = "", verb: str = "") -> SafeString:
    """A face drawn; in a list many clocks show the same face."""
    return _clock_drawn(face, until, waits_for, verb, _lang())


@lru_cache(maxsize=2048)
def _clock_drawn(face: clockface.Face, until: str, waits_for: str, verb: str, _language: str) -> SafeString:
    context = {"face": face, "until": until, "waits_for": waits_for, "verb": verb}
    return render_to_string("ui/parts/clock.html", context)


@register.inclusion_tag("ui/parts/use_bar.html")
def use_bar(used: int, limit: int, state: str = "") -> Any:
    """Days used against days allowed."""
    return {"bar": clockface.use_bar(int(used), int(limit), state)}


RULER = ("late", "today", "soon", "week", "ample", "hold")


@register.inclusion_tag("ui/parts/ruler.html")
def ruler(items: Iterable[Mapping[str, Any]]) -> Any:
    """Six counts that are links: ``[{key, count, label, note, url, is_current}]``, keys as in RULER."""
    return {"items": list(items)}


@register.inclusion_tag("ui/parts/steps.html")
def steps(labels: Iterable[Any], current: int = 0) -> Any:
    """Three to five steps; ``current`` counts from 0 and may be len(labels): all done."""
    looks = [
        (label, "done" if n < current else "now" if n == current else "") for n, label in enumerate(labels)
    ]
    return {"steps": looks}


@register.inclusion_tag("ui/parts/step_bar.html")
def step_bar(current: int, total: int) -> Any:
    """ "Step 2 of 4" with its bar; ``current`` counts from 1."""
    return {"current": current, "total": total, "bars": [n < int(current) for n in range(int(total))]}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Iterable[Any]) -> Any:
    """What happened: ``[{on, text, by, note, state}]``; state "" (done), todo, hold or bad."""
    return {"events": list(events)}


# --- lists and explanations ------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/summary.html")
def summary(rows: Iterable[Any], look: str = "") -> Any:
    """Labels and values: ``[(label, value)]`` or ``[{label, value, note, href, link}]``."""
    pairs = [
        row if isinstance(row, Mapping) else dict(zip(("label", "value"), row, strict=True)) for row in rows
    ]
    return {"rows": pairs, "look": look}


@register.inclusion_tag("ui/parts/why.html")
def why(
    finding: Any, lang: str | None = None, sources: Mapping[str, Any] | None = None, staff: bool = False
) -> Any:
    """The explanation of an answer (see ui/explanation.py for the finding). ``staff`` adds who decides."""
    return {"seen": explanation.explain(finding, _lang(lang), sources, staff=staff), "staff": staff}


@register.inclusion_tag("ui/parts/changes.html")
def changes(found: Iterable[Any], lang: str | None = None) -> Any:
    """What would change the answer: the law's Change records (or dicts with their fields), smallest first."""
    return {"changes": [explanation.change_row(change, _lang(lang)) for change in found]}


RESULT_SIGNS = {"yes": "check", "no": "x", "unknown": "q", "judge": "judge", "info": "info"}


@register.inclusion_tag("ui/parts/result.html")
def result(answer: str, title: Any, text: Any = "", level: int = 1) -> Any:
    """The result in one sentence; ``answer``: yes, no, unknown, judge, info."""
    return {"answer": answer, "title": title, "text": text, "sign": RESULT_SIGNS[answer], "level": level}


@register.inclusion_tag("ui/parts/options.html")
def options(items: Iterable[Mapping[str, Any]]) -> Any:
    """ "What you can do": ``[{title, text, href, link}]``, numbered."""
    return {"items": list(items)}


@register.inclusion_tag("ui/parts/todo.html")
def todo(task: Mapping[str, Any]) -> Any:
    """One task card: ``{title, text, not_needed, deadline, on, until, url, verb, icon, help_url, is_late, flag}``."""
    return {"task": task}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: Any, text: Any = "", href: str = "", link: Any = "", sign: str = "list") -> Any:
    """What it is, why it is empty, what to do."""
    return {"title": title, "text": text, "href": href, "link": link, "sign": sign}


@register.inclusion_tag("ui/parts/notice.html")
def notice(text: Any, look: str = "", title: Any = "") -> Any:
    """A notice; look "" (information), you, late or done. Never more than two together."""
    return {"text": text, "look": look, "title": title}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*pairs: Any) -> Any:
    """`{% crumbs _("People") people_url person.name "" %}`: label, address, …; the last has no address."""
    labels, addresses = pairs[::2], [*pairs[1::2], ""]
    return {"crumbs": list(zip(labels, addresses, strict=False))}


# --- forms and long lists --------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: Any) -> Any:
    """The list of errors at the top of the page, each a link to its field; nothing when there is none."""
    if form is None or not form.is_bound or not form.errors:
        return {"count": 0}
    general = list(form.non_field_errors())
    fields = [
        (field.label, _first_box(field), error) for field in form.visible_fields() for error in field.errors
    ]
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {
        "general": [*general, *hidden],
        "fields": fields,
        "count": len(general) + len(fields) + len(hidden),
    }


def _first_box(field: Any) -> str:
    """The id of what can be typed into: of several boxes or choices the first."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label)


def _query(context: Any, **changes: Any) -> str:
    """The present address with some parameters changed (None removes one)."""
    params = context["request"].GET.copy() if "request" in context else _empty_query()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return f"?{params.urlencode()}"


def _empty_query() -> Any:
    from django.http import QueryDict

    return QueryDict(mutable=True)


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, name: str = "page") -> Any:
    """Pages of a Django Page; filters and sorting in the address are kept."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    links = [(n, None if n == gap else _query(context, **{name: n})) for n in numbers]
    before = _query(context, **{name: page.previous_page_number()}) if page.has_previous() else ""
    after = _query(context, **{name: page.next_page_number()}) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


@register.inclusion_tag("ui/parts/sort_head.html", takes_context=True)
def sort_head(context: Any, key: str, label: Any, look: str = "", name: str = "sort") -> Any:
    """A column head that sorts: `?sort=key`, pressed again `?sort=-key`. Page numbers start again."""
    now = context["request"].GET.get(name, "") if "request" in context else ""
    direction = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    target = f"-{key}" if direction == "ascending" else key
    return {
        "label": label,
        "look": look,
        "direction": direction,
        "url": _query(context, **{name: target, "page": None}),
    }


@register.inclusion_tag("ui/parts/filter_bar.html", takes_context=True)
def filter_bar(context: Any, form: Any, export_url: str = "", clear_url: str = "") -> Any:
    """Small fields over a list, sent by GET, so that the address can be kept; and the way out to Excel."""
    request = context.get("request")
    return {
        "form": form,
        "export_url": f"{export_url}{_query(context, page=None)}" if export_url else "",
        "clear_url": clear_url or (request.path if request else ""),
        "sort": request.GET.get("sort", "") if request else "",
        "is_filtered": bool(request and any(v for k, v in request.GET.items() if k not in ("page", "sort"))),
    }


@register.inclusion_tag("ui/parts/export_link.html")
def export_link(url: str, label: Any = "") -> Any:
    """A link that downloads the list as Excel."""
    return {"url": url, "label": label or _("Export to Excel")}


@register.inclusion_tag("ui/parts/progress.html")
def progress(job: Mapping[str, Any]) -> Any:
    """A long job: ``{id, label, done, total, state, note, poll_url, page_url}``; state running, done or failed.

    ``poll_url`` answers with this same part; ``page_url`` is the whole page, for those without script.
    """
    total = int(job.get("total") or 0)
    percent = min(100, int(job.get("done", 0)) * 100 // total) if total else None
    return {"job": job, "percent": percent, "is_running": job.get("state", "running") == "running"}


# --- filters ---------------------------------------------------------------------------------------


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


@register.filter
def zh_date(value: Any, style: str = "full") -> SafeString | str:
    """A date with its weekday in the reader's language, kept together. Styles: full, date, short.

    Accepts dates, datetimes and ISO text of any precision; None is "", other text comes back unchanged.
    """
    seen = formats.precise_date(_local(value))
    if seen is None:
        return "" if value is None else str(value)
    return _date_drawn(seen, _lang(), style)


@lru_cache(maxsize=4096)
def _date_drawn(seen: formats.PreciseDate, lang: str, style: str) -> SafeString:
    day, weekday = formats.date_text(seen, lang, style)
    return format_html(
        '<time datetime="{}"><span class="nowrap">{}</span>{}</time>', seen.iso, day, _weekday(weekday)
    )


def _weekday(text: str) -> SafeString:
    return format_html('<span class="wd">{}</span>', text) if text else SafeString("")


@register.filter
def zh_time(value: dt.datetime) -> SafeString:
    """A moment: "6月18日 09:42", local, kept together."""
    local = _local(value)
    seen = formats.PreciseDate(local.year, local.month, local.day)
    day = formats.date_text(seen, _lang(), "date")[0]
    return format_html(
        '<time class="nowrap" datetime="{}">{} {}</time>', value.isoformat(), day, f"{local:%H:%M}"
    )


@register.filter
def yuan(fen: Any, style: str = "") -> SafeString | str:
    """Fen as "1,234.00 元". Style "whole" drops .00 for estimates. None: the sum is not confirmed."""
    if fen is None or fen == "":
        return _("sum not confirmed")
    digits, unit = formats.yuan_text(int(fen), _lang(), decimals=style != "whole").rsplit(" ", 1)
    return format_html('<span class="nowrap">{} <span class="u">{}</span></span>', digits, unit)


@register.filter
def fact_value(value: Any, name: str) -> SafeString | str:
    """A fact's value for people: `{{ row.value|fact_value:row.name }}`."""
    return explanation.fact_text(value, name, _lang())


@register.filter
def fact_label(name: str) -> str:
    """The fact's name for people."""
    return explanation.fact_label(name, _lang())


@register.filter
def in_language(thing: Any) -> str:
    """The zh or en of an object or dict that carries both."""
    return str(clockface.read(thing, "zh" if _lang().startswith("zh") else "en", "") or "")


register.filter("mask_id", formats.mask_id)
register.filter("mask_phone", formats.mask_phone)
register.filter("mask_name", formats.mask_name)
