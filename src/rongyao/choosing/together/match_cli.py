"""Files in, record out: what ``rongyao match`` does, without the command line around it.

The columns are laid down in docs/reference/joint-matching.md, section 7.
"""

import csv
import io
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from rongyao.choosing import tables
from rongyao.choosing.by_score.points import hundredths
from rongyao.choosing.by_score.requirements import KINDS, FactKind, parse
from rongyao.choosing.reading import Reading, fact_of, folded, named, published, wishes_of, with_rows
from rongyao.choosing.reading import refuse as _refuse
from rongyao.choosing.record.log import write_folder, write_folders
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.seeds import check_times
from rongyao.choosing.record.suites import suite as suite_of
from rongyao.choosing.record.witness import witnessed_root
from rongyao.choosing.settings import check_times_given
from rongyao.choosing.settings import settings as read_settings
from rongyao.choosing.tables import Columns, Row
from rongyao.choosing.together.market import Institution, Line, TrainingClass, UnableToMatch
from rongyao.choosing.together.publish import Applicant, Matching, Order, Rules

ALIASES = {
    "编号": "id", "姓名": "name", "身份证号": "id", "名次": "rank", "总分": "score", "组别": "group", "状态": "status", "订单": "line",
    "岗位": "line", "班级": "class", "名额": "seats", "开班最少": "least", "班额": "most", "机构": "institution",
    "机构最少": "institution_least", "机构最多": "institution_most", "条件": "requires", "单位": "employer",
    "名称": "title", "志愿": "choices", "志愿序号": "rank", "随机数": "nonce",
}  # fmt: skip
STATUSES = {
    "": "in",
    "in": "in",
    "参加": "in",
    "withdrew": "withdrew",
    "退出": "withdrew",
    "late": "late",
    "逾期": "late",
}
SETTINGS = {
    "record", "bureau", "mode", "accept", "suite", "groups", "facts", "seed", "text_zh", "text_en", "witnesses",
    "least_witnesses",
}  # fmt: skip
MOST = 10**6
NAMED = ("id", "name")
PEOPLE = Columns(
    (*NAMED, "rank", "score", "group", "status", "nonce"), (("id",), ("rank", "score")),
    ((rf"fact\.[A-Za-z0-9_]+:({'|'.join(KINDS)})", f"fact.<id>:{'|'.join(KINDS)}"),),
)  # fmt: skip
ORDERS = Columns(
    ("line", "class", "seats", "least", "most", "institution", "institution_least", "institution_most", "requires",
     "employer", "title"), (("line",), ("seats",)),
)  # fmt: skip
RANKED = Columns((*NAMED, "rank", "line"), (("id",), ("rank",), ("line",)))
WISHES = Columns((*NAMED, "choices"), (("id",), ("choices",)), ranked=RANKED)


@dataclass(frozen=True)
class Summary:
    """What came out. ``counts``: (reached, at most) overall and by group; ``results``: (id, position, line or "-", reason)."""

    folder: Path
    people: int
    placed: int
    running: list[str]
    counts: list[tuple[int, int]]
    is_closed: bool
    is_rehearsal: bool
    root: str
    bureau_key: str
    results: list[tuple[str, int, str, str]]
    witnesses: int = 0

    @property
    def en(self) -> str:
        """One sentence; the word for the best appears nowhere, only what is proved."""
        more = self.counts[0][1] - self.counts[0][0] if self.counts else 0
        proof = (
            "proved that no more can be placed" if not more else f"not proved to the end: at most {more} more"
        )
        return f"{self.placed} of {self.people} placed, {len(self.running)} classes run; " + (
            proof if self.counts else "stable mode: nobody earlier is passed over in a class that runs"
        )

    @property
    def zh(self) -> str:
        more = self.counts[0][1] - self.counts[0][0] if self.counts else 0
        proof = "已证明不能再多" if not more else f"未证到底，至多还能多 {more} 人"
        return f"{self.people} 人中安置 {self.placed} 人，开班 {len(self.running)} 个；" + (
            proof if self.counts else "稳定方式：已开的班里没有人被名次在后的人越过"
        )


