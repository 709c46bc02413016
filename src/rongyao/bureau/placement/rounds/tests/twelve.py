"""Twelve people who do not exist, four posts, what the bureau does with them; and a witness of its own key."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from people import SINCE, Cast
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.placement.rounds import queries
from rongyao.bureau.placement.rounds.actions import closing, drawing, opening
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.registry.models import Person
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.witness import cosign_folder
from rongyao.choosing.tables import person_key

MORNING = "2026-11-24T01:00:00+00:00"
NOON = "2026-11-24T04:30:00+00:00"
EVENING = "2026-11-24T14:00:00+00:00"
DRAWN_AT = "2026-11-24T21:15:00+08:00"
VALUES: dict[str, Any] = {
    "title": "2026年安置选岗", "title_en": "Posts 2026", "origin": "kunshan.example/placement/2026-1", "mechanism": "plain", "manner": "sealed",
    "text_zh": "按分数排序。\r\n同分看服役月数，再抽签。", "text_en": "By score, then months, then lot.", "least_witnesses": 1,
}  # fmt: skip
SOURCE = {"id": "3d", "zh": "福彩3D", "en": "3D", "digits": 3, "drawn_at": DRAWN_AT, "required": 1}
NOTARY = Signer("notary-office", b"n" * 32)
SCORES = (90, 88.5, 88.5, 84, 80, 80, 79, 75, 71, 70, 66, 60)
EDUCATION = ("本科", "大专", "高中", "本科", "大专", "高中", "本科", "大专", "高中", "本科", "大专", "高中")
POSTS = (
    "岗位,名额,条件,名称,单位\n"
    "P1,2,edu in 大专|本科,综合执法,花桥镇（示例）\n"
    "P2,3,,车辆调度,示例公交公司\n"
    "P3,1,edu in 本科,档案整理,市档案馆（示例）\n"
    "P4,4,,安全巡查,周市镇（示例）\n"
)


def id_number(n: int) -> str:
    """The number of the n-th, good in form; nobody's: the place 320583 with a birth in 1985."""
    stem = f"32058319850101{n:03}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True)) % 11
    return stem + "10X98765432"[rest]


NUMBERS = [id_number(n) for n in range(1, 13)]


def people(education: tuple[str, ...] = EDUCATION) -> str:
    rows = zip(NUMBERS, SCORES, range(120, 132), education, strict=True)
    lines = (
        f"{number},某{n},{score},{months // 3},{edu}" for n, (number, score, months, edu) in enumerate(rows)
    )
    return "编号,姓名,总分,tie.months:higher,fact.edu:category\n" + "".join(f"{line}\n" for line in lines)


def choices() -> str:
    lists = ("P3 P1 P2", "P1 P2", "P1 P2 P4", "P3 P2 P1", "P2 P4", "P2")
    return "编号,志愿\n" + "".join(f"{number},{lists[n % 6]}\n" for n, number in enumerate(NUMBERS))


def tables(**other: str) -> dict[str, tuple[str, bytes]]:
    """The three tables as they are uploaded."""
    texts = {"people": people(), "posts": POSTS, "choices": choices(), **other}
    return {kind: (f"{kind}.csv", text.encode()) for kind, text in texts.items()}


