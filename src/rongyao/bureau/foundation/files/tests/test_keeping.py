"""Keeping, scanning, looking, releasing, destroying: the row, the record and the job together; each refusal."""

from __future__ import annotations

import dataclasses
import os
import time

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.files import scanning
from rongyao.bureau.foundation.files.actions import ending, keeping, opening
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.rules.kinds import UnableToKeepFile
from rongyao.bureau.foundation.files.tests.clamd import Clamd, running
from rongyao.bureau.foundation.files.tests.made import EICAR, jpg, pdf, png

SCANNER = Actor.system("scanner")


def undone(act) -> None:
    """Do it in a transaction that is rolled back."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_paper_its_record_and_its_scan_are_written_together_and_the_bytes_are_sealed(
    paper, papers_folder
) -> None:
    assert (paper.state, paper.kind, paper.was_cleaned) == ("held", "jpg", True)
    assert ProcrastinateJob.objects.get(task_name="files.scan").args == {"file_id": paper.pk}
    assert Event.objects.get(verb="file.kept").detail["sha256"] == paper.sha256
    (stored,) = files_in(papers_folder)
    assert b"JFIF" not in stored.read_bytes()
    assert paper.sha256 not in str(stored)
    assert b"JFIF" in b"".join(opening.contents(paper))


def test_the_same_paper_for_the_same_thing_is_kept_once(paper, lin, place, papers_folder) -> None:
    again = keeping.keep(by=lin, place=place, name="又一次.jpg", body=jpg(), about="")
    assert again.pk == paper.pk
    assert KeptFile.objects.count() == len(files_in(papers_folder)) == 1


def test_a_refused_file_leaves_no_row_no_bytes_and_no_job(lin, place, papers_folder) -> None:
    with pytest.raises(UnableToKeepFile):
        keeping.keep(by=lin, place=place, name="a.jpg", body=b"MZ\x90\x00")
    assert KeptFile.objects.count() == 0
    assert ProcrastinateJob.objects.filter(task_name="files.scan").count() == 0
    assert not papers_folder.exists()


def test_the_person_may_hand_in_for_themselves_and_nobody_else_may(cast, place) -> None:
    own = cast.actor(cast.chen_user)
    assert keeping.keep(by=own, place=place, name="a.png", body=png()).kept_by_name == "陈卫国"
    for stranger in (
        cast.actor(cast.zhao), cast.actor(cast.hao), cast.actor(cast.ma), cast.actor(cast.wei),
        dataclasses.replace(own, person_id=own.person_id + 1),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            keeping.keep(by=stranger, place=place, name="b.png", body=png(41))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"), ("C:\\照片\\证.jpg", "证.jpg"), ("a\u202egpj.exe.jpg", "agpj.exe.jpg"),
        ("<b>.jpg", "b.jpg"), ("长" * 300 + ".jpg", "长" * 116 + ".jpg"), ("a\nb.jpg", "ab.jpg"),
    ],
)  # fmt: skip
def test_a_name_misleads_no_screen_and_no_folder(name: str, shown: str) -> None:
    assert keeping.plain_name(name) == shown


# ── the scanner ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_clean_paper_opens_after_the_scan(paper, clamd, lin) -> None:
    opening.scan(by=SCANNER, file_id=paper.pk)
    assert opening.look(by=lin, file=paper).state == "clean"
    assert clamd.seen == [paper.size]
    assert Event.objects.filter(verb="file.found_clean").count() == 1


def test_the_test_virus_is_found_and_the_paper_stays_locked_for_everybody(lin, ma, place, clamd) -> None:
    body = pdf(b"%" + EICAR)
    row = keeping.keep(by=lin, place=place, name="a.pdf", body=body)
    opening.scan(by=SCANNER, file_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.scan_words) == ("infected", "Eicar-Test-Signature")
    with pytest.raises(opening.UnableToOpenFile):
        opening.look(by=lin, file=row)
    with pytest.raises(opening.UnableToOpenFile):
        opening.take_to_check(by=ma, file=row)
    with pytest.raises(opening.UnableToRelease):
        opening.release(by=ma, file=row, reason="已经检查过了")


def test_the_scanner_is_spoken_to_over_a_unix_socket_as_well(paper, settings, tmp_path_factory) -> None:
    where = tmp_path_factory.mktemp("s") / "c"
    with running(Clamd(), unix=where) as one:
        settings.RONGYAO_CLAMD = one.address
        assert scanning.version().startswith("ClamAV")
        opening.scan(by=SCANNER, file_id=paper.pk)
    paper.refresh_from_db()
    assert paper.state == "clean"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK and more\0"])
def test_a_scanner_that_cannot_say_leaves_the_paper_held(paper, clamd, answer: bytes) -> None:
    clamd.broken = answer or b"\0"
    opening.scan(by=SCANNER, file_id=paper.pk)
    paper.refresh_from_db()
    assert paper.state == "held"


def test_a_scanner_that_is_not_there_leaves_the_paper_held_and_the_sweep_asks_again(
    paper, settings, clamd
) -> None:
    there, settings.RONGYAO_CLAMD = settings.RONGYAO_CLAMD, "tcp://127.0.0.1:1"
    opening.scan(by=SCANNER, file_id=paper.pk)
    paper.refresh_from_db()
    assert (paper.state, scanning.version()) == ("held", "")
    settings.RONGYAO_CLAMD = there
    assert ending.sweep(by=SCANNER)["held"] == 1
    assert ProcrastinateJob.objects.filter(task_name="files.scan").count() == 2


# ── without a scanner ────────────────────────────────────────────────────────────────────────────────────────


def test_a_held_paper_is_opened_by_nobody(paper, lin, cast) -> None:
    for reader in (lin, cast.actor(cast.chen_user)):
        with pytest.raises(opening.UnableToOpenFile):
            opening.look(by=reader, file=paper)


def test_it_is_released_only_after_the_same_person_took_it_out_and_with_a_reason(paper, ma, lin) -> None:
    with pytest.raises(opening.UnableToRelease):
        opening.release(by=ma, file=paper, reason="用单机杀毒软件查过")
    opening.take_to_check(by=ma, file=paper)
    with pytest.raises(opening.UnableToRelease):
        opening.release(by=ma, file=paper, reason=" ")
    row = opening.release(by=ma, file=paper, reason="用单机杀毒软件查过")
    assert opening.look(by=lin, file=row).state == "released"
    assert Event.objects.get(verb="file.released").detail["reason"] == "用单机杀毒软件查过"
    with pytest.raises(opening.UnableToRelease):
        opening.release(by=ma, file=row, reason="再放行一次")


def test_who_may_not_release_neither_takes_out_nor_releases(paper, lin, wei) -> None:
    for actor in (lin, wei):
        with pytest.raises(NotAllowed):
            opening.take_to_check(by=actor, file=paper)
        with pytest.raises(NotAllowed):
            opening.release(by=actor, file=paper, reason="我看过了没问题")


def test_each_look_is_recorded_but_not_the_persons_own(paper, lin, ma, cast) -> None:
    opening.take_to_check(by=ma, file=paper)
    opening.release(by=ma, file=paper, reason="用单机杀毒软件查过")
    own = cast.actor(cast.chen_user)
    opening.look(by=lin, file=paper)
    opening.look(by=own, file=paper)
    opening.look(by=dataclasses.replace(own, on_behalf_of="陈卫国", name="刘芳"), file=paper)
    with pytest.raises(NotAllowed):
        opening.look(by=cast.actor(cast.zhao), file=paper)
    looks = Event.objects.filter(verb="file.looked", person_id=paper.person_id)
    assert list(looks.order_by("id").values_list("by_name", flat=True)) == ["林晓", "刘芳 (陈卫国)"]


# ── destroying ───────────────────────────────────────────────────────────────────────────────────────────────


def test_destroying_removes_the_bytes_by_a_job_and_keeps_the_record(paper, wei, papers_folder) -> None:
    row = ending.destroy(by=wei, file=paper, reason="保存期满")
    assert row.state == "destroyed"
    assert len(files_in(papers_folder)) == 1
    job = ProcrastinateJob.objects.get(task_name="files.erase")
    assert ending.erase(by=SCANNER, **job.args)
    assert files_in(papers_folder) == []
    assert KeptFile.objects.get().release_reason == ""
    assert Event.objects.get(verb="file.destroyed").detail["sha256"] == paper.sha256
    with pytest.raises(ending.UnableToDestroy):
        ending.destroy(by=wei, file=paper, reason="再销毁一次")


def test_an_act_that_was_undone_destroys_nothing(paper, wei, papers_folder) -> None:
    undone(lambda: ending.destroy(by=wei, file=paper, reason="保存期满"))
    assert ProcrastinateJob.objects.filter(task_name="files.erase").count() == 0
    assert len(files_in(papers_folder)) == 1


def test_bytes_that_belong_to_another_paper_as_well_stay(paper, lin, wei, place, papers_folder) -> None:
    other = keeping.keep(
        by=lin, place=dataclasses.replace(place, subject="registry.correction:1"), name="a.jpg", body=jpg()
    )
    ending.destroy(by=wei, file=paper, reason="保存期满")
    assert not ending.erase(by=SCANNER, index=paper.stored_index)
    assert b"JFIF" in b"".join(opening.contents(other))


def test_destroying_needs_a_reason_and_the_right(paper, wei, lin) -> None:
    with pytest.raises(ending.UnableToDestroy):
        ending.destroy(by=wei, file=paper, reason=" ")
    with pytest.raises(NotAllowed):
        ending.destroy(by=lin, file=paper, reason="保存期满")


def test_a_destroyed_paper_can_be_handed_in_again(paper, wei, lin, place) -> None:
    ending.destroy(by=wei, file=paper, reason="保存期满")
    ending.erase(by=SCANNER, index=paper.stored_index)
    again = keeping.keep(by=lin, place=place, name="又一次.jpg", body=jpg())
    assert again.pk != paper.pk
    assert b"JFIF" in b"".join(opening.contents(again))


def test_the_sweep_removes_bytes_of_an_undone_act_after_a_day_and_nothing_else(
    paper, lin, place, papers_folder
) -> None:
    undone(lambda: keeping.keep(by=lin, place=place, name="b.png", body=png()))
    assert len(files_in(papers_folder)) == 2
    assert ending.sweep(by=SCANNER)["erased"] == 0
    for path in files_in(papers_folder):
        os.utime(path, (time.time() - 90_000,) * 2)
    assert ending.sweep(by=SCANNER)["erased"] == 1
    assert b"JFIF" in b"".join(opening.contents(paper))
