"""What an article is made of: tests (yes / no / not known) and quantities (exact, or between two bounds).

A node is data. It compiles to a Polars expression for any number of people, names the nodes it is made of,
and, read back for one person, says which facts would still settle it. The same node does all three, so the
officer's explanation and the city's statistics can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from rongyao.law.facts import FACTS
from rongyao.law.money import Exact, exact

if TYPE_CHECKING:
    from rongyao.law.compiler import Compiler
    from rongyao.law.reader import Reader

Missing = dict[str, None]
"""Names in the order they were met (a dict used as an ordered set)."""


class UnableToWriteArticle(TypeError):
    """The article's code says something the kernel cannot mean; raised when the module is imported."""


class Node:
    """Anything an article may say."""

    is_kept = False
    """Whether the compiler gives it a column of its own."""

    def parts(self) -> tuple[Node, ...]:
        """The nodes this one is made of."""
        return ()

    def __bool__(self) -> bool:
        raise UnableToWriteArticle(
            "write & | ~ (not: and, or, not, chained comparison): a fact may be unknown"
        )

    def __iter__(self) -> Iterator[Any]:
        raise UnableToWriteArticle("a fact is not a list: use .has(…) or .is_in(…)")


class Test(Node):
    """A question with three answers. `null` is "not known" and follows Kleene's logic."""

    __test__ = False  # the name is not a pytest class

    def compiled(self, c: Compiler) -> pl.Expr:
        """A Boolean expression, one answer for each person."""
        raise NotImplementedError

    def missing(self, read: Reader) -> Missing:
        """For one person whose answer is not known: the facts that would still settle it."""
        raise NotImplementedError

    def needs_papers(self, c: Compiler) -> pl.Expr:
        """True where the answer is not known and something other than an officer's judgement is missing."""
        return c.test(self).is_null()

    def __and__(self, other: Test) -> Test:
        return Both((self, _test(other)))

    def __or__(self, other: Test) -> Test:
        return AnyOf((self, _test(other)))

    def __invert__(self) -> Test:
        return Not(self)


def _test(node: object) -> Test:
    if not isinstance(node, Test):
        raise UnableToWriteArticle(f"{node!r} is not a condition")
    return node


class Combined(Test):
    """Several tests under one word; the unknown ones among them are the ones that matter."""

    def __init__(self, tests: tuple[Test, ...]) -> None:
        self.tests = tuple(_test(t) for t in tests)

    def parts(self) -> tuple[Node, ...]:
        return self.tests

    def missing(self, read: Reader) -> Missing:
        found: Missing = {}
        for test in self.tests:
            found |= read.missing(test)
        return found

    def needs_papers(self, c: Compiler) -> pl.Expr:
        # Where the whole is unknown no part has decided it, so exactly the unknown parts matter.
        inner = c.needs_papers(self.tests[0])
        for test in self.tests[1:]:
            inner = inner | c.needs_papers(test)
        return c.test(self).is_null() & inner


class AllOf(Combined):
    """Every one of them."""

    def compiled(self, c: Compiler) -> pl.Expr:
        answer = c.test(self.tests[0])
        for test in self.tests[1:]:
            answer = answer & c.test(test)
        return answer


class Both(AllOf):
    """Two conditions joined inside one clause. Nobody is asked to judge it before its facts are in."""

    def missing(self, read: Reader) -> Missing:
        found = super().missing(read)
        papers = {name: None for name in found if not FACTS[name].judged}
        return papers or found


class AnyOf(Combined):
    """At least one of them."""

    def compiled(self, c: Compiler) -> pl.Expr:
        answer = c.test(self.tests[0])
        for test in self.tests[1:]:
            answer = answer | c.test(test)
        return answer


class Not(Combined):
    """The opposite; the opposite of not known is not known."""

    def __init__(self, test: Test) -> None:
        super().__init__((test,))

    def compiled(self, c: Compiler) -> pl.Expr:
        return ~c.test(self.tests[0])


