"""From the tables to a root, and from the draws to a record: every time the same, whichever process does it.

Pure: everything comes in as arguments. A round that was closed and is drawn by another process, days later, must give
the very root that was signed; where it does not, nothing is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.placement.results.rules import UnableToReadRecord, files_of
from rongyao.bureau.placement.rounds import rules
from rongyao.bureau.placement.rounds.sheets import Held
from rongyao.choosing import place_cli, tables
from rongyao.choosing.by_score.explain import Reason
from rongyao.choosing.by_score.publish import Applicant, Placement, Post
from rongyao.choosing.by_score.requirements import SIGNS, match
from rongyao.choosing.by_score.session import Session, SessionRules
from rongyao.choosing.place_cli import Inputs
from rongyao.choosing.reading import with_rows
from rongyao.choosing.record import log
from rongyao.choosing.record.notes import Signer, UnableToCosign
from rongyao.choosing.record.seeds import check_times
from rongyao.choosing.record.witness import as_witnessed

KINDS = ("people", "posts", "choices")


class UnableToMake(ValueError):
    """The root or the record cannot be made; ``faults`` say why, in both languages."""

    def __init__(self, faults: list[rules.Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(one.en for one in faults))


@dataclass(frozen=True)
class Slip:
    """What one person is told, and only they: see ``Entrant.body``."""

    key: str
    row: int
    position: int | None
    post: str
    body: dict[str, Any]


def read(texts: Mapping[str, str], settings: Mapping[str, Any]) -> Inputs:
    """The three tables under the settings of the round.

    Raises:
        UnableToMake: every fault of every table at once.
    """
    told = {name: value for name, value in settings.items() if name not in ("manner", "session")}
    try:
        people, posts, choices = (Held(f"{kind}.csv", texts[kind]) for kind in KINDS)
        found = place_cli.inputs(people, posts, choices, told)
    except place_cli.UnableToPlace as error:
        raise UnableToMake([rules.fault(told) for told in error.problems]) from error
    session = SessionRules(**settings.get("session") or {})
    return replace(
        found, rules=replace(found.rules, manner=settings.get("manner", "sealed"), session=session)
    )


def prepared(inputs: Inputs, settings: Mapping[str, Any], secret: bytes) -> Placement:
    """The placement, not yet closed; its key and salts come from the secret.

    Raises:
        UnableToMake: a name in the rules cannot stand in a record.
    """
    nonces = tables.nonces(rules.nonces_of(secret), inputs.own_words)
    signer = Signer(settings["bureau"], rules.key_of(secret))
    try:
        return Placement(inputs.rules, inputs.posts, inputs.applicants, signer, nonces=nonces)
    except ValueError as error:
        raise UnableToMake(rules.faults(str(error))) from error


def close(placement: Placement, at: str, rows: Mapping[str, int], note: str = "") -> None:
    """Make the root. ``rows``: of each person in the people table; ``note``: the checkpoint it was signed under before.

    Raises:
        UnableToMake: a fact is unknown, two rows speak of one person, or it is not the root that was signed.
    """
    try:
        placement.close(at=at, witnessing=as_witnessed(note) if note else None)
    except UnableToCosign as error:
        raise UnableToMake([_another_root()]) from error
    except ValueError as error:
        told = with_rows(Held("people.csv", ""), rows, str(error))
        raise UnableToMake([rules.fault(line) for line in told]) from error


def _another_root() -> rules.Fault:
    zh = (
        "重新计算得到的不是当时签署的根：表格、设置或计算程序变了。请用封存时的版本抽签，或说明理由放弃本轮。"
    )
    en = (
        "What is computed now is not the root that was signed: the tables, the settings or the choosing program changed. "
        "Draw with the version that closed the round, or give the round up with a reason."
    )
    return rules.Fault("", "", zh, en)


def draw(
    placement: Placement, draws: Mapping[str, str], *, root_at: str, at: str
) -> tuple[Session, dict[str, str]]:
    """The session by lists and the files of the whole record.

    Raises:
        UnableToMake: digits or times do not fit the recipe.
    """
    try:
        check_times(placement.rules.recipe, dict(draws), root_at=root_at, seed_at=at)
        placement.draw(dict(draws), at=at)
        session = placement.session(at=at)
        session.run_by_lists(at=at)
        return session, placement.finish(session, at=at)
    except ValueError as error:
        raise UnableToMake(rules.faults(str(error))) from error


def slips(placement: Placement, rows: Mapping[str, int], session: Session | None = None) -> Iterator[Slip]:
    """Everybody's slip: before the draw the receipt alone, after it with position, post and reasons."""
    told = reasons(placement) if session else {}
    places = {key: place for place, key in enumerate(placement.order, 1)}
    held = session.placed if session else {}
    posts = {post.id: post for post in placement.posts}
    for one in placement.applicants:
        place = places.get(one.key)
        post = placement.posts[held[place]].id if place in held else ""
        held_post = {"post": post or "-"} if session else {}
        body = {
            "score": one.score,
            "items": sorted(one.points.items()),
            "receipt": placement.receipt(one.key) | held_post,
            "total": placement.receipt(one.key, totals=True) | held_post,
            "reasons": [_kept(each, posts) for each in told.get(one.key, ())],
        }
        yield Slip(one.key, rows[one.key], place, post, body)


