"""Whatever is wrong with the files is told in Chinese too: every refusal of the modules that read them has its sentence."""

import ast
from pathlib import Path

import pytest

from rongyao.choosing import said

HERE = Path(said.__file__).parent
MODULES = [
    "place_cli.py", "tables.py", "reading.py", "settings.py", "together/match_cli.py", "by_score/points.py", "by_score/requirements.py", "by_score/publish.py",
    "together/publish.py", "together/market.py", "record/canonical.py", "record/seeds.py", "record/suites.py", "record/log.py",
    "record/witness.py",
]  # fmt: skip
SPEAKING = {"_refuse", "refuse", "_expect", "note", "append", "need"}
NEVER_OF_FILES = {"position {} has not had a turn"}


def sentences(module: str) -> set[str]:
    calls = [
        one for one in ast.walk(ast.parse((HERE / module).read_text("utf-8"))) if isinstance(one, ast.Call)
    ]
    speaking = [one for one in calls if _name(one).startswith("UnableTo") or _name(one) in SPEAKING]
    given = [
        part
        for call in speaking
        for one in call.args
        for part in (one.elts if isinstance(one, ast.List) else [one])
    ]
    return {text for one in given if " " in (text := _text(one))} - NEVER_OF_FILES


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("module", MODULES)
def test_every_refusal_has_a_chinese_sentence(module: str):
    filled = {one: one.replace("{}", "7") for one in sentences(module)}
    assert filled or module == "record/tree.py"
    assert [
        one for one, told in filled.items() if said.in_chinese(told) == told and one not in ("{}: {}",)
    ] == []


def test_file_row_and_values_stay():
    told = "people.csv, row 5: '6O.5' is not a number of points such as 689.85\nchoices.csv: A4 is not in people.csv"
    assert said.in_chinese(told) == (
        "people.csv，第 5 行：'6O.5' 不是分数（应如 689.85）\nchoices.csv：A4 不在 people.csv 中"
    )


def test_a_column_is_named_as_the_file_has_it():
    assert said.in_chinese("posts.csv, row 5: seats '一' is not a whole number") == (
        "posts.csv，第 5 行：名额 seats 列的 '一' 不是整数"
    )
    assert said.in_chinese("posts.csv, row 5: seats is empty") == "posts.csv，第 5 行：名额 seats 是空的"


def test_every_sentence_keeps_the_places_for_what_is_named():
    assert [one for one, zh in said.SENTENCES.items() if one.count("{}") != zh.count("{}")] == []
