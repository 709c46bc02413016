"""Files in, record out: what ``rongyao place`` does, without the command line around it.

The columns are laid down in docs/reference/placement-record.md, section 12.
"""

import csv
import io
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from rongyao.choosing import tables
from rongyao.choosing.by_score.points import ScoreItem, hundredths, in_points
from rongyao.choosing.by_score.publish import Applicant, Placement, Post, Rules
from rongyao.choosing.by_score.ranking import TieKey
from rongyao.choosing.by_score.requirements import KINDS, FactKind, parse
from rongyao.choosing.by_score.session import Session, SessionRules
from rongyao.choosing.reading import Reading, fact_of, folded, named, published, wishes_of, with_rows
from rongyao.choosing.reading import refuse as _refuse
from rongyao.choosing.record.log import write_folder, write_folders
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.seeds import check_times
from rongyao.choosing.record.suites import suite as suite_of
from rongyao.choosing.record.witness import witnessed_root
from rongyao.choosing.settings import check_times_given
from rongyao.choosing.settings import settings as read_settings
from rongyao.choosing.tables import Columns, Held, Row

ALIASES = {
    "编号": "id", "姓名": "name", "身份证号": "id", "总分": "score", "分数": "score", "轮次": "round", "岗位": "post", "岗位编号": "post",
    "名额": "seats", "名称": "title", "单位": "employer", "条件": "requires", "志愿": "choices", "志愿序号": "rank", "随机数": "nonce",
}  # fmt: skip
SETTINGS = {
    "record", "bureau", "mechanism", "suite", "items", "rounds", "seed", "text_zh", "text_en", "ties", "facts", "witnesses",
    "least_witnesses",
}  # fmt: skip

NAMED = ("id", "name")
PEOPLE = Columns(
    (*NAMED, "score", "round", "nonce"), (("id",), ("score", "item.")),
    ((r"item\.[A-Za-z0-9_]+", "item.<id>"), (r"tie\.[A-Za-z0-9_]+:(higher|lower)", "tie.<id>:higher|lower"),
     (rf"fact\.[A-Za-z0-9_]+:({'|'.join(KINDS)})", f"fact.<id>:{'|'.join(KINDS)}")),
)  # fmt: skip
POSTS = Columns(("post", "seats", "requires", "title", "employer", "round"), (("post",), ("seats",)))
RANKED = Columns((*NAMED, "rank", "post"), (("id",), ("rank",), ("post",)))
CHOICES = Columns((*NAMED, "choices"), (("id",), ("choices",)), ranked=RANKED)


class UnableToPlace(ValueError):
    """The files cannot be used as they are; ``problems`` name file, row and column, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Summary:
    """What came out: the folder, the numbers, ``(id, position, post or "-")`` for everyone, and how many witnesses must sign."""

    folder: Path
    people: int
    placed: int
    root: str
    bureau_key: str
    is_rehearsal: bool
    results: list[tuple[str, int, str]]
    witnesses: int = 0


@dataclass(frozen=True)
class Inputs:
    """What the three tables say; ``rows``: the spreadsheet's row of each person; ``own_words``: see ``tables.own_words``."""

    rules: Rules
    posts: list[Post]
    applicants: list[Applicant]
    rows: dict[str, int]
    own_words: dict[str, str]


