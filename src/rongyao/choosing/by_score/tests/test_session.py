"""The live session: every verb, what it allows, and what it refuses without writing anything."""

from collections.abc import Callable
from typing import Any

import pytest

from rongyao.choosing.by_score.session import Chooser, Session, SessionRules, UnableToProceed

DAY = "2026-11-26T"


def at(minute: int) -> str:
    return f"{DAY}09:{minute:02}:00+08:00"


class Desk:
    """A session of people who are eligible for everything, and the lines it wrote."""

    def __init__(self, people: int, seats: list[int], rules: SessionRules | None = None, **more: Any) -> None:
        self.lines: list[dict[str, Any]] = []
        everything = (1 << len(seats)) - 1
        lists = more.pop("lists", [()] * people)
        eligible = more.pop("eligible", [everything] * people)
        entry = more.pop("entry", [0] * people)
        choosers = [
            Chooser(first, may, tuple(wishes), lambda name: [name, 0, "", ""])
            for first, may, wishes in zip(entry, eligible, lists, strict=True)
        ]
        self.session = Session(
            choosers, [f"P{number}" for number in range(len(seats))], list(seats),
            more.pop("post_rounds", [0] * len(seats)), more.pop("rounds", 1), rules or SessionRules(), self.write, **more,
        )  # fmt: skip
        self.session.start(at=at(0))

    def write(self, kind: str, **content: Any) -> int:
        self.lines.append({"kind": kind, **content})
        return len(self.lines) - 1

    def kinds(self) -> list[str]:
        return [line["kind"] for line in self.lines]

    def picks(self, position: int, post: str, minute: int = 1, by: str = "self") -> None:
        self.session.call(position, at=at(minute))
        self.session.pick(post, by=by, at=at(minute))

    def refuses(self, act: Callable[[], None]) -> None:
        before, seats, placed = list(self.lines), list(self.session.seats), dict(self.session.placed)
        with pytest.raises(UnableToProceed):
            act()
        assert (self.lines, self.session.seats, self.session.placed) == (before, seats, placed)


def test_people_are_called_in_order_and_seats_run_out():
    desk = Desk(3, [1, 1])
    desk.picks(1, "P0")
    desk.refuses(lambda: desk.picks(3, "P1"))
    desk.session.call(2, at=at(2))
    desk.refuses(lambda: desk.session.pick("P0", at=at(2)))
    desk.refuses(lambda: desk.session.pick("P9", at=at(2)))
    desk.session.pick("P1", at=at(2))
    desk.session.call(3, at=at(3))
    desk.session.decline(at=at(3))
    assert desk.lines[-1]["why"] == "nothing_left"
    assert desk.session.next is None


def test_a_second_pick_of_one_person_is_refused():
    desk = Desk(2, [1, 1])
    desk.picks(1, "P0")
    desk.refuses(lambda: desk.session.pick("P1", at=at(2)))
    desk.refuses(lambda: desk.session.call(1, at=at(2)))


def test_a_post_one_is_not_eligible_for_is_refused():
    desk = Desk(1, [1, 1], eligible=[0b10])
    desk.session.call(1, at=at(1))
    desk.refuses(lambda: desk.session.pick("P0", at=at(1)))
    assert desk.session.offered(1) == ["P1"]


def test_declining_while_something_is_left_is_a_waiver_and_final():
    desk = Desk(1, [1])
    desk.session.call(1, at=at(1))
    desk.session.decline(at=at(1))
    assert desk.lines[-1]["why"] == "waived"
    assert desk.session.next is None


def test_the_absent_are_called_once_more_at_the_end_and_then_are_out():
    desk = Desk(2, [2])
    desk.session.call(1, at=at(1))
    desk.session.absent(at=at(1))
    desk.picks(2, "P0", 2)
    assert desk.session.next == 1
    desk.session.call(1, at=at(3))
    desk.session.absent(at=at(3))
    assert desk.lines[-1] == {
        "kind": "NONE",
        "at": at(3),
        "position": 1,
        "why": "absent",
        "open": [],
        "refused": [],
    }
    assert desk.session.next is None


