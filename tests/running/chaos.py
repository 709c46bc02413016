"""Kill -9 from outside, at random moments, during imports and decisions; then look whether anything was lost or doubled.

    python tests/running/chaos.py --points 100 --seed 7

A driver does what officers do, through the real pages, and writes down what the server acknowledged. Meanwhile web,
worker and database processes are killed. What died is started again, as systemd would. At the end every acknowledged
thing must be there once and only once; what was not acknowledged must be there whole or not at all.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
import psutil

from running.outside import build_city, environment, free_port
from running.own_server import OWNER, OwnServer

TARGETS = ("web", "web process", "worker", "database", "postmaster", "backend")
LOST_AFTER = "4"
# How far the runs over many people and the rosters are: what shows that a job goes forward.
DONE = "SELECT (SELECT sum(done) FROM entitlements_determinationrun), (SELECT sum(rows_done) FROM registry_rosterimport)"
LARGE = 1_050
SESSION = """
import sys
from rongyao.bureau.config.cli import with_database
with_database()
from django.contrib.sessions.backends.db import SessionStore
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.divisions.models import Division
def signed_in(role):
    user = User.objects.filter(appointments__role=role).order_by("pk").first()
    session = SessionStore()
    session[SESSION_USER], session[SESSION_AUTH_HASH] = user.pk, user.get_session_auth_hash()
    session.save()
    return user, session.session_key
