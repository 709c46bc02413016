"""``rongyao determine``: a roster in, everybody's entitlements with their reasons out. No server, no database."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rongyao.bureau.config.commands.terminal import bar, check_input, check_output, fail, whole_file
from rongyao.bureau.foundation.exchange.problems import Problem


class Lang(StrEnum):
    """The language of reasons, sheets and messages."""

    ZH = "zh"
    EN = "en"


DONE = {
    "zh": "共 {rows} 行：采用 {accepted}，未采用 {rejected}；结果写在 {path}。",
    "en": "{rows} rows: {accepted} accepted, {rejected} rejected; the results are in {path}.",
}
READING = {"zh": "逐行计算", "en": "Working out"}
BAD_DAY = {"zh": "日期 {text} 看不懂，请写成 2026-09-01。", "en": "{text} is no day; write it as 2026-09-01."}


def determine(
    roster: Annotated[
        Path, typer.Argument(help="Roster: xlsx, xls, ods or csv, with Chinese headings in any order.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx).")],
    on: Annotated[str, typer.Option(help="Legal date of the question, 2026-09-01; today without it.")] = "",
    certified: Annotated[
        str, typer.Option(help="Columns that the sender certified complete, by heading, separated by commas.")
    ] = "",
    lang: Annotated[Lang, typer.Option(help="Language of reasons and messages.")] = Lang.ZH,
) -> None:
    """Answer every person of a roster: each entitlement with its sum, its reasons and what is missing.

    Rows with errors are not answered; the second sheet says what is wrong in each and how to mend it.
    """
    check_input(roster, lang)
    check_output(output, lang, ending=".xlsx", other_than=roster)
    day = read_day(on, lang)
    from rongyao.bureau.config.commands.results import answer_roster
    from rongyao.bureau.foundation.exchange.reading import UnableToReadTable

    named = [name.strip() for name in certified.replace("，", ",").split(",") if name.strip()]
    try:
        with whole_file(output, lang) as draft, bar(READING[lang]) as told:
            totals = answer_roster(roster, draft, on=day, certified=named, lang=lang, progress=told)
    except UnableToReadTable as error:
        fail(_sentence(error.problem, lang))
    typer.echo(
        DONE[lang].format(rows=totals.rows, accepted=totals.accepted, rejected=totals.rejected, path=output)
    )


def read_day(text: str, lang: str) -> dt.date:
    """The legal date as typed; today in China where nothing was typed."""
    if not text:
        return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(BAD_DAY[lang].format(text=text))


def _sentence(problem: Problem, lang: str) -> str:
    """What is wrong and how to mend it, in one sentence."""
    parts = [part for part in (problem.text(lang), problem.mend(lang)) if part]
    return "；".join(parts) + "。" if lang == Lang.ZH else "; ".join(parts) + "."
