"""Invented clocks, findings and histories."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rongyao.bureau.foundation.ui.context import html_lang

TODAY = dt.date(2026, 6, 15)
Context = dict[str, Any]


def t(zh: str, en: str) -> str:
    """Sample words in the reader's language (they are data, not interface, so not in the catalogue)."""
    return en if html_lang() == "en" else zh


# --- deadlines -------------------------------------------------------------------------------------


def deadline(state: str, left: int, day: int, total: int = 10, **more: Any) -> Context:
    due_on = dt.date(2026, 6, day)
    return {"state": state, "left": left, "unit": "working_day", "due_on": due_on, "total": total, **more}


def clocks() -> list[Context]:
    """Every state of the clock, with its caption."""
    far = {"state": "ok", "left": 126, "unit": "calendar_day", "total": 180, "due_on": dt.date(2026, 10, 19)}
    unsure = {
        **far,
        "left": 40,
        "due_on": dt.date(2027, 2, 4),
        "is_provisional": True,
        "missing_years": (2027,),
    }
    return [
        {"deadline": deadline("ok", 8, 26), "until": ""},
        {"deadline": far, "until": ""},
        {"deadline": deadline("soon", 3, 18), "until": "24:00"},
        {"deadline": deadline("soon", 0, 15), "until": "17:00"},
        {"deadline": deadline("late", -2, 11), "until": ""},
        {"deadline": deadline("hold", 6, 30), "waits_for": t("申请人", "the applicant")},
        {"deadline": unsure, "until": ""},
        {"deadline": deadline("done", 0, 12), "until": ""},
    ]


# --- an explanation --------------------------------------------------------------------------------


def finding(answer: str = "unknown") -> Context:
    """A finding in the shape of ``rongyao.law``, with nested conditions of every answer."""
    years = {"yes": "2013-09", "unknown": None}.get(answer, "2013-09")
    return {
        "entitlement": "sample.job",
        "zh": "示例：由政府安排工作",
        "en": "Sample: a job assigned by the government",
        "article": t("示例条例 第二十五条", "Sample regulation, Article 25"),
        "answer": answer,
        "applies": True,
        "tree": {
            "article": "25", "item": "", "zh": "", "en": "", "answer": answer, "facts": [], "kind": "all_of",
            "children": [_one_of(years, answer), _excluded(), _judged()],
        },
        "missing": [] if years else ["enlisted_on"],
        "to_judge": [],
        "amount": _amount(),
        "readings": [{"zh": "“满十二年”怎么数？", "en": "How are “twelve full years” counted?", "answer_zh": "按足月。", "answer_en": "In full months."}],
        "notes": [],
    }  # fmt: skip


def _one_of(enlisted_on: str | None, answer: str) -> Context:
    first = "yes" if enlisted_on else "unknown"
    return {
        "kind": "any_of", "article": "25", "item": "", "zh": "属于下列一种情况", "en": "One of the following",
        "answer": "yes" if answer == "yes" else first, "facts": [],
        "children": [
            {"kind": "clause", "article": "25", "item": "1", "zh": "军士服现役满十二年", "en": "An NCO with twelve full years",
             "answer": first, "children": [],
             "facts": [{"name": "rank_group", "value": "nco"}, {"name": "enlisted_on", "value": enlisted_on}]},
            {"kind": "clause", "article": "25", "item": "2", "zh": "立过规定等级的功", "en": "Merit of the level named", "answer": "no",
             "facts": [{"name": "honours", "value": ["citation"]}], "children": []},
        ],
    }  # fmt: skip


def _excluded() -> Context:
    return {
        "kind": "exceptions", "article": "35", "item": "", "zh": "但以下情形除外", "en": "except where", "answer": "no", "facts": [],
        "children": [
            {"kind": "clause", "article": "35", "item": "1", "zh": "被开除党籍", "en": "expelled from the Party", "answer": "no",
             "facts": [{"name": "expelled_from_party", "value": False}], "children": []},
        ],
    }  # fmt: skip


def _judged() -> Context:
    return {
        "kind": "clause", "article": "36", "item": "", "zh": "没有无正当理由拒不报到", "en": "Did not refuse to report without good reason",
        "answer": "judge", "facts": [{"name": "reported_on", "value": "2026-03-02"}], "children": [],
    }  # fmt: skip


def _amount() -> Context:
    return {
        "amount_fen": 2_214_000, "unit": "once", "confidence": "reported", "is_payable": False, "carried_on": False,
        "line_zh": "4.92 年 × 4,500.00 元 = 22,140.00 元", "line_en": "4.92 years × 4,500.00 yuan = 22,140.00 yuan",
        "standards": [], "note_zh": "", "note_en": "",
    }  # fmt: skip


def sources() -> Context:
    """Where the sample facts came from."""
    return {
        "rank_group": {"source": t("退役登记表", "Discharge register"), "as_of": "2026-06-09"},
        "honours": {
            "source": t("部队名册，发送单位核实填全", "Unit roster, certified complete"),
            "as_of": "2026-06-09",
        },
        "expelled_from_party": {"source": t("本人声明", "Own declaration"), "as_of": "2026-06-12"},
        "reported_on": {"source": t("报到登记", "Reporting-in register"), "as_of": "2026-03-02"},
    }


def changes() -> list[Context]:
    """What would change the sample's answer, in the shape of the law's Change."""
    return [
        {"fact": "enlisted_on", "zh": "入伍日期", "en": "date of enlistment", "value": "2013-09", "answer": "yes", "amount_fen": 2_214_000},
        {"fact": "on", "value": "2027-09", "answer": "yes", "amount_fen": None},
    ]  # fmt: skip


def events() -> list[Context]:
    """A short history."""
    return [
        {"on": dt.date(2026, 5, 25), "text": t("受理，开始计 15 个工作日", "Received; 15 working days begin"), "by": t("王晓燕", "Wang Xiaoyan")},
        {"on": dt.date(2026, 6, 12), "text": t("系统核对，1 项要人工看", "Checked; one thing for an officer"), "state": "hold"},
        {"text": t("等您决定，下一步报局里拨款", "Waits for your decision"), "state": "todo"},
    ]  # fmt: skip


def options() -> list[Context]:
    """What a person can do about an answer."""
    return [
        {"title": t("事实不对", "A fact is wrong"), "text": t("补一张证明，我们重新算。", "Bring one paper; we work it out again."), "href": "#", "link": t("说这里不对", "Say what is wrong")},
        {"title": t("以后情况变了", "Things change later"), "text": t("随时可以再申请，不限次数。", "Ask again at any time.")},
        {"title": t("不服这个决定", "You do not agree"), "text": t("最后一天印在决定书上。", "The last day is printed in the letter."), "href": "#", "link": t("怎么申请复议", "How to ask for a review")},
    ]  # fmt: skip


def task() -> Context:
    """One thing that waits for the citizen."""
    return {
        "flag": t("有 1 件，请尽快办", "One thing waits for you"),
        "title": t("补交一张照片：伤残证内页", "One photo: inside page of the disability card"),
        "text": t("上次传的照片反光，看不清编号。重拍这一页就行。", "The last photo had a glare. Take this page again."),
        "not_needed": t("别的不用再交。", "Nothing else is needed."),
        "deadline": deadline("soon", 3, 18),
        "on": TODAY,
        "until": "24:00",
        "url": "#",
        "verb": t("现在拍照补交", "Take the photo now"),
        "icon": "camera",
        "help_url": "#",
    }  # fmt: skip
