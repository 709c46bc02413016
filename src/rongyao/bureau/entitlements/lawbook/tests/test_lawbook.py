"""The law article by article, and a statute's own words beside ours once a bureau took them in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rongyao.bureau.entitlements.lawbook import actions, queries
from rongyao.bureau.entitlements.lawbook.models import Statute
from rongyao.bureau.entitlements.lawbook.rules import UnableToReadStatute, numeral, read_statute
from rongyao.bureau.entitlements.lawbook.templatetags.lawbook import article_url
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.law import catalog, coverage

STATUTES = Path(__file__).parents[7] / "shared" / "law" / "statutes"
NAME = "退役军人安置条例(2024-07-29).md"
TEXT = """# 退役军人安置条例

甲机关公布

<!-- INFO END -->

## 第一章 总 则

第一条 甲。

乙。

第二十五条 军士有下列情形之一的：

（一）丙；

第二十五条之一 丁。
"""


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十五", 25), ("一百", 100), ("一百零三", 103),
     ("一百一十", 110), ("一百二十五", 125), ("二百〇六", 206)],
)  # fmt: skip
def test_article_numbers_are_read_as_statutes_count(text, number):
    assert numeral(text) == number


def test_a_statute_is_read_with_its_chapters_preamble_and_inserted_articles():
    read = read_statute(TEXT, NAME)
    assert (read.title, read.dated_on, read.preamble) == (
        "退役军人安置条例",
        dt.date(2024, 7, 29),
        "甲机关公布",
    )
    assert [a.number for a in read.articles] == ["1", "25", "25-1"]
    assert read.articles[0].text == "甲。\n乙。"
    assert read.articles[1].chapter == "第一章 总 则"


@pytest.mark.parametrize(
    ("text", "name"),
    [("no title\n第一条 甲", NAME), (TEXT, "退役军人安置条例.md"), (TEXT, "x(2024-13-01).md"),
     ("# 题\n\n没有条", NAME), (TEXT + "\n第一条 又一次", NAME)],
)  # fmt: skip
def test_what_is_no_statute_is_refused_with_its_name(text, name):
    with pytest.raises(UnableToReadStatute) as refused:
        read_statute(text, name)
    assert name in str(refused.value)


@pytest.mark.skipif(
    not STATUTES.exists(), reason="the statute texts lie beside the checkout only where they were given"
)
def test_the_statutes_given_are_all_read_and_join_their_packs(db):
    files = [(p.name, p.read_text()) for p in sorted(STATUTES.glob("*.md"))]
    outcome = actions.import_statutes(by=Actor.system(), files=files)
    assert (len(outcome.added), outcome.faults) == (len(files), [])
    joined = {pack.key: pack.statute.dated_on for pack in queries.packs() if pack.statute}
    assert joined["resettlement_2024"] == dt.date(2024, 7, 29)
    assert joined["resettlement_2011"] == dt.date(2011, 10, 29)
    assert joined["compensation_2024"] == dt.date(2024, 8, 5)
    assert joined["compensation_2019"] == dt.date(2019, 3, 2)
    assert joined["martyrs_2024"] == dt.date(2024, 9, 27)
    assert joined["protection_2020"] == dt.date(2020, 11, 11)
    pack = queries.get_pack("resettlement_2024")
    numbers = [a.number for a in queries.articles_of(pack)]
    assert numbers == [str(n) for n in range(1, 94)]


@pytest.mark.skipif(
    not STATUTES.exists(), reason="the statute texts lie beside the checkout only where they were given"
)
def test_every_article_we_cite_stands_in_its_statute(db):
    files = [(p.name, p.read_text()) for p in sorted(STATUTES.glob("*.md"))]
    actions.import_statutes(by=Actor.system(), files=files)
    for pack in queries.packs():
        if pack.statute:
            strays = [a.number for a in queries.articles_of(pack) if a.is_ours and a.text is None]
            assert strays == [], pack.key


def test_taking_a_text_in_twice_changes_nothing_and_a_changed_one_replaces_it(db):
    by = Actor.system()
    assert len(actions.import_statutes(by=by, files=[(NAME, TEXT)]).added) == 1
    assert len(actions.import_statutes(by=by, files=[(NAME, TEXT)]).same) == 1
    assert Event.objects.filter(verb="statute.imported").count() == 1
    outcome = actions.import_statutes(by=by, files=[(NAME, TEXT.replace("丙", "戊"))])
    assert len(outcome.replaced) == 1
    assert Statute.objects.get().articles.get(number="25").text.endswith("戊；")
    assert Event.objects.filter(verb="statute.imported").count() == 2


def test_a_faulty_file_is_named_and_the_others_are_taken(db):
    outcome = actions.import_statutes(by=Actor.system(), files=[("x.md", "nothing"), (NAME, TEXT)])
    assert (len(outcome.added), len(outcome.faults)) == (1, 1)
    with pytest.raises(actions.UnableToImport, match=r"x\.md"):
        actions.import_statutes(by=Actor.system(), files=[("x.md", "nothing")])


def test_a_clerk_may_not_take_texts_in(cast):
    with pytest.raises(NotAllowed):
        actions.import_statutes(by=cast.actor(cast.sun), files=[(NAME, TEXT)])
    assert cast.signed_in(cast.sun).get("/desk/law/import/").status_code == 403


def test_an_officer_uploads_a_text_and_the_citation_opens_it(cast):
    client = cast.signed_in(cast.lin)
    faulty = client.post("/desk/law/import/", {"texts": SimpleUploadedFile("x.md", b"\xff\xfe")})
    assert faulty.status_code == 422
    assert "UTF-8" in faulty.content.decode()
    done = client.post("/desk/law/import/", {"texts": SimpleUploadedFile(NAME, TEXT.encode())}, follow=True)
    assert "导入了 1 部法规" in done.content.decode()
    page = Client(headers={"accept-language": "zh-hans"}).get("/law/resettlement_2024/25/").content.decode()
    assert "军士有下列情形之一的" in page
    assert catalog.CLAUSES["resettlement_2024/long_serving_nco"].zh in page


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_article_page_opens_without_any_text(db, lang):
    client = Client(headers={"accept-language": lang})
    assert client.get("/law/").status_code == 200
    assert client.get("/law/readings/").status_code == 200
    for pack in queries.packs():
        assert client.get(f"/law/{pack.key}/").status_code == 200
        for article in queries.articles_of(pack)[:6]:
            assert client.get(f"/law/{pack.key}/{article.number}/").status_code == 200


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_link_of_the_readings_and_of_the_coverage_leads_somewhere(db, lang):
    client = Client(headers={"accept-language": lang})
    for page in ("/law/readings/", "/law/coverage/"):
        links = set(re.findall(r'href="(/law/[^"#?]*)', client.get(page).content.decode()))
        assert len(links) > 10
        assert {link for link in links if client.get(link).status_code != 200} == set(), page


def test_a_reading_of_every_text_has_no_page_of_one(db):
    page = Client(headers={"accept-language": "en"}).get("/law/readings/").content.decode()
    assert "Every text that counts years of service" in page
    assert article_url(catalog.READINGS["service/last_day"]) == ""


def test_coverage_counts_every_article_once_and_filters_by_text_and_state(db):
    client = Client(headers={"accept-language": "en"})
    whole = queries.covered()
    counted = {state: n for state, _words, n in queries.coverage_totals(whole)}
    assert sum(counted.values()) == sum(text.count or len(text.articles) for text in coverage.texts())
    only = queries.covered(text="compensation_2024", state="information")
    assert [one.text.key for one in only] == ["compensation_2024"]
    assert {line.article.state for line in only[0].lines} == {"information"}
    page = client.get(
        "/law/coverage/", {"text": "compensation_2024", "state": "information"}
    ).content.decode()
    assert "Art 21" in page
    assert "Art 19<" not in page
    assert client.get("/law/coverage/", {"text": "nothing"}).content.decode().count("<section") == len(whole)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_coverage_leaves_as_csv_and_excel_with_the_lines_shown(db, kind):
    answer = Client(headers={"accept-language": "en"}).get(
        "/law/coverage/", {"text": "petition_2022", "state": "not_yet", "as": kind}
    )
    lines = sum(len(text.lines) for text in queries.covered("petition_2022", "not_yet"))
    assert f"coverage.{kind}" in answer["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].values)
    assert len(rows) == lines + 1
    assert rows[0][:3] == type(rows[0])(["Text of the law", "Article", "State"])


def test_coverage_opens_the_text_of_an_article_once_it_was_taken_in(db):
    (before,) = queries.covered("resettlement_2024")
    actions.import_statutes(by=Actor.system(), files=[(NAME, TEXT)])
    (after,) = queries.covered("resettlement_2024")
    urls = [{line.article.label: line.url for line in one.lines} for one in (before, after)]
    first = before.lines[0].article.label
    assert (urls[0][first], urls[1][first]) == ("", "/law/resettlement_2024/1/")


def test_words_are_found_in_our_summaries_and_in_the_texts(db):
    actions.import_statutes(by=Actor.system(), files=[(NAME, TEXT)])
    page = Client(headers={"accept-language": "zh-hans"}).get("/law/", {"q": "满十二年"}).content.decode()
    assert catalog.CLAUSES["resettlement_2024/long_serving_nco"].zh in page
    page = Client().get("/law/", {"q": "下列情形之一"}).content.decode()
    assert "军士有下列情形之一的" in page


@pytest.mark.parametrize("path", ["/law/nothing/", "/law/resettlement_2024/999/", "/law/text/99/"])
def test_what_does_not_exist_is_404(db, path):
    assert Client().get(path).status_code == 404
