"""Names and their sounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.registry.identity.names import clean_name, read_name
from rongyao.bureau.registry.identity.pinyin import name_keys, near_key


def codes(written: object) -> list[str]:
    return [problem.code for problem in read_name(written).problems]


@pytest.mark.parametrize("written", ["张 三", "张　三", " 张三 ", "张\u200b三", "张\u00a0三"])
def test_a_two_character_name_with_a_space_is_the_same_name(written):
    assert read_name(written).name == "张三"


@pytest.mark.parametrize("dot", list("·‧•・･∙⋅.．。"))
def test_every_middle_dot_becomes_one(dot):
    assert read_name(f"买买提{dot}吐尔逊").name == "买买提·吐尔逊"


@pytest.mark.parametrize(
    "rare",
    ["\U00020164", "\U0002a700", "\U0002b740", "\U0002ceb0", "\U00030000", "\U00031350", "䶮", "﨑", "〇"],
)
def test_a_rare_character_is_kept_untouched(rare):
    assert read_name(f"王{rare}").name == f"王{rare}"
    assert codes(f"王{rare}") == []


def test_a_radical_from_copied_pdf_text_becomes_its_character():
    assert read_name("⾼⼀").name == "高一"


def test_a_lost_character_is_an_error_and_not_a_name():
    assert codes("王?") == ["name_lost_character"]
    assert read_name("王□").name is None


def test_a_masked_name_is_an_error():
    assert codes("张*") == ["name_masked"]


def test_no_name_is_an_error():
    assert codes(None) == codes("  ") == ["name_blank"]


def test_a_remark_in_the_name_is_doubted_but_kept():
    assert codes("张三(烈士)") == ["name_odd_character"]


def test_a_privately_coded_character_is_doubted():
    assert codes("王\ue123") == ["name_private_use"]


def test_latin_names_keep_single_spaces():
    assert clean_name("Ｊohn   Smith") == "John Smith"


@given(st.text(max_size=20))
@settings(deadline=None)
def test_cleaning_twice_is_cleaning_once(written):
    assert clean_name(clean_name(written)) == clean_name(written)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾国藩", "zengguofan", "zgf"),
        ("解缙", "xiejin", "xj"),
        ("仇英", "qiuying", "qy"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕布", "lvbu", "lb"),
        ("单", "dan", "d"),
        ("陈卫国", "chenweiguo", "cwg"),
        ("阿卜杜拉·买买提", "abodulamaimaiti", "abdlmmt"),
        ("John Smith", "johnsmith", "js"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, full, initials):
    keys = name_keys(name)
    assert (keys.full, keys.initials) == (full, initials)


def test_a_surname_families_read_two_ways_has_both_keys():
    assert name_keys("盖文达").all_full == ("gewenda", "gaiwenda")


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("zang san", "张三"),
        ("Zhangsan", "张三"),
        ("wang", "黄"),
        ("chengjun", "陈军"),
        ("lubu", "吕布"),
        ("lyubu", "吕布"),
    ],
)
def test_a_near_sound_finds_the_name(heard, name):
    assert near_key(heard) == name_keys(name).near


def test_a_character_no_dictionary_knows_gives_no_key_and_no_error():
    assert name_keys("\ue123").full == ""


@given(st.text(max_size=12))
@settings(deadline=None)
def test_keys_are_plain_letters_whatever_the_name(name):
    keys = name_keys(name)
    assert (keys.full + keys.near + keys.initials).replace("", "a").isascii()
