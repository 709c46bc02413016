"""A record is taken in once the public's program finds it right, published by another, and ended with a reason."""

from __future__ import annotations

import pytest

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.placement.results import actions, checking, queries, rules
from rongyao.bureau.placement.results.models import Place, Record
from rongyao.bureau.placement.results.tests.made import (
    corrected_files,
    joint_files,
    packed,
    score_files,
)
from rongyao.choosing.record import log
from rongyao.choosing.verify.tests import staged


def test_a_record_is_read_into_rows_as_it_says_itself(cast, an, kept):
    made = staged.everything()[0]
    session = {place: made.placement.posts[post].id for place, post in made.session.placed.items()}
    rows = {row.position: row.post for row in Place.objects.filter(record=kept)}
    assert {place: post for place, post in rows.items() if post} == session
    assert (kept.people, kept.placed) == (len(made.placement.order), len(session))
    assert kept.root == made.placement.root.hex()
    assert [one["value"] for one in kept.draws] == ["407", "15"]
    assert not kept.is_rehearsal
    assert len(kept.said) > 4
    assert all(zh and en for zh, en in kept.said)
    assert sum(one["taken"] for one in kept.posts) == kept.placed


def test_taking_in_makes_work_for_whoever_publishes_and_stands_on_the_record(cast, an, kept):
    item = WorkItem.objects.get(kind=actions.ITEM_PUBLISH)
    assert (item.permission, item.path) == ("placement.publish", cast.city.path)
    event = Event.objects.get(verb="placement.kept")
    assert (event.by_id, event.detail["head"]) == (an.pk, kept.head)
    actions.publish(by=cast.actor(cast.wei), record=kept)
    item.refresh_from_db()
    assert item.state == WorkItem.State.DONE


def test_a_joint_record_is_read_with_its_groups_and_reasons(cast, an):
    row = actions.keep(by=cast.actor(an), files=joint_files(), title="订单培训")
    assert row.kind == Record.Kind.TOGETHER
    assert [name for name, _zh, _en in row.groups] == ["first", "others"]
    unplaced = row.places.filter(post="")
    assert unplaced.count() == row.people - row.placed > 0
    assert set(unplaced.values_list("why", flat=True)) <= {"N0", "N1", "N2", "N3", "N4", "N5"}


@pytest.mark.parametrize("kind", ["by score", "together"])
def test_what_the_program_refuses_is_not_taken_in_and_the_line_is_named(cast, an, kind):
    files = dict(score_files() if kind == "by score" else joint_files())
    lines = files["log.jsonl"].splitlines(keepends=True)
    lines[6] = lines[6].replace('"position":3', '"position":4')
    files["log.jsonl"] = "".join(lines)
    with pytest.raises(actions.UnableToKeepRecord, match=r"第 6 行.*line 6"):
        actions.keep(by=cast.actor(an), files=files, title="改过的")
    assert not Record.objects.exists()
    assert not WorkItem.objects.exists()


def test_the_same_version_is_not_taken_in_twice_unless_the_first_was_dropped(cast, an, kept):
    with pytest.raises(actions.UnableToKeepRecord):
        actions.keep(by=cast.actor(an), files=score_files(), title="又一次")
    actions.drop(by=cast.actor(an), record=kept, reason="标题写错")
    again = actions.keep(by=cast.actor(an), files=score_files(), title="又一次")
    assert again.state == Record.State.CHECKED


def test_a_correction_replaces_the_version_it_corrects(cast, an, shown):
    second = actions.keep(by=cast.actor(an), files=corrected_files(), title="2026年安置选岗结果（更正）")
    actions.publish(by=cast.actor(cast.wei), record=second)
    shown.refresh_from_db()
    assert shown.state == Record.State.REPLACED
    assert queries.newest_of(shown) == second


