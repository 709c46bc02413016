"""A scene: messages in several states, papers handed in, one visit to make. All of made-up people."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageDraw

from rongyao.bureau.demo import staff
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.papers import find_proposal
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.foundation.files.actions import keeping
from rongyao.bureau.foundation.files.registrations import Place
from rongyao.bureau.foundation.notices.actions import batches, writing
from rongyao.bureau.registry import recipients
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.papers import PERSON

FEW = 6
NEWS = {
    "about": "八一前走访慰问（演示）",
    "words": "服务站将于近日上门走访，请保持电话畅通。",
    "station": "玉山镇退役军人服务站",
}


@transaction.atomic
def stage(*, on: dt.date) -> None:
    """Fill outbox, batches and papers of one town through the same actions that officers use."""
    town = valid_on(on).get(code=staff.YUSHAN).path
    officer = staff.actor(staff.OFFICER, on)
    people = list(Person.objects.filter(path__startswith=town).order_by("pk")[:FEW])
    for person in people:
        to = recipients.recipient_of(person)
        writing.write(by=officer, kind="notices.news", to=to, params=NEWS, key=f"demo:{person.pk}")
    whom = {"town": _invited(town)}
    batches.prepare(by=officer, kind="notices.invitation", params=_invitation(), filters=recipients.filter_words(whom),
                    found=recipients.found(officer, whom))  # fmt: skip
    _hand_in(officer, people[:2], town)


def _invited(town: str) -> str:
    """The town; in a big city one village of it, for one message goes to so many people at most."""
    people = Person.objects.filter(path__startswith=town)
    if people.count() <= batches.MOST_PEOPLE:
        return town
    return people.order_by("path").values_list("path", flat=True)[0]


def _invitation() -> dict[str, str]:
    return {
        "what": "秋季招聘会（演示）",
        "day": "12月5日9:00",
        "place": "市体育馆",
        "station": NEWS["station"],
    }


def _hand_in(officer: Actor, people: list[Person], town: str) -> None:
    for person in people:
        place = Place(f"{PERSON}:{person.pk}", person.pk, person.path, person.name, "/")
        keeping.keep(
            by=officer, place=place, name="证件照片.jpg", body=_picture(person.pk), about="演示用图片"
        )
    waiting = (
        Proposal.objects.filter(path__startswith=town, state=Proposal.State.PAPER).order_by("pk").first()
    )
    if waiting is not None:
        place = find_proposal(officer, waiting.pk)
        keeping.keep(by=officer, place=place, name="入伍批准书.jpg", body=_picture(0), about="演示用图片")


def _picture(number: int) -> bytes:
    """A drawn sheet that says that it is made up; never the likeness of a real paper."""
    sheet = Image.new("RGB", (640, 420), (244, 241, 230))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((12, 12, 628, 408), outline=(120, 40, 30), width=4)
    pen.text((40, 40), f"SYNTHETIC  {number:06d}\nfor the demonstration only", fill=(90, 90, 90))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
