"""The tags say what they must, whatever they look like."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from rongyao.bureau.foundation.clock import rules
from rongyao.bureau.foundation.clock.calendar import statutory
from rongyao.bureau.foundation.ui.clockface import face, use_bar
from rongyao.bureau.foundation.ui.forms import PreciseDateField


def draw(source: str, *, lang: str = "zh-hans", address: str = "/x/", **context: Any) -> str:
    """The markup of a template text in one language."""
    with translation.override(lang):
        template = engines["django"].from_string("{% load ui %}" + source)
        return template.render(context, RequestFactory().get(address))


def words(markup: str) -> str:
    """What a reader reads: the text without its markup, spaces folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


WORKING = {"unit": "working_day", "due_on": dt.date(2026, 6, 18), "total": 10}
TODAY = dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("deadline", "zh", "en"),
    [
        ({"state": "soon", "left": 3}, "还剩 3 个工作日", "3 working days left"),
        ({"state": "late", "left": -1}, "超 1 个工作日", "1 working day late"),
        ({"state": "soon", "left": 0}, "今天到期", "Due today"),
        ({"state": "late", "left": 0}, "已超期", "Overdue"),
        ({"state": "hold", "left": 6}, "已停表", "Clock stopped"),
    ],
)
def test_the_clock_says_its_state_in_words(deadline: dict[str, Any], zh: str, en: str) -> None:
    source = "{% clock deadline today %}"
    assert zh in words(draw(source, deadline=WORKING | deadline, today=TODAY))
    assert en in words(draw(source, lang="en", deadline=WORKING | deadline, today=TODAY))


def test_the_clock_always_gives_the_day_and_its_weekday() -> None:
    said = words(
        draw('{% clock d today until="24:00" %}', d=WORKING | {"state": "soon", "left": 3}, today=TODAY)
    )
    assert "6月18日（星期四） 24:00 前" in said


def test_on_the_last_day_the_clock_gives_the_hour() -> None:
    said = words(
        draw('{% clock d today until="17:00" %}', d=WORKING | {"state": "soon", "left": 0}, today=TODAY)
    )
    assert "今天 17:00 前" in said


def test_a_stopped_clock_says_who_must_act_and_shows_no_number() -> None:
    markup = draw(
        '{% clock d today waits_for="申请人" %}', d=WORKING | {"state": "hold", "left": 6}, today=TODAY
    )
    assert "在等申请人" in words(markup)
    assert "<text" not in markup


def test_a_counted_deadline_is_read_as_it_is() -> None:
    rule = rules.Rule("x", "甲", "A", "答复", "answer", 10, rules.Unit.WORKING_DAY)
    due = rules.deadline(rule, started_on=dt.date(2026, 6, 1), calendar=statutory())
    seen = face(due, dt.date(2026, 6, 12))
    assert (seen.number, seen.due_on) == ("1", due.due_on)
    assert seen.state == "soon"


def test_a_deadline_past_the_last_calendar_says_that_it_is_not_final() -> None:
    rule = rules.Rule("x", "甲", "A", "答复", "answer", 60, rules.Unit.CALENDAR_DAY)
    due = rules.deadline(rule, started_on=dt.date(2026, 12, 7), calendar=statutory())
    said = words(draw("{% clock d today %}", d=due, today=dt.date(2026, 12, 8)))
    assert "不早于 2027年" in said
    assert "2027 年放假安排录入后才能定" in said


def test_an_overrun_is_hatched_and_its_numbers_stand_in_words() -> None:
    bar = use_bar(12, 10)
    assert bar.state == "late"
    assert bar.hatch
    assert "已用 12/10 天" in words(draw("{% use_bar 12 10 %}"))
    assert not use_bar(2, 5).hatch


def test_a_tag_carries_its_word_and_a_look_for_grey_paper() -> None:
    markup = draw('{% tag "waiting" %}')
    assert words(markup) == "等您补交"
    assert "tag--you" in markup


def test_a_tag_escapes_what_it_is_given() -> None:
    assert "<b>" not in draw('{% tag "run" text %}', text="<b>x</b>")


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "lock" %}')
    labelled = draw('{% icon "lock" label="锁住了" %}')
    assert 'role="img" aria-label="锁住了"' in labelled
    assert "aria-hidden" not in labelled


def test_steps_mark_the_present_one_and_say_which_are_done() -> None:
    markup = draw("{% steps labels 1 %}", labels=["收件", "核对", "制作"])
    assert markup.count('aria-current="step"') == 1
    assert "收件，完成" in words(markup)
    assert 'aria-current="step"' not in draw("{% steps labels 3 %}", labels=["收件", "核对", "制作"])


