"""The words an article is written with. Every pack imports from here and from nowhere else in the kernel.

    from rongyao.law.model import any_of, clause, entitlement, fact as f, threshold

A *clause* is one item of an article in our own words (`zh`, `en`) and its test. `all_of`, `any_of`, `unless` compose
clauses. An *entitlement* is what follows for a person, under an *edition* chosen by the date of the event.
A number in the article's sentence is a `threshold` (years=12) or a `rate` (percent=25); where the text is silent a
`reading` states the question, our answer and the alternatives. Both can be set otherwise on a copy (`settings.override`).
Inside an article write & | ~ ; never `and`, `or`, `not`.
"""

from rongyao.law.clauses import (
    Clause,
    Exceptions,
    Group,
    all_of,
    any_of,
    clause,
    none_of,
    unless,
)
from rongyao.law.entitlements import (
    Amount,
    Deadline,
    Edition,
    Entitlement,
    Measure,
    amount,
    deadline,
    edition,
    entitlement,
    measure,
    standard,
)
from rongyao.law.money import FEN, YUAN
from rongyao.law.nodes import Quantity, Test
from rongyao.law.quantities import (
    Number,
    highest,
    in_order,
    labelled,
    lowest,
    pick,
    rounded,
    subtotal,
    total,
)
from rongyao.law.readings import LAST_DAY, Reading, ReadingIs, rate, reading, threshold
from rongyao.law.references import fact, month_after, month_start, months_later, on, year_after

__all__ = [
    "FEN",
    "LAST_DAY",
    "YUAN",
    "Amount",
    "Clause",
    "Deadline",
    "Edition",
    "Entitlement",
    "Exceptions",
    "Group",
    "Measure",
    "Number",
    "Quantity",
    "Reading",
    "ReadingIs",
    "Test",
    "all_of",
    "amount",
    "any_of",
    "clause",
    "deadline",
    "edition",
    "entitlement",
    "fact",
    "highest",
    "in_order",
    "labelled",
    "lowest",
    "measure",
    "month_after",
    "month_start",
    "months_later",
    "none_of",
    "on",
    "pick",
    "rate",
    "reading",
    "rounded",
    "standard",
    "subtotal",
    "threshold",
    "total",
    "unless",
    "year_after",
]