def test_a_correction_of_another_history_is_refused(cast, an):
    other = staged.everything()[0]
    files = dict(corrected_files())
    kept = actions.keep(by=cast.actor(an), files=score_files(), title="第一版")
    Record.objects.filter(pk=kept.pk).update(head="0" * 64)
    with pytest.raises(actions.UnableToKeepRecord):
        actions.keep(by=cast.actor(an), files=files, title="更正")
    assert other.files["log.jsonl"] == files["previous/log.jsonl"]


def test_nobody_publishes_what_they_took_in_nor_twice_nor_an_older_version(cast, an, kept):
    an_also = cast.actor(an)
    with pytest.raises(NotAllowed):
        actions.publish(by=an_also, record=kept)
    Record.objects.filter(pk=kept.pk).update(kept_by=cast.wei)
    with pytest.raises(actions.UnableToPublish):
        actions.publish(by=cast.actor(cast.wei), record=kept)
    Record.objects.filter(pk=kept.pk).update(kept_by=an)
    second = actions.keep(by=an_also, files=corrected_files(), title="更正")
    actions.publish(by=cast.actor(cast.wei), record=second)
    with pytest.raises(actions.UnableToPublish):
        actions.publish(by=cast.actor(cast.wei), record=kept)
    with pytest.raises(actions.UnableToPublish):
        actions.publish(by=cast.actor(cast.wei), record=second)


def test_a_towns_officer_keeps_and_drops_nothing(cast, an, kept):
    with pytest.raises(NotAllowed):
        actions.keep(by=cast.actor(cast.lin), files=joint_files(), title="不行")
    with pytest.raises(NotAllowed):
        actions.drop(by=cast.actor(cast.lin), record=kept, reason="不行")
    with pytest.raises(NotAllowed):
        actions.withdraw(by=cast.actor(an), record=kept, reason="不行")


def test_ending_needs_a_reason_and_its_own_state(cast, an, kept):
    with pytest.raises(actions.UnableToEnd):
        actions.drop(by=cast.actor(an), record=kept, reason=" ")
    with pytest.raises(actions.UnableToEnd):
        actions.withdraw(by=cast.actor(cast.wei), record=kept, reason="还没有公布")
    actions.publish(by=cast.actor(cast.wei), record=kept)
    with pytest.raises(actions.UnableToEnd):
        actions.drop(by=cast.actor(an), record=kept, reason="已经公布")
    row = actions.withdraw(by=cast.actor(cast.wei), record=kept, reason="岗位表有误，另行公布")
    assert (row.state, row.reason) == (Record.State.WITHDRAWN, "岗位表有误，另行公布")
    assert Event.objects.filter(verb="placement.withdrawn").exists()


def test_a_folder_packed_anyhow_and_the_one_file_give_the_same_record():
    files = score_files()
    assert rules.files_of("a.zip", packed(files)) == files
    assert rules.files_of("a.zip", packed(files, inside="")) == files
    assert rules.files_of("a.json", log.bundle(files).encode()) == files


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.json", b"{}"),
        ("a.json", b'{"files": [["log.jsonl", 1]]}'),
        ("a.json", b"\xff\xfe"),
        ("a.zip", b"PK\x03\x04 not really"),
        ("a.zip", packed({"other.txt": ""})),
        ("a.csv", b"id,score\n1,2\n"),
    ],
)
def test_what_is_no_record_is_named_as_such(name, body):
    with pytest.raises(rules.UnableToReadRecord):
        rules.files_of(name, body)


def test_a_log_of_an_unknown_format_is_not_guessed_at():
    with pytest.raises(rules.UnableToReadRecord):
        rules.kind_of({"log.jsonl": '{"format":"rongyao-other-1"}\n'})
    with pytest.raises(rules.UnableToReadRecord):
        rules.kind_of({"log.jsonl": "[]\n"})


def test_every_staged_record_that_the_program_accepts_can_be_read():
    for one in staged.everything():
        bundle = log.bundle(one.files)
        assert checking.check(bundle, rules.kind_of(one.files))
        read = rules.read(one.files)
        assert read.placed == sum(bool(row.post) for row in read.rows)
        assert all(row.why for row in read.rows if not row.post)