def test_absence_can_mean_waiving_or_choosing_by_list():
    waiving = Desk(1, [1], SessionRules(absent="waives"))
    waiving.session.call(1, at=at(1))
    waiving.session.absent(at=at(1))
    assert waiving.kinds()[-2:] == ["ABSENT", "NONE"]
    listed = Desk(1, [1, 1], SessionRules(absent="list"), lists=[(1, 0)])
    listed.session.call(1, at=at(1))
    listed.session.absent(at=at(1))
    assert (listed.lines[-1]["post"], listed.lines[-1]["by"]) == ("P1", "list")


def test_who_comes_late_is_next_only_where_the_rules_say_so():
    desk = Desk(3, [3], SessionRules(late="next"))
    desk.session.call(1, at=at(1))
    desk.session.absent(at=at(1))
    desk.picks(2, "P0", 2)
    desk.session.late(1, at=at(3))
    assert desk.session.next == 1
    desk.refuses(lambda: desk.session.late(1, at=at(3)))
    usual = Desk(2, [2])
    usual.session.call(1, at=at(1))
    usual.session.absent(at=at(1))
    usual.refuses(lambda: usual.session.late(1, at=at(2)))


def test_a_proxy_chooses_only_where_the_rules_say_so():
    Desk(1, [1]).picks(1, "P0", by="proxy")
    strict = Desk(1, [1], SessionRules(proxy=0))
    strict.session.call(1, at=at(1))
    strict.refuses(lambda: strict.session.pick("P0", by="proxy", at=at(1)))
    strict.refuses(lambda: strict.session.pick("P0", by="list", at=at(1)))


def test_a_pick_is_taken_back_within_the_cooling_time_once_and_the_seat_is_free_for_those_to_come():
    desk = Desk(2, [1, 1], SessionRules(cooling_minutes=5))
    desk.picks(1, "P0", 1)
    desk.refuses(lambda: desk.session.revoke(1, at=at(7)))
    desk.session.revoke(1, at=at(6))
    desk.picks(2, "P0", 7)
    assert desk.session.next == 1
    desk.picks(1, "P1", 8)
    desk.refuses(lambda: desk.session.revoke(1, at=at(9)))


def test_without_a_cooling_time_a_signed_pick_stands():
    desk = Desk(1, [1])
    desk.picks(1, "P0", 1)
    desk.refuses(lambda: desk.session.revoke(1, at=at(2)))


def test_a_free_seat_can_be_withdrawn_before_or_after_others_of_the_post_are_taken():
    desk = Desk(2, [2])
    desk.picks(1, "P0", 1)
    desk.session.withdraw("P0", 1, document="文号1", at=at(2))
    assert desk.lines[-1]["displaced"] == []
    desk.session.call(2, at=at(3))
    desk.refuses(lambda: desk.session.pick("P0", at=at(3)))


def test_a_taken_seat_is_withdrawn_only_with_recall_and_the_last_holder_loses_it():
    strict = Desk(2, [2])
    strict.picks(1, "P0", 1)
    strict.picks(2, "P0", 2)
    strict.refuses(lambda: strict.session.withdraw("P0", 1, document="文号1", at=at(3)))
    desk = Desk(3, [2, 2], SessionRules(withdraw_taken="recall"))
    desk.picks(1, "P0", 1)
    desk.picks(2, "P0", 2)
    desk.session.withdraw("P0", 1, document="文号1", at=at(3))
    assert desk.lines[-1]["displaced"] == [2]
    assert desk.session.next == 2
    desk.refuses(lambda: desk.session.withdraw("P0", 5, document="文号2", at=at(4)))
    desk.refuses(lambda: desk.session.withdraw("P7", 1, document="文号2", at=at(4)))


def test_an_added_seat_waits_for_the_next_placement_unless_the_rules_say_from_now():
    later = Desk(1, [0])
    later.session.add("P0", 1, document="文号1", at=at(1))
    assert later.session.offered(1) == []
    now = Desk(1, [0], SessionRules(added="from_now"))
    now.session.add("P0", 1, document="文号1", at=at(1))
    assert now.session.offered(1) == ["P0"]


