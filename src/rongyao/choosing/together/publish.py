"""From frozen inputs to a finished record, format ``rongyao-together-1`` (docs/reference/joint-matching.md).

The order of the lines is RULES POSTS ROOT SEED ORDER… PRICES… STAGE… DECLINED… RESULT REASON…
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.choosing.by_score.requirements import Atom, FactKind, Value, match
from rongyao.choosing.record import seeds, tree
from rongyao.choosing.record.canonical import canon, identifier
from rongyao.choosing.record.leaves import Nonces, PersonLeaf
from rongyao.choosing.record.log import Log, Witnessing
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.receipts import receipt
from rongyao.choosing.record.suites import Suite, suite
from rongyao.choosing.together import match as matching
from rongyao.choosing.together.market import Institution, Line, Market, Person, TrainingClass, UnableToMatch
from rongyao.choosing.together.prices import SCALE
from rongyao.choosing.together.reasons import Known, Reason
from rongyao.choosing.together.stable import Stable, stable

MODES = ("most", "stable")
ACCEPT = ("listed", "eligible")


@dataclass(frozen=True)
class Order:
    """One order line as published: who asks for whom."""

    line: Line
    atoms: tuple[Atom, ...] = ()
    employer: str = ""
    zh: str = ""


@dataclass(frozen=True)
class Applicant:
    """One person's frozen inputs. ``key`` stays with the bureau. ``standing``: the smaller is earlier in the order.

    ``status`` is ``in``, ``withdrew`` or ``late``.
    """

    key: str
    standing: int
    group: int = 0
    wishes: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    status: str = "in"


@dataclass(frozen=True)
class Rules:
    """Everything published before the order is known. ``mode``: ``most`` placed, or ``stable``.

    ``witnesses``: their keys as ``Signer.declared`` gives them; ``least_witnesses`` of them co-sign each checkpoint.
    ``accept``: ``listed`` places people on lines they list only; ``eligible`` completes every list by the other lines the
    person is eligible for, in the order of POSTS.
    """

    record: str
    mode: str = "most"
    accept: str = "listed"
    suite: str = "sha256"
    groups: tuple[tuple[str, str, str], ...] = (("all", "全部", "everybody"),)
    facts: tuple[FactKind, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    least_sources: int = 0
    witnesses: tuple[dict[str, str], ...] = ()
    least_witnesses: int = 0
    text_zh: str = ""
    text_en: str = ""

    def published(self, bureau: Signer) -> dict[str, Any]:
        return {
            "format": "rongyao-together-1",
            "record": self.record,
            "version": 1,
            "suite": self.suite,
            "mode": self.mode,
            "accept": self.accept,
            "scale": SCALE,
            "groups": [{"id": identifier(name), "zh": zh, "en": en} for name, zh, en in self.groups],
            "facts": [fact.published() for fact in self.facts],
            "seed": self.recipe,
            "keys": {
                "bureau": bureau.declared(),
                "witnesses": list(self.witnesses),
                "least": self.least_witnesses,
            },
            "text_zh": self.text_zh,
            "text_en": self.text_en,
            "code": code_hash(),
        }

    @property
    def recipe(self) -> dict[str, Any]:
        return {
            "rehearsal": int(not self.sources),
            "least": self.least_sources,
            "sources": list(self.sources),
        }


@dataclass
class Matching:
    """A joint matching on its way to a record: ``close`` → ``draw`` → ``run`` → ``finish``."""

    rules: Rules
    orders: Sequence[Order]
    classes: Sequence[TrainingClass]
    institutions: Sequence[Institution]
    applicants: Sequence[Applicant]
    bureau: Signer
    nonces: Callable[[str], Nonces] = lambda _key: Nonces.fresh()
    witnessing: Witnessing | None = None
    log: Log = field(init=False)
    root: bytes = b""
    order: list[Applicant] = field(default_factory=list)
    eligible: dict[str, list[int]] = field(default_factory=dict)
    leaves: dict[str, PersonLeaf] = field(default_factory=dict)
    lots: list[int] = field(default_factory=list)
    outcome: "matching.Outcome | None" = None
    stable: Stable | None = None
    reasons: dict[int, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = Log(self.rules.record, suite(self.rules.suite))
        self._number = {identifier(one.line.id): number for number, one in enumerate(self.orders)}

    def close(self, *, at: str) -> bytes:
        """Freeze rules, orders and people; publish the root. Nothing is drawn yet."""
        self._check()
        self._decide_eligibility()
        self.leaves = {one.key: self._leaf(one) for one in self.applicants}
        commitments = sorted(leaf.commitment for leaf in self.leaves.values())
        if len(set(commitments)) != len(commitments):
            raise UnableToMatch("two people have the same leaf: the same nonces were used twice")
        self.root = tree.head([self.log.suite.leaf(one) for one in commitments], self.log.suite)
        self.log.append("RULES", at=at, **self.rules.published(self.bureau))
        self.log.append("POSTS", at=at, **self._posts())
        self.log.append("ROOT", at=at, people=len(commitments), root=self.root.hex())
        self.log.sign(self.bureau, self.witnessing)
        return self.root

    def draw(self, draws: dict[str, str], *, at: str) -> None:
        """Publish the seed; the order among equals and the lots of the classes follow from it."""
        hashes = self.log.suite
        parts = seeds.parts_by_recipe(self.rules.recipe, draws)
        seed = seeds.seed(self.root, parts, hashes)
        self.log.append("SEED", at=at, root=self.root.hex(), parts=parts, seed=seed.hex())
        lots = {one.key: seeds.lot(seed, self.leaves[one.key].commitment, hashes) for one in self.applicants}
        self.order = sorted(self.applicants, key=lambda one: (one.standing, lots[one.key]))
        self.lots = class_lots(seed, [one.id for one in self.classes], hashes)
        for position, one in enumerate(self.order, 1):
            leaf = self.leaves[one.key]
            opened = [leaf.open(name)[:3] for name in ("standing", "list", "eligible", "status")]
            self.log.append("ORDER", at=at, position=position, leaf=leaf.commitment.hex(), open=opened)

    def market(self) -> Market:
        """The people in their order, with the wishes the rules accept."""
        people = tuple(Person(self._wishes(one), one.group) for one in self.order)
        lines = tuple(one.line for one in self.orders)
        return Market(people, lines, tuple(self.classes), tuple(self.institutions), len(self.rules.groups))

    def run(self, *, seconds: float | None = None) -> list[int]:
        """Match; the line number of everyone in order (-1: none)."""
        market = self.market()
        if self.rules.mode == "stable":
            self.stable = stable(market)
            return self.stable.placed
        self.outcome = matching.match(market, lots=self.lots, seconds=seconds)
        self.reasons = self.outcome.why_unplaced(self._known())
        return self.outcome.placed

    def finish(self, *, at: str) -> dict[str, str]:
        """Publish certificate and result and sign the whole; the files of the record."""
        if self.outcome:
            _Certificate(self.log, self.outcome, self.reasons, self.orders, self.classes, at).write()
        elif self.stable:
            self._write_stable(self.stable, at)
        self.log.sign(self.bureau, self.witnessing)
        return self.log.files()

    def receipt(self, key: str, line: int) -> dict[str, Any]:
        """The private receipt of one person; ``line`` -1 for none."""
        post = self.orders[line].line.id if line >= 0 else "-"
        return receipt(
            self.leaves[key],
            record=self.rules.record,
            version=1,
            root=self.root,
            people=len(self.leaves),
            post=post,
        )

    def nearest(self, one: Applicant) -> list[str]:
        """For someone eligible for nothing: the lines that fail by one condition only, with it. Private to the person."""
        found = [(order, match(order.atoms, one.facts).failing) for order in self.orders]
        return [f"{order.line.id}: {failing[0]}" for order, failing in found if len(failing) == 1]

    # --- inside ---

    def _check(self) -> None:
        for what, ids in (
            ("lines", [one.line.id for one in self.orders]),
            ("classes", [identifier(one.id) for one in self.classes]),
            ("institutions", [identifier(one.id) for one in self.institutions]),
            ("people", [one.key for one in self.applicants]),
        ):
            if len(set(ids)) != len(ids):
                raise UnableToMatch(f"two {what} have the same identifier")
        if self.rules.mode not in MODES or self.rules.accept not in ACCEPT:
            raise UnableToMatch("mode is most or stable, accept is listed or eligible")

    def _decide_eligibility(self) -> None:
        """The lines of everyone; all who have something unknown are named at once."""
        unknown = []
        for one in self.applicants:
            try:
                self.eligible[one.key] = self._eligibility(one)
            except UnableToMatch as problem:
                unknown.append(str(problem))
        if unknown:
            raise UnableToMatch("\n".join(unknown))

    def _eligibility(self, one: Applicant) -> list[int]:
        found = [match(order.atoms, one.facts) for order in self.orders]
        if missing := sorted({fact for answer in found for fact in answer.missing}):
            raise UnableToMatch(f"{one.key}: not known: {', '.join(missing)}; ask for the paper first")
        return [number for number, answer in enumerate(found) if answer.eligible]

    def _leaf(self, one: Applicant) -> PersonLeaf:
        ids = [self.orders[number].line.id for number in self.eligible[one.key]]
        fields = [("standing", [one.group, one.standing]), ("list", list(one.wishes)), ("eligible", ids)]
        return PersonLeaf([*fields, ("status", one.status)], self.nonces(one.key), self.log.suite)

    def _posts(self) -> dict[str, Any]:
        names = [one.id for one in self.institutions]
        return {
            "institutions": [dict(vars(one)) for one in self.institutions],
            "classes": [
                {"id": one.id, "least": one.least, "most": one.most, "under": names[one.under] if one.under >= 0 else ""}
                for one in self.classes
            ],
            "lines": [
                {
                    "id": one.line.id, "class": self.classes[one.line.of].id, "seats": one.line.seats,
                    "employer": one.employer, "zh": one.zh, "atoms": [atom.published() for atom in one.atoms],
                }
                for one in self.orders
            ],
        }  # fmt: skip

    def _wishes(self, one: Applicant) -> tuple[int, ...]:
        if one.status != "in":
            return ()
        may = self.eligible[one.key]
        listed = [self._number[wish] for wish in one.wishes if self._number[wish] in may]
        others = [number for number in may if number not in listed] if self.rules.accept == "eligible" else []
        return (*listed, *others)

    def _known(self) -> Known:
        return Known(
            tuple(frozenset(self.eligible[one.key]) for one in self.order),
            tuple(one.status == "in" for one in self.order),
        )

    def _write_stable(self, found: Stable, at: str) -> None:
        ids = [one.line.id for one in self.orders]
        self.log.append(
            "STABLE",
            at=at,
            closed=[[self.classes[number].id, had] for number, had in found.closed],
            lines=_cutoffs(ids, found.line_cutoffs),
            classes=_cutoffs([one.id for one in self.classes], found.class_cutoffs),
            institutions=_cutoffs([one.id for one in self.institutions], found.roof_cutoffs),
            placements=[[position, ids[line]] for position, line in enumerate(found.placed, 1) if line >= 0],
        )


def _cutoffs(ids: Sequence[str], last: Sequence[int]) -> list[list[Any]]:
    return [[name, position] for name, position in zip(ids, last, strict=True) if position]


@dataclass
class _Certificate:
    """Writes prices, trees, result and reasons; only prices that are used, numbered anew."""

    log: Log
    outcome: "matching.Outcome"
    reasons: Mapping[int, Reason]
    orders: Sequence[Order]
    classes: Sequence[TrainingClass]
    at: str
    numbers: dict[int, int] = field(default_factory=dict)

    def write(self) -> None:
        settled = self.outcome.settled
        trees = [stage.tree for stage in settled.stages] + [one for _, one in settled.declined]
        stages = [self._tree(one.preorder()) for one in trees]
        reasons = [(person, self._evidence(reason)) for person, reason in sorted(self.reasons.items())]
        for old, number in self.numbers.items():
            published = self.outcome.search.pool.found[old].published()
            self.log.append("PRICES", at=self.at, id=number, **published)
        for number, stage in enumerate(settled.stages):
            found = {"reached": stage.reached, "at_most": stage.at_most, "tree": stages[number]}
            self.log.append("STAGE", at=self.at, stage=number, **found)
        for (number, _), proof in zip(settled.declined, stages[len(settled.stages) :], strict=True):
            self.log.append("DECLINED", at=self.at, **{"class": self.classes[number].id}, tree=proof)
        self._result()
        for person, evidence in reasons:
            self.log.append(
                "REASON", at=self.at, position=person + 1, code=self.reasons[person].code, evidence=evidence
            )

    def _result(self) -> None:
        outcome, ids = self.outcome, [one.line.id for one in self.orders]
        self.log.append(
            "RESULT",
            at=self.at,
            placed=outcome.settled.counts[0],
            unplaced=outcome.placed.count(-1),
            running=[one.id for one, runs in zip(self.classes, outcome.is_open, strict=True) if runs],
            undecided=[self.classes[number].id for number in sorted(outcome.settled.undecided)],
            placements=[
                [position, ids[line]] for position, line in enumerate(outcome.placed, 1) if line >= 0
            ],
        )

    def _tree(self, preorder: Sequence[int]) -> list[int]:
        return [number if number >= 0 else -1 - self._renumbered(-1 - number) for number in preorder]

    def _renumbered(self, old: int) -> int:
        return self.numbers.setdefault(old, len(self.numbers))

    def _evidence(self, reason: Reason) -> dict[str, Any]:
        """Lines, classes and people by their published names and positions."""
        found = dict(reason.evidence)
        if "lines" in found:
            found["lines"] = [self.orders[line].line.id for line in found["lines"]]
        if "people" in found:
            found["people"] = [person + 1 for person in found["people"]]
        if "full" in found:
            found["full"] = [
                [self.orders[line].line.id, what, last + 1] for line, what, last in found["full"]
            ]
        if "classes" in found:
            found["classes"] = [self._refusal(one) for one in found["classes"]]
        return found

    def _refusal(self, one: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(one) | {"class": self.classes[one["class"]].id}
        if "full" in found:
            found["full"] = [self.orders[line].line.id for line in found["full"]]
        if "prices" in found:
            found["prices"] = self._renumbered(found["prices"])
        return found


def class_lots(seed: bytes, ids: Sequence[str], hashes: Suite) -> list[int]:
    """The classes in the order of their lots: HMAC(seed, canon(["class", id])), the smaller first."""
    lots = [hashes.mac(seed, canon(["class", name])) for name in ids]
    return sorted(range(len(ids)), key=lots.__getitem__)


def code_hash() -> str:
    """SHA-256 over the matching program's own source, file by file in order of name."""
    here = Path(__file__).parent
    files = sorted([*here.glob("*.py"), *(here.parent / "record").glob("*.py")])
    return hashlib.sha256(b"\x00".join(path.read_bytes() for path in files)).hexdigest()
