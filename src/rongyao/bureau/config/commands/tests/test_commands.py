"""The commands that need no server: a whole run each, and one clear sentence for whatever goes wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

import rongyao
from rongyao.bureau.config.commands import demo, determine, law, roster
from rongyao.bureau.demo import rosters
from rongyao.law import catalog
from rongyao.law.facts import FACTS

ON, SHORT = "2026-11-24", 12
COMMANDS = typer.Typer()
COMMANDS.add_typer(law.app, name="law")
COMMANDS.add_typer(roster.app, name="roster")
COMMANDS.add_typer(demo.app, name="demo")
COMMANDS.command("determine")(determine.determine)


def run(*arguments: object, rc: int = 0) -> Any:
    result = CliRunner().invoke(COMMANDS, [str(argument) for argument in arguments])
    assert result.exit_code == rc, result.output
    return result


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean and a faulty roster, and the results of both."""
    made = tmp_path_factory.mktemp("commands")
    run("demo", "roster", "-o", made / "faulty.xlsx", "--on", ON)
    run("demo", "roster", "--clean", "-o", made / "clean.xlsx", "--on", ON)
    run("determine", made / "clean.xlsx", "-o", made / "results.xlsx", "--on", ON)
    whole = rosters.clean(dt.date.fromisoformat(ON))
    rosters.write(replace(whole, rows=whole.rows[:SHORT]), made / "short.xlsx")
    run("determine", made / "short.xlsx", "-o", made / "short-results.xlsx", "--on", ON)
    return made


def test_determine_answers_every_person_of_a_clean_roster(folder: Path) -> None:
    rows = sheet(folder / "results.xlsx", "结果")
    assert len({row["行号"] for row in rows}) == 60
    assert {row["结论"] for row in rows} <= {"符合", "不符合", "尚不能确定", "待经办人认定"}
    assert all(row["理由"] and row["条文"] for row in rows)


def test_each_person_and_entitlement_stands_in_the_results_once(folder: Path) -> None:
    pairs = [(row["行号"], row["代码"]) for row in sheet(folder / "results.xlsx", "结果")]
    assert len(pairs) == len(set(pairs))
    assert {key for _row, key in pairs} <= set(catalog.ENTITLEMENTS)


def test_identity_numbers_are_masked_in_the_results(folder: Path) -> None:
    assert all("**********" in row["身份证号"] for row in sheet(folder / "results.xlsx", "结果"))


def test_a_sum_comes_with_its_arithmetic(folder: Path) -> None:
    sums = [
        row for row in sheet(folder / "results.xlsx", "结果") if row["金额（元）"] and row["结论"] == "符合"
    ]
    assert sums
    assert all("元" in row["理由"] and row["能否发放"] for row in sums)


def test_rejected_rows_are_explained_and_not_answered(folder: Path) -> None:
    out = folder / "faulty-results.xlsx"
    said = run("determine", folder / "faulty.xlsx", "-o", out, "--on", ON).stdout
    problems = sheet(out, "未采用的行和格")
    rejected = {row["行号"] for row in problems if str(row["轻重"]).startswith("错误")}
    answered = {row["行号"] for row in sheet(out, "结果")}
    assert len(rejected) + len(answered) == 60
    assert not rejected & answered
    assert all(
        row["怎样改"] for row in problems if row["行号"] in rejected and str(row["轻重"]).startswith("错误")
    )
    assert f"采用 {len(answered)}，未采用 {len(rejected)}" in said


def test_a_certified_column_named_on_the_command_line_closes_its_blanks(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "short.xlsx")
    book["花名册"]["A3"] = "（未作说明）"
    book.save(folder / "silent.xlsx")
    run("determine", folder / "silent.xlsx", "-o", folder / "open.xlsx", "--on", ON)
    names = "立功受奖情况,残疾等级，患严重疾病且经医学鉴定基本丧失工作能力,是否烈士子女,开除党籍,刑事处罚"
    run("determine", folder / "silent.xlsx", "-o", folder / "closed.xlsx", "--on", ON, "--certified", names)
    key = "resettlement_2024.job_assignment"
    answers = {
        name: [row["结论"] for row in sheet(folder / f"{name}.xlsx", "结果") if row["代码"] == key]
        for name in ("open", "closed", "short-results")
    }
    assert answers["closed"] == answers["short-results"]
    assert answers["open"].count("尚不能确定") > answers["closed"].count("尚不能确定")


def test_results_come_in_english_too(folder: Path) -> None:
    run("determine", folder / "short.xlsx", "-o", folder / "english.xlsx", "--on", ON, "--lang", "en")
    rows = sheet(folder / "english.xlsx", "results")
    assert {row["answer"] for row in rows} <= {"yes", "no", "not known yet", "for an officer to judge"}


