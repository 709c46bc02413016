"""Every silence the law is read through has its page, and the page says what the code does."""

import re
from pathlib import Path

import pytest

from rongyao.law import catalog
from rongyao.law.model import Reading

PAGES = Path(__file__).parents[4] / "docs" / "law" / "readings"


def page(key: str) -> str:
    name = key.replace("(", "").replace(")", "").replace("/", "-").replace(".", "-")
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("question", catalog.READINGS.values(), ids=catalog.READINGS)
def test_the_page_of_a_reading_gives_the_question_our_answer_and_each_alternative(question: Reading) -> None:
    text = page(question.key)
    assert text.startswith(f"# {question.zh.rstrip('？')}\n")
    assert f"`{question.key}`" in text
    assert f"**Our answer** (`{question.ours}`)" in text
    for code, option in question.options.items():
        assert f"(`{code}`)" in text
        assert option.zh in text


def test_the_index_lists_every_reading_and_no_page_is_left_over() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [key for key in catalog.READINGS if f"`{key}`" not in index] == []
    listed = set(re.findall(r"\]\(([^)]+\.md)\)", index))
    assert {path.name for path in PAGES.glob("*.md")} == listed | {"README.md"}