class Ask(forms.Form):
    name = forms.CharField(label="姓名", help_text="照身份证写")
    day = PreciseDateField(label="哪天")
    way = forms.ChoiceField(
        label="怎么联系", choices=[("a", "电话"), ("b", "短信")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明", required=False)

    def clean(self) -> None:
        self.add_error(None, "两处对不上")


def test_the_error_summary_counts_every_error_and_links_each_to_its_field() -> None:
    form = Ask({"name": "", "day_0": "92", "way": ""})
    markup = draw("{% error_summary form %}", form=form)
    assert "有 4 处要改" in words(markup)
    assert "两处对不上" in words(markup)
    assert 'href="#id_name"' in markup
    assert 'role="alert"' in markup
    assert 'href="#id_way_0"' in markup


def test_every_link_of_the_error_summary_leads_to_an_element_of_the_form() -> None:
    form = Ask({"name": "", "day_0": "92", "way": ""})
    markup = draw("{% error_summary form %}{{ form }}", form=form)
    targets = re.findall(r'href="#([^"]+)"', markup)
    assert len(targets) == 3
    assert [one for one in targets if f'id="{one}"' not in markup] == []


def test_a_form_without_errors_has_no_summary() -> None:
    assert words(draw("{% error_summary form %}", form=Ask())) == ""


def test_a_field_puts_its_error_between_help_and_box_and_names_both_to_screen_readers() -> None:
    markup = draw("{{ form.name.as_field_group }}", form=Ask({"name": ""}))
    order = [markup.index(part) for part in ("<label", "照身份证写", "id_name_error", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in markup
    assert 'aria-invalid="true"' in markup


def test_only_an_optional_field_says_what_it_is() -> None:
    form = Ask()
    assert "（可不填）" in words(draw("{{ form.note.as_field_group }}", form=form))
    assert "（可不填）" not in words(draw("{{ form.name.as_field_group }}", form=form))


def test_radio_buttons_stand_in_a_fieldset_with_a_legend() -> None:
    markup = draw("{{ form.way.as_field_group }}", form=Ask())
    assert "<legend>怎么联系</legend>" in markup
    assert markup.count('type="radio"') == 2


def test_the_three_boxes_of_a_date_have_three_labels() -> None:
    markup = draw("{{ form.day.as_field_group }}", form=Ask())
    ids = re.findall(r'<label for="([^"]+)"', markup)
    assert len(ids) == 3
    assert all(f'id="{one}"' in markup for one in ids)


def test_pages_keep_the_filters_of_the_address() -> None:
    page = Paginator(range(100), 10).page(2)
    markup = draw("{% pagination page %}", address="/x/?q=%E5%BC%A0&page=2", page=page)
    assert "?q=%E5%BC%A0&amp;page=3" in markup
    assert 'aria-current="page">2<' in markup
    assert "第 11 到 20 条，共 100 条" in words(markup)


def test_one_page_has_no_links() -> None:
    assert "<a" not in draw("{% pagination page %}", page=Paginator(range(3), 10).page(1))


def test_a_column_pressed_again_sorts_the_other_way_and_begins_at_the_first_page() -> None:
    source = '{% sort_head "due" "期限" %}'
    assert 'href="?q=a&amp;sort=due"' in draw(source, address="/x/?q=a&page=7")
    pressed = draw(source, address="/x/?sort=due")
    assert 'aria-sort="ascending"' in pressed
    assert 'href="?sort=-due"' in pressed
    assert 'aria-sort="descending"' in draw(source, address="/x/?sort=-due")


def test_a_running_job_polls_and_offers_a_link_to_those_without_script() -> None:
    job = {"id": "j", "label": "读名册", "done": 5, "total": 20, "poll_url": "/poll/", "page_url": "/page/"}
    running = draw("{% progress job %}", job=job)
    assert 'hx-get="/poll/"' in running
    assert 'value="25"' in running
    assert '<noscript><p><a href="/page/">' in running
    assert "hx-get" not in draw("{% progress job %}", job=job | {"state": "done"})


def test_a_job_of_unknown_length_claims_no_share() -> None:
    assert " value=" not in draw("{% progress job %}", job={"label": "数行"})


def test_the_summary_list_takes_pairs_and_records() -> None:
    markup = draw("{% summary rows %}", rows=[("姓名", "周敏")]) + draw(
        "{% summary rows %}", rows=[{"label": "电话", "value": "138****6027", "href": "/x/", "link": "显示"}]
    )
    assert "<dt>姓名</dt><dd>周敏" in markup
    assert '<a href="/x/">显示' in markup


@pytest.mark.parametrize(
    ("lang", "said"), [("zh-hans", "2026年6月18日（星期四）"), ("en", "18 June 2026 (Thursday)")]
)
def test_a_date_speaks_the_readers_language(lang: str, said: str) -> None:
    markup = draw("{{ d|zh_date }}", lang=lang, d=dt.date(2026, 6, 18))
    assert words(markup) == said
    assert 'datetime="2026-06-18"' in markup


def test_a_moment_is_told_in_local_time() -> None:
    at = dt.datetime(2026, 6, 17, 23, 30, tzinfo=dt.UTC)
    assert words(draw("{{ at|zh_time }}", at=at)) == "2026年6月18日 07:30"
    assert words(draw("{{ at|zh_date }}", at=at)).startswith("2026年6月18日")


def test_a_sum_that_is_not_known_says_so() -> None:
    assert words(draw("{{ fen|yuan }}", fen=None)) == "金额未确认"
    assert words(draw("{{ fen|yuan }}", fen=0)) == "0.00 元"
