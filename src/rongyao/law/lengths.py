"""Lengths of time the law reads off two dates: of service, of a marriage, of waiting; and ages.

`facts` gives them with the facts they are worked out from; `bounds` measures them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rongyao.law.after_service import LENGTHS


@dataclass(frozen=True, slots=True)
class DerivedDef:
    """A number the law reads off two dates. Where a date is known only to the month, it has two bounds.

    ``rule``: full_months, full_years (whole ones completed), half_years, started_months, started_years (a started one
    counts), calendar_months (how many months later, whatever the day), calendar_years (every one touched) or days.
    ``start`` and ``end`` are date facts; ``end`` may be "on", the legal date of the question.
    """

    name: str
    zh: str
    en: str
    start: str
    end: str
    rule: str

    @property
    def bases(self) -> tuple[str, ...]:
        """The facts it is computed from (the legal date is no fact)."""
        return tuple(name for name in (self.start, self.end) if name != "on")

    @property
    def is_service(self) -> bool:
        """A length of service, for which it matters whether the day of discharge counts."""
        return self.end == "discharged_on" and self.start not in ("birth_on", "married_on")


DERIVED: dict[str, DerivedDef] = {
    d.name: d
    for d in (
        DerivedDef(
            "service_months",
            "服役满月数",
            "full months of service",
            "enlisted_on",
            "discharged_on",
            "full_months",
        ),
        DerivedDef(
            "service_years",
            "服役满年数",
            "full years of service",
            "enlisted_on",
            "discharged_on",
            "full_years",
        ),
        DerivedDef(
            "service_half_years",
            "计发半年数（不满半年按半年）",
            "half years counted for payment",
            "enlisted_on",
            "discharged_on",
            "half_years",
        ),
        DerivedDef(
            "nco_months",
            "军士服役满月数",
            "full months as an NCO",
            "nco_since_on",
            "discharged_on",
            "full_months",
        ),
        DerivedDef(
            "nco_years",
            "军士服役满年数",
            "full years as an NCO",
            "nco_since_on",
            "discharged_on",
            "full_years",
        ),
        DerivedDef(
            "rank_years",
            "现军衔满年数",
            "full years in the last rank",
            "rank_since_on",
            "discharged_on",
            "full_years",
        ),
        DerivedDef(
            "age_at_discharge", "退役时周岁", "age at discharge", "birth_on", "discharged_on", "full_years"
        ),
        DerivedDef("age_at_death", "死亡时周岁", "age at death", "birth_on", "died_on", "full_years"),
        DerivedDef("age", "周岁", "age on the legal date", "birth_on", "on", "full_years"),
        DerivedDef(
            "months_since_enlistment",
            "入伍以来满月数",
            "full months since enlistment",
            "enlisted_on",
            "on",
            "full_months",
        ),
        DerivedDef(
            "months_since_discharge",
            "退役以来满月数",
            "full months since discharge",
            "discharged_on",
            "on",
            "full_months",
        ),
        DerivedDef(
            "days_to_report",
            "退役至报到天数",
            "days from discharge to reporting in",
            "discharged_on",
            "reported_on",
            "days",
        ),
        DerivedDef(
            "days_reported_late",
            "逾期报到天数",
            "days reported after the set day",
            "report_due_on",
            "reported_on",
            "days",
        ),
        DerivedDef(
            "service_started_years",
            "服役年数（不满一年按一年）",
            "years of service, a started one counted",
            "enlisted_on",
            "discharged_on",
            "started_years",
        ),
        DerivedDef(
            "service_calendar_years",
            "服役跨历年数",
            "calendar years touched by service",
            "enlisted_on",
            "discharged_on",
            "calendar_years",
        ),
        DerivedDef(
            "conscript_half_years",
            "选改军士前的半年数（不满半年按半年）",
            "half years before becoming an NCO",
            "enlisted_on",
            "nco_since_on",
            "half_years",
        ),
        DerivedDef(
            "conscript_started_years",
            "选改军士前的年数（不满一年按一年）",
            "years before becoming an NCO, a started one counted",
            "enlisted_on",
            "nco_since_on",
            "started_years",
        ),
        DerivedDef(
            "conscript_calendar_years",
            "选改军士前跨历年数",
            "calendar years touched before becoming an NCO",
            "enlisted_on",
            "nco_since_on",
            "calendar_years",
        ),
        DerivedDef(
            "years_married",
            "退役时婚龄满年数",
            "full years of marriage at discharge",
            "married_on",
            "discharged_on",
            "full_years",
        ),
        DerivedDef(
            "days_since_letter",
            "介绍信开具以来天数",
            "days since the letter of introduction",
            "introduction_letter_on",
            "on",
            "days",
        ),
        DerivedDef(
            "started_months_since_letter",
            "介绍信开具以来月数（不满一月按一月）",
            "months since the letter of introduction, a started one counted",
            "introduction_letter_on",
            "on",
            "started_months",
        ),
        DerivedDef(
            "started_months_since_discharge",
            "退役以来月数（不满一月按一月）",
            "months since discharge, a started one counted",
            "discharged_on",
            "on",
            "started_months",
        ),
        DerivedDef(
            "months_since_grading",
            "上次评定以来满月数",
            "full months since the last grading",
            "disability_approved_on",
            "on",
            "full_months",
        ),
    )
}  # fmt: skip
DERIVED |= {name: DerivedDef(name, *rest) for name, *rest in LENGTHS}