def test_who_dies_or_waives_after_the_pick_leaves_and_the_seat_waits_for_the_next_placement():
    desk = Desk(2, [1])
    desk.picks(1, "P0", 1)
    desk.session.rule(1, "vacate", document="文号1", zh="病故", at=at(2))
    assert desk.session.offered(2) == []
    assert desk.session.placements() == []
    desk.refuses(lambda: desk.session.rule(1, "vacate", document="文号1", zh="", at=at(3)))


def test_a_ruling_can_exclude_someone_not_yet_called_and_no_one_else():
    desk = Desk(2, [2])
    desk.refuses(lambda: desk.session.rule(1, "vacate", document="文号1", zh="", at=at(1)))
    desk.session.rule(1, "exclude", document="文号1", zh="", at=at(1))
    assert desk.session.next == 2
    desk.refuses(lambda: desk.session.rule(9, "exclude", document="文号1", zh="", at=at(1)))


def test_nothing_happens_between_a_call_and_its_answer():
    desk = Desk(2, [2], SessionRules(cooling_minutes=60))
    desk.picks(1, "P0", 1)
    desk.session.call(2, at=at(2))
    for act in (
        lambda: desk.session.revoke(1, at=at(3)),
        lambda: desk.session.withdraw("P0", 1, document="x", at=at(3)),
        lambda: desk.session.add("P0", 1, document="x", at=at(3)),
        lambda: desk.session.rule(1, "vacate", document="x", zh="", at=at(3)),
        lambda: desk.session.call(2, at=at(3)),
    ):
        desk.refuses(act)


def test_time_does_not_run_backwards():
    desk = Desk(2, [2])
    desk.picks(1, "P0", 5)
    desk.refuses(lambda: desk.session.call(2, at=at(4)))


def test_a_lane_chooses_first_and_its_posts_come_to_the_others_afterwards():
    desk = Desk(3, [1, 1], entry=[1, 0, 0], rounds=2, post_rounds=[0, 1])
    assert desk.session.next == 2
    desk.session.call(2, at=at(1))
    assert desk.session.offered(2) == ["P0"]
    desk.session.pick("P0", at=at(1))
    desk.session.call(3, at=at(2))
    desk.session.decline(at=at(2))
    assert desk.lines[-1]["why"] == "nothing_left"
    assert desk.session.next == 1
    desk.session.call(1, at=at(3))
    assert desk.session.offered(1) == ["P1"]
    desk.session.decline(at=at(3))
    assert desk.session.next == 3


def test_keeping_the_number_placed_refuses_a_pick_and_says_by_whom():
    desk = Desk(2, [1, 1], eligible=[0b11, 0b01], preserving=True)
    assert desk.lines[0] == {"kind": "REACH", "at": at(0), "round": 0, "placeable": 2}
    desk.session.call(1, at=at(1))
    assert desk.session.offered(1) == ["P1"]
    desk.refuses(lambda: desk.session.pick("P0", at=at(1)))
    desk.session.pick("P1", at=at(1))
    assert desk.kinds() == ["REACH", "CALL", "TIGHT", "PICK"]
    assert desk.lines[2]["people"] == [2]
    assert desk.lines[3]["refused"] == [["P0", 0]]


def test_a_waiver_frees_what_was_kept_for_that_person():
    desk = Desk(2, [1], eligible=[0b1, 0b1], preserving=True)
    desk.session.call(1, at=at(1))
    desk.session.decline(at=at(1))
    assert [line["placeable"] for line in desk.lines if line["kind"] == "REACH"] == [1, 1]
    desk.picks(2, "P0", 2)


def test_a_session_by_lists_knows_no_calls_and_no_second_thoughts():
    desk = Desk(2, [1, 1], live=False, lists=[(0,), (0, 1)])
    desk.refuses(lambda: desk.session.call(1, at=at(1)))
    desk.session.run_by_lists(at=at(1))
    assert desk.session.placements() == [[1, "P0"], [2, "P1"]]
    desk.refuses(lambda: desk.session.revoke(1, at=at(2)))
    desk.refuses(lambda: desk.session.next_by_list(at=at(2)))
