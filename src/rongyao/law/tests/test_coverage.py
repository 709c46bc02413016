"""Every article of every text is listed once with its state, and the page is made from those lists."""

import re
from pathlib import Path

import pytest

from rongyao.law import catalog, coverage
from rongyao.law.coverage import Text

STATUTES = Path("/work/shared/law/statutes")
DIGITS = {char: place for place, char in enumerate("零一二三四五六七八九")}
HEADING = re.compile(r"^第([零一二三四五六七八九十百]+)条\s", re.MULTILINE)


def test_every_article_is_listed_once_and_every_entitlement_is_named() -> None:
    assert coverage.faults() == []


def test_the_page_is_the_one_the_lists_make() -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), (
        "run python -m rongyao.law.coverage --write"
    )


def test_the_page_names_exactly_the_entitlements_there_are() -> None:
    named = set(re.findall(r"`(\w+\.\w+)`", coverage.page()))
    assert named == set(catalog.ENTITLEMENTS)


def test_a_text_that_lists_an_article_twice_or_not_at_all_is_found_out() -> None:
    text = coverage.texts()[0]
    twice = Text(**{**vars(text), "articles": (*text.articles, text.articles[0])})
    short = Text(**{**vars(text), "articles": text.articles[1:]})
    assert any("listed 2 times" in fault for fault in coverage._faults_of(twice))
    assert any("listed 0 times" in fault for fault in coverage._faults_of(short))


@pytest.mark.parametrize("text", [t for t in coverage.texts() if t.file], ids=lambda t: t.key)
def test_the_list_has_as_many_articles_as_the_statute(text: Text) -> None:
    path = STATUTES / text.file
    if not path.exists():
        pytest.skip("the statute texts are not on this machine")
    numbers = [number(found) for found in HEADING.findall(path.read_text(encoding="utf-8"))]
    assert numbers == list(range(1, text.count + 1))


def number(words: str) -> int:
    """八十三 → 83, 十 → 10, 一百零二 → 102."""
    hundreds, _, rest = words.rpartition("百")
    tens, is_ten, ones = rest.lstrip("零").rpartition("十")
    found = DIGITS[hundreds] * 100 if hundreds else 0
    found += (DIGITS[tens] if tens else 1) * 10 if is_ten else 0
    return found + (DIGITS[ones] if ones else 0)
