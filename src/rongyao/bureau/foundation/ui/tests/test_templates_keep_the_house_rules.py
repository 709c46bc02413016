"""What the content policy would block, and what a Chinese reader would stumble over, in every template of the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

UI = Path(__file__).parents[1]
SOURCE = Path(__file__).parents[5]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SHEETS = sorted(SOURCE.rglob("static/**/*.css"))
CATALOGUES = sorted(SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/*.po"))
HANZI = r"[\u3400-\u9fff\u3001-\u3011\uff00-\uff5e“”‘’]"
# The strip is in both languages at once; a language is named in itself; the others are names of classes in blocks.
ALLOWED = {"doctype", "synthetic", "data", "English", "oops", "app", "console"}
HALF_WIDTH = re.compile(rf"(?<={HANZI})[,:;?!](?!\w*=)|[,;?!](?={HANZI})|\((?=[^()]*{HANZI})|(?<={HANZI})\(")


def _short(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _markup(path: Path) -> str:
    """The template without its comments and its tags' own arguments."""
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)


def _words(path: Path) -> str:
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "\n", _markup(path), flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_no_style_attribute_and_nothing_inline(path: Path) -> None:
    text = _markup(path)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style= is blocked by the content policy"
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), (
        "inline script is blocked by the content policy"
    )
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text), (
        "an inline handler is blocked by the content policy"
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_no_address_off_the_machine_is_loaded(path: Path) -> None:
    assert not re.search(
        r"<(?:script|link|img|iframe|use)[^>]+(?:src|href)=[\"'](?:https?:)?//", _markup(path)
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=_short)
def test_punctuation_beside_hanzi_in_a_template_is_full_width(path: Path) -> None:
    assert HALF_WIDTH.findall(_words(path)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=_short)
def test_punctuation_beside_hanzi_in_a_translation_is_full_width(path: Path) -> None:
    with path.open("rb") as file:
        # "yes,no" is the argument of Django's yesno filter, whose comma is syntax.
        messages = [m for m in read_po(file) if not re.fullmatch(r"\w+(,\w+){1,2}", str(m.id))]
        strings = [one for message in messages for one in _strings(message.string)]
    offenders = [text for text in strings if HALF_WIDTH.search(re.sub(r"%\(\w+\)s", "x", text))]
    assert offenders == []


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple) else [str(value)]


def test_the_lint_sees_half_width_marks_and_leaves_english_and_numbers_alone() -> None:
    for wrong in ("好,坏", "好?", "(好)", "好(x)", "x,好"):
        assert HALF_WIDTH.search(wrong), wrong
    for right in ("好，坏", "（好）", "a, b (c)?", "17:00 前", "1,234.00 元"):
        assert not HALF_WIDTH.search(right), right


def test_every_string_of_the_look_has_its_chinese() -> None:
    with (UI / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 150
    assert [m.id for m in messages if not all(_strings(m.string)) or m.fuzzy] == []


@pytest.mark.parametrize("path", sorted((UI / "templates").rglob("*.html")), ids=_short)
def test_every_english_word_of_the_look_goes_through_the_catalogue(path: Path) -> None:
    if "kit" in path.parts:
        pytest.skip("the style guide names its parts by their code names")
    text = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", _markup(path), flags=re.S)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "\n", text, flags=re.S)
    assert [word for word in re.findall(r"[A-Za-z]{3,}", bare) if word not in ALLOWED] == []


@pytest.mark.parametrize("path", SHEETS, ids=_short)
def test_no_sheet_uses_what_the_oldest_phone_we_serve_does_not_know(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    for too_new in (":has(", "@layer", "@container", "oklch(", "color-mix(", "@property", "inset:"):
        assert too_new not in text, too_new
    assert "@import" not in text
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", text)


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (UI / "static/ui/img/icons.svg").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'\{% icon "([^"]+)"', path.read_text())}
    assert len(named) > 20
    assert named - sprite == set()
