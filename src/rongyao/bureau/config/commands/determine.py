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
ANSWERED = {
    "zh": "共 {people} 人，结果写成 {files} 个文件，在 {path}。",
    "en": "{people} people answered, in {files} files in {path}.",
}
NOTHING = {
    "zh": "请给出名册文件，或者用 --parquet 给出文件夹。",
    "en": "Name a roster, or a folder with --parquet.",
}
READING = {"zh": "逐行计算", "en": "Working out"}
BAD_DAY = {"zh": "日期 {text} 看不懂，请写成 2026-09-01。", "en": "{text} is no day; write it as 2026-09-01."}


def determine(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx); with --parquet a folder.")
    ],
    roster: Annotated[
        Path | None, typer.Argument(help="Roster: xlsx, xls, ods or csv, with Chinese headings in any order.")
    ] = None,
    on: Annotated[str, typer.Option(help="Legal date of the question, 2026-09-01; today without it.")] = "",
    certified: Annotated[
        str, typer.Option(help="Columns that the sender certified complete, by heading, separated by commas.")
    ] = "",
    lang: Annotated[Lang, typer.Option(help="Language of reasons and messages.")] = Lang.ZH,
    parquet: Annotated[
        Path | None, typer.Option(help="A folder of Parquet files instead of a roster: facts as columns.")
    ] = None,
    scheduler: Annotated[
        str, typer.Option(help="With --parquet: a Dask cluster, tcp://host:8786; this machine without it.")
    ] = "",
    entitlement: Annotated[
        list[str] | None, typer.Option(help="With --parquet: only these, by key; may be given again.")
    ] = None,
) -> None:
    """Answer every person of a roster: each entitlement with its sum, its reasons and what is missing.

    Rows with errors are not answered; the second sheet says what is wrong in each and how to mend it.
    """
    if parquet is not None:
        _determine_parquet(parquet, output, on, scheduler, entitlement, lang)
        return
    if roster is None:
        fail(NOTHING[lang])
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


def _determine_parquet(
    source: Path, target: Path, on: str, scheduler: str, entitlements: list[str] | None, lang: Lang
) -> None:
    from rongyao.bureau.config.commands.parquet import UnableToReachCluster, determine_folder
    from rongyao.law.determine import UnableToDetermine
    from rongyao.law.slices import UnableToSlice

    day = read_day(on, lang) if on else None
    try:
        with bar(READING[lang]) as told:
            files, people = determine_folder(
                source, target, on=day, entitlements=entitlements or None, scheduler=scheduler, told=told
            )
    except (UnableToReachCluster, UnableToSlice, UnableToDetermine) as error:
        fail(str(error))
    typer.echo(ANSWERED[lang].format(people=people, files=files, path=target))


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
