"""What follows for a person, how much, under which edition, and within which period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rongyao.law.clauses import Clause, all_of, as_test, pack_name
from rongyao.law.nodes import Quantity, Test, quantity
from rongyao.law.quantities import Standard
from rongyao.law.readings import Reading
from rongyao.law.references import DateFact, fact, facts_of, on

Unit = Literal["once", "month", "year"]
Kind = Literal["placement", "payment", "treatment", "information", "forfeiture"]


def standard(name: str, *keys: Any, at: DateFact = on, year_before: bool = False) -> Standard:
    """A dated amount: standard("disability_pension", f.disability_grade, f.disability_cause, at=on)."""
    return Standard(name, keys, at, year_before=year_before)


@dataclass(frozen=True)
class Amount:
    """How much, how often, and from whom. `not_payable` says why it is worked out and yet may not be paid."""

    quantity: Quantity
    unit: Unit
    payer_zh: str = ""
    payer_en: str = ""
    not_payable_zh: str = ""
    not_payable_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def may_pay(self) -> bool:
        """Whether the rule itself lets it be paid (its standards must be payable too)."""
        return not self.not_payable_zh


def amount(of: Any, *, unit: Unit, readings: tuple[Reading, ...] = (), **words: str) -> Amount:
    """An amount in fen. Words: payer_zh/en, not_payable_zh/en, note_zh/en."""
    return Amount(quantity(of), unit, readings=readings, **words)


MeasureUnit = Literal["fen", "percent", "points", "months", "years"]


@dataclass(frozen=True)
class Measure:
    """A number of the law that is no sum to be paid: a rate, points, a part of a sum. Worked out and shown like one."""

    key: str
    article: str
    zh: str
    en: str
    quantity: Quantity
    unit: MeasureUnit


def measure(article: str, *, name: str, zh: str, en: str, of: Any, unit: MeasureUnit) -> Measure:
    """Declare a number shown beside an entitlement with its line of arithmetic."""
    return Measure(f"{pack_name()}/{article}.{name}", article, zh, en, quantity(of), unit)


@dataclass(frozen=True)
class Edition:
    """One edition of a regulation: its names, the days it is in force, and where its text is."""

    key: str
    zh: str
    en: str
    short_zh: str
    starts: date
    ends: date | None
    article: str
    source: str

    def in_force(self, event: DateFact) -> Clause:
        """The clause that chooses this edition by the date of the event."""
        test = event >= self.starts
        if self.ends is not None:
            test = test & ~(event > self.ends)
        until_zh = f"至{self.ends}" if self.ends else "起"
        until_en = f" to {self.ends}" if self.ends else ""
        return Clause(
            f"{self.key}/in_force.{event.name}",
            self.article,
            f"适用{self.short_zh}（{self.starts}{until_zh}）",
            f"this edition applies (from {self.starts}{until_en})",
            test,
            "The date of the event chooses the edition, never the date of the application.",
        )


def edition(
    *,
    zh: str,
    en: str,
    short_zh: str,
    starts: str,
    ends: str | None = None,
    article: str = "",
    source: str = "",
) -> Edition:
    """Declare the edition a pack restates; `starts` and `ends` are its first and last day in force."""
    last = date.fromisoformat(ends) if ends else None
    return Edition(pack_name(), zh, en, short_zh, date.fromisoformat(starts), last, article, source)


@dataclass(frozen=True)
class Deadline:
    """A period the law sets, as data: the bureau's clock counts it. `unit`: calendar_day, working_day, month."""

    key: str
    article: str
    zh: str
    en: str
    number: int
    unit: str
    starts: str
    consequence_zh: str = ""
    consequence_en: str = ""


def deadline(
    article: str, *, name: str, zh: str, en: str, number: int, unit: str, starts: str, **words: str
) -> Deadline:
    """Declare a period; `starts` is the date fact whose day is not itself counted."""
    return Deadline(f"{pack_name()}/{article}.{name}", article, zh, en, number, unit, starts, **words)


class Entitlement:
    """What follows for a person. `condition` is the whole test, the edition's clause first."""

    def __init__(
        self,
        *,
        name: str,
        pack: str,
        zh: str,
        en: str,
        article: str,
        edition: Edition,
        event: DateFact,
        when: Test,
        amount: Amount | None,
        kind: Kind,
        deadlines: tuple[Deadline, ...],
        readings: tuple[Reading, ...],
        measures: tuple[Measure, ...],
        note_zh: str,
        note_en: str,
    ) -> None:
        self.name, self.pack, self.zh, self.en, self.article = name, pack, zh, en, article
        self.edition, self.event, self.amount, self.kind = edition, event.name, amount, kind
        self.measures = measures
        self.deadlines, self.note_zh, self.note_en = deadlines, note_zh, note_en
        self.readings = (*readings, *(amount.readings if amount else ()))
        self.in_force = edition.in_force(event)
        # What follows from a death is not asked of the living: "has died" settles it before anything else.
        first = (self.in_force, fact.is_deceased) if event.name == "died_on" else (self.in_force,)
        self.condition = all_of(*first, when, zh=zh, en=en, article=article)

    @property
    def key(self) -> str:
        """ "resettlement_2024.job_assignment" """
        return f"{self.pack}.{self.name}"

    @property
    def has_amount(self) -> bool:
        """Whether a sum of money follows."""
        return self.amount is not None

    @property
    def unit(self) -> str | None:
        """once, month or year; None without an amount."""
        return self.amount.unit if self.amount else None

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact the answer or the sum may ask for, in the order of the text."""
        of_numbers = (name for q in self.quantities for name in facts_of(q))
        return tuple(dict.fromkeys((*facts_of(self.condition), *of_numbers)))

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The sum and the other numbers that go with it."""
        own = (self.amount.quantity,) if self.amount else ()
        return (*own, *(one.quantity for one in self.measures))

    def __repr__(self) -> str:
        return f"<{self.key} {self.zh}>"


def entitlement(
    name: str,
    *,
    zh: str,
    en: str,
    article: str,
    edition: Edition,
    event: DateFact,
    when: Any,
    amount: Amount | None = None,
    kind: Kind = "treatment",
    deadlines: tuple[Deadline, ...] = (),
    readings: tuple[Reading, ...] = (),
    measures: tuple[Measure, ...] = (),
    note_zh: str = "",
    note_en: str = "",
) -> Entitlement:
    """Declare an entitlement; the catalogue finds it by its key, pack and name."""
    return Entitlement(
        name=name,
        pack=pack_name(),
        zh=zh,
        en=en,
        article=article,
        edition=edition,
        event=event,
        when=as_test(when),
        amount=amount,
        kind=kind,
        deadlines=deadlines,
        readings=readings,
        measures=measures,
        note_zh=note_zh,
        note_en=note_en,
    )