def _kept(reason: Reason, posts: Mapping[str, Post]) -> dict[str, Any]:
    """A reason as it is kept sealed; ``words.reason_words`` says it in the reader's language."""
    post = posts[reason.post]
    return {
        "post": post.id,
        "zh": post.zh,
        "employer": post.employer,
        "outcome": reason.outcome,
        "failing": [[atom.fact, SIGNS[atom.op], [str(one) for one in atom.value]] for atom in reason.failing],
        "last": max(reason.positions, default=0),
        "witness": list(reason.witness or ()),
    }


def reasons(placement: Placement) -> dict[str, list[Reason]]:
    """Why this post or none, by key: as ``choosing.by_score.explain`` tells it, for everybody in one pass over the log."""
    told: dict[str, list[Reason]] = {}
    holders: dict[str, list[int]] = {}
    tights: dict[int, tuple[int, int]] = {}
    people = {one.key: one for one in placement.applicants}
    for line in map(json.loads, placement.log.lines):
        if line["kind"] == "TIGHT":
            tights[line["id"]] = (len(line["people"]), len(line["posts"]))
        elif line["kind"] in ("PICK", "NONE"):
            key = placement.order[line["position"] - 1]
            told[key] = _reasons_of(placement, people[key], line, holders, tights)
            if line["kind"] == "PICK":
                holders.setdefault(line["post"], []).append(line["position"])
    return told


def _reasons_of(
    placement: Placement,
    one: Applicant,
    answer: Mapping[str, Any],
    holders: Mapping[str, list[int]],
    tights: Mapping[int, tuple[int, int]],
) -> list[Reason]:
    """Down the list to the post taken; where nobody is to be stranded the list goes on with every other post."""
    refused = {post: tights[which] for post, which in answer["refused"]}
    posts = {post.id: post for post in placement.posts}
    goes_on = placement.rules.mechanism == "preserving"
    names = [*one.wishes, *(name for name in posts if goes_on and name not in one.wishes)]
    if answer.get("post", "") not in ("", *names):  # called up, and took what stood on no list
        names.append(answer["post"])
    found: list[Reason] = []
    for name in names:
        taken = answer.get("post") == name
        found.append(
            Reason(name, "taken") if taken else _not_taken(posts[name], one, holders.get(name, []), refused)
        )
        if taken:
            break
    return found


def _not_taken(
    post: Post, one: Applicant, holders: list[int], refused: Mapping[str, tuple[int, int]]
) -> Reason:
    answer = match(post.atoms, one.facts)
    if not answer.eligible:
        return Reason(post.id, "not_eligible", failing=answer.failing)
    if post.id in refused:
        return Reason(post.id, "refused", witness=refused[post.id])
    if len(holders) >= post.seats:
        return Reason(post.id, "filled", positions=tuple(sorted(holders)))
    return Reason(post.id, "not_reached")


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────


def packed(files: Mapping[str, str]) -> str:
    """The files of a folder as one text, to be kept."""
    return log.bundle(dict(files))


def unpacked(text: str) -> dict[str, str]:
    """What ``packed`` wrote."""
    return dict(json.loads(text)["files"]) if text else {}


def last_note(files: Mapping[str, str]) -> str:
    """The name of the last checkpoint's file."""
    sizes = (
        int(name[len("checkpoints/") : -len(".txt")]) for name in files if name.startswith("checkpoints/")
    )
    return f"checkpoints/{max(sizes)}.txt"


def note_in(name: str, body: bytes, wanted: str) -> str:
    """The signed checkpoint of what a witness gave back: its folder packed (.zip, .json), or the checkpoint alone.

    Raises:
        rules.UnableToAcceptSignature: it is none of these, or has not this checkpoint.
    """
    try:
        text = body.decode()
        if not text.startswith("{"):
            return text.replace("\r\n", "\n")
    except UnicodeDecodeError:
        pass
    try:
        return files_of(name, body)[wanted]
    except UnableToReadRecord as error:
        raise rules.UnableToAcceptSignature(str(error)) from error
    except KeyError as error:
        words = _("There is no %(wanted)s in %(file)s.")
        raise rules.UnableToAcceptSignature(words % {"wanted": wanted, "file": name}) from error