user, key = signed_in("officer")
path = user.appointments.first().division.path
town = Division.objects.filter(path__startswith=path, level="town").order_by("-valid_from").first()
open_ = list(Proposal.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
import json
print(json.dumps({"key": key, "director": signed_in("director")[1], "town": town.pk, "name": town.name, "proposals": open_}))
"""


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@dataclass
class Process:
    """A long-running command that is started again when it died."""

    words: tuple[str, ...]
    env: dict[str, str]
    running: subprocess.Popen[bytes] | None = None
    started: int = 0

    def keep_up(self) -> None:
        if self.running is None or self.running.poll() is not None:
            log = (Path(self.env["RONGYAO_HOME"]) / f"{self.words[0]}.log").open("ab")
            command = [sys.executable, "-m", "rongyao.bureau.config.cli", *self.words]
            self.running = subprocess.Popen(
                command, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
            self.started += 1

    def kill(self) -> None:
        if self.running is not None and self.running.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait(10)

    def kill_a_child(self, rng: random.Random) -> None:
        with contextlib.suppress(psutil.Error, IndexError):
            rng.choice(psutil.Process(self.running.pid).children()).send_signal(signal.SIGKILL)  # type: ignore[union-attr]


@dataclass
class Sent:
    """One roster: what was sent, and how far the server acknowledged it."""

    sha256: str
    numbers: list[str]
    roster_id: int | None = None
    accept_sent: bool = False
    accept_acknowledged: bool = False


@dataclass
class Told:
    """Everything the server acknowledged, and everything that was asked without an answer."""

    rosters: list[Sent] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    broken_off: int = 0


class Officer(threading.Thread):
    """One browser of one officer. A broken connection is written down and never repeated blindly."""

    def __init__(self, address: str, who: dict[str, Any], told: Told, seed: str, key: str = "key") -> None:
        super().__init__(daemon=True)
        self.told, self.who, self.rng = told, who, random.Random(seed)
        self.over = threading.Event()
        self.client = httpx.Client(base_url=address, cookies={"sessionid": who[key]}, timeout=20)
        self.failure: BaseException | None = None

    def run(self) -> None:
        while not self.over.is_set():
            try:
                self.turn()
            except (httpx.HTTPError, _ServerDown):
                self.told.broken_off += 1
                time.sleep(0.2)
            except BaseException as error:
                self.failure = error
                return

    def turn(self) -> None:
        raise NotImplementedError

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        if answer.status_code >= 500:
            raise _ServerDown
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, page: str, **more: Any) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
        more["data"] = {"csrfmiddlewaretoken": token, **more.get("data", {})}
        answer = self.client.post(path, **more)
        if answer.status_code >= 500:
            raise _ServerDown
        return answer


class _ServerDown(Exception):
    """The server said 5xx: nothing was acknowledged."""


class Importer(Officer):
    """Uploads rosters of people nobody else has, waits until they are read, accepts them."""

    def __init__(self, *words: Any, numbers: Any) -> None:
        super().__init__(*words)
        self.numbers, self.count = numbers, 0

    def turn(self) -> None:
        self.count += 1
        size = LARGE if self.count % 12 == 5 else self.rng.randint(5, 30)
        content, people = _roster(self.rng, size, self.count, self.who["name"], self.numbers)
        sent = Sent(hashlib.sha256(content).hexdigest(), people)
        form = self.page("/desk/import/new/")
        self.told.rosters.append(sent)
        answer = self.post(
            "/desk/import/new/", form, files={"file": (f"r{self.count}.csv", content)},
            data={"given_by": "x", "dated_on_0": "2026", "dated_on_1": "9", "dated_on_2": "1", "division": self.who["town"]},
        )  # fmt: skip
        assert answer.status_code == 302, answer.text[-3000:]
        sent.roster_id = int(re.search(r"/import/(\d+)/", answer.headers["location"])[1])  # type: ignore[index]
        self._accept(sent)

    def _accept(self, sent: Sent) -> None:
        path, page = f"/desk/import/{sent.roster_id}/", ""
        ends = time.monotonic() + 150
        while f"{path}accept/" not in page and time.monotonic() < ends:
            time.sleep(0.1)
            page = self._looked(path)
        if f"{path}accept/" in page:
            sent.accept_sent = True
            answer = self.post(f"{path}accept/", page)
            assert answer.status_code == 302, answer.status_code
            sent.accept_acknowledged = True

    def _looked(self, path: str) -> str:
        """Looking again does no harm, so a broken look is repeated; what writes is not."""
        try:
            return self.page(path)
        except (httpx.HTTPError, _ServerDown):
            self.told.broken_off += 1
            time.sleep(0.2)
            return ""


class Decider(Officer):
    """Refuses open proposals one after the other, with a reason; accepted rosters bring new ones."""

    def turn(self) -> None:
        if not self.who["proposals"]:
            listed = re.findall(r"/desk/proposals/(\d+)/", self.page("/desk/proposals/?state=open"))
            self.who["proposals"] = sorted({int(pk) for pk in listed} - set(self.told.asked))
            self.over.wait(0.5)
            return
        proposal = self.who["proposals"].pop(0)
        path = f"/desk/proposals/{proposal}/refuse/"
        page = self.page(path)
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
        if not seen or "<textarea" not in page:
            return
        self.told.asked.append(proposal)
        answer = self.post(path, page, data={"seen": seen[1], "reason": "材料不齐，请补交后再申请。"})
        if answer.status_code == 302:
            self.told.decided.append(proposal)
        time.sleep(self.rng.uniform(0, 0.4))


def _roster(rng: random.Random, size: int, count: int, town: str, numbers: Any) -> tuple[bytes, list[str]]:
    import csv
    import datetime as dt

    from rongyao.bureau.demo import rosters

    out = io.StringIO()
    writer = csv.DictWriter(out, rosters.HEADERS, extrasaction="ignore")
    writer.writeheader()
    people = []
    for place in range(1, size + 1):
        row = rosters._row(rng, place, dt.date(2026, 9, 1), numbers) | {"安置地": town}
        row["联系电话"] = ""
        people.append(row["身份证号"])
        writer.writerow(row)
    return out.getvalue().encode("utf-8-sig"), people


@dataclass
class Stage:
    """The whole bureau, its killer's view of it."""

    server: OwnServer
    web: Process
    worker: Process
    address: str

    def strike(self, target: str, rng: random.Random) -> None:
        strokes: dict[str, Callable[[], None]] = {
            "web": self.web.kill,
            "web process": lambda: self.web.kill_a_child(rng),
            "worker": self.worker.kill,
            "database": self.server.kill,
            "postmaster": self.server.kill_postmaster,
            "backend": lambda: self.server.kill_a_backend(rng),
        }
        strokes[target]()

    def keep_up(self) -> None:
        if not self.server.processes() or not self.server.is_up():
            with contextlib.suppress(subprocess.SubprocessError):
                self.server.start()
        self.web.keep_up()
        self.worker.keep_up()

    def wait_until_open(self, seconds: float = 90) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.keep_up()
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/health/", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the bureau did not come back within {seconds} s")


