"""People whose answers the tests know: a conscript who is paid, a fallen soldier whose standard is missing."""

from __future__ import annotations

from typing import Any

from people import TODAY, Cast
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.registry.models import Fact, Person

# Two years of service, ended under the regulation of 2011: 4,500 yuan for each year, published, so 9,000.00 to pay.
MONEY = "resettlement_2011.discharge_money"
WAY = "resettlement_2011.self_employment"
# Jiangsu pays whoever was discharged since 2022 once more; its base is not entered.
SUBSIDY = "jiangsu_32.one_off_subsidy"
CONSCRIPT: dict[str, Any] = {
    "rank_group": "conscript", "nco_grade": "none", "enlisted_on": "2022-03-01", "discharged_on": "2024-03-01",
    "discharge_mode": "normal", "placement_choice": "by_law", "honours": [], "disability_grade": 0,
    "disability_cause": "none", "expelled_from_party": False, "criminal_record": False, "child_of_martyr": False,
    "is_deceased": False, "is_serving": False, "took_part_in_combat": False, "serious_illness_incapacity": False,
    "expelled_from_army": False, "in_tibet": False, "prosecuted_while_waiting": False, "refused_assignment": False,
    "enlisted_from_kunshan": True, "hukou_kunshan_at_enlistment": True,
}  # fmt: skip
# Died on duty while serving: the gratuity needs the second lieutenant's basic pay, which nobody has entered.
DEATH = "compensation_2024.death_gratuity"
PAY_STANDARD = "second_lieutenant_basic_pay"
FALLEN: dict[str, Any] = {
    "rank_group": "conscript", "enlisted_on": "2023-09-01", "is_deceased": True, "died_on": "2025-06-01",
    "died_in_service": True, "death_nature": "duty_death", "monthly_basic_pay": 800_000, "honours": [],
    "is_serving": False,
}  # fmt: skip


def record(cast: Cast, person: Person, **values: Any) -> None:
    """Write facts as they would stand after recording, without news to anybody."""
    for name, value in values.items():
        Fact.objects.create(person=person, name=name, value=value, source=cast.paper, as_of=TODAY)


def worked_out(cast: Cast, person: Person, facts: dict[str, Any]) -> Person:
    record(cast, person, **facts)
    determine(by=Actor.system(), people=Person.objects.filter(pk=person.pk), on=TODAY)
    return person
