"""Credit codes, public codes, what may not be said of a unit, which names look alike, the picker of industries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.rules import (
    CREDIT_SIGNS,
    UnableToReadCode,
    check_sign,
    core_of,
    read_credit_code,
    read_public_code,
    refuse_of_unit,
)

FIRST = st.text(alphabet=CREDIT_SIGNS, min_size=17, max_size=17)


def test_a_published_code_passes() -> None:
    # The example printed in many public explanations of GB 32100-2015.
    assert read_credit_code("91350100M000100Y43") == "91350100M000100Y43"
    assert read_credit_code(" 9135 0100 m000100y43 ") == "91350100M000100Y43"
    assert read_credit_code("９１３５０１００Ｍ０００１００Ｙ４３") == "91350100M000100Y43"
    assert read_credit_code("") == ""


@given(FIRST, st.integers(0, 16), st.sampled_from(CREDIT_SIGNS))
def test_one_mistyped_sign_is_always_found(first: str, place: int, sign: str) -> None:
    code = first + check_sign(first)
    assert read_credit_code(code) == code
    if code[place] != sign:
        with pytest.raises(UnableToReadCode):
            read_credit_code(code[:place] + sign + code[place + 1 :])


@given(FIRST, st.integers(0, 15))
def test_two_neighbours_that_changed_places_are_always_found(first: str, place: int) -> None:
    code = first + check_sign(first)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(UnableToReadCode):
            read_credit_code(swapped)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("320583000123456", "注册号"),
        ("MA1XX0001", "组织机构代码"),
        ("9135010OM000100Y43", "第8位“O”"),
        ("91350100M000100Y4", "这里是17位"),
        ("91350100M000100Y44", "校验位不符"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(UnableToReadCode, match=words):
        read_credit_code(typed)


@pytest.mark.parametrize(
    "name",
    ["某集团军", "东部战区某部", "第73旅", "三团", "合成第七旅", "特战大队", "某导弹营", "驻昆部队（500人）", "官兵约三百名", "番号待定"],
)  # fmt: skip
def test_what_reads_like_a_designation_or_a_strength_is_refused(name: str) -> None:
    with pytest.raises(UnableToReadCode):
        refuse_of_unit(name)


@pytest.mark.parametrize(
    "name", ["昆山市人民武装部", "中国人民解放军12345部队", "武警昆山中队", "昆山市消防救援大队"]
)
def test_a_public_name_passes(name: str) -> None:
    refuse_of_unit(name)


def test_only_five_digits_are_a_public_code() -> None:
    assert read_public_code("１２３４５部队") == "12345"
    for typed in ("1234", "123456", "12a45"):
        with pytest.raises(UnableToReadCode):
            read_public_code(typed)


def test_names_that_are_written_differently_share_their_core() -> None:
    forms = (
        "昆山精诚电子有限公司",
        "昆山市精诚电子有限责任公司",
        "精诚电子（昆山）有限公司",
        "江苏 精诚·电子 股份有限公司",
    )
    assert {core_of(name) for name in forms} == {"精诚电子"}
    # A name of nothing else keeps something to be found by.
    assert core_of("昆山有限公司") == "昆山有限公司"


def test_the_industries_are_a_whole_tree() -> None:
    assert len(INDUSTRIES.entries) == 1971
    assert all(e.level == 1 or INDUSTRIES.get(e.parent) for e in INDUSTRIES.entries.values())
    assert [e.code for e in INDUSTRIES.above("3982")] == ["C", "39", "398"]


def test_the_picker_takes_a_code_a_name_or_offers_what_fits() -> None:
    assert INDUSTRIES.exact("3982").name == INDUSTRIES.exact("3982 " + INDUSTRIES.get("3982").name).name
    assert INDUSTRIES.exact("电子电路制造").code == "3982"
    assert INDUSTRIES.exact("电子") is None
    assert "3982" in {e.code for e in INDUSTRIES.find("电子电路")}
    assert INDUSTRIES.find("   ") == []
    # A slip of the keyboard finds its neighbours.
    assert "3982" in {e.code for e in INDUSTRIES.find("电子电路制照")}