def place(
    people: Path,
    posts: Path,
    choices: Path,
    out: Path,
    *,
    rules: Path | None = None,
    draws: Mapping[str, str] | None = None,
    preserving: bool | None = None,
    suite: str | None = None,
    key: bytes | None = None,
    nonces_from: bytes | None = None,
    private: Path | None = None,
    at: str = "2000-01-01T00:00:00+08:00",
    seed_at: str | None = None,
    is_root_only: bool = False,
    witnessed: Path | None = None,
) -> Summary:
    """Read three CSV files, run the placement by lists, write the record to the new folder ``out``.

    ``rules`` is a JSON file of settings; without one (or without sources of the seed in it) the record is a rehearsal.
    ``nonces_from`` makes all salts from one secret, so that the same files give the same record. ``private`` receives
    receipts and the list of results by id; it must never be published. ``at`` is the time of the root, ``seed_at``
    that of the seed and everything after. ``is_root_only`` stops once the root is written, for witnesses to sign;
    ``witnessed`` is that folder, given when the draw is known (same files, key and secret). Raises ``UnableToPlace`` with every problem found.
    """
    settings = _settings(rules, suite, at, seed_at or at)
    read = inputs(people, posts, choices, settings, preserving=preserving, suite=suite)
    signer = Signer(settings.get("bureau", "bureau"), key or secrets.token_bytes(32))
    nonces = tables.nonces(nonces_from, read.own_words)
    placement = Placement(read.rules, read.posts, read.applicants, signer, nonces=nonces)
    try:
        witnessing = witnessed_root(witnessed, read.rules, is_root_only=is_root_only)
        placement.close(at=at, witnessing=witnessing)
    except ValueError as problem:
        raise UnableToPlace(with_rows(people, read.rows, str(problem))) from problem
    if is_root_only:
        write_folder(placement.log.files(), out)
        return _summary(placement, None, out, signer)
    session, files = _run(placement, dict(draws or {}), at, seed_at or at)
    record = files | tables.programs(README, "rongyao_verify.html", "rongyao_verify.py")
    write_folders((record, out), *([(_private(placement, session), private)] if private else []))
    return _summary(placement, session, out, signer)


def _run(
    placement: Placement, draws: dict[str, str], at: str, seed_at: str
) -> tuple[Session, dict[str, str]]:
    try:
        check_times(placement.rules.recipe, draws, root_at=at, seed_at=seed_at)
        placement.draw(draws, at=seed_at)
        session = placement.session(at=seed_at)
        session.run_by_lists(at=seed_at)
        return session, placement.finish(session, at=seed_at)
    except ValueError as problem:
        raise UnableToPlace([str(problem)]) from problem


def _summary(placement: Placement, session: Session | None, out: Path, signer: Signer) -> Summary:
    """``session``: None where only the root was made."""
    posts, placed = [post.id for post in placement.posts], session.placed if session else {}
    results = [
        (key, place, posts[placed[place]] if place in placed else "-")
        for place, key in enumerate(placement.order, 1)
    ]
    return Summary(
        out, len(placement.applicants), len(placed), placement.root.hex(), signer.public.hex(),
        not placement.rules.sources, results, placement.rules.least_witnesses,
    )  # fmt: skip


# --- reading ---


def inputs(
    people: Held,
    posts: Held,
    choices: Held,
    settings: Mapping[str, Any],
    *,
    preserving: bool | None = None,
    suite: str | None = None,
) -> Inputs:
    """Read the three tables under the settings (docs/reference/placement-record.md, section 12).

    Raises:
        UnableToPlace: with every fault found, each naming file and row.
    """
    reading = Reading()
    sheets = [(people, ALIASES, PEOPLE), (posts, ALIASES, POSTS), (choices, ALIASES, CHOICES)]
    people_rows, post_rows, choice_rows = reading.tables(sheets, may_be_empty=(choices,))
    _settle(reading)
    ties, facts = _columns(reading, people, people_rows, settings)
    made = _rules(settings, ties, facts, preserving, suite)
    frozen = _posts(reading, posts, post_rows, made)
    # Also the posts of rows that have a fault: one fault, one sentence.
    names = {folded(row.get("post", "")) for _, row in post_rows}
    applicants = _applicants(reading, people, people_rows, made)
    wishes = _wishes(reading, (choices, people), choice_rows, names)
    _settle(reading)
    applicants = [replace(one, wishes=wishes.get(one.key, ())) for one in applicants]
    return Inputs(made, frozen, applicants, reading.first, tables.own_words(people_rows))


def _settings(path: Path | None, suite: str | None, at: str, seed_at: str) -> dict[str, Any]:
    try:
        found = read_settings(path, SETTINGS)
        suite_of(suite or found.get("suite", "sha256"))
        check_times_given(at, seed_at)
        return found
    except ValueError as problem:
        raise UnableToPlace(str(problem).split("\n")) from problem


def _settle(reading: Reading) -> None:
    if reading.problems:
        raise UnableToPlace("\n".join(reading.problems).split("\n"))


