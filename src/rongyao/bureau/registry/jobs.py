"""The registry's work in the background: reading a roster, writing a large one."""

from __future__ import annotations

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import task
from rongyao.bureau.registry.actions import finishing

WORKER = Actor.system("rosters")


@task(name="registry.read_roster", queue="rosters")
def read_roster(roster_id: int) -> None:
    finishing.read(roster_id=roster_id)


@task(name="registry.accept_roster", queue="rosters")
def accept_roster(roster_id: int, user_id: int, takes_rosters: bool) -> None:
    finishing.accept(roster_id=roster_id, user_id=user_id, takes_rosters=takes_rosters)


@task(name="registry.give_back_left_rosters", queue="rosters")
def give_back_left_rosters(timestamp: int) -> int:
    return finishing.give_back_left(by=WORKER)
