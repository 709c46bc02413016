"""Three files in, a record out; published kinds of instance run with the documented columns."""

from pathlib import Path

import pytest

from rongyao.choosing.together.market import UnableToMatch
from rongyao.choosing.together.match_cli import Summary, match_files
from rongyao.choosing.verify import check_together

PEOPLE = "编号,名次,组别,状态,fact.cert:categories\na,1,g1,,x\nb,2,g1,,-\nc,3,g2,,x\nd,4,g2,退出,x\n"
ORDERS = "订单,班级,名额,开班最少,班额,条件\nL1,C1,2,2,2,cert has x\nL2,C2,1,1,1,cert has x\n"
WISHES = "编号,志愿\na,L1 L2\nb,L1\nc,L1>L2\nd,L2\n"


def run(folder: Path, people: str, orders: str, wishes: str, **more: object) -> Summary:
    for name, text in (("people", people), ("orders", orders), ("wishes", wishes)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    paths = [folder / f"{name}.csv" for name in ("people", "orders", "wishes")]
    return match_files(*paths, folder / "record", nonces_from=b"test", **more)


def test_files_in_record_out_receipts_apart(tmp_path: Path):
    found = run(tmp_path, PEOPLE, ORDERS, WISHES, private=tmp_path / "private")
    assert [(key, line, reason) for key, _, line, reason in found.results] == [
        ("A", "L1", ""), ("B", "-", "N0"), ("C", "L1", ""), ("D", "-", "N5"),
    ]  # fmt: skip
    check_together.verify(tmp_path / "record", tmp_path / "private" / "receipts" / "000001.json")
    results = (tmp_path / "private" / "results.csv").read_text("utf-8")
    assert "cert" in results
    assert "N0 没有符合条件的岗位" in results
    assert "optimal" not in found.en


def test_the_command_line_checker_says_what_holds_and_refuses_a_forged_receipt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    run(tmp_path, PEOPLE, ORDERS, WISHES, private=tmp_path / "private")
    slip = tmp_path / "private" / "receipts" / "000001.json"
    assert check_together.main([str(tmp_path / "record"), "--receipt", str(slip)]) == 0
    slip.write_text(slip.read_text("utf-8").replace('"post": "L1"', '"post": "L2"'), "utf-8")
    assert check_together.main([str(tmp_path / "record"), "--receipt", str(slip)]) == 1
    assert check_together.main([str(tmp_path / "nothing")]) == 2
    assert "proved that no more can be" in capsys.readouterr().out


def test_every_problem_in_the_files_is_named_with_its_row(tmp_path: Path):
    people = PEOPLE.replace("b,2,g1,,-", "a,2,g1,,-").replace("c,3", "c,three")
    with pytest.raises(UnableToMatch) as problem:
        run(tmp_path, people, ORDERS + "L3,C1,1,9,9,\n", WISHES + "b,L9\n")
    said = str(problem.value)
    assert all(
        part in said
        for part in ("people.csv, row 3", "people.csv, row 4", "orders.csv, row 4", "wishes.csv, row 6")
    )


@pytest.mark.parametrize(
    ("people", "orders", "wishes", "said"),
    [
        (PEOPLE, ORDERS, WISHES.replace("编号", "工号"), "wishes.csv, row 1: the column 编号 id is missing"),
        (PEOPLE, ORDERS, WISHES + ",L1\n", "wishes.csv, row 6: no id"),
        (PEOPLE, ORDERS, WISHES + "a,L1\n", "wishes.csv, row 6: a has two rows: the other is row 2"),
        (PEOPLE, ORDERS, WISHES.replace("b,L1", "b,Ｌ１"), "wishes.csv, row 3: 'Ｌ１' is full-width: write L1"),
        (PEOPLE, ORDERS + "L1,C3,1,1,1,\n", WISHES, "orders.csv, row 4: the line L1 stands there twice: it is also row 2"),
        (PEOPLE, ORDERS.replace("L2,C2,1,1,1", "L2,C2,一,3,2"), WISHES, "orders.csv, row 3: the class C2 asks for at least 3"),
        (PEOPLE, ORDERS.replace("L2,C2,1,1,1", "L2,C2,一,3,2"), WISHES, "orders.csv, row 3: seats '一' is not a whole number"),
        (PEOPLE, ORDERS.replace("班额", "班级人数"), WISHES, "the column '班级人数' is not understood"),
        (PEOPLE.replace(",g1,", ",优先,"), ORDERS, WISHES, "people.csv, row 2: '优先' is not an identifier"),
        (PEOPLE.replace("a,1,g1", "a,,g1") + "a,9,g1,,x\n", ORDERS, WISHES, "people.csv, row 6: a is the same person as row 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row(people: str, orders: str, wishes: str, said: str, tmp_path: Path):
    with pytest.raises(UnableToMatch) as problem:
        run(tmp_path, people, orders, wishes)
    assert said in str(problem.value)
    assert not (tmp_path / "record").exists()


def test_no_time_at_all_still_gives_a_record_that_states_what_is_not_proved(tmp_path: Path):
    run(tmp_path, PEOPLE, ORDERS, WISHES, seconds=-1.0)
    check_together.verify(tmp_path / "record")


def test_an_unknown_fact_stops_the_matching(tmp_path: Path):
    with pytest.raises(UnableToMatch, match="ask for the paper"):
        run(tmp_path, PEOPLE.replace("b,2,g1,,-", "b,2,g1,,"), ORDERS, WISHES)


def test_a_hospital_residents_instance_with_one_common_order_runs(tmp_path: Path):
    """Hospitals are classes of one line with no minimum: with a common order the stable result is choice in order."""
    residents = "id,rank\nr1,1\nr2,2\nr3,3\n"
    hospitals = "line,seats\nh1,1\nh2,1\n"
    found = run(
        tmp_path, residents, hospitals, "id,rank,line\nr1,1,h1\nr2,1,h1\nr2,2,h2\nr3,1,h2\n", mode="stable"
    )
    assert [line for _, _, line, _ in found.results] == ["h1", "h2", "-"]
    check_together.verify(tmp_path / "record")


def test_a_student_project_instance_with_closures_and_two_levels_runs(tmp_path: Path):
    """Projects with lower and upper quotas that may close, under lecturers with caps and promises."""
    projects = (
        "line,class,seats,least,most,institution,institution_least,institution_most\n"
        "p1,p1,2,2,2,l1,0,2\np2,p2,2,1,2,l1,0,2\np3,p3,1,1,1,l2,1,1\n"
    )
    wishes = "id,choices\ns1,p1 p3\ns2,p2\ns3,p2 p3\n"
    found = run(tmp_path, "id,rank\ns1,1\ns2,2\ns3,3\n", projects, wishes)
    assert (found.placed, found.running) == (3, ["p2", "p3"])
    assert [line for _, _, line, _ in found.results] == ["p3", "p2", "p2"]
    check_together.verify(tmp_path / "record")
