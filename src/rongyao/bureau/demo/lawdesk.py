"""Work on the law itself, waiting on its pages: a yearly table and a reading to confirm, and a what-if worked out.

Every paper says that it is made up. Only the discharge money of 2011 pays, for two persons entered it.
"""

from __future__ import annotations

import datetime as dt

from rongyao.bureau.demo import staff
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.readings import actions as readings
from rongyao.bureau.entitlements.tables import actions as tables
from rongyao.bureau.entitlements.tables import queries
from rongyao.bureau.entitlements.whatif import actions as whatif
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.law.standards import NAMES

TABLE = "disability_pension"
MADE_UP = "演示文件（并非真实标准，仅供演示）"
# The figure is that of the pages the table names; the paper is made up.
REPORTED_FEN, CONFIRMED = 4_500_00, "演示文件（金额见公开报道，文件为演示）"
# A raise of one part in twenty, in whole yuan as tables of pensions are.
RAISE_PERCENT, YUAN = 105, 100
READING, OPTION = "compensation_2024/62.part_years", "half_years"


def confirm_reported(*, on: dt.date) -> None:
    """Two persons enter the discharge money of 2011, which pages report and no document at hand states, so that it pays."""
    entry = standards.enter(
        by=staff.actor(staff.OFFICER, on), name="discharge_money_per_year", keys={}, level="national", division_code="",
        starts_on=dt.date(2011, 11, 1), ends_on=dt.date(2024, 8, 31), value=REPORTED_FEN, document=CONFIRMED,
        document_no="演示〔2026〕3号", issued_on=dt.date(2011, 11, 1),
    )  # fmt: skip
    standards.confirm(by=staff.actor(staff.DIRECTOR, on), entry=entry, on=on)


def stage(*, on: dt.date) -> None:
    """Enter them as the people who would: a town's officer enters, the director asks what it would cost."""
    officer, director = staff.actor(staff.OFFICER, on), staff.actor(staff.DIRECTOR, on)
    _enter_table(officer, on)
    readings.enter(
        by=officer, key=READING, option=OPTION, reason="演示：不满一年的按半年计。", document=MADE_UP
    )
    _ask_what_if(director, on)


def _enter_table(officer: Actor, on: dt.date) -> None:
    now = queries.in_use(NAMES[TABLE], on)
    cells = {keys: value * RAISE_PERCENT // 100 // YUAN * YUAN for keys, value in now.items() if value}
    tables.enter(
        by=officer, name=TABLE, level="national", division_code="", starts_on=dt.date(on.year + 1, 1, 1),
        ends_on=None, document=MADE_UP, document_no="演示〔2026〕2号", issued_on=on, cells=cells,
    )  # fmt: skip


def _ask_what_if(director: Actor, on: dt.date) -> None:
    month = on.replace(day=1)
    scenario = whatif.begin(
        by=director, title="抚恤金提高5%，本市一年增加多少（演示）", on=on, amounts_from=month
    )
    whatif.change(by=director, scenario=scenario, kind="amounts", key=TABLE, text="+5%")
    whatif.work_out(by=director, scenario=scenario)