def match_files(
    people: Path,
    orders: Path,
    wishes: Path,
    out: Path,
    *,
    rules: Path | None = None,
    draws: Mapping[str, str] | None = None,
    mode: str | None = None,
    accept: str | None = None,
    seconds: float | None = None,
    key: bytes | None = None,
    nonces_from: bytes | None = None,
    private: Path | None = None,
    at: str = "2000-01-01T00:00:00+08:00",
    seed_at: str | None = None,
    is_root_only: bool = False,
    witnessed: Path | None = None,
) -> Summary:
    """Read three CSV files, match, write the record to the new folder ``out``.

    ``rules``: a JSON file of settings; without sources of a seed the record is a rehearsal. ``seconds`` limits the search;
    what is not proved then is stated as a gap. ``private`` receives receipts and results by id, never to be published.
    ``is_root_only`` stops once the root is written, for witnesses to sign; ``witnessed`` is that folder, given when the
    draw is known (same files, key and secret).
    Raises ``UnableToMatch`` with one line for every problem found.
    """
    reading = Reading()
    settings = _settings(rules, at, seed_at or at)
    sheets = [(people, ALIASES, PEOPLE), (orders, ALIASES, ORDERS), (wishes, ALIASES, WISHES)]
    people_rows, order_rows, wish_rows = reading.tables(sheets, may_be_empty=(wishes,))
    _settle(reading)
    facts = _facts(people_rows, settings)
    found = _Orders(reading, orders)
    for number, row in order_rows:
        found.add(number, row, facts)
    groups = _groups(settings, people_rows)
    applicants = _applicants(reading, people, people_rows, [name for name, _, _ in groups], facts)
    listed = _wishes(reading, (wishes, people), wish_rows, found)
    _settle(reading)
    applicants = [replace(one, wishes=listed.get(one.key, ())) for one in applicants]
    made = _rules(settings, groups, tuple(facts.values()), mode, accept)
    signer = Signer(settings.get("bureau", "bureau"), key or secrets.token_bytes(32))
    matching = Matching(
        made, found.orders, list(found.classes.values()), list(found.institutions.values()), applicants, signer,
        tables.nonces(nonces_from, tables.own_words(people_rows)),
    )  # fmt: skip
    try:
        matching.witnessing = witnessed_root(witnessed, made, is_root_only=is_root_only)
        matching.close(at=at)
    except ValueError as problem:
        raise UnableToMatch("\n".join(with_rows(people, reading.first, str(problem)))) from problem
    if is_root_only:
        write_folder(matching.log.files(), out)
        return _summary(matching, [], out)
    placed = _run(matching, dict(draws or {}), at, seed_at or at, seconds)
    record = matching.finish(at=seed_at or at)
    files = record | tables.programs(README, "check_together.py", "rongyao_verify.html")
    write_folders((files, out), *([(_private(matching, placed), private)] if private else []))
    return _summary(matching, placed, out)


def _run(
    matching: Matching, draws: dict[str, str], at: str, seed_at: str, seconds: float | None
) -> list[int]:
    try:
        check_times(matching.rules.recipe, draws, root_at=at, seed_at=seed_at)
        matching.draw(draws, at=seed_at)
        return matching.run(seconds=seconds)
    except UnableToMatch:
        raise
    except ValueError as problem:
        raise UnableToMatch(str(problem)) from problem


def _summary(matching: Matching, placed: Sequence[int], out: Path) -> Summary:
    outcome, stable = matching.outcome, matching.stable
    is_open = outcome.is_open if outcome else stable.is_open if stable else [False] * len(matching.classes)
    ids = [one.line.id for one in matching.orders]
    results = [
        (one.key, place + 1, ids[line] if line >= 0 else "-", _code(matching, place))
        for place, (one, line) in enumerate(zip(matching.order, placed, strict=True))
    ]
    counts = [(stage.reached, stage.at_most) for stage in outcome.settled.stages] if outcome else []
    return Summary(
        out, len(matching.applicants), len(placed) - list(placed).count(-1),
        [one.id for one, runs in zip(matching.classes, is_open, strict=True) if runs],
        counts, outcome.is_closed if outcome else True, not matching.rules.sources, matching.root.hex(),
        matching.bureau.public.hex(), results, matching.rules.least_witnesses,
    )  # fmt: skip


def _code(matching: Matching, place: int) -> str:
    return matching.reasons[place].code if place in matching.reasons else ""


README = """# 教培岗位联合匹配记录 · A record of a joint matching

核验：用浏览器打开 rongyao_verify.html（不联网），选择本文件夹；或运行 `python3 check_together.py .`（Windows 上是 `py`；需要 Python 3.10 或更新）。
To check it: open rongyao_verify.html in a browser (it works offline) and choose this folder; or run `python3 check_together.py .` (`py` on Windows; Python 3.10 or later).
最好使用从别处取得的核验程序。 Better still, use a checker obtained from somewhere else.
"""


