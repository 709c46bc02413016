"""From the frozen inputs to a finished record: rules, posts, root, seed, order, session, result."""

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.choosing.by_score import points, ranking, requirements
from rongyao.choosing.by_score.preserving import bits
from rongyao.choosing.by_score.requirements import Atom, FactKind, Value
from rongyao.choosing.by_score.session import Chooser, Session, SessionRules
from rongyao.choosing.record import seeds, tree
from rongyao.choosing.record.canonical import identifier
from rongyao.choosing.record.leaves import Nonces, PersonLeaf, field_names
from rongyao.choosing.record.log import Log, Witnessing
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.receipts import receipt, totals_only
from rongyao.choosing.record.suites import suite


class UnableToClose(ValueError):
    """The root cannot be made yet: something is unknown, or two rows speak of one person."""


@dataclass(frozen=True)
class Post:
    """One post; ``round`` is the first round in which it may be taken (0 unless there are lanes)."""

    id: str
    seats: int
    atoms: tuple[Atom, ...] = ()
    zh: str = ""
    employer: str = ""
    round: int = 0

    def published(self) -> dict[str, Any]:
        atoms = [atom.published() for atom in self.atoms]
        return dict(vars(self)) | {"atoms": atoms}


@dataclass(frozen=True)
class Applicant:
    """One person's frozen inputs. ``key`` stays with the bureau; nothing of it enters the record.

    ``score`` in hundredths; ``points`` per score item (empty where the rules list none) must add up to it.
    """

    key: str
    score: int
    ties: tuple[int, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    round: int = 0


@dataclass(frozen=True)
class Rules:
    """Everything published before anyone is ranked. Amounts of points in hundredths."""

    record: str
    mechanism: str = "plain"
    manner: str = "sealed"
    suite: str = "sha256"
    items: tuple[points.ScoreItem, ...] = ()
    ties: tuple[ranking.TieKey, ...] = ()
    facts: tuple[FactKind, ...] = ()
    rounds: tuple[tuple[str, str, str], ...] = (("main", "统一选岗", "main round"),)
    session: SessionRules = field(default_factory=SessionRules)
    sources: tuple[dict[str, Any], ...] = ()
    least_sources: int = 0
    witnesses: tuple[dict[str, str], ...] = ()
    least_witnesses: int = 0
    text_zh: str = ""
    text_en: str = ""

    def published(self, bureau: Signer, version: int, supersedes: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "format": "rongyao-placement-1",
            "record": self.record,
            "version": version,
            "supersedes": supersedes,
            "suite": self.suite,
            "mechanism": self.mechanism,
            "manner": self.manner,
            "items": [item.published() for item in self.items],
            "ties": [key.published() for key in self.ties],
            "facts": [fact.published() for fact in self.facts],
            "rounds": [{"id": identifier(name), "zh": zh, "en": en} for name, zh, en in self.rounds],
            "session": self.session.published(),
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
        rehearsal = int(not self.sources)
        return {"rehearsal": rehearsal, "least": self.least_sources, "sources": list(self.sources)}


@dataclass
class Placement:
    """One placement on its way to a record. Call ``close`` → ``draw`` → the session's verbs → ``finish``.

    ``nonces(key)`` gives the two nonces behind a person's salt; a correction must give the old ones again.
    """

    rules: Rules
    posts: Sequence[Post]
    applicants: Sequence[Applicant]
    bureau: Signer
    nonces: Callable[[str], Nonces] = lambda _key: Nonces.fresh()
    version: int = 1
    supersedes: list[dict[str, Any]] = field(default_factory=list)
    log: Log = field(init=False)
    leaves: dict[str, PersonLeaf] = field(default_factory=dict)
    eligible: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    root: bytes = b""
    seed_root: bytes = b""
    parts: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = Log(self.rules.record, suite(self.rules.suite))
        self._published = self.rules.published(self.bureau, self.version, self.supersedes)
        self._number = {identifier(post.id): number for number, post in enumerate(self.posts)}
        self._asking: dict[tuple[requirements.Atom, ...], int] = {}  # atoms -> the posts that ask for them
        for number, post in enumerate(self.posts):
            self._asking[tuple(post.atoms)] = self._asking.get(tuple(post.atoms), 0) | 1 << number
        plain = self.rules.mechanism == "plain"  # where everybody has a field a post, with one of two values
        self._bits = [((f"post.{post.id}", 0), (f"post.{post.id}", 1)) for post in self.posts if plain]

    def close(self, *, at: str, witnessing: Witnessing | None = None) -> bytes:
        """Freeze rules, posts and people; publish the root and have it co-signed. Nothing is drawn yet."""
        self._check_inputs()
        self._decide_eligibility()
        names = field_names(self._published, [post.published() for post in self.posts])
        self.leaves = {one.key: self._leaf(one, names) for one in self.applicants}
        commitments = sorted(leaf.commitment for leaf in self.leaves.values())
        if len(set(commitments)) != len(commitments):
            raise UnableToClose("two people have the same leaf: the same nonces were used twice")
        hashed = [self.log.suite.leaf(one) for one in commitments]
        self.root = tree.head(hashed, self.log.suite)
        self.log.append("RULES", at=at, **self._published)
        self.log.append("POSTS", at=at, posts=[post.published() for post in self.posts])
        self.log.append("ROOT", at=at, people=len(commitments), root=self.root.hex(), eligible=self._counts())
        self.log.sign(self.bureau, witnessing)
        return self.root

    def draw(self, draws: dict[str, str], *, at: str) -> None:
        """Publish the seed from the public draws, and the order that follows."""
        parts = seeds.parts_by_recipe(self.rules.recipe, draws)
        self.seed_with(self.root, parts, at=at)

    def seed_with(self, root: bytes, parts: list[list[str]], *, at: str) -> None:
        """Publish the seed of ``root`` and ``parts`` (a correction repeats those of version 1), and the order."""
        self.seed_root, self.parts = root, parts
        seed = seeds.seed(root, parts, self.log.suite)
        self.log.append("SEED", at=at, root=root.hex(), parts=parts, seed=seed.hex())
        lots = [seeds.lot(seed, self.leaves[one.key].commitment, self.log.suite) for one in self.applicants]
        standings = [
            ranking.Standing(one.score, one.ties, lot) for one, lot in zip(self.applicants, lots, strict=True)
        ]
        order = ranking.rank(standings, self.rules.ties)
        self.order = [self.applicants[row].key for row in order]
        self._write_order([standings[row] for row in order], at)

    def session(self, *, at: str) -> Session:
        """The session, opened."""
        people = {one.key: one for one in self.applicants}
        session = Session(
            choosers=[self._chooser(people[key]) for key in self.order],
            posts=[post.id for post in self.posts],
            seats=[post.seats for post in self.posts],
            post_rounds=[post.round for post in self.posts],
            rounds=len(self.rules.rounds),
            rules=self.rules.session,
            write=self.log.append,
            preserving=self.rules.mechanism == "preserving",
            live=self.rules.manner == "live",
        )
        session.start(at=at)
        return session

    def finish(self, session: Session, *, at: str, witnessing: Witnessing | None = None) -> dict[str, str]:
        """Publish the result and sign the whole; the files of the record."""
        if session.next is not None or session.called is not None:
            raise UnableToClose(f"position {session.next} has not had a turn")
        placements = session.placements()
        self.log.append(
            "RESULT",
            at=at,
            placed=len(placements),
            unplaced=len(self.order) - len(placements),
            placements=placements,
            left=session.seats_left(),
        )
        self.log.sign(self.bureau, witnessing)
        return self.log.files()

    def receipt(self, key: str, session: Session | None = None, *, totals: bool = False) -> dict[str, Any]:
        """The private receipt of one person; before the session is over it names no post."""
        post = ""
        if session:
            held = session.placed.get(self.order.index(key) + 1)
            post = "-" if held is None else self.posts[held].id
        make = totals_only if totals else receipt
        return make(
            self.leaves[key], record=self.rules.record, version=self.version, root=self.root,
            people=len(self.leaves), post=post,
        )  # fmt: skip

    # --- inside ---

    def _check_inputs(self) -> None:
        if len(self._number) != len(self.posts):
            raise UnableToClose("two posts have the same identifier")
        if len({one.key for one in self.applicants}) != len(self.applicants):
            raise UnableToClose("one person has two rows")
        for post in self.posts:
            _expect(post.seats >= 0, f"post {post.id} has {post.seats} seats")
            _expect(0 <= post.round < len(self.rules.rounds), f"post {post.id} names no round")
        for one in self.applicants:
            self._check_applicant(one)

    def _check_applicant(self, one: Applicant) -> None:
        _expect(len(one.ties) == len(self.rules.ties), f"{one.key}: {len(one.ties)} tie keys")
        _expect(0 <= one.round < len(self.rules.rounds), f"{one.key} names no round")
        _expect(len(set(one.wishes)) == len(one.wishes), f"{one.key} lists a post twice")
        strangers = [wish for wish in one.wishes if wish not in self._number]
        _expect(not strangers, f"{one.key} lists {', '.join(strangers)}, which is no post")
        if self.rules.items:
            _expect(
                points.total(one.points, self.rules.items) == one.score, f"{one.key}: the items do not add up"
            )

    def _decide_eligibility(self) -> None:
        """The posts of everyone; all who have something unknown are named at once."""
        unknown = []
        for one in self.applicants:
            try:
                self.eligible[one.key] = self._eligibility(one)
            except UnableToClose as problem:
                unknown.append(str(problem))
        if unknown:
            raise UnableToClose("\n".join(unknown))

    def _eligibility(self, one: Applicant) -> int:
        kinds = list(self._asking)  # posts that ask the same have one answer
        found = [requirements.match(atoms, one.facts) for atoms in kinds]
        if missing := sorted({fact for answer in found for fact in answer.missing}):
            raise UnableToClose(f"{one.key}: not known: {', '.join(missing)}; ask for the paper first")
        return sum(self._asking[atoms] for atoms, answer in zip(kinds, found, strict=True) if answer.eligible)

    def _leaf(self, one: Applicant, names: Sequence[str]) -> PersonLeaf:
        flags = self.eligible[one.key]
        asked = [pair[flags >> number & 1] for number, pair in enumerate(self._bits)] if self._bits else []
        own = names[: len(names) - len(asked)]
        fields = [*((name, self._value(one, name)) for name in own), *asked]
        return PersonLeaf(fields, self.nonces(one.key), self.log.suite)

    def _value(self, one: Applicant, name: str) -> Any:
        if name == "standing":
            return [one.round, one.score]
        if name == "list":
            return list(one.wishes)
        if name == "eligible":
            return [self.posts[number].id for number in bits(self.eligible[one.key])]
        kind, _, rest = name.partition(".")
        if kind == "tie":
            return one.ties[[key.id for key in self.rules.ties].index(rest)]
        return one.points[rest]

    def _counts(self) -> list[list[Any]]:
        same = Counter(self.eligible.values())
        return [
            [post.id, sum(many for mask, many in same.items() if mask >> number & 1)]
            for number, post in enumerate(self.posts)
        ]

    def _write_order(self, standings: Sequence[ranking.Standing], at: str) -> None:
        needs = [ranking.keys_needed(*pair) for pair in itertools.pairwise(standings)]
        for place, (key, standing) in enumerate(zip(self.order, standings, strict=True)):
            around = needs[max(0, place - 1) : place + 1]
            deepest = max((depth for depth, _ in around), default=0)
            names = ["standing", *(f"tie.{tie.id}" for tie in self.rules.ties[:deepest])]
            names += ["eligible"] if self.rules.mechanism == "preserving" else []
            leaf = self.leaves[key]
            self.log.append(
                "ORDER",
                at=at,
                position=place + 1,
                leaf=leaf.commitment.hex(),
                open=[leaf.open(name) for name in names],
                lot=standing.lot.hex() if any(tied for _, tied in around) else "",
            )

    def _chooser(self, one: Applicant) -> Chooser:
        wishes = tuple(self._number[wish] for wish in one.wishes)
        return Chooser(one.round, self.eligible[one.key], wishes, self.leaves[one.key].open)


def _expect(fine: bool, otherwise: str) -> None:
    if not fine:
        raise UnableToClose(otherwise)


def code_hash() -> str:
    """SHA-256 over the choosing program's own source, file by file in order of name."""
    here = Path(__file__).parent
    files = sorted([*here.glob("*.py"), *(here.parent / "record").glob("*.py")])
    return hashlib.sha256(b"\x00".join(path.read_bytes() for path in files)).hexdigest()
