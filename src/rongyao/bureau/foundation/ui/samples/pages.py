"""The pages of the style guide and the context of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django import forms
from django.core.paginator import Paginator

from rongyao.bureau.foundation.ui.samples.forms import FilterForm, filled
from rongyao.bureau.foundation.ui.samples.pieces import (
    TODAY,
    Context,
    changes,
    clocks,
    deadline,
    events,
    finding,
    options,
    sources,
    t,
    task,
)


def page(name: str, query: Mapping[str, str]) -> Context | None:
    """The context of one page of the kit; None when there is no such page."""
    make = PAGES.get(name)
    return None if make is None else {"kit": _menu(name), "today": TODAY, **make(query)}


def _menu(name: str) -> list[Context]:
    titles = {
        "parts": t("零件", "Parts"),
        "citizen": t("手机首页", "Citizen home"),
        "decision": t("办理结果", "Result page"),
        "form": t("表单", "Form"),
        "console": t("工作台", "Desk"),
        "table": t("名册核对", "List"),
        "letter": t("决定书", "Letter"),
        "signin": t("登录", "Sign-in"),
    }
    return [{"name": key, "title": title, "is_current": key == name} for key, title in titles.items()]


def _parts(query: Mapping[str, str]) -> Context:
    states = ["received", "working", "waiting", "held", "done", "refused", "withdrawn", "late", "yes", "no", "unknown", "judge"]  # fmt: skip
    return {
        "states": states,
        "gold": t("光荣之家", "Honoured family"),
        "clocks": clocks(),
        "bars": [(2, 5, ""), (10, 10, ""), (12, 10, ""), (6, 20, "hold")],
        "steps": [t("已收件", "Received"), t("已核对", "Checked"), t("制作", "Made"), t("可领取", "Ready")],
        "findings": [finding("unknown"), finding("yes")],
        "sources": sources(),
        "changes": changes(),
        "events": events(),
        "options": options(),
        "task": task(),
        "rows": _rows(),
        "form": filled(),
        "jobs": _jobs(),
        "page": Paginator(range(500), 25).get_page(query.get("page")),
        "icons": ICONS,
        "words": _kit_words(),
        "instant": dt.datetime(2026, 6, 15, 9, 42, tzinfo=dt.UTC),
    }


def _kit_words() -> dict[str, str]:
    return {
        "title": t("零件", "Parts"), "lead": t("每个零件的每种样子。数据是编的。", "Every part in every state. The data are invented."),
        "result_yes": t("这次通过了", "Granted"), "result_no": t("这次没有通过", "Not granted"),
        "result_more": t("要再补一样东西", "One more thing is needed"), "judge": t("等经办人判断", "An officer must judge"),
        "because": t("您家每人每月收入 4,180 元，超过了规定的 3,300 元。", "Each person has 4,180 yuan a month, more than the 3,300 set."),
        "empty": t("还没有办件", "Nothing here yet"), "empty_more": t("办优待证、报销都从“办事”开始。", "Everything begins at “Services”."),
        "do": t("去办", "Do it"), "other": t("通知补材料", "Ask for a paper"), "danger": t("不同意", "Refuse"), "text": t("看原文", "Read the text"),
        "info": t("第 3、4 名总分相同。按公布的规则，服役时间长的排前。", "Places 3 and 4 have the same score; the longer service comes first."),
        "you": t("还差一张照片。6月18日前交。", "One photo is missing."), "late": t("没有交上去，是我们这边的问题。", "It did not go through."),
        "ok": t("已经存好了。", "Saved."),
    }  # fmt: skip


def _rows() -> list[Context]:
    return [
        {"label": t("申请人", "Applicant"), "value": t("周 敏", "Zhou Min"), "href": "#", "link": t("看完整档案", "Whole file")},
        {"label": t("身份证", "Identity no."), "value": "3205**********2618", "href": "#", "link": t("显示", "Show")},
        {"label": t("电话", "Phone"), "value": "138****6027", "note": t("希望短信联系，不方便接电话", "Prefers messages")},
    ]  # fmt: skip


def _jobs() -> list[Context]:
    label = t("正在读名册", "Reading the roster")
    return [
        {"id": "job-a", "label": label, "done": 1240, "total": 3000, "state": "running", "page_url": "#"},
        {"id": "job-b", "label": t("正在数行数", "Counting rows"), "state": "running"},
        {"id": "job-c", "label": label, "done": 3000, "total": 3000, "state": "done", "note": t("2,981 行收下，19 行要改", "2,981 rows taken, 19 to mend")},
        {"id": "job-d", "label": label, "done": 800, "total": 3000, "state": "failed", "note": t("文件在第 801 行断了。换一份完整的再传。", "The file breaks off at row 801.")},
    ]  # fmt: skip


def _citizen(_query: Mapping[str, str]) -> Context:
    return {
        "tab_items": [
            {"label": t("首页", "Home"), "url": "#", "icon": "home", "is_current": True},
            {"label": t("办事", "Services"), "url": "#", "icon": "list"},
            {"label": t("岗位", "Jobs"), "url": "#", "icon": "briefcase", "std_only": True},
            {"label": t("求助", "Help"), "url": "#", "icon": "phone", "elder_only": True},
            {"label": t("我的", "Mine"), "url": "#", "icon": "user"},
        ],
        "hello": t("陈卫国同志，下午好", "Good afternoon, Mr Chen"),
        "station_name": t("玉山镇退役军人服务站", "Yushan veterans' service station"),
        "served_by": t("玉山镇退役军人服务站为您服务", "Served by the Yushan station"),
        "task": task(),
        "tiles": [("card", t("换证补证", "Card")), ("heart", t("看病报销", "Medical")), ("visit", t("请人上门", "Home visit")), ("chat", t("提诉求", "Speak up"))],
        "due": [
            {"label": t("示例补助", "Sample grant"), "fen": 128_600, "note": t("每月发，打到您登记的卡", "Every month, to your card")},
            {"label": t("示例补贴", "Sample allowance"), "fen": 20_000, "note": t("下次评估：9月", "Next review in September")},
        ],
        "steps": [t("已收件", "Received"), t("已核对", "Checked"), t("制作", "Made"), t("可领取", "Ready")],
        "words": _home_words(),
    }  # fmt: skip


def _home_words() -> dict[str, str]:
    return {
        "title": t("我的首页", "My home"), "card": t("我的优待证", "My card"), "card_by": t("全国统一制发", "Issued nationally"), "issued": t("已制发", "Issued"),
        "since": t("2023年4月发", "April 2023"), "bus": t("公交地铁", "Bus"), "free": t("示例", "sample"), "park": t("公园景区", "Parks"), "clinic": t("医院", "Clinic"),
        "carry": t("用的时候，请带上实体卡", "Take the card with you"), "where": t("哪些地方能用", "Where it counts"),
        "todo": t("等您办的事", "Waiting for you"), "services": t("常用服务", "Services"), "benefits": t("我的待遇", "What is due to me"), "all4": t("全部 4 项", "All 4"),
        "paid": t("6月已到账", "Paid in June"), "paid_on": t("6月10日到账", "Paid on 10 June"), "how": t("这个数是怎么算的？", "How is it worked out?"), "not_come": t("钱没到账", "It has not come"),
        "cases": t("我的办件", "My cases"), "all": t("全部办件", "All cases"), "plate": t("光荣牌换新", "New plate of honour"), "making": t("正在制作", "Being made"),
        "ready": t("最迟", "At the latest"), "can": t("可以领。", "you can collect it."), "regrade": t("残疾等级重新评定", "New disability grading"), "wait": t("等您补照片", "Waits for a photo"),
        "held": t("办理时间已暂停，照片交齐后接着算。", "The clock is stopped until the photo is here."),
    }  # fmt: skip


def _decision(_query: Mapping[str, str]) -> Context:
    return {
        "finding": finding("no"), "sources": sources(), "options": options(), "words": _kit_words(),
        "bar_title": t("办理结果", "Result"), "why": t("条件一条一条看", "The conditions one by one"), "can": t("您可以这样办", "What you can do"),
        "foot": t("决定单位：市退役军人事务局。演示数据。", "Decided by the city bureau. Demonstration data."), "call": t("请人讲给我听", "Have it explained"), "get": t("下载决定书", "Download the letter"),
    }  # fmt: skip


def _form(_query: Mapping[str, str]) -> Context:
    words = {"title": t("示例申请", "Sample request"), "who": t("您是谁", "Who you are"), "lead": t("照着身份证填。填错了可以改，不要紧。", "As on the identity card. Mistakes can be mended."), "next": t("下一步", "Next step"), "later": t("存着，下次再填", "Keep it for later")}  # fmt: skip
    return {"form": filled(), "words": words}


def _desk_nav() -> Context:
    names = [("home", t("我的工作台", "My desk"), 0), ("list", t("办件", "Cases"), 47), ("people", t("人员档案", "People"), 0), ("dl", t("名册导入", "Rosters"), 2), ("stamp", t("待遇标准", "Standards"), 0), ("chat", t("更正", "Corrections"), 5), ("chart", t("统计与报表", "Reports"), 0)]  # fmt: skip
    items = [{"label": label, "url": "#", "icon": sign, "count": n, "is_current": sign == "home", "is_late": sign == "chat"} for sign, label, n in names]  # fmt: skip
    return {
        "nav_items": items,
        "station_name": t("玉山镇退役军人服务站", "Yushan veterans' service station"),
        "search_url": "#",
        "actor": {"name": t("王晓燕", "Wang Xiaoyan")},
        "role_name": t("优抚岗", "Officer"),
        "sign_out_url": "#",
    }


def _console(_query: Mapping[str, str]) -> Context:
    return {
        **_desk_nav(), "ruler": _ruler(), "groups": _groups(), "rows": _rows(), "finding": finding("yes"), "sources": sources(), "events": events(),
        "words": {
            "title": t("我的工作台", "My desk"), "sub": t("星期一，今天要办完 5 件", "Monday, 5 to finish today"), "take": t("代办收件", "Take a request"),
            "queue": t("待办", "To do"), "count": t("共 47 件，急的在前", "47, most urgent first"), "mine": t("只看要我决定的", "Only mine to decide"),
            "due": t("期限", "Deadline"), "what": t("事项和申请人", "Matter and person"), "now": t("现在要做", "Now"), "used": t("办理时间", "Time used"),
            "do": t("去办", "Do it"), "case": t("自主就业一次性补助", "Sample one-off grant"), "checked": t("系统核对了这些条件", "Conditions checked"), "story": t("经过", "History"),
            "grant": t("同意，看一遍再签", "Grant: read it over and sign"), "ask": t("通知补材料", "Ask for a paper"), "refuse": t("不同意", "Refuse"), "caption": t("按期限排列的待办件", "Waiting cases by deadline"),
        },
    }  # fmt: skip


def _ruler() -> list[Context]:
    rows = [("late", 2, t("已超期", "Overdue"), t("最长超 2 个工作日", "2 working days at most")), ("today", 3, t("今天到期", "Due today"), t("17:00 前办完", "before 17:00")), ("soon", 6, t("3 个工作日内", "Within 3 days"), t("到 6月18日", "to 18 June")), ("week", 9, t("下周内", "Next week"), t("到 6月26日", "to 26 June")), ("ample", 20, t("时间充裕", "Ample time"), t("6月29日以后", "after 29 June")), ("hold", 7, t("等申请人", "Applicant's turn"), t("已停表，不计时", "clock stopped"))]  # fmt: skip
    return [{"key": k, "count": n, "label": label, "note": note, "url": "#", "is_current": k == "week"} for k, n, label, note in rows]  # fmt: skip


def _groups() -> list[Context]:
    late = deadline("late", -2, 11)
    return [
        {"look": "late", "title": t("已超期 1 件", "1 overdue"), "hint": t("先办这件", "First"), "cases": [_case(late, t("优待金发放异议答复", "Answer an objection"), t("沈**，周市镇", "Shen**, Zhoushi"), "late", t("答复本人", "Answer"), 12, 10)]},
        {"look": "soon", "title": t("今天到期 2 件", "2 due today"), "hint": t("下班前办完", "Before closing"), "cases": [
            {**_case(deadline("soon", 0, 15), t("自主就业一次性补助", "Sample one-off grant"), t("周 敏，玉山镇", "Zhou Min, Yushan"), "working", t("作出决定", "Decide"), 15, 15), "is_open": True},
            _case(deadline("soon", 0, 15), t("优待证换发", "New card"), t("顾建明，玉山镇", "Gu Jianming, Yushan"), "done", t("通知领证", "Tell them"), 10, 10)]},
        {"look": "", "title": t("3 个工作日内 6 件", "6 within 3 working days"), "hint": t("显示前 2 件", "first 2"), "cases": [
            _case(deadline("ok", 2, 17, 15), t("伤残抚恤关系转入", "Disability pension moved in"), t("马志强，外省转入", "Ma Zhiqiang"), "working", t("核对档案原件", "Check the file"), 13, 15),
            _case(deadline("ok", 3, 18, 5), t("资料更正", "Correction"), t("张海波，玉山镇", "Zhang Haibo, Yushan"), "received", t("核实", "Check"), 2, 5)]},
        {"look": "", "title": t("等申请人 1 件", "1 waits for the applicant"), "hint": t("已停表，不占您的办理时间", "clock stopped"), "cases": [_case(deadline("hold", 6, 30), t("残疾等级重新评定", "New grading"), t("陈卫国，玉山镇", "Chen Weiguo, Yushan"), "waiting", t("等补一张照片", "A photo"), 6, 20)]},
    ]  # fmt: skip


def _case(deadline: Context, title: str, who: str, state: str, now: str, used: int, limit: int) -> Context:
    return {"deadline": deadline, "title": title, "who": who, "state": state, "now": now, "used": used, "limit": limit, "use_state": "hold" if deadline["state"] == "hold" else ""}  # fmt: skip


def _table(query: Mapping[str, str]) -> Context:
    rows = [
        {"row": 7, "name": "沈**", "id": "3205**********2618", "state": "error", "problem": t("身份证号 17 位，少 1 位", "17 characters, one missing")},
        {"row": 12, "name": "张**", "id": "3205**********0413", "state": "warning", "problem": t("入伍年月在退役之后，没有采用", "Enlisted after discharge; not taken")},
        {"row": 31, "name": "欧阳**", "id": "3205**********7720", "state": "done", "problem": ""},
    ]  # fmt: skip
    words = {"title": t("名册核对", "Roster check"), "sub": t("2026年秋季退役名册.xlsx", "Autumn roster"), "row": t("行", "Row"), "name": t("姓名", "Name"), "id": t("身份证号", "Identity number"), "state": t("结果", "Result"), "problem": t("哪里要改", "What to mend"), "take": t("收下 2,981 行", "Take 2,981 rows"), "head": t("逐行结果", "Row by row"), "rows": t("行数", "Rows"), "good": t("可收下", "Can be taken"), "bad": t("要改", "To mend")}  # fmt: skip
    return {**_desk_nav(), "items": rows, "page": Paginator(range(3000), 50).get_page(query.get("page")), "filter_form": FilterForm(query), "words": words, "job": _jobs()[2]}  # fmt: skip


def _letter(_query: Mapping[str, str]) -> Context:
    return {"back_url": "#", "number": "昆退役示〔2026〕118号", "decided_on": dt.date(2026, 6, 12)}


def _signin(_query: Mapping[str, str]) -> Context:
    class SignIn(forms.Form):
        username = forms.CharField(label=t("用户名", "User name"))
        password = forms.CharField(label=t("密码", "Password"), widget=forms.PasswordInput)

    return {"form": SignIn(), "words": {"title": t("登录", "Sign in"), "go": t("进去", "Go in")}}


PAGES: dict[str, Callable[[Mapping[str, str]], Context]] = {
    "parts": _parts, "citizen": _citizen, "decision": _decision, "form": _form, "console": _console, "table": _table, "letter": _letter, "signin": _signin,
}  # fmt: skip

ICONS = ["home", "list", "briefcase", "user", "phone", "qr", "bell", "check", "clock", "alert", "pause", "right", "left", "down", "up2", "down2", "flat", "camera", "card", "medal", "school", "heart", "pin", "search", "plus", "print", "speak", "visit", "people", "chat", "chart", "cal", "off", "lock", "shield", "gov", "bus", "dl", "flag", "text", "x", "q", "menu", "warn", "info", "judge", "edit", "file", "out", "eye", "refresh", "stamp", "globe", "sort", "mark"]  # fmt: skip