@dataclass
class Office:
    """The bureau at work."""

    cast: Cast
    officer: User
    people: list[Person] = field(default_factory=list)

    @classmethod
    def of(cls, cast: Cast) -> Office:
        officer = User(username="qian", display_name="钱进")
        officer.set_password("correct horse battery")
        officer.save()
        Appointment.objects.create(user=officer, role="officer", division=cast.city, starts_on=SINCE)
        return cls(cast, officer, [_file(cast, n) for n in range(11)])

    @property
    def by(self) -> Actor:
        return self.cast.actor(self.officer)

    def signed_in(self) -> Client:
        """The officer's browser, signed in a moment ago."""
        return self.cast.signed_in(self.officer)

    def opened(self, **other: Any) -> Round:
        row = opening.open_round(by=self.by, values={**VALUES, **other})
        if row.least_witnesses:
            entry = {"name": NOTARY.name, "key": NOTARY.public.hex()}
            opening.add_part(by=self.by, row=row, part="witnesses", entry=entry)
        opening.add_part(by=self.by, row=row, part="sources", entry=SOURCE)
        opening.hand_in(by=self.by, row=row, files=tables())
        return anew(row)

    def rehearsed(self) -> Round:
        """A rehearsal without witnesses, run to its end."""
        row = opening.open_round(by=self.by, values={**VALUES, "least_witnesses": 0})
        opening.hand_in(by=self.by, row=row, files=tables())
        self.close(row)
        return drawing.draw(by=self.by, row=row, draws={})

    def close(self, row: Round) -> Round:
        closing.close(by=self.by, row=row)
        return anew(row)

    def signed(self, row: Round, tmp: Any, at: int, signer: Signer = NOTARY) -> Round:
        """A witness signs the folder of now on its own machine, and it is taken in packed."""
        body = signed_folder(row, tmp, at, signer)
        closing.cosign(by=self.by, row=row, name="folder.zip", body=body)
        return anew(row)

    def through(self, row: Round, clock: Any, tmp: Any, digits: str = "407") -> Round:
        """A closed round with one witness, to its record."""
        clock.move_to(NOON)
        row = self.signed(row, tmp / "root", seconds(NOON))
        clock.move_to(EVENING)
        drawing.draw(by=self.by, row=row, draws={"3d": digits})
        return self.signed(anew(row), tmp / "record", seconds(EVENING))


def seconds(moment: str) -> int:
    return int(dt.datetime.fromisoformat(moment).timestamp())


def _file(cast: Cast, n: int) -> Person:
    town = cast.town_a if n % 2 == 0 else cast.town_b
    if n == 0:
        person = cast.chen
    else:
        person = Person(number=f"KS-9{n:05}", sex="male", division=town, path=town.path, is_synthetic=True)
        person.keep_name(f"示例{n}")
    person.keep_id_number(person_key(NUMBERS[n]))
    person.save()
    return person


def anew(row: Round) -> Round:
    return Round.objects.get(pk=row.pk)


def packed(files: dict[str, str], top: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        for name, text in files.items():
            bundle.writestr(top + name, text)
    return content.getvalue()


def signed_folder(row: Round, tmp: Any, at: int, signer: Signer = NOTARY) -> bytes:
    """The folder of now with the witness's line, signed by the very program witnesses run."""
    files = queries.vault_files(row)
    for name, text in files.items():
        (tmp / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp / name).write_bytes(text.encode())
    cosign_folder(tmp, signer, tmp.parent / "memory.json", at=at)
    return packed({name: (tmp / name).read_text("utf-8") for name in files}, "folder/")


# What another process does: it is given the tables, the secret, the time and the settings, and tells the root.
ROOT_AGAIN = """
import json, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from rongyao.bureau.placement.rounds import making
told = json.load(sys.stdin)
inputs = making.read(told["tables"], told["settings"])
placement = making.prepared(inputs, told["settings"], bytes.fromhex(told["secret"]))
making.close(placement, told["at"], inputs.rows)
print(placement.root.hex())
"""

# The page's own verifier, asked in a browser of its own process (a browser's loop and the database do not share one).
IN_BROWSER = """
import json, pathlib, sys
from playwright.sync_api import sync_playwright
from rongyao.choosing import verify
page_file = pathlib.Path(verify.__file__).parent / "rongyao_verify.html"
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.goto(page_file.as_uri())
    print(json.dumps(page.evaluate("files => rongyaoVerify(files, {})", json.load(sys.stdin))))
    browser.close()
"""


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def asked_in_browser(files: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", IN_BROWSER, str(chromium())], input=json.dumps(files), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found
