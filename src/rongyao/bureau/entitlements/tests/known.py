"""People whose answers the tests know: a conscript who is paid, a fallen soldier whose standard is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from people import TODAY, Cast
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.registry.models import Fact, Person

# Two years of service, ended under the regulation of 2011: 4,500 yuan for each year, which secondary pages report and two
# persons of the bureau entered under its document (`confirm_discharge_money`), so 9,000.00 to pay.
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


def confirm_discharge_money(cast: Cast) -> None:
    """What a bureau does before it pays on a figure that was only reported: two persons, a document."""
    StandardEntry.objects.get_or_create(
        name="discharge_money_per_year", level="national", starts_on=dt.date(2011, 11, 1),
        defaults={"ends_on": dt.date(2024, 8, 31), "value": 450_000, "unit": "fen", "document": "退役金标准的通知（示例）",
                  "document_no": "示例〔2011〕1号", "issued_on": dt.date(2011, 11, 1), "state": "confirmed",
                  "entered_by": cast.lin, "confirmed_by": cast.wei, "confirmed_at": timezone.now()},
    )  # fmt: skip


def worked_out(cast: Cast, person: Person, facts: dict[str, Any]) -> Person:
    confirm_discharge_money(cast)
    record(cast, person, **facts)
    determine(by=Actor.system(), people=Person.objects.filter(pk=person.pk), on=TODAY)
    return person


# Grade 6 from duty, graded before the discharge: 48,180 yuan a year under the published table of August 2024.
PENSION = "compensation_2024.disability_pension"
PENSION_TABLE = "disability_pension"
DISABLED: dict[str, Any] = {
    "disability_grade": 6, "disability_cause": "duty", "disability_approved_on": "2019-05-06",
    "discharged_on": "2019-12-01", "criminal_record": False, "is_wanted": False, "discharge_mode": "normal",
    "is_deceased": False, "is_serving": False,
}  # fmt: skip


def disabled(cast: Cast, many: int, town: Any, *, first: int = 100, **other: Any) -> list[Person]:
    """So many people with a pension in one town; their facts only, nothing worked out."""
    people = [
        Person.objects.create(
            number=f"KS-{first + n:06}", name=f"示例{first + n}", name_pinyin="shili", name_initials="sl", sex="male",
            birth_on="1980-05-04", division=town, path=town.path, is_synthetic=True,
        )
        for n in range(many)
    ]  # fmt: skip
    for person in people:
        record(cast, person, **{**DISABLED, **other})
    return people
