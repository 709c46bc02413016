"""Three files in, a record out."""

import csv
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.by_score.tests.markets import deferred_acceptance
from rongyao.choosing.place_cli import Inputs, Summary, UnableToPlace, inputs, place
from rongyao.choosing.record.log import read_folder
from rongyao.choosing.tables import person_key
from rongyao.choosing.verify import rongyao_verify as verifier

PEOPLE = "编号,姓名,总分,tie.months:higher,fact.edu:category\n甲1,张三,６８９．８５,120,本科\n乙2,李四,75,60,大专\n丙3,王五,75.00,96,高中\n"
POSTS = "岗位,名额,条件,名称\nP1,1,edu in 大专|本科,科员\nP2,1,,工人\n"
CHOICES = "编号,志愿\n甲1,P1 P2\n乙2,P1;P2\n丙3,P1>P2\n"
SETTINGS = {
    "record": "kunshan.example/2026-1",
    "seed": {"least": 1, "sources": [{"id": "3d", "zh": "福彩3D", "en": "3D", "digits": 3, "drawn_at": "2026-11-25T21:15:00+08:00", "required": 1}]},
}  # fmt: skip
SOURCE = SETTINGS["seed"]["sources"][0]  # type: ignore[index]
ITEM = {"id": "a", "zh": "服役", "en": "service", "article": "8", "least": 0, "most": 5}


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("people.csv", PEOPLE)
        self.write("posts.csv", POSTS)
        self.write("choices.csv", CHOICES)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        (self.folder / name).write_bytes(text.encode(encoding))
        return self.folder / name

    def place(self, out: str = "record", **options: Any) -> Summary:
        names = (self.folder / f"{name}.csv" for name in ("people", "posts", "choices"))
        return place(*names, self.folder / out, **options)

    def problems(self, **options: Any) -> str:
        with pytest.raises(UnableToPlace) as caught:
            self.place(**options)
        assert not (self.folder / "record").exists()
        return "\n".join(caught.value.problems)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_three_files_become_a_record_that_holds(files: Files):
    summary = files.place()
    assert summary.results == [("甲1", 1, "P1"), ("丙3", 2, "P2"), ("乙2", 3, "-")]
    assert (summary.people, summary.placed, summary.is_rehearsal) == (3, 2, True)
    verifier.verify(read_folder(summary.folder))


