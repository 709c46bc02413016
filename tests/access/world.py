"""The whole world of the matrix: two sides of one city, what the whole bureau shares, and every kind of user."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client

from access import filling, sides
from access.sides import SYSTEM, Side
from people import TODAY
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.readings import actions as readings
from rongyao.bureau.entitlements.tests.known import PENSION_TABLE
from rongyao.bureau.foundation.access.federation.models import Identity
from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER, bureau_path
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import ROLES, Actor
from rongyao.bureau.foundation.api import actions as tokens
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.scope import policies
from rongyao.bureau.foundation.scope.rules import Scope, scope_of
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds.actions import closing, drawing, opening
from rongyao.bureau.placement.rounds.models import Entrant, Round
from rongyao.bureau.placement.sittings import actions as sittings
from rongyao.choosing.verify.tests import staged
from rongyao.law import catalog

ANONYMOUS = "anonymous"
# Those who may be appointed for the whole city as well as for a town.
CITYWIDE = ("clerk", "officer", "director", "service_officer", "leader", "auditor", "administrator")


OF_THE_CITY = " of the city"


@dataclass(frozen=True)
class Who:
    """One kind of user: a role and how far it reaches; nobody at all where there is no user."""

    name: str
    role: str
    user: User | None
    actor: Actor

    @property
    def is_of_the_city(self) -> bool:
        return self.name.endswith(OF_THE_CITY)

    @property
    def scope(self) -> Scope:
        return scope_of(self.actor, bureau_path())

    def browser(self) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        if self.user is not None:
            session = client.session
            session[SESSION_USER] = self.user.pk
            session[SESSION_AUTH_HASH] = self.user.get_session_auth_hash()
            session.save()
        return client


@dataclass
class World:
    """Everything the matrix asks about."""

    a: Side
    b: Side
    city: Division
    who: dict[str, Who]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.a, self.b

    @classmethod
    def make(cls) -> World:
        city = sides.division("320583", "昆山市", "city")
        a, b = sides.build("A", city), sides.build("B", city)
        world = cls(a, b, city, {})
        world._share()
        world._people_of_all_kinds()
        world._publish()
        world._place()
        for side in world.sides:
            for guard in policies.guards():
                filling.row(side, guard.label)
        return world

    def _share(self) -> None:
        """What the whole bureau has one of stands on each side as well, entered by that side."""
        for side in self.sides:
            officer = side.actor("officer")
            side.keep(standards.enter(
                by=officer, name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
                division_code="", starts_on=dt.date(2026, 8, side.number), ends_on=None, value=5_000_000,
                document="示例文件", document_no=f"示例{side.letter}", issued_on=dt.date(2026, 11, 1),
            ))  # fmt: skip
            key = list(catalog.READINGS)[side.number]
            side.keep(readings.enter(
                by=officer, key=key, option=list(catalog.READINGS[key].options)[-1], reason="示例理由",
                document="示例文件",
            ))  # fmt: skip
            row, _text = tokens.issue(
                by=SYSTEM, user=side.users["officer"], name="示例", expires_on=TODAY + dt.timedelta(days=30)
            )
            side.keep(row)
            side.keep(Identity.objects.create(
                issuer="https://directory.example", subject=side.letter, reference=f"R{side.letter}",
                last_seen_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            ))  # fmt: skip

    def _people_of_all_kinds(self) -> None:
        """Each role of the product on side A, once more for the whole city where that can be, and nobody at all."""
        self.who[ANONYMOUS] = Who(ANONYMOUS, ANONYMOUS, None, Actor.public())
        for role in ROLES:
            self._add(role, role, self.a.users[role])
        for role in CITYWIDE:
            user = sides.appointed(f"{role.replace('_', '-')}-city", role, self.city)
            self._add(f"{role}{OF_THE_CITY}", role, user)

    def _publish(self) -> None:
        """The result of a placement, which is the whole city's and public."""
        officer, director = (self.who[f"{role}{OF_THE_CITY}"].actor for role in ("officer", "director"))
        row = results.keep(by=officer, files=dict(staged.everything()[0].files), title="示例结果")
        results.publish(by=director, record=row)
        for side in self.sides:
            side.keep(row)

    def _place(self) -> None:
        """A round with the people of both sides in it, run to its end; its result is public."""
        officer, director = (self.who[f"{role}{OF_THE_CITY}"].actor for role in ("officer", "director"))
        values = {"title": "示例选岗", "origin": "matrix.example/rounds/1", "text_zh": "示例"}
        row = opening.open_round(by=officer, values=values)
        people = [one for side in self.sides for one in side.people if one.id_number]
        rows = {
            "people": "编号,总分\n" + "".join(f"{one.id_number},{50 + n}\n" for n, one in enumerate(people)),
            "posts": "岗位,名额\nP1,2\n",
            "choices": "编号,志愿\n" + "".join(f"{one.id_number},P1\n" for one in people),
        }
        files = {kind: (f"{kind}.csv", text.encode()) for kind, text in rows.items()}
        opening.hand_in(by=officer, row=row, files=files)
        closing.close(by=officer, row=row)
        results.publish(by=director, record=drawing.draw(by=officer, row=row, draws={}).record)
        sits = opening.open_round(
            by=officer, values={**values, "origin": "matrix.example/sits/1", "manner": "live"}
        )
        opening.hand_in(by=officer, row=sits, files=files)
        closing.close(by=officer, row=sits)
        sits = sittings.begin(by=officer, row=sits, draws={})
        for side in self.sides:
            side.rows["round that sits"] = sits
            side.keep(Round.objects.get(pk=row.pk))
            side.keep(Entrant.objects.get(person=side.person, round=row))
            spare = {**values, "origin": f"matrix.example/spare/{side.letter}"}
            side.rows["spare round"] = opening.open_round(by=officer, values=spare)

    def _add(self, name: str, role: str, user: User) -> None:
        self.who[name] = Who(name, role, user, actor_for(user, TODAY))

    def row(self, side: Side, label: str) -> Any:
        return filling.row(side, label)
