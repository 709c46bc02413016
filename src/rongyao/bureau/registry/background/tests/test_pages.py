"""Pages of the background: in both languages, forms keep what was typed, other towns find nothing."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people import _staff
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.background import queries
from rongyao.bureau.registry.background.actions import entries, groups, spells
from rongyao.bureau.registry.background.models import GroupMembership, Licence, Schooling, Spell, Work
from rongyao.bureau.registry.models import Fact, Person

WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")
PAPER = {
    "source_kind": "paper",
    "title": "毕业证书",
    "dated_on_0": "2013",
    "dated_on_1": "6",
    "dated_on_2": "30",
}
LISTS = ("/desk/groups/", "/desk/groups/suggested/", "/desk/licences/", "/desk/background/occupations/",
         "/desk/background/occupations/?in=6-18", "/desk/background/occupations/?q=焊工")  # fmt: skip


def _body(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", "\n", main.replace("Excel", ""))


@pytest.fixture
def full(cast, lin, paper, know) -> dict[str, object]:
    """Chen with one of everything."""
    know(enlisted_on="1997-12-01", disability_grade=6, took_part_in_combat=True)
    made: dict[str, object] = {}
    for kind, values in (
        ("schooling", {"level": "high", "school": "昆山中学", "from_on": "1994", "to_on": "1997"}),
        ("work", {"employer": "昆山精诚电子有限公司", "occupation": "6-25-04-07", "from_on": "2004"}),
        ("skill", {"name": "电工", "grade": "three"}),
        ("licence", {"name": "机动车驾驶证", "grade": "A2", "expires_on": dt.date(2026, 12, 31)}),
    ):
        made[kind] = entries.record(by=lin, person=cast.chen, kind=kind, values=values, paper=paper)
    made["spell"] = spells.record(
        by=lin, person=cast.chen, code="tibet", months=("1998-03", "2001-11"), paper=paper, is_complete=False
    )
    made["group"] = groups.add(by=lin, person=cast.chen, category="combat", since="1999", paper=paper)
    return made


def _pages(person: Person, full: dict) -> list[str]:
    root = f"/desk/background/of/{person.pk}/"
    news = [f"{root}new/{kind}/" for kind in full]
    ends = [f"/desk/background/{kind}/{row.pk}/end/" for kind, row in full.items()]
    changes = [
        f"/desk/background/{kind}/{row.pk}/" for kind, row in full.items() if kind not in ("spell", "group")
    ]
    return [*news, *ends, *changes]


def test_every_page_opens_in_both_languages(cast, full) -> None:
    own = f"/desk/background/of/{cast.chen.pk}/"
    for page in [*LISTS, own, *_pages(cast.chen, full)]:
        shown = cast.signed_in(cast.lin).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown)) == [], page
        assert cast.signed_in(cast.lin, "en").get(page).status_code == 200, page


def test_the_file_and_the_persons_own_page_show_it(cast, full) -> None:
    panel = cast.signed_in(cast.lin).get(f"/desk/people/{cast.chen.pk}/").content.decode()
    for words in ("参战退役人员", "昆山中学", "机动车驾驶证", "残疾军人"):
        assert words in panel, words
    own = cast.signed_in(cast.chen_user).get("/me/background/")
    for words in ("参战退役人员", "昆山中学", "机动车驾驶证", "45个月", "士兵档案"):
        assert words in own.content.decode(), words
    assert WORDS.findall(_body(own)) == []
    # A suggestion is for the officer: the person is told what is recorded, not what might be.
    assert "残疾军人" not in own.content.decode()
    assert "/me/background/" in cast.signed_in(cast.chen_user).get("/me/file/").content.decode()


def test_looking_is_recorded(cast, full) -> None:
    cast.signed_in(cast.sun).get(f"/desk/background/of/{cast.chen.pk}/")
    assert Event.objects.filter(verb="person.looked", person_id=cast.chen.pk, by_id=cast.sun.pk).count() == 1


def test_officer_zhao_finds_nothing_of_town_a(cast, full) -> None:
    zhao = cast.signed_in(cast.zhao)
    for page in [f"/desk/background/of/{cast.chen.pk}/", *_pages(cast.chen, full)]:
        assert zhao.get(page).status_code == 404, page
    assert zhao.post(f"/desk/background/of/{cast.chen.pk}/months/hard_area/").status_code == 404
    for page in ("/desk/groups/", "/desk/licences/", "/desk/groups/suggested/?category=disabled"):
        assert zhao.get(page).context["page"].paginator.count == 0, page
    for page in ("/desk/groups/export/", "/desk/licences/export/"):
        assert load_workbook(BytesIO(zhao.get(page).content)).worksheets[0].max_row == 1


@pytest.mark.parametrize("who", ["hao", "ma", "chen_user"])
def test_who_may_not_see_people_sees_no_background(cast, full, who: str) -> None:
    client = cast.signed_in(getattr(cast, who))
    for page in [
        *LISTS,
        f"/desk/background/of/{cast.chen.pk}/",
        *_pages(cast.chen, full),
        "/desk/groups/figures/",
    ]:
        assert client.get(page).status_code == 403, page


def test_a_leader_reads_figures_and_nobodys_name(cast, full) -> None:
    leader = cast.signed_in(_staff("leader", "领导", "leader", cast.city))
    assert leader.get("/").url == "/desk/groups/figures/"
    shown = leader.get("/desk/groups/figures/")
    assert "陈卫国" not in shown.content.decode()
    assert "少量" in shown.content.decode()
    assert WORDS.findall(_body(shown)) == []
    assert leader.get("/desk/groups/").status_code == 403


def test_the_picker_of_occupations_works_without_a_script(cast) -> None:
    lin = cast.signed_in(cast.lin)
    page = f"/desk/background/of/{cast.chen.pk}/new/work/"
    typed = {
        "kind": "employed",
        "employer": "某厂",
        "occupation": "机械 工程技术人员",
        "from_on_0": "2004",
        **PAPER,
    }
    shown = lin.post(page, typed)
    assert shown.status_code == 422
    assert 'name="occupation_pick"' in shown.content.decode()
    assert 'value="某厂"' in shown.content.decode()
    pick = re.search(r'name="occupation_pick" value="([\d-]+)"', shown.content.decode())[1]
    assert lin.post(page, {**typed, "occupation_pick": pick}).status_code == 302
    assert Work.objects.get().occupation == pick
    nothing = lin.post(page, {**typed, "occupation": "\u3400\u3401"})
    assert nothing.status_code == 422
    # What was recorded comes back as code and name, and saves as it is.
    change = f"/desk/background/work/{Work.objects.get().pk}/"
    words = lin.get(change).context["form"].initial["occupation"]
    assert (
        lin.post(
            change, {"version": "1", "kind": "employed", "employer": "某厂", "occupation": words}
        ).status_code
        == 302
    )
    assert Work.objects.get().occupation == pick


def test_a_spell_is_typed_and_the_fact_written(cast) -> None:
    lin = cast.signed_in(cast.lin)
    page = f"/desk/background/of/{cast.chen.pk}/new/spell/"
    months = {"from_month_0": "1998", "from_month_1": "3", "to_month_0": "2001", "to_month_1": "11"}
    assert lin.post(page, {"code": "tibet", **months, **PAPER, "to_month_1": ""}).status_code == 422
    assert lin.post(page, {"code": "tibet", **months, **PAPER, "is_complete": "on"}).status_code == 302
    assert Fact.objects.get(name="hard_area_months").value == 45
    again = lin.post(page, {"code": "area_6", **months, **PAPER})
    assert again.status_code == 422
    assert "重叠45个月" in again.content.decode()
    assert Spell.objects.count() == 1


def test_a_suggestion_is_confirmed_by_a_look(cast, know) -> None:
    know(disability_grade=6)
    lin = cast.signed_in(cast.lin)
    listed = lin.get("/desk/groups/suggested/", {"category": "disabled"})
    assert list(listed.context["page"]) == [cast.chen]
    page = f"/desk/background/of/{cast.chen.pk}/new/group/?category=disabled"
    assert "checked" in lin.get(page).content.decode()
    assert lin.post(page, {"category": "disabled"}).status_code == 422
    assert lin.post(page, {"category": "disabled", "by_facts": "on"}).status_code == 302
    assert GroupMembership.objects.get().is_by_facts
    assert lin.get("/desk/groups/suggested/", {"category": "disabled"}).context["page"].paginator.count == 0


def test_lists_sort_narrow_and_leave_as_excel_in_few_queries(cast, full) -> None:
    lin = cast.signed_in(cast.lin)
    cast.chen.keep_name("陈卫国").save()
    for sort in ("name", "-town", "category", "since", "until", "nonsense"):
        with CaptureQueriesContext(connection) as seen:
            shown = lin.get("/desk/groups/", {"sort": sort, "category": "combat", "q": "陈卫国"})
        assert shown.context["page"].paginator.count == 1
        assert len(seen) <= 18
    assert lin.get("/desk/groups/", {"category": "tests"}).context["page"].paginator.count == 0
    sheet = load_workbook(BytesIO(lin.get("/desk/groups/export/").content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["陈卫国", "KS-000001", "参战退役人员"]
    for within, count in (("90", 1), ("30", 0), ("over", 0), ("nonsense", 1)):
        assert lin.get("/desk/licences/", {"within": within}).context["page"].paginator.count == count, within
    Licence.objects.update(expires_on=dt.date(2026, 11, 23))
    assert lin.get("/desk/licences/", {"within": "over"}).context["page"].paginator.count == 1


def test_a_group_that_ran_out_is_listed_as_such(cast, lin, paper, today) -> None:
    groups.add(
        by=lin, person=cast.chen, category="army_family", until=today - dt.timedelta(days=1), paper=paper
    )
    client = cast.signed_in(cast.lin)
    assert client.get("/desk/groups/").context["page"].paginator.count == 0
    assert client.get("/desk/groups/", {"state": "over"}).context["page"].paginator.count == 1
    assert queries.counts_by_category(lin, today) == {}


def test_a_form_with_errors_keeps_what_was_typed(cast) -> None:
    page = f"/desk/background/of/{cast.chen.pk}/new/schooling/"
    shown = cast.signed_in(cast.lin).post(
        page, {"level": "high", "school": "昆山中学", "from_on_0": "19", **PAPER}
    )
    assert shown.status_code == 422
    assert 'value="昆山中学"' in shown.content.decode()
    assert Schooling.objects.count() == 0