def test_the_record_carries_both_verifiers_and_they_are_not_part_of_it(files: Files):
    folder = files.place().folder
    beside = {path.name for path in folder.iterdir() if path.suffix in {".html", ".py", ".md"}}
    assert beside == {"README.md", "rongyao_verify.html", "rongyao_verify.py"}
    done = subprocess.run(
        [sys.executable, "-I", "rongyao_verify.py", "."], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_no_name_and_no_key_gets_into_the_record(files: Files):
    text = "".join(read_folder(files.place().folder).values())
    assert not any(word in text for word in ("甲1", "乙2", "张三", "李四", "高中"))


def test_the_same_files_and_secret_give_the_same_bytes(files: Files):
    options = {"key": b"k" * 32, "nonces_from": b"secret"}
    first = read_folder(files.place("one", **options).folder)
    rows = CHOICES.splitlines()
    files.write("choices.csv", "\n".join([rows[0], *rows[:0:-1]]))
    assert read_folder(files.place("two", **options).folder) == first


def test_gb18030_and_a_byte_order_mark_are_read_alike(files: Files):
    options = {"key": b"k" * 32, "nonces_from": b"secret"}
    first = read_folder(files.place("one", **options).folder)
    files.write("people.csv", PEOPLE, "gb18030")
    files.write("posts.csv", "\ufeff" + POSTS)
    assert read_folder(files.place("two", **options).folder) == first


def test_wishes_can_stand_one_a_row(files: Files):
    files.write("choices.csv", "id,rank,post\n甲1,2,P1\n甲1,1,P2\n乙2,1,P1\n")
    assert {key: post for key, _, post in files.place().results} == {"甲1": "P2", "乙2": "P1", "丙3": "-"}


def test_the_other_mechanism_places_everyone(files: Files):
    files.write("choices.csv", "id,choices\n甲1,P2 P1\n丙3,P2\n乙2,P1\n")
    files.write("posts.csv", "post,seats,requires\nP1,2,edu in 大专|本科\nP2,1,\n")
    assert files.place("plain").placed == 2
    assert files.place("kept", preserving=True).placed == 3


def test_settings_with_a_recipe_need_the_draw(files: Files):
    rules = files.write("rules.json", json.dumps(SETTINGS))
    assert "3 digits" in files.problems(rules=rules, at="2026-11-24T09:00:00+08:00")
    times = {"at": "2026-11-24T09:00:00+08:00", "seed_at": "2026-11-26T09:00:00+08:00"}
    summary = files.place(rules=rules, draws={"3d": "407"}, **times)
    assert not summary.is_rehearsal
    verifier.verify(read_folder(summary.folder), draws={"3d": "407"})


def test_score_items_are_added_up_inside_their_ranges(files: Files):
    item = {"id": "service", "zh": "服役", "en": "service", "article": "8", "least": 0, "most": 5000}
    rules = files.write("rules.json", json.dumps({"items": [item]}))
    files.write("people.csv", "id,item.service\n甲1,12.5\n乙2,50\n丙3,0\n")
    files.write("posts.csv", "post,seats\nP1,1\nP2,1\n")
    assert [key for key, _, _ in files.place(rules=rules).results] == ["乙2", "甲1", "丙3"]
    files.write("people.csv", "id,item.service\n甲1,50.01\n")
    files.write("choices.csv", "id,choices\n")
    with pytest.raises(UnableToPlace, match="outside"):
        files.place("second", rules=rules)


def test_receipts_agree_with_the_record_and_the_list_of_results_is_safe_to_open(files: Files, tmp_path: Path):
    files.write("people.csv", PEOPLE.replace("甲1", "=1+1"))
    files.write("choices.csv", CHOICES.replace("甲1", "=1+1"))
    record = read_folder(files.place(private=tmp_path / "private").folder)
    rows = list(csv.reader((tmp_path / "private/results.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][0] == "'=1+1"
    for row in rows[1:]:
        for name in (row[3], row[3].replace("receipts", "totals")):
            verifier.verify(record, receipt=(tmp_path / "private" / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("people.csv", PEOPLE.replace("６８９．８５", "1e400"), "people.csv, row 2"),
        ("people.csv", PEOPLE.replace("75.00", "75.005"), "people.csv, row 4"),
        ("people.csv", PEOPLE.replace("丙3", "乙2"), "the same person"),
        ("people.csv", PEOPLE.replace("大专", ""), "not known: edu"),
        ("people.csv", PEOPLE.replace("60", "很久"), "tie.months"),
        ("people.csv", PEOPLE.replace("tie.months:higher", "tie.months:up"), "not understood"),
        ("people.csv", PEOPLE.replace("tie.months:higher", "月数"), "'月数'"),
        ("people.csv", PEOPLE.replace("总分", "编号"), "stands there twice"),
        ("people.csv", "", "empty"),
        ("posts.csv", POSTS.replace("P1,1", "P1,-1"), "posts.csv, row 2"),
        ("posts.csv", POSTS.replace("P2", "P1"), "P1 stands there twice"),
        ("posts.csv", POSTS.replace("P1", "Ｐ１"), "'Ｐ１' is full-width: write P1"),
        ("posts.csv", POSTS.replace("edu in", "rank in"), "fact.rank"),
        ("choices.csv", CHOICES.replace("P1 P2", "P1 P1"), "twice"),
        ("choices.csv", CHOICES.replace("P1 P2", "P7"), "no post 'P7'"),
        ("choices.csv", CHOICES.replace("丙3", "丁4"), "丁4 is not in people.csv"),
        ("choices.csv", CHOICES.replace("丙3", "甲1"), "two rows"),
        ("choices.csv", CHOICES + "甲1,P1,P2\n", "more cells"),
        ("choices.csv", CHOICES + ",P1\n", "choices.csv, row 5: no id"),
        ("choices.csv", CHOICES.replace("编号", "工号"), "the column 编号 id is missing"),
        ("choices.csv", CHOICES.replace("志愿", "选择"), "the column 志愿 choices is missing"),
        ("posts.csv", POSTS.replace("条件", "条件要求"), "the column '条件要求' is not understood"),
        ("posts.csv", POSTS.replace("P2,1,,工人", "P2,1,,工人,P3"), "posts.csv, row 3: more cells"),
        ("posts.csv", POSTS.replace("名称", ""), "posts.csv, row 2, 3: more cells"),
        ("posts.csv", POSTS.replace("科员", "科\u200b员"), "posts.csv, row 2: '科\\u200b员' contains the forbidden"),
        ("posts.csv", POSTS.split("\n")[0], "posts.csv has no row below the headers"),
        ("people.csv", PEOPLE.replace("甲1", "3.20584E+17"), "3.20584E+17 is a number that the spreadsheet has shortened"),
        ("people.csv", PEOPLE.replace("category", "date").replace("大专", "2020/1/5"), "row 3: fact.edu: '2020/1/5' is not a value of kind date, which is written 2026-11-24"),
        ("people.csv", PEOPLE.replace("category", "date").replace("大专", "2020-02-30"), "fact.edu: '2020-02-30' is not a value"),
        ("posts.csv", POSTS.replace("edu in", "学历 in"), "asks for '学历', which no column fact.学历 gives"),
        ("posts.csv", POSTS.replace("edu in", "edu 是"), "is not of the form: fact operator value|value (= !="),
        ("people.csv", PEOPLE.replace(",", "\t"), "save it as CSV with commas"),
        ("people.csv", "PK\x03\x04" + PEOPLE, "is a workbook"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_row_and_nothing_is_written(
    name: str, text: str, said: str, files: Files
):
    files.write(name, text)
    assert said in files.problems()


def test_every_problem_is_reported_at_once(files: Files):
    files.write("people.csv", PEOPLE.replace("６８９．８５", "x").replace("75.00", "y"))
    assert files.problems().count("people.csv, row") == 2


def test_each_cell_of_a_row_is_looked_at_and_no_sentence_follows_from_another(files: Files):
    files.write("people.csv", PEOPLE.replace("６８９．８５,120", "缺考,很久") + "甲1,赵六,70,1,大专\n")
    files.write("posts.csv", POSTS.replace("P1,1", "Ｐ１,一"))
    assert files.problems().split("\n") == [
        "posts.csv, row 2: 'Ｐ１' is full-width: write P1",
        "posts.csv, row 2: seats '一' is not a whole number",
        "people.csv, row 2: tie.months: '很久' is not a whole number",
        "people.csv, row 2: '缺考' is not a number of points such as 689.85",
        "people.csv, row 5: 甲1 is the same person as row 2",
    ]


def test_all_who_have_something_unknown_are_named_at_once_with_their_rows(files: Files):
    files.write("people.csv", PEOPLE.replace("本科", "").replace("大专", ""))
    told = files.problems().split("\n")
    assert [one.split(": not known")[0] for one in told] == [
        "people.csv, row 2: 甲1",
        "people.csv, row 3: 乙2",
    ]


def test_a_file_of_another_kind_is_told_what_it_is(files: Files):
    files.write("people.csv", PEOPLE, "utf-16")
    files.write("posts.csv", "")
    assert files.problems().split("\n") == [
        "people.csv is UTF-16 text: save it as CSV UTF-8",
        "posts.csv is empty",
    ]


def test_empty_cells_beyond_the_headers_and_blank_lines_are_nothing(files: Files):
    options = {"key": b"k" * 32, "nonces_from": b"secret"}
    first = read_folder(files.place("one", **options).folder)
    files.write("people.csv", PEOPLE.replace("\n", ",,\r\n") + ",,,,,,\r\n\r\n")
    assert read_folder(files.place("two", **options).folder) == first


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("{", "rules.json, row 1: no JSON from sign 2"),
        ({"mechanism": "x"}, "mechanism should be one of plain, preserving"),
        ({"suite": "md5"}, "suite should be one of sha256, sm3"),
        ({"items": [{"id": "a"}]}, "items[0] should be an object of id, zh, en, article, least, most"),
        ({"items": [ITEM | {"least": 9}]}, "items[0]: least is more than most"),
        ({"items": [ITEM | {"most": 0.5}]}, "items[0].most should be a whole number"),
        ({"items": [ITEM]}, "people.csv, row 1: the column item.a is missing"),
        ({"rounds": [["a"]]}, "rounds[0] should be a list of id, zh and en"),
        ({"seed": {"sources": [{"id": "3d"}]}}, "seed.sources[0] should be an object of"),
        ({"seed": {"sources": [SOURCE, SOURCE]}}, "seed.sources: an identifier stands there twice"),
        ({"seed": {"sources": [SOURCE | {"drawn_at": "2026-11-25"}]}}, "drawn_at should be a time such as"),
        ({"seed": {"least": 2, "sources": [SOURCE]}}, "seed.least is 2"),
        ({"record": "a b"}, "record should be 1 to 128 signs"),
        ({"bureau": "昆山 局"}, "bureau should be"),
        ({"text_zh": "a\u200bb"}, "contains the forbidden character U+200B"),
        ({"witnesses": [{"name": "n", "key": "zz"}]}, "witnesses[0].key should be the 64 hex digits"),
        ({"least_witnesses": 3}, "least_witnesses is 3, but there are 0 witnesses"),
        ({"unknown": 1}, "the settings are"),
        ('{"suite": "sm3", "suite": "sha256"}', "suite stands there twice"),
    ],
)  # fmt: skip
def test_settings_that_every_verifier_would_refuse_are_told_before_anything_is_written(
    settings: Any, said: str, files: Files
):
    text = settings if isinstance(settings, str) else json.dumps(settings)
    assert said in files.problems(rules=files.write("rules.json", text))


def test_settings_may_be_written_by_any_editor(files: Files):
    for encoding in ("utf-8-sig", "gb18030"):
        rules = files.write("rules.json", json.dumps({"text_zh": "规则"}, ensure_ascii=False), encoding)
        files.place(encoding, rules=rules)


@pytest.mark.parametrize("at", ["2026-11-24", "2026-11-24T09:00:00Z", "2026-02-30T09:00:00+08:00", "昨天"])
def test_a_time_that_no_record_could_bear_is_refused(at: str, files: Files):
    assert "is not a time such as" in files.problems(at=at)
    assert "is before --at" in files.problems(
        at="2026-11-24T09:00:00+08:00", seed_at="2026-11-23T09:00:00+08:00"
    )


def test_the_fifteen_and_eighteen_digit_forms_of_one_identity_number_are_one_person(files: Files):
    # A made-up number of a birth date in 1900 with its GB 11643 check digit X.
    long, short = "32058319000101001X", "320583000101001"
    assert (
        person_key(short) == long == person_key(long.lower()) == person_key("３２０５８３０００１０１００１")
    )
    assert person_key(f'="{long}"') == person_key("320583 19000101 001x") == long
    files.write("people.csv", f"id,score\n{short},1\n{long.lower()},2\n")
    files.write("posts.csv", "post,seats\nP1,1\n")
    files.write("choices.csv", "id,choices\n")
    assert "the same person" in files.problems()


def test_a_record_is_never_written_over_another(files: Files):
    files.place()
    with pytest.raises(ValueError, match="not empty"):
        files.place()


def test_a_hospital_residents_instance_with_a_common_order_runs(files: Files):
    rng = random.Random(7)
    lists = {f"r{number}": rng.sample([f"h{post}" for post in range(6)], 3) for number in range(50)}
    files.write(
        "people.csv", "id,score\n" + "".join(f"{key},{1000 - row}\n" for row, key in enumerate(lists))
    )
    files.write("posts.csv", "post,seats\n" + "".join(f"h{post},7\n" for post in range(6)))
    files.write(
        "choices.csv",
        "id,choices\n" + "".join(f"{key},{' '.join(wishes)}\n" for key, wishes in lists.items()),
    )
    summary = files.place()
    wishes = [[int(post[1]) for post in chosen] for chosen in lists.values()]
    expected = deferred_acceptance(wishes, (7,) * 6)
    assert [post for _, _, post in summary.results] == [f"h{post}" if post >= 0 else "-" for post in expected]
    verifier.verify(read_folder(summary.folder))


class InMemory:
    """A table that never lay on a disk."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def read_bytes(self) -> bytes:
        return self.text.encode()


def in_memory(people: str = PEOPLE, **settings: Any) -> Inputs:
    named = (("people.csv", people), ("posts.csv", POSTS), ("choices.csv", CHOICES))
    return inputs(*(InMemory(*one) for one in named), {**SETTINGS, **settings})


def test_tables_that_lie_on_no_disk_are_read_the_same_way():
    read = in_memory()
    assert [one.key for one in read.applicants] == ["甲1", "乙2", "丙3"]
    assert (read.rows, read.rules.sources[0]["id"]) == ({"甲1": 2, "乙2": 3, "丙3": 4}, "3d")


def test_points_outside_their_range_or_not_adding_up_are_told_with_their_rows():
    people = "编号,总分,item.a\n甲1,9,12\n乙2,8,7\n丙3,7,7\n"
    item = {"id": "a", "zh": "服役", "en": "service", "article": "5", "least": 0, "most": 1000}
    posts = POSTS.replace("edu in 大专|本科", "")
    with pytest.raises(UnableToPlace) as caught:
        inputs(InMemory("people.csv", people), InMemory("posts.csv", posts), InMemory("choices.csv", CHOICES), {"items": [item]})  # fmt: skip
    assert caught.value.problems == [
        "people.csv, row 2: item a: 12.00 is outside 0.00 to 10.00",
        "people.csv, row 3: the items do not add up",
    ]
