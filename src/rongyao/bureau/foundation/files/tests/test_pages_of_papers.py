"""Pages of papers: several at once, bad ones named and the others kept; downloads; other towns and people find nothing."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.files.actions import keeping, opening
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.tests.made import jpg, pdf, png
from rongyao.bureau.registry.actions import corrections
from rongyao.bureau.registry.models import Person, PersonAccount

WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")


def _body(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", "\n", main)


def _file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


@pytest.fixture
def released(paper, ma):
    opening.take_to_check(by=ma, file=paper)
    return opening.release(by=ma, file=paper, reason="用单机杀毒软件查过")


def test_every_page_opens_in_both_languages_for_whom_it_is(paper, cast) -> None:
    person = cast.chen.pk
    pages = [
        (cast.lin, "/desk/papers/"), (cast.lin, f"/desk/papers/to/registry.person/{person}/"),
        (cast.lin, f"/desk/people/{person}/"), (cast.wei, f"/desk/papers/{paper.pk}/destroy/"),
        (cast.ma, "/desk/papers/held/"), (cast.ma, f"/desk/papers/held/{paper.pk}/"),
        (cast.chen_user, "/me/papers/"), (cast.chen_user, f"/me/papers/to/registry.person/{person}/"),
    ]  # fmt: skip
    for user, page in pages:
        shown = cast.signed_in(user).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown).replace("RONGYAO_CLAMD", "")) == [], page
        assert cast.signed_in(user, "en").get(page).status_code == 200, page


def test_several_photographs_at_once_and_a_bad_one_loses_none_of_the_others(cast) -> None:
    files = [
        _file("正面.jpg", jpg()),
        _file("坏.jpg", b"MZ\x90\x00"),
        _file("反面.png", png()),
        _file("空.pdf", b""),
    ]
    own = cast.signed_in(cast.chen_user)
    shown = own.post(f"/me/papers/to/registry.person/{cast.chen.pk}/", {"papers": files, "about": "退伍证"})
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "坏.jpg" in text
    assert "程序" in text
    assert 'value="退伍证"' in text
    assert set(KeptFile.objects.values_list("name", flat=True)) == {"正面.jpg", "反面.png"}


def test_handing_in_nothing_is_said_and_twenty_one_at_once_are_too_many(cast) -> None:
    own, page = cast.signed_in(cast.chen_user), f"/me/papers/to/registry.person/{cast.chen.pk}/"
    assert own.post(page, {"about": "退伍证"}).status_code == 422
    many = [_file(f"{number}.pdf", pdf(str(number).encode())) for number in range(21)]
    assert own.post(page, {"papers": many}).status_code == 422
    assert KeptFile.objects.count() == 0


def test_a_released_paper_is_a_download_that_no_browser_shows_or_guesses_at(released, cast) -> None:
    out = cast.signed_in(cast.lin).get(f"/desk/papers/{released.pk}/open/")
    assert out.status_code == 200
    assert out["Content-Disposition"].startswith("attachment")
    assert out["X-Content-Type-Options"] == "nosniff"
    assert out["Cache-Control"] == "no-store, private"
    body = b"".join(out.streaming_content)
    assert len(body) == released.size == int(out["Content-Length"])
    assert Event.objects.filter(verb="file.looked", person_id=cast.chen.pk).count() == 1
    assert "打开了材料" in cast.signed_in(cast.chen_user).get("/me/log/").content.decode()


def test_a_held_paper_is_refused_in_plain_words_and_no_look_is_recorded(paper, cast) -> None:
    shown = cast.signed_in(cast.lin).get(f"/desk/papers/{paper.pk}/open/")
    assert shown.status_code == 403
    assert "系统管理员" in shown.content.decode()
    assert not Event.objects.filter(verb="file.looked").exists()


def test_other_towns_and_other_people_find_nothing(released, cast) -> None:
    user = User.objects.create(username="other", display_name="周敏", needs_totp=False)
    other = Person.objects.create(number="KS-9", name="周敏", division=cast.town_a, path=cast.town_a.path)
    PersonAccount.objects.create(user=user, person=other)
    person = cast.chen.pk
    for who, page in (
        (cast.zhao, f"/desk/papers/{released.pk}/open/"), (cast.zhao, f"/desk/papers/to/registry.person/{person}/"),
        (user, f"/me/papers/{released.pk}/open/"), (user, f"/me/papers/to/registry.person/{person}/"),
        (cast.lin, "/desk/papers/to/registry.nothing/1/"), (cast.lin, "/desk/papers/to/registry.person/999999/"),
    ):  # fmt: skip
        assert cast.signed_in(who).get(page).status_code == 404, page
    assert "退伍证" not in cast.signed_in(cast.zhao).get("/desk/papers/").content.decode()


def test_each_page_is_refused_to_whom_lacks_its_permission(paper, cast) -> None:
    for who, page in (
        (cast.wei, "/desk/papers/"), (cast.hao, f"/desk/papers/{paper.pk}/open/"), (cast.lin, "/desk/papers/held/"),
        (cast.lin, f"/desk/papers/held/{paper.pk}/"), (cast.lin, f"/desk/papers/{paper.pk}/destroy/"),
        (cast.ma, "/desk/papers/"), (cast.sun, "/desk/papers/export/"),
    ):  # fmt: skip
        assert cast.signed_in(who).get(page).status_code == 403, page


def test_the_held_list_names_nobody(paper, cast) -> None:
    text = cast.signed_in(cast.ma).get("/desk/papers/held/").content.decode()
    assert "陈卫国" not in text
    assert "退伍证" not in text
    assert "玉山镇" in text


def test_checking_and_releasing_through_the_pages(paper, cast) -> None:
    ma = cast.signed_in(cast.ma)
    page = f"/desk/papers/held/{paper.pk}/"
    assert ma.post(page, {"reason": "用单机杀毒软件查过"}).status_code == 422
    out = ma.post(f"{page}check/")
    assert b"JFIF" in b"".join(out.streaming_content)
    assert ma.post(page, {"reason": "用单机杀毒软件查过"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "released"


def test_a_paper_for_a_correction_is_seen_by_who_answers_it(cast) -> None:
    own = cast.actor(cast.chen_user)
    row = corrections.ask_correction(by=own, field="honours", stated_value="", words="还有一次三等功没有记上")
    browser = cast.signed_in(cast.chen_user)
    page = f"/me/papers/to/registry.correction/{row.pk}/"
    assert page in browser.get("/me/file/").content.decode()
    assert browser.post(page, {"papers": [_file("奖状.jpg", jpg())], "about": "奖状"}).status_code == 302
    assert "奖状.jpg" in cast.signed_in(cast.lin).get(f"/desk/corrections/{row.pk}/").content.decode()
    corrections.withdraw_correction(by=own, correction=row)
    assert browser.get(page).status_code == 404


def test_the_list_narrows_sorts_and_goes_to_excel(paper, lin, place, cast) -> None:
    keeping.keep(by=lin, place=place, name="批准书.pdf", body=pdf(), about="入伍批准书")
    browser = cast.signed_in(cast.lin)
    assert len(browser.get("/desk/papers/?q=入伍&kind=pdf&state=held&sort=-size").context["lines"]) == 1
    for odd in ("?sort=x", "?state=%00", "?kind=exe", "?page=0"):
        assert browser.get(f"/desk/papers/{odd}").status_code == 200
    out = browser.get("/desk/papers/export/?kind=pdf")
    cells = [cell for row in load_workbook(BytesIO(out.content)).worksheets[0].values for cell in row]
    assert "批准书.pdf" in cells
    assert "退伍证.jpg" not in cells


def test_the_list_asks_the_database_no_more_for_many_papers_than_for_few(paper, lin, place, cast) -> None:
    browser = cast.signed_in(cast.lin)
    browser.get("/desk/papers/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/desk/papers/")
    for number in range(10):
        keeping.keep(by=lin, place=place, name=f"{number}.pdf", body=pdf(str(number).encode()))
    with CaptureQueriesContext(connection) as many:
        browser.get("/desk/papers/")
    assert len(many) == len(few)
    assert len(many) <= 12