# --- reading ---


def _settings(path: Path | None, at: str, seed_at: str) -> dict[str, Any]:
    try:
        found = read_settings(path, SETTINGS)
        suite_of(found.get("suite", "sha256"))
        check_times_given(at, seed_at)
        return found
    except ValueError as problem:
        raise UnableToMatch(str(problem)) from problem


def _settle(reading: Reading) -> None:
    if reading.problems:
        raise UnableToMatch("\n".join(reading.problems))


def _facts(rows: Sequence[Row], settings: Mapping[str, Any]) -> dict[str, FactKind]:
    labels = {one["id"]: one for one in settings.get("facts", [])}
    found: dict[str, FactKind] = {}
    for name in rows[0][1]:
        if matched := re.fullmatch(r"fact\.([A-Za-z0-9_]+):([a-z]+)", name):
            said = labels.get(matched[1], {})
            zh, en = said.get("zh", matched[1]), said.get("en", matched[1])
            found[matched[1]] = FactKind(matched[1], matched[2], zh, en)
    return found


@dataclass
class _Orders:
    """Order lines, and the classes and institutions that their rows speak of; ``first``: the row of each."""

    reading: Reading
    path: Path
    orders: list[Order] = field(default_factory=list)
    classes: dict[str, TrainingClass] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, number: int, row: Mapping[str, str], facts: Mapping[str, FactKind]) -> None:
        """One row; each of its cells is looked at, whatever is wrong with the others."""
        before, cell = len(self.reading.problems), partial(self.reading.attempt, self.path, number)
        name = cell(self._new, number, row) or ""
        of = cell(self._class, number, row.get("class", "") or name, row) if name else -1
        seats, atoms = (
            cell(tables.count, row.get("seats", ""), "seats"),
            cell(parse, row.get("requires", ""), facts),
        )
        words = [cell(published, row.get(column, "")) for column in ("employer", "title")]
        if len(self.reading.problems) == before:
            self.orders.append(Order(Line(name, of, seats), atoms, *words))

    def _new(self, number: int, row: Mapping[str, str]) -> str:
        self.ids.add(
            folded(row.get("line", ""))
        )  # known from here on, whatever is wrong with the row: one fault, one sentence
        name = named(row.get("line", ""))
        before = self.first.setdefault(f"line {name}", number)
        _refuse(before != number, f"the line {name} stands there twice: it is also row {before}")
        return name

    def _class(self, number: int, name: str, row: Mapping[str, str]) -> int:
        under = self._institution(number, row)
        told = TrainingClass(named(name), _number(row, "least", 0), _number(row, "most", MOST), under)
        _refuse(
            told.least > told.most, f"the class {name} asks for at least {told.least} and at most {told.most}"
        )
        first = self.first.setdefault(f"class {name}", number)
        known = self.classes.setdefault(name, told)
        _refuse(known != told, f"the class {name} has other limits than in row {first}")
        return list(self.classes).index(name)

    def _institution(self, number: int, row: Mapping[str, str]) -> int:
        if not row.get("institution"):
            return -1
        name = named(row["institution"])
        told = Institution(name, _number(row, "institution_most", MOST), _number(row, "institution_least", 0))
        first = self.first.setdefault(f"institution {name}", number)
        known = self.institutions.setdefault(name, told)
        _refuse(known != told, f"the institution {name} has other limits than in row {first}")
        return list(self.institutions).index(name)


def _number(row: Mapping[str, str], column: str, otherwise: int) -> int:
    return tables.count(row[column], column) if row.get(column) else otherwise


