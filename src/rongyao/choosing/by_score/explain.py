"""Why this post, or why none: one person's private explanation, generated from the rules and the session.

It names failing conditions, so it belongs to the person and never into the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rongyao.choosing.by_score.publish import Placement
from rongyao.choosing.by_score.requirements import Atom, Value, match


@dataclass(frozen=True)
class Reason:
    """What became of one post: ``outcome`` is ``taken``, ``not_eligible``, ``filled``, ``refused`` or ``not_reached``."""

    post: str
    outcome: str
    failing: tuple[Atom, ...] = ()
    positions: tuple[int, ...] = ()
    witness: tuple[int, int] | None = None

    @property
    def zh(self) -> str:
        if self.outcome == "not_eligible":
            return f"{self.post}：不符合条件 {'；'.join(str(atom) for atom in self.failing)}"
        if self.outcome == "filled":
            return f"{self.post}：名额已由第 {_spoken(self.positions)} 名选完"
        if self.outcome == "refused" and self.witness:
            return f"{self.post}：另有 {self.witness[0]} 人只能去包括它在内的 {self.witness[1]} 个岗位，名额都要留给他们"
        return f"{self.post}：{'选定' if self.outcome == 'taken' else '没有轮到或没有选择'}"

    @property
    def en(self) -> str:
        if self.outcome == "not_eligible":
            return f"{self.post}: does not meet {'; '.join(str(atom) for atom in self.failing)}"
        if self.outcome == "filled":
            return f"{self.post}: filled by positions {_spoken(self.positions)}"
        if self.outcome == "refused" and self.witness:
            return f"{self.post}: {self.witness[0]} others can go only to {self.witness[1]} posts, this one among them, and need every seat"
        return f"{self.post}: {'taken' if self.outcome == 'taken' else 'not reached or not chosen'}"


def explain(placement: Placement, key: str, *, events: Sequence[Mapping[str, object]]) -> list[Reason]:
    """The reasons for one person: down the list to the post taken; in a live session over every post.

    ``events`` are the lines of the finished log, parsed. Positions that filled a post are those holding it when this
    person's last turn came.
    """
    person = next(one for one in placement.applicants if one.key == key)
    position = placement.order.index(key) + 1
    holders, answer, tights = _until_answer(events, position)
    refused = {str(post): tights[which] for post, which in answer.get("refused", [])}  # type: ignore[attr-defined]
    posts = {post.id: post for post in placement.posts}
    strictly_listed = placement.rules.manner == "sealed" and placement.rules.mechanism == "plain"
    names = list(person.wishes) + [
        name for name in posts if name not in person.wishes and not strictly_listed
    ]
    reasons = []
    for name in names:
        atoms, taken = posts[name].atoms, answer.get("post") == name
        reasons.append(_reason(name, atoms, person.facts, posts[name].seats, holders, refused, taken))
        if taken and placement.rules.manner == "sealed":
            break
    return reasons


def _reason(
    name: str,
    atoms: Sequence[Atom],
    facts: Mapping[str, Value],
    seats: int,
    holders: Mapping[str, list[int]],
    refused: Mapping[str, tuple[int, int]],
    taken: bool,
) -> Reason:
    if taken:
        return Reason(name, "taken")
    found = match(atoms, facts)
    if not found.eligible:
        return Reason(name, "not_eligible", failing=found.failing)
    if name in refused:
        return Reason(name, "refused", witness=refused[name])
    if len(holders.get(name, [])) >= seats:
        return Reason(name, "filled", positions=tuple(sorted(holders.get(name, []))))
    return Reason(name, "not_reached")


def _until_answer(
    events: Sequence[Mapping[str, object]], position: int
) -> tuple[dict[str, list[int]], Mapping[str, object], dict[int, tuple[int, int]]]:
    """Who held what just before this person's last answer; that answer; the sizes of the witness sets."""
    answers = [line for line in events if line["kind"] in ("PICK", "NONE") and line["position"] == position]
    last = answers[-1] if answers else {"n": len(events)}
    held: dict[int, str] = {}
    tights: dict[int, tuple[int, int]] = {}
    for line in events[: int(str(last["n"]))]:
        if line["kind"] == "PICK":
            held[int(str(line["position"]))] = str(line["post"])
        elif line["kind"] in ("REVOKE", "RULING"):
            held.pop(int(str(line["position"])), None)
        elif line["kind"] == "TIGHT":
            tights[int(str(line["id"]))] = (len(line["people"]), len(line["posts"]))  # type: ignore[arg-type]
        for gone in line.get("displaced", ()):  # type: ignore[attr-defined]
            held.pop(gone, None)
    holders: dict[str, list[int]] = {}
    for who, post in held.items():
        holders.setdefault(post, []).append(who)
    return holders, last, tights


def _spoken(positions: Sequence[int]) -> str:
    return ", ".join(str(one) for one in positions) or "—"
