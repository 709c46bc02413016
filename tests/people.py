"""The cast: the people every test knows, in two towns of one city.

Officer Lin works for town A (Yushan), Officer Zhao for town B (Bacheng) and must see nothing of A.
Director Wei signs second for the city. Clerk Sun keeps the counter of town A. Auditor Hao reads the
record; Administrator Ma keeps users. Veteran Chen lives in town A.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.models import Person, PersonAccount, Source

TODAY = dt.date(2026, 11, 24)
SINCE = dt.date(2020, 1, 1)


def _division(code: str, name: str, level: str, parent: Division | None = None) -> Division:
    path = f"{parent.path if parent else ''}{code}/"
    return Division.objects.create(
        code=code, name=name, short_name=name, level=level, parent=parent, path=path, valid_from=SINCE
    )


def _staff(username: str, name: str, role: str, division: Division) -> User:
    user = User(username=username, display_name=name)
    user.set_password("correct horse battery")
    user.save()
    Appointment.objects.create(user=user, role=role, division=division, starts_on=SINCE)
    return user


@dataclass
class Cast:
    """Everybody, with the divisions they belong to."""

    city: Division
    town_a: Division
    town_b: Division
    village_a: Division
    lin: User
    zhao: User
    wei: User
    sun: User
    hao: User
    ma: User
    chen: Person
    chen_user: User
    paper: Source

    @classmethod
    def make(cls) -> Cast:
        city = _division("320583", "昆山市", "city")
        a = _division("320583100", "玉山镇", "town", city)
        b = _division("320583101", "巴城镇", "town", city)
        village = _division("320583100001", "里厍社区居委会", "village", a)
        chen = Person.objects.create(
            number="KS-000001", name="陈卫国", name_pinyin="chenweiguo", name_initials="cwg", sex="male",
            birth_on="1990-05-04", division=a, path=a.path, is_synthetic=True,
        )  # fmt: skip
        chen_user = User(username="chen", display_name="陈卫国", needs_totp=False)
        chen_user.set_password("correct horse battery")
        chen_user.save()
        PersonAccount.objects.create(user=chen_user, person=chen)
        paper = Source.objects.create(kind=Source.Kind.PAPER, title="退出现役证明", dated_on=TODAY)
        return cls(
            city=city, town_a=a, town_b=b, village_a=village,
            lin=_staff("lin", "林晓", "officer", a), zhao=_staff("zhao", "赵敏", "officer", b),
            wei=_staff("wei", "魏东", "director", city), sun=_staff("sun", "孙燕", "clerk", a),
            hao=_staff("hao", "郝明", "auditor", city), ma=_staff("ma", "马骏", "administrator", city),
            chen=chen, chen_user=chen_user, paper=paper,
        )  # fmt: skip

    def actor(self, user: User, on: dt.date = TODAY) -> Actor:
        return actor_for(user, on)

    def signed_in(self, user: User, language: str = "zh-hans") -> Client:
        """A browser in which this user has signed in, second factor and all."""
        client = Client(headers={"accept-language": language})
        session = client.session
        session[SESSION_USER] = user.pk
        session[SESSION_AUTH_HASH] = user.get_session_auth_hash()
        session.save()
        return client
