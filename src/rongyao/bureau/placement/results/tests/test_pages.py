"""The public page shows the order without a name and gives everything to check it; the desk publishes and ends."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from rongyao.bureau.placement.results import actions
from rongyao.bureau.placement.results.models import Place, Record
from rongyao.bureau.placement.results.tests.made import joint_files, packed, score_files
from rongyao.bureau.placement.results.words import groups_of_four, receipt_number
from rongyao.choosing.by_score.points import in_points
from rongyao.choosing.record.log import read_folder
from rongyao.choosing.verify import rongyao_verify


def anybody(language: str = "zh-hans") -> Client:
    return Client(headers={"accept-language": language})


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_public_finds_a_row_by_the_number_on_the_receipt(shown):
    place = Place.objects.get(record=shown, position=3)
    number = receipt_number(place.token)
    for typed in (number, number.upper(), number.replace("·", ""), f" {place.token} "):
        answer = anybody().get(f"/placement/{shown.pk}/", {"q": typed})
        assert answer.context["found"] == place
        assert [line["place"].position for line in answer.context["near"]] == [1, 2, 3, 4, 5]
    shown_page = answer.content.decode()
    assert "您查的" in shown_page
    assert in_points(place.score) in shown_page


@pytest.mark.parametrize("typed", ["zzzz", "12", "陈卫国", "320583199005040011"])
def test_a_number_that_is_no_token_finds_nobody_and_says_so(shown, typed):
    assert "没有哪一行是这个号" in page(anybody(), f"/placement/{shown.pk}/?q={typed}")


def test_the_public_page_speaks_both_languages_and_says_what_was_checked(shown):
    chinese, english = (page(anybody(lang), f"/placement/{shown.pk}/") for lang in ("zh-hans", "en"))
    assert "2026年安置选岗结果" in chinese
    assert "Posts 2026" in english
    assert groups_of_four(shown.root) in chinese
    assert shown.said[0][0] in chinese
    assert shown.said[0][1] in english
    assert "407" in chinese


def test_rows_are_filtered_sorted_and_paged(shown):
    post = Place.objects.filter(record=shown).exclude(post="").first().post
    client = anybody()

    def rows(**asked: str) -> list[int]:
        return [one.position for one in client.get(f"/placement/{shown.pk}/", asked).context["page"]]

    assert rows(sort="-position")[0] == min(shown.people, max(rows(sort="-position")))
    assert rows(post=post) == list(
        Place.objects.filter(record=shown, post=post).values_list("position", flat=True)
    )
    assert len(rows(outcome="placed")) + len(rows(outcome="unplaced")) == min(shown.people, len(rows()))
    assert rows(post="no-such", group="99", outcome="?", sort="?") == rows()
    assert rows(group="²") == rows(), "a sign that is a digit and no number"


def test_the_export_holds_the_rows_as_they_are_filtered(shown):
    answer = anybody().get(f"/placement/{shown.pk}/export/", {"outcome": "placed"})
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row == shown.placed + 1
    assert sheet["A2"].value == 1 or sheet["A2"].value > 0


def test_the_downloads_are_the_record_byte_for_byte_and_the_programs(shown, tmp_path):
    client = anybody()
    assert json.loads(client.get(f"/placement/{shown.pk}/record/").content)["files"] == [
        list(pair) for pair in sorted(score_files().items())
    ]
    with ZipFile(BytesIO(client.get(f"/placement/{shown.pk}/folder/").content)) as packed_folder:
        packed_folder.extractall(tmp_path)
    folder = next(tmp_path.iterdir())
    assert read_folder(folder) == score_files()
    assert {"rongyao_verify.html", "rongyao_verify.py", "README.md"} <= {one.name for one in folder.iterdir()}
    assert rongyao_verify.main([str(folder)]) == 0


def test_the_programs_are_kept_not_run_from_here(db):
    client = anybody()
    for name in ("rongyao_verify.html", "rongyao_verify.py", "check_together.py"):
        answer = client.get(f"/placement/check/{name}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content)
    assert client.get("/placement/check/../settings.py/").status_code == 404
    assert client.get("/placement/check/forge.py/").status_code == 404


def test_nothing_unpublished_is_shown_to_anybody(kept):
    for path in ("", "posts/", "export/", "record/", "folder/"):
        assert anybody().get(f"/placement/{kept.pk}/{path}").status_code == 404
    assert "还没有公布结果" in page(anybody(), "/placement/")


def test_a_withdrawn_result_leaves_its_reason_and_nothing_else(cast, shown):
    actions.withdraw(by=cast.actor(cast.wei), record=shown, reason="岗位表有误")
    said = page(anybody(), f"/placement/{shown.pk}/")
    assert "岗位表有误" in said
    assert Place.objects.filter(record=shown).first().token[:8] not in said.replace("·", "")
    for path in ("posts/", "export/", "record/", "folder/"):
        assert anybody().get(f"/placement/{shown.pk}/{path}").status_code == 404


def test_the_posts_are_listed_with_what_is_left(shown):
    said = page(anybody(), f"/placement/{shown.pk}/posts/?sort=-seats")
    assert all(one["id"] in said for one in shown.posts)


def test_a_joint_result_shows_groups_and_reasons(cast, an):
    row = actions.keep(by=cast.actor(an), files=joint_files(), title="订单培训")
    actions.publish(by=cast.actor(cast.wei), record=row)
    said = page(anybody(), f"/placement/{row.pk}/?outcome=unplaced")
    assert "优先" in said
    assert "未得岗：" in said
    assert "总分" not in said


def test_the_desk_takes_a_record_in_and_another_person_publishes_it(cast, an):
    client = cast.signed_in(an)
    file = SimpleUploadedFile("记录.zip", packed(score_files()))
    answer = client.post("/desk/placement/keep/", {"title": "2026年安置选岗结果", "file": file})
    row = Record.objects.get()
    assert answer["Location"] == f"/desk/placement/{row.pk}/"
    assert row.said[0][0] in page(client, f"/desk/placement/{row.pk}/")
    director = cast.signed_in(cast.wei)
    assert "公布" in page(director, f"/desk/placement/{row.pk}/")
    director.post(f"/desk/placement/{row.pk}/publish/")
    row.refresh_from_db()
    assert row.state == Record.State.PUBLISHED
    assert row.title in page(director, "/desk/placement/?sort=title")


def test_a_refused_file_keeps_what_was_typed_and_names_the_line(cast, an):
    files = dict(score_files())
    files["log.jsonl"] = files["log.jsonl"].replace('"position":3', '"position":4', 1)
    file = SimpleUploadedFile("a.zip", packed(files))
    answer = cast.signed_in(an).post("/desk/placement/keep/", {"title": "选岗结果", "file": file})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "选岗结果" in said
    assert "第 6 行" in said
    for wrong in (SimpleUploadedFile("a.txt", b"hello"), SimpleUploadedFile("a.json", b"{}")):
        assert (
            cast.signed_in(an).post("/desk/placement/keep/", {"title": "x", "file": wrong}).status_code == 422
        )
    assert cast.signed_in(an).post("/desk/placement/keep/", {}).status_code == 422


def test_ending_at_the_desk_needs_a_reason_and_says_what_came_of_it(cast, an, kept):
    client = cast.signed_in(an)
    assert client.post(f"/desk/placement/{kept.pk}/drop/", {"reason": ""}).status_code == 422
    client.post(f"/desk/placement/{kept.pk}/drop/", {"reason": "传错文件"})
    kept.refresh_from_db()
    assert kept.state == Record.State.DROPPED
    assert client.post(f"/desk/placement/{kept.pk}/drop/", {"reason": "再来"}).status_code == 422
    assert cast.signed_in(cast.wei).post(f"/desk/placement/{kept.pk}/publish/").status_code == 422


def test_a_towns_officer_may_look_but_is_offered_nothing(cast, kept):
    client = cast.signed_in(cast.lin)
    said = page(client, f"/desk/placement/{kept.pk}/")
    assert "弃用" not in said
    assert "/desk/placement/keep/" not in page(client, "/desk/placement/")
    assert client.get("/desk/placement/keep/").status_code == 403
    assert cast.signed_in(cast.chen_user).get("/desk/placement/").status_code == 403


def test_the_public_page_keeps_to_its_queries(shown, django_assert_max_num_queries):
    anybody().get(f"/placement/{shown.pk}/")
    with django_assert_max_num_queries(12):
        anybody().get(f"/placement/{shown.pk}/?q=0000")
