"""A paper the officer asked for, handed in from the veteran's telephone: where it goes, who hears of it, when it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from people import TODAY
from rongyao.bureau.entitlements.actions import decisions, proposals
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.papers import find_proposal
from rongyao.bureau.foundation.files.actions import keeping
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.tests.made import jpg
from rongyao.bureau.foundation.queue.actions import subject_of
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.models import Source


@pytest.fixture(autouse=True)
def papers_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.RONGYAO_CLAMD = ""


@pytest.fixture
def chen(cast):
    return cast.actor(cast.chen_user)


@pytest.fixture
def asked(cast, proposal) -> Proposal:
    """Officer Lin asks for the paper that shows when Chen enlisted."""
    proposals.ask_for_paper(
        by=cast.actor(cast.lin), proposal=proposal, asked=["enlisted_on"], note="带档案原件", on=TODAY
    )
    proposal.refresh_from_db()
    return proposal


def came(row: Proposal):
    return WorkItem.objects.filter(kind=proposals.ITEM_PAPER, subject=subject_of(row))


def hand_in(by, row: Proposal, colour: str = "red") -> KeptFile:
    return keeping.keep(
        by=by, place=find_proposal(by, row.pk), name="入伍通知书.jpg", body=jpg(colour=colour)
    )


def test_the_person_reads_what_was_asked_for_and_goes_back_to_the_matter(chen, asked):
    place = find_proposal(chen, asked.pk)
    assert "带档案原件" in place.asked
    assert place.back_url == f"/me/due/{asked.determination_id}/"
    assert (place.subject, place.person_id) == (f"entitlements.proposal:{asked.pk}", asked.person_id)


def test_nothing_can_be_handed_in_for_a_matter_that_waits_for_no_paper(chen, proposal):
    with pytest.raises(Http404):
        find_proposal(chen, proposal.pk)


def test_another_towns_officer_and_another_person_find_no_place(cast, asked):
    for user in (cast.zhao, cast.ma, cast.hao):
        with pytest.raises(Http404):
            find_proposal(cast.actor(user), asked.pk)


def test_the_counter_of_the_town_may_take_the_paper_in_while_the_matter_is_open(cast, asked):
    assert find_proposal(cast.actor(cast.sun), asked.pk).back_url == f"/desk/proposals/{asked.pk}/"


def test_several_pictures_make_one_item_for_the_officer(chen, asked):
    hand_in(chen, asked)
    hand_in(chen, asked, colour="blue")
    item = came(asked).get()
    assert (item.state, item.path, item.person_id) == ("open", asked.path, asked.person_id)
    assert item.params["name"] == "陈卫国"
    assert KeptFile.objects.filter(subject=f"entitlements.proposal:{asked.pk}").count() == 2


def test_a_paper_the_counter_adds_to_an_open_matter_makes_no_work(cast, proposal):
    hand_in(cast.actor(cast.sun), proposal)
    assert not came(proposal).exists()


def test_the_page_of_the_matter_leads_to_the_camera_and_shows_what_came(cast, asked):
    phone = cast.signed_in(cast.chen_user)
    page = phone.get(f"/me/due/{asked.determination_id}/").content.decode()
    address = f"/me/papers/to/entitlements.proposal/{asked.pk}/"
    assert address in page
    picture = SimpleUploadedFile("入伍通知书.jpg", jpg(), "image/jpeg")
    assert phone.post(address, {"papers": [picture], "about": ""})["Location"] == address
    assert "入伍通知书.jpg" in phone.get(f"/me/due/{asked.determination_id}/").content.decode()
    assert came(asked).filter(state="open").exists()


def test_when_the_officer_has_the_paper_the_item_is_done_and_the_clock_goes_on(cast, chen, asked):
    hand_in(chen, asked)
    proposals.paper_arrived(by=cast.actor(cast.lin), proposal=asked, on=TODAY + dt.timedelta(days=1))
    asked.refresh_from_db()
    assert (came(asked).get().state, asked.state) == ("done", "open")
    with pytest.raises(Http404):
        find_proposal(chen, asked.pk)


def test_a_refusal_while_the_paper_lies_unread_closes_the_item(cast, chen, asked):
    hand_in(chen, asked)
    decisions.refuse(
        by=cast.actor(cast.lin), proposal=asked, seen=asked.determination.finding_hash, on=TODAY,
        reason="所交材料不能证明入伍时间",
    )  # fmt: skip
    assert came(asked).get().state != "open"


def test_a_matter_that_lapses_takes_the_item_with_it(cast, chen, asked):
    hand_in(chen, asked)
    paper = Paper(Source.Kind.PAPER, "烈士证明书", TODAY)
    record_fact(by=cast.actor(cast.lin), person=asked.person, name="child_of_martyr", value=True, paper=paper)
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert came(asked).get().state != "open"
