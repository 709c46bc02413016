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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.choosing import tables
from rongyao.choosing.by_score.points import ScoreItem, UnableToReadPoints, hundredths
from rongyao.choosing.by_score.points import total as points_total
from rongyao.choosing.by_score.publish import Applicant, Placement, Post, Rules
from rongyao.choosing.by_score.ranking import TieKey
from rongyao.choosing.by_score.requirements import (
    KINDS,
    FactKind,
    UnableToReadRequirement,
    parse,
)
from rongyao.choosing.by_score.session import Session, SessionRules
from rongyao.choosing.record.canonical import UnableToWriteCanonically, identifier
from rongyao.choosing.record.log import write_folder
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.seeds import check_times
from rongyao.choosing.record.witness import as_witnessed
from rongyao.choosing.tables import Held, Row

ALIASES = {
    "编号": "id", "身份证号": "id", "总分": "score", "分数": "score", "轮次": "round", "岗位": "post", "岗位编号": "post",
    "名额": "seats", "名称": "title", "单位": "employer", "条件": "requires", "志愿": "choices", "志愿序号": "rank", "随机数": "nonce",
}  # fmt: skip
SETTINGS = {
    "record", "bureau", "mechanism", "suite", "items", "rounds", "seed", "text_zh", "text_en", "ties", "facts", "witnesses",
    "least_witnesses",
}  # fmt: skip


class UnableToPlace(ValueError):
    """The files cannot be used as they are; ``problems`` name file, row and column, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Summary:
    """What came out: the folder, the numbers, and ``(id, position, post or "-")`` for everyone."""

    folder: Path
    people: int
    placed: int
    root: str
    bureau_key: str
    is_rehearsal: bool
    results: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Inputs:
    """What the three tables say; ``rows``: the spreadsheet's row of each person; ``own_words``: see ``tables.own_words``."""

    rules: Rules
    posts: list[Post]
    applicants: list[Applicant]
    rows: dict[str, int]
    own_words: dict[str, str]


@dataclass
class _Reading:
    """One pass over the files, collecting every problem instead of stopping at the first."""

    problems: list[str] = field(default_factory=list)

    def note(self, path: Held, row: int, problem: object) -> None:
        self.problems.append(f"{path.name}, row {row}: {problem}")

    def settle(self) -> None:
        if self.problems:
            raise UnableToPlace(self.problems)


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
    settings = _settings(rules)
    read = inputs(people, posts, choices, settings, preserving=preserving, suite=suite)
    signer = Signer(settings.get("bureau", "bureau"), key or secrets.token_bytes(32))
    nonces = tables.nonces(nonces_from, read.own_words)
    placement = Placement(read.rules, read.posts, read.applicants, signer, nonces=nonces)
    _close(placement, at, witnessed)
    if is_root_only:
        write_folder(placement.log.files(), out)
        return Summary(
            out,
            len(read.applicants),
            0,
            placement.root.hex(),
            signer.public.hex(),
            not read.rules.sources,
            [],
        )
    session, files = _run(placement, dict(draws or {}), at, seed_at or at)
    write_folder(files | tables.programs(README, "rongyao_verify.html", "rongyao_verify.py"), out)
    if private:
        write_folder(_private(placement, session), private)
    return _summary(placement, session, out, signer)


def _close(placement: Placement, at: str, witnessed: Path | None) -> None:
    try:
        note = (witnessed / "checkpoints" / "3.txt").read_text("utf-8") if witnessed else ""
        placement.close(at=at, witnessing=as_witnessed(note) if note else None)
    except (ValueError, OSError) as problem:
        raise UnableToPlace([str(problem)]) from problem


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