@dataclass(frozen=True)
class Value:
    """A compiled quantity: bounds, the confidence of the standards behind it, and whether one is carried on.

    `rank` counts up from 0 (confirmed) to 4 (missing); null where no standard was used.
    """

    lo: Exact
    hi: Exact
    rank: pl.Expr | None = None
    carried: pl.Expr | None = None
    payable: pl.Expr | None = None

    @property
    def is_exact(self) -> bool:
        """One number, not two bounds."""
        return self.lo is self.hi


class Quantity(Node):
    """A number read from facts, standards and the article; sums and products of such numbers."""

    def compiled(self, c: Compiler) -> Value:
        """Expressions over one constant denominator."""
        raise NotImplementedError

    def missing(self, read: Reader) -> Missing:
        """For one person whose number is not known: the facts that would settle it."""
        found: Missing = {}
        for part in self.parts():
            found |= read.missing(part)
        return found

    def missing_standards(self, read: Reader) -> Missing:
        """The standards nobody has given yet, without which the number cannot be worked out."""
        found: Missing = {}
        for part in self.parts():
            if isinstance(part, Quantity):
                found |= part.missing_standards(read)
        return found

    def standards_used(self, read: Reader) -> list[dict[str, Any]]:
        """The rows of the amounts table behind the number."""
        return [
            row for part in self.parts() if isinstance(part, Quantity) for row in part.standards_used(read)
        ]

    def shown(self, read: Reader, lang: str) -> str:
        """This part of the line of arithmetic, with the person's numbers."""
        raise NotImplementedError

    def __ge__(self, other: Any) -> Test:
        return Compare(self, ">=", quantity(other))

    def __gt__(self, other: Any) -> Test:
        return Compare(self, ">", quantity(other))

    def __le__(self, other: Any) -> Test:
        return Compare(quantity(other), ">=", self)

    def __lt__(self, other: Any) -> Test:
        return Compare(quantity(other), ">", self)

    def __eq__(self, other: Any) -> Test:  # type: ignore[override]
        return self.between(other, other)

    def __ne__(self, other: Any) -> Test:  # type: ignore[override]
        return Not(self == other)

    __hash__ = Node.__hash__

    def between(self, low: Any, high: Any) -> Test:
        """Both ends included."""
        return AllOf((Compare(self, ">=", quantity(low)), Compare(quantity(high), ">=", self)))

    def __add__(self, other: Any) -> Quantity:
        return Sum(self, quantity(other))

    def __radd__(self, other: Any) -> Quantity:
        return Sum(quantity(other), self)

    def __sub__(self, other: Any) -> Quantity:
        return Difference(self, quantity(other))

    def __mul__(self, other: Any) -> Quantity:
        return Product(self, quantity(other))

    def __rmul__(self, other: Any) -> Quantity:
        return Product(quantity(other), self)


class Constant(Quantity):
    """A number that is nobody's rule: 1, or a half. A number of the law is a `threshold` or a `rate`."""

    def __init__(self, number: Fraction) -> None:
        self.number = number

    def compiled(self, c: Compiler) -> Value:
        number = exact(self.number)
        return Value(number, number)

    def shown(self, read: Reader, lang: str) -> str:
        return number_text(self.number)


def quantity(value: Any) -> Quantity:
    """A quantity as it is; a whole number or a Fraction as a constant. Floats are refused."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise UnableToWriteArticle(
            f"{value!r} is no exact number: use an int, a Fraction, a threshold or a rate"
        )
    return Constant(Fraction(value))


def number_text(number: Fraction) -> str:
    """7, 2.5 or 1/3: never a rounded decimal."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    hundred = number * 10_000
    if hundred.denominator != 1:
        return str(number)
    whole, rest = divmod(abs(hundred.numerator), 10_000)
    return f"{'-' if number < 0 else ''}{whole:,}.{rest:04d}".rstrip("0")


class Binary(Quantity):
    """Two quantities and a sign between them."""

    def __init__(self, left: Quantity, right: Quantity) -> None:
        self.left, self.right = left, right

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


