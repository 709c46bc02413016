"""The API shows the public results and no more than the pages do."""

from __future__ import annotations

from django.test import Client

from rongyao.bureau.placement.results import actions
from rongyao.bureau.placement.results.models import Place


def asked(path: str, **words: object) -> dict:
    answer = Client().get(f"/api/v1/placement/results{path}", words)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_anybody_reads_a_result_its_posts_and_its_rows(shown):
    listed = asked("")
    assert [(one["id"], one["root"]) for one in listed["items"]] == [(shown.pk, shown.root)]
    whole = asked(f"/{shown.pk}")
    assert [one["id"] for one in whole["posts"]] == [one["id"] for one in shown.posts]
    assert whole["checked"][0] == dict(zip(("zh", "en"), shown.said[0], strict=True))
    rows = asked(f"/{shown.pk}/places", size=200)
    assert rows["total"] == shown.people
    assert [one["position"] for one in rows["items"]] == list(range(1, shown.people + 1))


def test_rows_are_narrowed_by_post_and_token(shown):
    place = Place.objects.filter(record=shown).exclude(post="").first()
    assert {one["post"] for one in asked(f"/{shown.pk}/places", post=place.post)["items"]} == {place.post}
    found = asked(f"/{shown.pk}/places", token=place.token[:8])
    assert place.position in [one["position"] for one in found["items"]]
    assert Client().get(f"/api/v1/placement/results/{shown.pk}/places", {"token": "陈"}).status_code == 422


def test_what_is_not_public_is_not_there_and_what_was_withdrawn_shows_its_reason_only(cast, kept):
    assert asked("")["items"] == []
    for path in (f"/{kept.pk}", f"/{kept.pk}/places"):
        assert Client().get(f"/api/v1/placement/results{path}").status_code == 404
    actions.publish(by=cast.actor(cast.wei), record=kept)
    actions.withdraw(by=cast.actor(cast.wei), record=kept, reason="岗位表有误")
    whole = asked(f"/{kept.pk}")
    assert (whole["state"], whole["reason"], whole["posts"], whole["checked"]) == (
        "withdrawn",
        "岗位表有误",
        [],
        [],
    )
    assert Client().get(f"/api/v1/placement/results/{kept.pk}/places").status_code == 404
