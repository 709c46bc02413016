"""Single cells: honours in free text, ranks, yes and no, grades, months, money, places, headers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.registry.roster.columns import recognise
from rongyao.bureau.registry.roster.honours import read_honours
from rongyao.bureau.registry.roster.places import is_kunshan
from rongyao.bureau.registry.roster.ranks import read_rank
from rongyao.bureau.registry.roster.values import read_disability, read_fact, read_money, read_months
from rongyao.law.facts import FACTS
from rongyao.law.vocabulary import HONOURS


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (
            "三等功2次、嘉奖3次、优秀士兵",
            ("merit_3", "merit_3", "citation", "citation", "citation", "excellent_soldier"),
        ),
        ("战时三等功", ("wartime_merit_3",)),
        ("二等战功", ("war_merit_2",)),
        ("2018年荣立三等功一次；2019年12月被评为“四有”优秀士兵", ("merit_3", "excellent_soldier")),
        ("三等功、嘉奖各2次", ("merit_3", "merit_3", "citation", "citation")),
        ("二等功×2", ("merit_2", "merit_2")),
        ("三等功1；优秀士兵2", ("merit_3", "excellent_soldier", "excellent_soldier")),
        ("2020年三等功，2021、2022年嘉奖", ("merit_3", "citation", "citation")),
        ("3次嘉奖", ("citation", "citation", "citation")),
        ("中央军委授予“模范士兵”荣誉称号", ("cmc_title",)),
        ("一级表彰", ("commendation_1",)),
        ("无", ()),
        ("未立功受奖", ()),
    ],
)
def test_honours_in_free_text_become_codes(written, codes):
    assert read_honours(written) == codes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("三等功1次；某纪念章1枚", "honours_unread"),
        ("1次三等功2次嘉奖", "honours_unread"),
        ("1、三等功2、嘉奖", "honours_unread"),
        ("集体三等功1次", "honours_collective"),
        ("个人三等功1次、集体二等功1次", "honours_collective"),
        ("未荣立三等功", "honours_reversed"),
        ("撤销三等功", "honours_reversed"),
        ("拟记三等功", "honours_reversed"),
        ("荣誉称号1次", "honours_title_unclear"),
        ("特等功", "honours_unread"),
        ("有", "honours_unread"),
    ],
)
def test_honours_with_a_word_left_over_are_not_taken(written, code):
    read = read_honours(written)
    assert isinstance(read, Problem)
    assert read.code == code


@given(
    st.lists(
        st.sampled_from(["三等功", "二等功", "嘉奖", "优秀士兵", "四等战功", "战时嘉奖"]),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
@settings(deadline=None)
def test_any_list_of_known_honours_is_read_whole(words):
    read = read_honours("、".join(f"{word}1次" for word in words))
    assert len(read) == len(words)
    assert set(read) <= set(HONOURS)


@given(st.text("三二一等功战嘉奖优秀士兵2次、集体无时x ", max_size=20))
@settings(deadline=None)
def test_no_honours_text_makes_the_reader_fail(written):
    read = read_honours(written)
    assert isinstance(read, Problem) or set(read) <= set(HONOURS)


@pytest.mark.parametrize(
    ("written", "group", "grade"),
    [
        ("上等兵", "conscript", "none"),
        ("武警中士", "nco", "junior"),
        ("二级上士", "nco", "intermediate"),
        ("四级军士长", "nco", "intermediate"),
        ("三级军士长", "nco", "senior"),
        ("五级士官", "nco", "senior"),
        ("士官（中级）", "nco", "intermediate"),
        ("士官", "nco", None),
        ("上尉", "officer", "none"),
    ],
)
def test_ranks_of_three_systems_give_group_and_tier(written, group, grade):
    rank = read_rank(written)
    assert (rank.group, rank.grade) == (group, grade)


def test_a_post_is_no_rank():
    assert read_rank("班长") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("因公六级", (6, "duty")),
        ("6级", (6, None)),
        ("八级", (8, None)),
        (" 10 级", (10, None)),
        ("八级（因战）", (8, "battle")),
        ("无", (0, "none")),
    ],
)
def test_a_disability_cell_gives_grade_and_cause(written, read):
    assert read_disability(written) == read


@pytest.mark.parametrize("written", ["11级", "一至四级", "二等乙级", "有"])
def test_a_disability_cell_of_another_kind_is_reported(written):
    assert isinstance(read_disability(written), Problem)


@pytest.mark.parametrize("written", ["是", "有", "√", "Y", True, 1, "系烈士子女"])
def test_a_yes_is_a_yes(written):
    assert read_fact(FACTS["child_of_martyr"], written).value is True


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        ("took_part_in_combat", "未参战", False),
        ("took_part_in_combat", "参战", True),
        ("criminal_record", "无犯罪记录", False),
        ("criminal_record", "判处有期徒刑一年", True),
        ("expelled_from_party", "未被开除党籍", False),
        ("child_of_martyr", "非烈士子女", False),
    ],
)
def test_the_words_of_a_fact_say_yes_and_their_denial_says_no(fact, written, value):
    assert read_fact(FACTS[fact], written).value is value


@pytest.mark.parametrize("written", ["否", "无", "×", "N", False, 0, "没有"])
def test_a_no_asserts_absence(written):
    taken = read_fact(FACTS["child_of_martyr"], written)
    assert (taken.value, taken.asserts_absence) == (False, True)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("—", "dash_is_not_no"),
        ("/", "dash_is_not_no"),
        ("不详", "stated_unknown"),
        ("也许", "value_yes_or_no"),
        (LostValue("#N/A"), "value_lost"),
    ],
)
def test_what_is_neither_is_not_taken(written, code):
    assert read_fact(FACTS["child_of_martyr"], written).code == code


def test_every_choice_of_the_law_is_read_by_its_own_chinese_word():
    for fact in FACTS.values():
        if fact.kind == "category":
            for code, (zh, en) in fact.choices.items():
                assert read_fact(fact, zh).value == code
                assert read_fact(fact, en).value == code


def test_months_and_money_are_read_with_their_units():
    assert [read_months(text) for text in ("36", "36个月", "3年", "3年6个月", "")] == [36, 36, 36, 42, None]
    assert [read_money(text) for text in ("8,500.5元", "1.2万元", "8500", "约8500")] == [
        850050,
        1_200_000,
        850000,
        None,
    ]


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        ("江苏省昆山市玉山镇", True),
        ("千灯镇", True),
        ("江苏省太仓市", False),
        ("上海市青浦区", False),
        ("固始县", False),
        ("江苏省苏州市", None),
        ("江苏", None),
    ],
)
def test_a_place_is_kunshan_or_not_or_does_not_say(place, answer):
    assert is_kunshan(place) is answer


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("姓　名", "person.name"),
        ("*姓名（必填）", "person.name"),
        ("公民身份号码", "person.id_number"),
        ("退役时间\n（年月日）", "discharged_on"),
        ("离队时间", "discharged_on"),
        ("入伍年月", "enlisted_on"),
        ("立功受奖情况", "honours"),
        ("伤残等级", "special.disability"),
        ("安置地/乡镇", "person.town"),
        ("退役军人身份证号码", "person.id_number"),
        ("退役士兵姓名", "person.name"),
        ("本人手机号", "person.phone"),
        ("discharged_on", "discharged_on"),
        ("date of birth", "birth_on"),
    ],
)
def test_a_header_is_known_by_its_synonyms(header, key):
    assert recognise(header).key == key


@pytest.mark.parametrize("header", ["配偶姓名", "部队代号", "学历", "政治面貌", "父亲姓名", "", "无正当理由"])
def test_a_header_of_something_else_is_not_guessed(header):
    assert recognise(header) is None


def test_a_column_under_the_heading_of_another_person_is_not_the_persons():
    assert recognise("配偶", "姓名") is None
    assert recognise("紧急联系人", "联系电话") is None
    assert recognise("证件", "类型") is None
    assert recognise("身份", "类别").key == "special.rank"
    assert recognise("基本情况", "姓名").key == "person.name"
    assert recognise("残疾情况", "等级").key == "special.disability"


def test_what_only_an_officer_may_judge_is_never_read_from_a_roster():
    for fact in FACTS.values():
        if fact.judged:
            assert recognise(fact.zh) is None
            assert recognise(fact.name) is None


def test_no_label_of_the_law_is_read_as_another_fact():
    for fact in FACTS.values():
        if not fact.judged:
            assert fact.name in recognise(fact.name).facts