class Sum(Binary):
    """Left and right together."""

    def compiled(self, c: Compiler) -> Value:
        left, right = c.value(self.left), c.value(self.right)
        return combine((left, right), left.lo + right.lo, left.hi + right.hi)

    def shown(self, read: Reader, lang: str) -> str:
        return f"{self.left.shown(read, lang)} + {self.right.shown(read, lang)}"


class Difference(Binary):
    """Left without right; the bounds cross over."""

    def compiled(self, c: Compiler) -> Value:
        left, right = c.value(self.left), c.value(self.right)
        return combine((left, right), left.lo - right.hi, left.hi - right.lo)

    def shown(self, read: Reader, lang: str) -> str:
        return f"{self.left.shown(read, lang)} − {_bracketed(self.right, read, lang)}"


class Product(Binary):
    """Left times right. Bounds assume that neither is negative, as no sum, rate or count of years is."""

    def compiled(self, c: Compiler) -> Value:
        left, right = c.value(self.left), c.value(self.right)
        return combine((left, right), left.lo * right.lo, left.hi * right.hi)

    def shown(self, read: Reader, lang: str) -> str:
        factors = [q for q in (self.left, self.right) if not _is_plain_one(q, read)] or [self.left]
        return " × ".join(_bracketed(q, read, lang) for q in factors)


def _is_plain_one(q: Quantity, read: Reader) -> bool:
    """A factor "1 + 0%" says nothing to the reader."""
    return isinstance(q, Sum) and read.number(q) == 1


def _bracketed(q: Quantity, read: Reader, lang: str) -> str:
    text = q.shown(read, lang)
    return f"({text})" if isinstance(q, Sum | Difference) else text


def combine(values: tuple[Value, ...], lo: Exact, hi: Exact) -> Value:
    """A value made of others: as sure as the least sure of them."""
    same = all(value.is_exact for value in values)
    ranks = [value.rank for value in values if value.rank is not None]
    carried = [value.carried for value in values if value.carried is not None]
    payable = [value.payable for value in values if value.payable is not None]
    return Value(
        lo, lo if same else hi, _worst(ranks), _joined(carried, any_of=True), _joined(payable, any_of=False)
    )


def _worst(ranks: list[pl.Expr]) -> pl.Expr | None:
    """The higher of the known ranks. Skipping nulls is meant: a null rank is a standard that was not used."""
    if not ranks:
        return None
    return ranks[0] if len(ranks) == 1 else pl.max_horizontal(*ranks)


def _joined(answers: list[pl.Expr], *, any_of: bool) -> pl.Expr | None:
    if not answers:
        return None
    joined = answers[0]
    for answer in answers[1:]:
        joined = (joined | answer) if any_of else (joined & answer)
    return joined


class Compare(Test):
    """Left against right. Where bounds disagree the answer is not known, and only there."""

    is_kept = True

    def __init__(self, left: Quantity, sign: str, right: Quantity) -> None:
        self.left, self.sign, self.right = left, sign, right

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def compiled(self, c: Compiler) -> pl.Expr:
        left, right = c.value(self.left), c.value(self.right)
        surely = _holds(left.lo, self.sign, right.hi)
        if left.is_exact and right.is_exact:
            return surely
        return bounded(surely, _holds(left.hi, self.sign, right.lo))

    def missing(self, read: Reader) -> Missing:
        return read.missing(self.left) | read.missing(self.right)


def bounded(surely: pl.Expr, possibly: pl.Expr) -> pl.Expr:
    """Yes where it surely holds, no where it cannot, null between. Both are null where a fact is."""
    return pl.when(surely).then(pl.lit(True)).when(~possibly).then(pl.lit(False))


def _holds(left: Exact, sign: str, right: Exact) -> pl.Expr:
    one = as_expr(left.num) * right.den
    two = as_expr(right.num) * left.den
    return one >= two if sign == ">=" else one > two


def as_expr(num: Any) -> pl.Expr:
    """A plain int as a typed literal; an expression as it is."""
    return num if isinstance(num, pl.Expr) else pl.lit(num, dtype=pl.Int64)


def walk(root: Node) -> Iterator[Node]:
    """Each node once, however many articles share it."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += reversed(node.parts())