def _summary(placement: Placement, session: Session, out: Path, signer: Signer) -> Summary:
    posts = [post.id for post in placement.posts]
    results = [
        (key, place, posts[session.placed[place]] if place in session.placed else "-")
        for place, key in enumerate(placement.order, 1)
    ]
    return Summary(
        out, len(results), len(session.placed), placement.root.hex(), signer.public.hex(),
        not placement.rules.sources, results,
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
    reading = _Reading()
    people_rows, post_rows, choice_rows = (_read(table) for table in (people, posts, choices))
    ties, facts = _columns(reading, people, people_rows)
    reading.settle()
    made = _rules(settings, ties, facts, preserving, suite)
    frozen = _posts(reading, posts, post_rows, made)
    named = {
        row.get("post", "") for _, row in post_rows
    }  # also where the row has a fault: one fault, one sentence
    wishes = _wishes(reading, choices, choice_rows, named)
    applicants = _applicants(reading, people, people_rows, made, wishes)
    rows = {tables.person_key(row.get("id", "")): number for number, row in reversed(people_rows)}
    for stranger in sorted(set(wishes) - rows.keys()):
        reading.problems.append(f"{choices.name}: {stranger} is not in {people.name}")
    reading.settle()
    return Inputs(made, frozen, applicants, rows, tables.own_words(people_rows))


def _read(path: Held) -> list[Row]:
    try:
        return tables.table(path, ALIASES)
    except tables.UnableToReadTable as problem:
        raise UnableToPlace([str(problem)]) from problem


def _settings(path: Path | None) -> dict[str, Any]:
    try:
        return tables.settings(path, SETTINGS)
    except tables.UnableToReadTable as problem:
        raise UnableToPlace([str(problem)]) from problem


def _columns(
    reading: _Reading, path: Held, rows: Sequence[Row]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Tie keys and facts, as their headers declare them: ``tie.service:higher``, ``fact.major:category``."""
    header = list(rows[0][1]) if rows else []
    found = [re.fullmatch(r"(tie|fact)\.([A-Za-z0-9_]+):([a-z]+)", name) for name in header]
    for name, matched in zip(header, found, strict=True):
        known = name in ("id", "score", "round", "nonce") or re.fullmatch(r"item\.[A-Za-z0-9_]+", name)
        if not (matched or known or name in ("", "name", "姓名")):
            reading.note(path, 1, f"the column {name!r} is not understood")
    pairs = [(one[1], one[2], one[3]) for one in found if one]
    for kind, name, said in pairs:
        if said not in (("higher", "lower") if kind == "tie" else KINDS):
            reading.note(path, 1, f"{kind}.{name}:{said} is not understood")
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
    try:
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
    except (TypeError, KeyError, AttributeError) as problem:
        raise UnableToPlace([f"the settings are malformed: {problem}"]) from problem


def _labels(labels: Mapping[str, Mapping[str, str]], name: str) -> tuple[str, str]:
    said = labels.get(name, {})
    return said.get("zh", name), said.get("en", name)


def _posts(reading: _Reading, path: Held, rows: Sequence[Row], rules: Rules) -> list[Post]:
    kinds = {fact.id: fact for fact in rules.facts}
    found: dict[str, Post] = {}
    for number, row in rows:
        try:
            post = Post(
                identifier(row.get("post", "")), tables.count(row.get("seats", ""), "seats"),
                parse(row.get("requires", ""), kinds), row.get("title", ""), row.get("employer", ""), _round(row, rules),
            )  # fmt: skip
        except (UnableToReadRequirement, UnableToWriteCanonically, UnableToReadPoints) as problem:
            reading.note(path, number, problem)
            continue
        if post.id in found:
            reading.note(path, number, f"{post.id} stands there twice")
        found[post.id] = post
    return list(found.values())


def _round(row: Mapping[str, str], rules: Rules) -> int:
    said = row.get("round", "")
    names = [name for name, _, _ in rules.rounds]
    if said and said not in names:
        raise UnableToReadPoints(f"round {said!r} is none of {', '.join(names)}")
    return names.index(said) if said else len(names) - 1


def _wishes(
    reading: _Reading, path: Held, rows: Sequence[Row], posts: set[str]
) -> dict[str, tuple[str, ...]]:
    """Lists by id, from one row a person (``choices``) or one row a wish (``rank``, ``post``)."""
    long: dict[str, list[tuple[int, str]]] = {}
    wide: dict[str, tuple[str, ...]] = {}
    for number, row in rows:
        key = tables.person_key(row.get("id", ""))
        try:
            if "choices" in row:
                _refuse(key in wide, f"{row['id']} has two rows")
                wide[key] = tuple(
                    _known(one, posts) for one in re.split(r"[\s,;>|，；、]+", row["choices"]) if one
                )
            else:
                ranked = (tables.count(row.get("rank", ""), "rank"), _known(row.get("post", ""), posts))
                _refuse(
                    ranked[0] in [rank for rank, _ in long.get(key, [])],
                    f"{row['id']} ranks two posts {ranked[0]}",
                )
                long.setdefault(key, []).append(ranked)
            listed = wide.get(key) or [post for _, post in long.get(key, [])]
            _refuse(len(set(listed)) < len(listed), f"{row['id']} lists a post twice")
        except UnableToReadPoints as problem:
            reading.note(path, number, problem)
    return wide | {key: tuple(post for _, post in sorted(ranked)) for key, ranked in long.items()}


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise UnableToReadPoints(why)


def _known(post: str, posts: set[str]) -> str:
    _refuse(post not in posts, f"there is no post {post!r}")
    return post


def _applicants(
    reading: _Reading, path: Held, rows: Sequence[Row], rules: Rules, wishes: Mapping[str, tuple[str, ...]]
) -> list[Applicant]:
    found: dict[str, Applicant] = {}
    for number, row in rows:
        key = tables.person_key(row.get("id", ""))
        try:
            _refuse(not key, "no id")
            _refuse(key in found, f"{row['id']} is the same person as an earlier row")
            found[key] = _applicant(key, row, rules, wishes.get(key, ()))
        except (UnableToReadPoints, UnableToReadRequirement) as problem:
            reading.note(path, number, problem)
    return list(found.values())


def _applicant(key: str, row: Mapping[str, str], rules: Rules, wishes: tuple[str, ...]) -> Applicant:
    points = {item.id: hundredths(row.get(f"item.{item.id}", "")) for item in rules.items}
    unlisted = sorted(name for name in row if name.startswith("item.") and name[5:] not in points)
    _refuse(bool(unlisted), f"the settings give no range for {', '.join(unlisted)}")
    score = hundredths(row["score"]) if row.get("score") else None
    _refuse(score is None and not points, "no score")
    ties = tuple(_whole(row.get(f"tie.{tie.id}:{tie.prefer}", ""), tie.id) for tie in rules.ties)
    facts = {
        fact.id: tables.fact_value(row.get(f"fact.{fact.id}:{fact.kind}", ""), fact.kind)
        for fact in rules.facts
    }
    total = sum(points.values()) if score is None else score
    _refuse(bool(points) and points_total(points, rules.items) != total, "the items do not add up")
    return Applicant(key, total, ties, points, facts, wishes, _round(row, rules))


def _whole(text: str, column: str) -> int:
    plain = unicodedata.normalize("NFKC", text)
    _refuse(not re.fullmatch(r"[+-]?[0-9]{1,15}", plain), f"tie.{column}: {text!r} is not a whole number")
    return int(plain)


# --- writing ---

README = """# 安置选岗记录 · A placement record

核验：用浏览器打开 rongyao_verify.html（不联网），选择本文件夹；或运行 `python3 rongyao_verify.py .`。
To check it: open rongyao_verify.html in a browser (it works offline) and choose this folder; or run `python3 rongyao_verify.py .`.
最好使用从别处取得的核验程序。 Better still, use a verifier obtained from somewhere else.
"""


def _private(placement: Placement, session: Session) -> dict[str, str]:
    """Receipts numbered by position, and the results by id: for the bureau and the persons, never for publication."""
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["id", "position", "post", "receipt"])
    files: dict[str, str] = {}
    for place, key in enumerate(placement.order, 1):
        name = f"receipts/{place:06}.json"
        slip = placement.receipt(key, session)
        files[name] = json.dumps(slip, ensure_ascii=False, indent=1) + "\n"
        writer.writerow([tables.harmless(key), place, slip["post"], name])
    return files | {"results.csv": "\ufeff" + rows.getvalue()}
