"""Impact before force: counted over everybody in scope, small lines withheld, nothing written."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from people import TODAY
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.impact import queries
from rongyao.bureau.entitlements.impact.rules import Figures, guarded
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.entitlements.tests.known import PENSION_TABLE, disabled
from rongyao.bureau.foundation.audit.models import Event


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def raise_(cast):
    return standards.enter(
        by=cast.actor(cast.lin), name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
        division_code="", starts_on=dt.date(2025, 8, 1), ends_on=None, value=4_962_000, document="示例文件",
        document_no="示例〔2025〕42号", issued_on=dt.date(2025, 11, 20),
    )  # fmt: skip


def of(cast, user, entry):
    with translation.override("zh-hans"):
        return queries.of_entries(cast.actor(user), [entry], today=TODAY, lang="zh-hans")


def test_the_cost_of_a_raise_is_known_before_it_is_confirmed(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 5, cast.town_b, first=200)
    disabled(cast, 5, cast.town_b, first=300, disability_grade=7)
    found = of(cast, cast.wei, raise_)
    assert (found.looked_at, found.total.people, found.total.yearly_difference) == (17, 11, 11 * 144_000)
    assert found.total.monthly_after == 11 * 413_500
    assert [(line.label, line.people) for line in found.towns] == [("玉山镇", 6), ("巴城镇", 5)]
    assert [(line.label, line.people) for line in found.groups] == [
        ("残疾抚恤金 · 残疾等级 6 · 残疾性质 因公", 11)
    ]


def test_nothing_is_written_by_looking(cast, raise_):
    disabled(cast, 6, cast.town_a)
    of(cast, cast.wei, raise_)
    assert (Determination.objects.count(), KeptInput.objects.count()) == (0, 0)


def test_an_officer_of_one_town_is_told_of_that_town_only(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 5, cast.town_b, first=200)
    assert [line.label for line in of(cast, cast.zhao, raise_).towns] == ["巴城镇"]


def test_a_town_of_two_takes_another_town_with_it(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 2, cast.town_b, first=200)
    found = of(cast, cast.wei, raise_)
    assert [line.is_hidden for line in found.towns] == [True, True]
    assert [line.yearly_after for line in found.towns] == [0, 0]
    assert found.total.people == 8


def test_the_sum_is_withheld_where_it_would_tell(cast, raise_):
    disabled(cast, 3, cast.town_a)
    found = of(cast, cast.wei, raise_)
    assert found.total.is_hidden
    assert found.total.yearly_after == 0


def test_a_small_line_never_stands_alone():
    lines, may = guarded(
        [Figures("a", 3, yearly_after=9), Figures("b", 7), Figures("c", 20), Figures("d", 0)]
    )
    assert [line.label for line in lines if line.is_hidden] == ["a", "b"]
    assert may


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_confirmer_finds_it_on_the_entry_and_takes_it_out(cast, raise_, language):
    disabled(cast, 6, cast.town_a)
    client = cast.signed_in(cast.wei, language)
    address = reverse("impact:entry", args=[raise_.pk])
    assert address in client.get(reverse("entitlements:standard_entry", args=[raise_.pk])).content.decode()
    shown = client.get(address)
    assert shown.status_code == 200
    assert "289,080.00" in shown.content.decode()
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("impact:entry_export", args=[raise_.pk])).content)
    )
    assert [cell.value for cell in book.worksheets[0][2]][2:6] == [6, 289_080, 297_720, 8_640]
    assert Event.objects.filter(verb="impact.exported").count() == 1


def test_who_sees_no_entitlements_sees_no_impact(cast, raise_):
    assert cast.signed_in(cast.hao).get(reverse("impact:entry", args=[raise_.pk])).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_people(cast, raise_, django_assert_max_num_queries):
    disabled(cast, 12, cast.town_a)
    with django_assert_max_num_queries(10):
        of(cast, cast.wei, raise_)