def _groups(settings: Mapping[str, Any], rows: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    """As the settings order them; without settings by name."""
    told = sorted({row.get("group", "") or "all" for _, row in rows}) or ["all"]
    return tuple(tuple(one) for one in settings.get("groups", [[name, name, name] for name in told]))


def _wishes(
    reading: Reading, files: tuple[Path, Path], rows: Sequence[Row], found: _Orders
) -> dict[str, tuple[str, ...]]:
    """Lists by id, from one row a person (``choices``) or one row a wish (``rank``, ``line``)."""
    path, people = files
    ranked: dict[str, dict[int, str]] = {}
    seen: dict[str, int] = {}
    for number, row in rows:
        cell, said = partial(reading.attempt, path, number), row.get("id", "")
        key = reading.chooser(path, number, said, people)
        mine = ranked.setdefault(key, {})
        if "choices" not in row:
            pairs = [(cell(tables.count, row.get("rank", ""), "rank"), row.get("line", ""))]
        elif key and seen.setdefault(key, number) != number:
            reading.note(path, number, f"{said} has two rows: the other is row {seen[key]}")
            continue
        else:
            pairs = list(enumerate(listed := wishes_of(row["choices"]), 1))
            if len(set(listed)) == len(listed) and found.ids.issuperset(listed):
                mine.update(pairs)  # nothing to find fault with, as nearly always
                continue
        for rank, name in pairs:
            cell(_wish, mine, rank, name, said, found.ids)
    return {key: tuple(mine[rank] for rank in sorted(mine)) for key, mine in ranked.items()}


def _wish(mine: dict[int, str], rank: int | None, name: str, said: str, lines: set[str]) -> None:
    if name not in lines:
        named(name)  # a line written full-width is told so
    _refuse(name not in lines, f"there is no line {name!r}")
    if rank is None:
        return  # told already
    _refuse(rank in mine or name in mine.values(), f"{said} lists {name} or the place {rank} twice")
    mine[rank] = name


def _applicants(
    reading: Reading, path: Path, rows: Sequence[Row], groups: Sequence[str], facts: Mapping[str, FactKind]
) -> list[Applicant]:
    found = []
    for number, row in rows:
        key, before = reading.person(path, number, row.get("id", "")), len(reading.problems)
        cell = partial(reading.attempt, path, number)
        standing, group, status = cell(_standing, row), cell(_group, row, groups), cell(_status, row)
        known = {one.id: cell(fact_of, row, one) for one in facts.values()}
        if len(reading.problems) == before:
            found.append(Applicant(key, standing, group, (), known, status))
    return found


def _group(row: Mapping[str, str], groups: Sequence[str]) -> int:
    name = row.get("group", "") or "all"
    _refuse(name not in groups, f"the group {name!r} is none of {', '.join(groups)}")
    named(name)
    return groups.index(name)


def _status(row: Mapping[str, str]) -> str:
    said = row.get("status", "")
    _refuse(said not in STATUSES, f"the status {said!r} is none of in, withdrew, late")
    return STATUSES[said]


def _standing(row: Mapping[str, str]) -> int:
    """The rank, or the score turned round: the smaller is the earlier."""
    if row.get("rank"):
        return tables.count(row["rank"], "rank")
    _refuse(not row.get("score"), "neither rank nor score")
    return -hundredths(row["score"])


def _rules(
    settings: Mapping[str, Any],
    groups: tuple[tuple[str, str, str], ...],
    facts: tuple[FactKind, ...],
    mode: str | None,
    accept: str | None,
) -> Rules:
    seed = settings.get("seed", {})
    return Rules(
        record=settings.get("record", "rehearsal"),
        mode=mode or settings.get("mode", "most"),
        accept=accept or settings.get("accept", "listed"),
        suite=settings.get("suite", "sha256"),
        groups=groups,
        facts=facts,
        sources=tuple(seed.get("sources", [])),
        least_sources=seed.get("least", int(bool(seed.get("sources")))),
        witnesses=tuple(settings.get("witnesses", [])),
        least_witnesses=settings.get("least_witnesses", 0),
        text_zh=settings.get("text_zh", ""),
        text_en=settings.get("text_en", ""),
    )


# --- writing ---


def _private(matching: Matching, placed: Sequence[int]) -> dict[str, str]:
    """Receipts by position, and the results by id with the reason and the nearest lines: never for publication."""
    rows, written = io.StringIO(), dict[str, str]()
    writer = csv.writer(rows)
    writer.writerow(
        ["编号 id", "名次 position", "订单 line", "原因 reason", "差一项 nearest", "回执 receipt"]
    )
    for place, (one, line) in enumerate(zip(matching.order, placed, strict=True)):
        name, code = f"receipts/{place + 1:06}.json", _code(matching, place)
        slip = matching.receipt(one.key, line)
        written[name] = json.dumps(slip, ensure_ascii=False, indent=1) + "\n"
        nearest = " | ".join(matching.nearest(one)) if code == "N0" else ""
        why = f"{code} {matching.reasons[place].zh}" if code else ""
        cells = [tables.harmless(one.key), place + 1, slip["post"], why, tables.harmless(nearest), name]
        writer.writerow(cells)
    return written | {"results.csv": "\ufeff" + rows.getvalue()}