def main(points: int, seed: int) -> int:
    """Strike so often; print what happened; 0 where everything held."""
    say(f"seed {seed}, {points} points")
    began, server = time.monotonic(), OwnServer()
    try:
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            env = environment(Path(folder), **server.environment(), RONGYAO_WORKER_LOST_AFTER=LOST_AFTER)
            build_city(env, 60 + 12 * points)
            _collect(env)
            return _play(server, env, points, random.Random(seed), began)
    finally:
        server.remove()


def _collect(env: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "rongyao.bureau.config.cli", "migrate"],
        env=env,
        check=True,
        capture_output=True,
    )


def _play(server: OwnServer, env: dict[str, str], points: int, rng: random.Random, began: float) -> int:
    from rongyao.bureau.demo.numbers import IdentityNumbers

    who = json.loads(
        subprocess.run([sys.executable, "-c", SESSION], env=env, check=True, capture_output=True).stdout
    )
    port = free_port()
    words = ("web", "--workers", "2", "--port", str(port))
    stage = Stage(server, Process(words, env), Process(("work",), env), f"http://127.0.0.1:{port}")
    told = Told()
    officers = [
        Importer(stage.address, who, told, f"import{rng.random()}", numbers=IdentityNumbers(for_roster=True)),
        Decider(stage.address, who, told, f"decide{rng.random()}", "director"),
    ]
    try:
        stage.wait_until_open()
        ready = time.monotonic()
        say(f"open after {ready - began:.0f} s, {len(who['proposals'])} proposals open")
        for officer in officers:
            officer.start()
        struck = _strike_all(stage, points, rng)
        for officer in officers:
            officer.over.set()
        for officer in officers:
            officer.join(180)
        stage.wait_until_open()
        broken = [f"an officer's browser failed: {o.failure!r}" for o in officers if o.failure]
        broken += _wait_for_jobs(stage)
    finally:
        stage.web.kill()
        stage.worker.kill()
    if not server.processes():
        server.start()
    broken += _look(env, told)
    return _say(told, struck, stage, broken, time.monotonic() - ready)


def _strike_all(stage: Stage, points: int, rng: random.Random) -> Counter[str]:
    struck: Counter[str] = Counter()
    for number in range(points):
        # The first strokes take each kind of process once; later ones are drawn.
        target = (
            ("worker", "database", "web", "backend", "postmaster", "web process")[number]
            if number < 6
            else rng.choice(TARGETS)
        )
        time.sleep(rng.uniform(0.3, 2.0))
        stage.strike(target, rng)
        struck[target] += 1
        stage.wait_until_open()
    time.sleep(1)
    return struck


def _wait_for_jobs(stage: Stage, seconds: float = 120) -> list[str]:
    """Every job of rosters and people must come to an end, though its worker was killed.

    ``seconds`` without anything going forward are too many; how long it all takes depends on the machine.
    """
    import psycopg

    open_: list[Any] = []
    ends, been = time.monotonic() + seconds, None
    query = "SELECT id, task_name, status::text, attempts FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
    query += "AND task_name NOT LIKE 'installation.%' AND coalesce(scheduled_at, now()) <= now()"
    while time.monotonic() < ends:
        stage.keep_up()
        with contextlib.suppress(psycopg.Error), psycopg.connect(stage.server.url(OWNER)) as there:
            if not (open_ := there.execute(query).fetchall()):
                return []
            if (now := (open_, there.execute(DONE).fetchall())) != been:
                ends, been = time.monotonic() + seconds, now
        time.sleep(0.3)
    return [f"jobs that never ended: {open_}"]


