"""Dated amounts: what a standard was on a day, whether it may be paid, and whether a raise is overdue.

The contract, for the kernel and for the desks:

- `NAMES` says which standards exist, with labels, keys, what they are paid per, and when a new one falls due.
- `seed()` is one long table of the files in `amounts/`; `overlay(table, rows)` puts the bureau's confirmed entries
  on top. Columns: `name key1 key2 level division from to value den per unit document source confidence status`.
  Unit `fen`: `value` is whole fen and `den` 1. Unit `ratio`: the rate is `value / den`. `to` is the last day
  in force, null while open. An unused key is "". A missing standard is a row with a null value, so it can be named.
- `lookup(table, name, keys=(…), on=…)` compiles to expressions, one number for each row of a population:
      found = lookup(table, "disability_pension", keys=(pl.col("grade"), pl.col("cause")), on=pl.col("on"))
      frame.with_columns(pension=found.value, payable=found.is_payable, carried=found.carried_on)
  `found.exact` is the number as `money.Exact`; `found.row` is the index into `found.spells` (0: nothing), the frame that
  explains it (document, source, confidence, raise_from, next_value …): `found.explain(index)` is one row as a dict.
  `year_before=True` asks for the standard of the year before `on` (上一年度). Where a date has only bounds, give
  `on_latest` too: the number is null where the two bounds find different rows.
- Only `published` and `confirmed` rows pay. Where the newest row does not pay, or a new standard is due and has not
  been entered, the last paying one carries on: `carried_on`, with `raise_from` and, if one is known, `next_value`.
  Where nothing pays, the newest figure known is given with `is_payable` false. `preview(table)` reads the same table
  without carrying on: the newest figure, whatever its confidence.
- Of the levels in force for the division (national, province, city, county) the highest wins.
"""

from rongyao.law.standards.finder import Finder
from rongyao.law.standards.lookups import CONFIDENCE, Coded, Key, Lookup, look_up_one, lookup
from rongyao.law.standards.names import KUNSHAN, NAMES, StandardName, UnableToUseStandard, names_of
from rongyao.law.standards.rows import (
    CONFIDENCES,
    SCHEMA,
    digest,
    given,
    missing,
    overlay,
    preview,
    seed,
    table,
    table_of,
)

__all__ = [
    "CONFIDENCE",
    "CONFIDENCES",
    "KUNSHAN",
    "NAMES",
    "SCHEMA",
    "Coded",
    "Finder",
    "Key",
    "Lookup",
    "StandardName",
    "UnableToUseStandard",
    "digest",
    "given",
    "look_up_one",
    "lookup",
    "missing",
    "names_of",
    "overlay",
    "preview",
    "seed",
    "table",
    "table_of",
]