def _columns(
    reading: Reading, path: Held, rows: Sequence[Row], settings: Mapping[str, Any]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Tie keys and facts, as their headers declare them: ``tie.service:higher``, ``fact.major:category``."""
    header = list(rows[0][1])
    for item in settings.get("items", []):
        if f"item.{item['id']}" not in header:
            reading.note(path, 1, f"the column item.{item['id']} is missing")
    _settle(reading)
    found = [re.fullmatch(r"(tie|fact)\.([A-Za-z0-9_]+):([a-z]+)", name) for name in header]
    pairs = [(one[1], one[2], one[3]) for one in found if one]
    return tuple([(name, said) for one, name, said in pairs if one == kind] for kind in ("tie", "fact"))  # type: ignore[return-value]


def _rules(
    settings: Mapping[str, Any],
    ties: Sequence[tuple[str, str]],
    facts: Sequence[tuple[str, str]],
    preserving: bool | None,
    suite: str | None,
) -> Rules:
    mechanism = (
        settings.get("mechanism", "plain") if preserving is None else ("plain", "preserving")[preserving]
    )
    labels = {one["id"]: one for table in ("ties", "facts") for one in settings.get(table, [])}
    seed = settings.get("seed", {})
    return Rules(
        record=settings.get("record", "rehearsal"),
        mechanism=mechanism,
        suite=suite or settings.get("suite", "sha256"),
        items=tuple(ScoreItem(**item) for item in settings.get("items", [])),
        ties=tuple(TieKey(name, *_labels(labels, name), said) for name, said in ties),
        facts=tuple(FactKind(name, kind, *_labels(labels, name)) for name, kind in facts),
        rounds=tuple(tuple(one) for one in settings.get("rounds", [["main", "统一选岗", "main round"]])),
        session=SessionRules(),
        sources=tuple(seed.get("sources", [])),
        least_sources=seed.get("least", int(bool(seed.get("sources")))),
        witnesses=tuple(settings.get("witnesses", [])),
        least_witnesses=settings.get("least_witnesses", 0),
        text_zh=settings.get("text_zh", ""),
        text_en=settings.get("text_en", ""),
    )


def _labels(labels: Mapping[str, Mapping[str, str]], name: str) -> tuple[str, str]:
    said = labels.get(name, {})
    return said.get("zh", name), said.get("en", name)


def _posts(reading: Reading, path: Held, rows: Sequence[Row], rules: Rules) -> list[Post]:
    kinds = {fact.id: fact for fact in rules.facts}
    found: list[Post] = []
    first: dict[str, int] = {}
    for number, row in rows:
        cell = partial(reading.attempt, path, number)
        name = cell(named, row.get("post", "")) or ""
        if name and first.setdefault(name, number) != number:
            reading.note(path, number, f"{name} stands there twice: it is also row {first[name]}")
        seats, atoms = (
            cell(tables.count, row.get("seats", ""), "seats"),
            cell(parse, row.get("requires", ""), kinds),
        )
        title, employer = (cell(published, row.get(column, "")) for column in ("title", "employer"))
        found.append(Post(name, seats, atoms, title, employer, cell(_round, row, rules)))
    return found


def _round(row: Mapping[str, str], rules: Rules) -> int:
    said = row.get("round", "")
    names = [name for name, _, _ in rules.rounds]
    _refuse(said and said not in names, f"round {said!r} is none of {', '.join(names)}")
    return names.index(said) if said else len(names) - 1


def _wishes(
    reading: Reading, files: tuple[Held, Held], rows: Sequence[Row], posts: set[str]
) -> dict[str, tuple[str, ...]]:
    """Lists by id, from one row a person (``choices``) or one row a wish (``rank``, ``post``)."""
    path, people = files
    ranked: dict[str, dict[int, str]] = {}
    seen: dict[str, int] = {}
    for number, row in rows:
        cell, said = partial(reading.attempt, path, number), row.get("id", "")
        key = reading.chooser(path, number, said, people)
        mine = ranked.setdefault(key, {})
        if "choices" not in row:
            pairs = [(cell(tables.count, row.get("rank", ""), "rank"), row.get("post", ""))]
        elif key and seen.setdefault(key, number) != number:
            reading.note(path, number, f"{said} has two rows: the other is row {seen[key]}")
            continue
        else:
            pairs = list(enumerate(listed := wishes_of(row["choices"]), 1))
            if len(set(listed)) == len(listed) and posts.issuperset(listed):
                mine.update(pairs)  # nothing to find fault with, as nearly always
                continue
        for rank, post in pairs:
            cell(_wish, mine, rank, post, said, posts)
    return {key: tuple(mine[rank] for rank in sorted(mine)) for key, mine in ranked.items()}


def _wish(mine: dict[int, str], rank: int | None, post: str, said: str, posts: set[str]) -> None:
    if post not in posts:
        named(post)  # a post written full-width is told so
    _refuse(post not in posts, f"there is no post {post!r}")
    if rank is None:
        return  # told already
    _refuse(rank in mine, f"{said} ranks two posts {rank}")
    _refuse(post in mine.values(), f"{said} lists {post} twice")
    mine[rank] = post


def _applicants(reading: Reading, path: Held, rows: Sequence[Row], rules: Rules) -> list[Applicant]:
    found: list[Applicant] = []
    for number, row in rows:
        key, before = reading.person(path, number, row.get("id", "")), len(reading.problems)
        cell = partial(reading.attempt, path, number)
        points = {item.id: cell(_points, row, item) for item in rules.items}
        ties = tuple([cell(_tie, row, tie) for tie in rules.ties])
        facts = {fact.id: cell(fact_of, row, fact) for fact in rules.facts}
        lane, score = cell(_round, row, rules), cell(_score, row, rules)
        if len(reading.problems) == before:
            total = sum(points.values()) if score is None else score
            _take(reading, (path, number), found, Applicant(key, total, ties, points, facts, (), lane))
    return found


def _take(reading: Reading, at: tuple[Held, int], found: list[Applicant], one: Applicant) -> None:
    """Into the list; a total beside the items must be their sum."""
    if one.points and sum(one.points.values()) != one.score:
        reading.note(*at, "the items do not add up")
    found.append(one)


def _points(row: Mapping[str, str], item: ScoreItem) -> int:
    said = row.get(f"item.{item.id}", "")
    _refuse(not said, f"item {item.id} is not given: 0 must be said, not left out")
    value = hundredths(said)
    allowed = f"{in_points(item.least)} to {in_points(item.most)}"
    _refuse(not item.least <= value <= item.most, f"item {item.id}: {in_points(value)} is outside {allowed}")
    return value


def _score(row: Mapping[str, str], rules: Rules) -> int | None:
    """The total as the file has it; None where only the items say it."""
    unlisted = sorted(
        name for name in row if name.startswith("item.") and name[5:] not in {one.id for one in rules.items}
    )
    _refuse(unlisted, f"the settings give no range for {', '.join(unlisted)}")
    _refuse(not row.get("score") and not rules.items, "no score")
    return hundredths(row["score"]) if row.get("score") else None


def _tie(row: Mapping[str, str], tie: TieKey) -> int:
    said = row.get(f"tie.{tie.id}:{tie.prefer}", "")
    plain = unicodedata.normalize("NFKC", said)
    _refuse(not plain, f"tie.{tie.id} is empty")
    _refuse(not re.fullmatch(r"[+-]?[0-9]{1,15}", plain), f"tie.{tie.id}: {said!r} is not a whole number")
    return int(plain)


# --- writing ---

README = """# 安置选岗记录 · A placement record

核验：用浏览器打开 rongyao_verify.html（不联网），选择本文件夹；或运行 `python3 rongyao_verify.py .`（Windows 上是 `py`；需要 Python 3.10 或更新）。
To check it: open rongyao_verify.html in a browser (it works offline) and choose this folder; or run `python3 rongyao_verify.py .` (`py` on Windows; Python 3.10 or later).
最好使用从别处取得的核验程序。 Better still, use a verifier obtained from somewhere else.
"""


def _private(placement: Placement, session: Session) -> dict[str, str]:
    """Receipts numbered by position, and the results by id: for the bureau and the persons, never for publication."""
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["编号 id", "名次 position", "岗位 post", "回执 receipt"])
    files: dict[str, str] = {}
    for place, key in enumerate(placement.order, 1):
        name = f"receipts/{place:06}.json"
        slip = placement.receipt(key, session)
        files[name] = json.dumps(slip, ensure_ascii=False, indent=1) + "\n"
        totals = placement.receipt(
            key, session, totals=True
        )  # what someone pressed to show a receipt can show
        files[f"totals/{place:06}.json"] = json.dumps(totals, ensure_ascii=False, indent=1) + "\n"
        writer.writerow([tables.harmless(key), place, slip["post"], name])
    return files | {"results.csv": "\ufeff" + rows.getvalue()}