def _look(env: dict[str, str], told: Told) -> list[str]:
    """What the database says against what was acknowledged."""
    whole = subprocess.run(
        [sys.executable, "-m", "rongyao.bureau.config.cli", "check", "--deep"],
        env=env,
        capture_output=True,
        text=True,
    )
    say(whole.stdout.rstrip())
    broken = [] if whole.returncode == 0 else [f"the database is not whole: {whole.stderr}"]
    os.environ.update(env)
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "rongyao.bureau.config.settings"
    django.setup()
    from rongyao.bureau.foundation.scope.connection import whole_process

    whole_process()
    return [*broken, *_look_at_rosters(told), *_look_at_decisions(told)]


def _look_at_rosters(told: Told) -> list[str]:
    from rongyao.bureau.foundation.audit.models import Event
    from rongyao.bureau.registry.models import Fact, Person, RosterImport, id_index_of

    broken = []
    for sent in told.rosters:
        found = list(RosterImport.objects.filter(sha256=sent.sha256))
        people = Person.objects.filter(id_index__in=[id_index_of(number) for number in sent.numbers])
        name = f"roster {sent.roster_id or sent.sha256[:8]}"
        if len(found) > 1 or (sent.roster_id and [row.pk for row in found] != [sent.roster_id]):
            broken.append(f"{name}: acknowledged once, there {len(found)} times")
            continue
        row = found[0] if found else None
        if row and row.state not in ("read", "accepted"):
            broken.append(f"{name} is left in state {row.state}")
        if sent.accept_acknowledged and (row is None or row.state != "accepted"):
            broken.append(f"{name}: its acceptance was acknowledged and is lost")
        written = sent.accept_sent and row is not None and row.state == "accepted"
        if people.count() != (len(sent.numbers) if written else 0):
            broken.append(f"{name}: {people.count()} of {len(sent.numbers)} people, written: {written}")
        if written and row is not None:
            with_facts = Fact.objects.filter(source=row.source).values("person").distinct().count()
            accepted = Event.objects.filter(
                verb="roster.accepted", subject=f"registry.rosterimport:{row.pk}"
            ).count()
            if (with_facts, accepted) != (len(sent.numbers), 1):
                broken.append(
                    f"{name}: facts of {with_facts} people, accepted {accepted} times on the record"
                )
    return broken


def _look_at_decisions(told: Told) -> list[str]:
    from rongyao.bureau.entitlements.models import Decision
    from rongyao.bureau.foundation.audit.models import Event

    broken = []
    for proposal in told.asked:
        found = list(Decision.objects.filter(proposal_id=proposal))
        wanted = (1,) if proposal in told.decided else (0, 1)
        if len(found) not in wanted:
            broken.append(
                f"proposal {proposal}: decided {len(found)} times, acknowledged: {proposal in told.decided}"
            )
        for decision in found:
            signed = Event.objects.filter(
                verb="decision.signed", subject=f"entitlements.decision:{decision.pk}"
            ).count()
            letters = type(decision).objects.filter(pk=decision.pk, letter__isnull=False).count()
            if signed != 1 or letters + decision.needs_second != 1:
                broken.append(
                    f"decision {decision.pk}: signed {signed} times on the record, {letters} letters"
                )
    return broken


def _say(told: Told, struck: Counter[str], stage: Stage, broken: list[str], seconds: float) -> int:
    accepted = [sent for sent in told.rosters if sent.accept_acknowledged]
    say(
        f"{sum(struck.values())} strokes in {seconds:.0f} s: "
        + ", ".join(f"{name} {n}" for name, n in sorted(struck.items()))
    )
    say(
        f"acknowledged: {sum(1 for s in told.rosters if s.roster_id)} of {len(told.rosters)} rosters sent, {len(accepted)} accepted "
        f"({sum(len(s.numbers) for s in accepted)} people), {len(told.decided)} of {len(told.asked)} decisions asked; "
        f"{told.broken_off} requests broken off; started: web {stage.web.started}, worker {stage.worker.started}"
    )
    if not accepted or not told.decided:
        broken = [*broken, "nothing was acknowledged, so nothing was tried"]
    for sentence in broken:
        say(f"BROKEN: {sentence}")
    say("Nothing acknowledged was lost or doubled." if not broken else f"{len(broken)} things did not hold.")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    sys.exit(
        main(given.points, given.seed if given.seed is not None else random.SystemRandom().randrange(10**6))
    )