def test_the_same_roster_gives_the_same_results(folder: Path) -> None:
    run("determine", folder / "short.xlsx", "-o", folder / "again.xlsx", "--on", ON)
    assert sheet(folder / "again.xlsx", "结果") == sheet(folder / "short-results.xlsx", "结果")


BAD = (
    ("missing.xlsx", None, "找不到文件"),
    ("text.xlsx", "只是一段话".encode(), "表头"),
    ("broken.xlsx", b"PK\x03\x04 not a workbook at all", ""),
    ("empty.csv", b"", ""),
    ("other.csv", "商品,价格\n苹果,3\n".encode(), "表头"),
)


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[name for name, *_ in BAD])
def test_bad_input_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run("determine", tmp_path / name, "-o", tmp_path / "out.xlsx", rc=1)
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output
    assert {path.name for path in tmp_path.iterdir()} <= {name}


def test_an_output_that_cannot_be_written_is_said_before_any_work(folder: Path, tmp_path: Path) -> None:
    clean = folder / "clean.xlsx"
    assert "文件夹不存在" in run("determine", clean, "-o", tmp_path / "no" / "out.xlsx", rc=1).stderr
    assert "输入文件" in run("determine", clean, "-o", clean, rc=1).stderr
    assert ".xlsx" in run("determine", clean, "-o", tmp_path / "out.txt", rc=1).stderr


def test_a_day_that_is_none_is_said_in_the_language_asked(folder: Path, tmp_path: Path) -> None:
    arguments = ("determine", folder / "clean.xlsx", "-o", tmp_path / "out.xlsx", "--on", "2026-13-01")
    assert "看不懂" in run(*arguments, rc=1).stderr
    assert "is no day" in run(*arguments, "--lang", "en", rc=1).stderr


def test_wrong_usage_has_its_own_exit_code(folder: Path) -> None:
    run("determine", folder / "clean.xlsx", rc=2)


def test_the_template_is_read_as_a_roster_without_people(tmp_path: Path) -> None:
    run("roster", "template", "-o", tmp_path / "empty.xlsx")
    run("determine", tmp_path / "empty.xlsx", "-o", tmp_path / "out.xlsx", "--on", ON)
    assert sheet(tmp_path / "out.xlsx", "结果") == []


def test_an_article_is_shown_with_its_clauses_and_facts() -> None:
    shown = run("law", "show", "resettlement_2024/25").stdout
    assert "军士服现役满十二年" in shown
    assert "resettlement_2024.job_assignment" in shown


def test_an_unknown_article_offers_what_is_near() -> None:
    assert "resettlement_2024" in run("law", "show", "resettlment_2024", rc=1).stderr


def test_the_facts_come_as_csv_with_every_fact_once() -> None:
    rows = list(csv.DictReader(io.StringIO(run("law", "facts", "--csv").stdout)))
    assert [row["name"] for row in rows] == list(FACTS)
    assert all(row["zh"] and row["en"] and row["evidence_zh"] for row in rows)


def test_what_is_computed_is_printed_article_by_article() -> None:
    shown = run("law", "coverage").stdout
    assert "| 25 | 可计算 computed | `resettlement_2024.job_assignment`" in shown


def test_a_table_of_cases_is_answered(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(
        "case,entitlement,event_on,rank_group\nA,resettlement_2011.discharge_money,2023-09-01,\n",
        encoding="gb18030",
    )
    run("law", "answer", cases, "-o", tmp_path / "answers.csv")
    (row,) = csv.DictReader((tmp_path / "answers.csv").open(encoding="utf-8"))
    assert (row["case"], row["resettlement_2011.discharge_money"]) == ("A", "unknown")
    assert row["resettlement_2011.discharge_money.why"].startswith("尚缺")


def test_a_case_that_cannot_be_read_names_row_and_column(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("event_on,rank_group\n2023-09-01,conscript\nsoon,nco\n", encoding="utf-8")
    error = run("law", "answer", cases, "-o", tmp_path / "answers.csv", rc=1).stderr
    assert "row 2" in error
    assert not (tmp_path / "answers.csv").exists()


def test_no_command_needs_django() -> None:
    """The commands run where no server, no database and no settings are."""
    code = (
        "import sys; from rongyao.bureau.config.commands import demo, determine, law, results, roster; "
        "import rongyao.bureau.demo.rosters, rongyao.bureau.registry.roster.template, rongyao.law.answer; "
        "sys.exit('django' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            env={"PYTHONPATH": str(Path(rongyao.__file__).parents[1])},
        ).returncode
        == 0
    )
