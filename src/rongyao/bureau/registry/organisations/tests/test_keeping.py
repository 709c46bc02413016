"""Registering, changing, closing, joining: the rows and the record together; refusals say what to do."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import doubles, keeping, stations
from rongyao.bureau.registry.organisations.models import Organisation, Representative, StationWorker
from rongyao.bureau.registry.organisations.tests.made import CODE, OTHER_CODE
from rongyao.bureau.registry.organisations.words import opened_values


def _register(lin, division, name, **more):
    kind = more.pop("kind", "employer")
    return keeping.register(
        by=lin, kind=kind, division=division, values={"name": name, **more}, is_another=True
    )


def test_registering_leaves_the_entry_and_its_record(cast, factory) -> None:
    assert (factory.name_core, factory.path, factory.recorded_by) == ("精诚电子", cast.town_a.path, cast.lin)
    event = Event.objects.get(verb="organisation.registered")
    assert (event.by_id, event.path) == (cast.lin.pk, cast.town_a.path)


def test_a_code_belongs_to_one_entry(cast, lin, factory) -> None:
    with pytest.raises(keeping.UnableToKeepOrganisation, match="昆山精诚电子有限公司") as refused:
        _register(lin, cast.town_a, "另一家公司", credit_code=CODE)
    assert (refused.value.field, refused.value.alike) == ("credit_code", (factory,))


def test_an_alike_name_is_asked_about_once(cast, lin, factory) -> None:
    values = {"name": "昆山市精诚电子有限责任公司"}
    with pytest.raises(keeping.UnableToKeepOrganisation) as refused:
        keeping.register(by=lin, kind="employer", division=cast.town_a, values=values)
    assert refused.value.alike == (factory,)
    made = keeping.register(by=lin, kind="employer", division=cast.town_a, values=values, is_another=True)
    assert made.pk != factory.pk


def test_officer_zhao_keeps_nothing_of_town_a(cast, factory) -> None:
    zhao = cast.actor(cast.zhao)
    for act in (
        lambda: _register(zhao, cast.town_a, "某公司"),
        lambda: keeping.change(by=zhao, organisation=factory, version=1, opened={}, values={"name": "某"}),
        lambda: keeping.close(by=zhao, organisation=factory, on=factory.recorded_at.date(), reason="测试"),
    ):
        with pytest.raises(NotAllowed):
            act()
    # She may look, as everybody who deals with organisations may.
    assert factory in queries.visible_to(zhao)


def test_a_clerk_registers_nothing(cast) -> None:
    with pytest.raises(NotAllowed):
        _register(cast.actor(cast.sun), cast.town_a, "某公司")


def test_of_a_unit_neither_the_action_nor_the_table_takes_more(cast, lin) -> None:
    with pytest.raises(keeping.UnableToKeepOrganisation, match="番号"):
        _register(lin, cast.town_a, "某集团军第三旅", kind="unit")
    unit = _register(
        lin, cast.town_a, "驻昆某部", kind="unit", public_code="12345", address="某路1号", headcount=30
    )
    assert (unit.public_code, unit.address, unit.headcount) == ("12345", "", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=unit.pk).update(headcount=30)


def test_two_editors_do_not_undo_each_other(cast, lin, factory) -> None:
    opened = opened_values(factory)
    keeping.change(by=lin, organisation=factory, version=1, opened=opened, values={"address": "前进路1号"})
    with pytest.raises(keeping.UnableToKeepOrganisation) as refused:
        keeping.change(
            by=lin, organisation=factory, version=1, opened=opened, values={"address": "长江路2号"}
        )
    (clash,) = refused.value.clashes
    assert (clash.field, clash.recorded, clash.typed) == ("address", "前进路1号", "长江路2号")


def test_closing_ends_who_speaks_for_it(cast, lin, gu, factory, today) -> None:
    keeping.close(by=lin, organisation=factory, on=today, reason="已注销")
    assert Representative.objects.get().end_reason == "已注销"
    assert factory not in queries.listed(lin, queries.Filters())
    assert factory in queries.listed(lin, queries.Filters(state="closed"))
    keeping.reopen(by=lin, organisation=factory)
    assert factory in queries.listed(lin, queries.Filters())


def test_joined_entries_fill_and_part_again(cast, lin, gu_user, factory, today) -> None:
    twin = _register(lin, cast.town_a, "精诚电子(昆山)有限公司", address="前进路1号")
    (pair,) = queries.doubles(lin)
    assert {pair.first, pair.second} == {factory, twin}
    doubles.merge(by=lin, stays=twin, goes=factory, fills=True)
    twin.refresh_from_db()
    assert (twin.credit_code, twin.industry, twin.address) == (CODE, "3982", "前进路1号")
    assert queries.doubles(lin) == []
    # Who spoke for the one that went speaks for the one that stays; nothing was rewritten.
    assert [seat.organisation_id for seat in queries.seats_of(gu_user.pk, today)] == [twin.pk]
    doubles.part(by=lin, organisation=factory)
    twin.refresh_from_db()
    assert (twin.credit_code, twin.industry, twin.address) == ("", "", "前进路1号")
    assert [seat.organisation_id for seat in queries.seats_of(gu_user.pk, today)] == [factory.pk]
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["organisation.merged", "organisation.parted"]


def test_two_codes_or_two_kinds_are_never_joined(cast, lin, factory) -> None:
    other = _register(lin, cast.town_a, "精诚电子厂", credit_code=OTHER_CODE)
    school = _register(lin, cast.town_a, "精诚电子学校", kind="school")
    for twin in (other, school, factory):
        with pytest.raises(doubles.UnableToMerge):
            doubles.merge(by=lin, stays=factory, goes=twin, fills=True)


def test_a_pair_told_apart_is_not_shown_again(cast, lin, factory) -> None:
    twin = _register(lin, cast.town_a, "昆山市精诚电子厂有限公司")
    assert len(queries.doubles(lin)) == 1
    doubles.tell_apart(by=lin, one=twin, other=factory)
    assert queries.doubles(lin) == []


def test_a_station_keeps_hours_and_who_works_there(cast, lin) -> None:
    from rongyao.bureau.registry.stations_seed import seed

    seed()
    station = cast.town_a.stations.get()
    workers = [stations.Worker("孙燕", "接待", True), stations.Worker("李明")]
    values = {"phone": "0512-57000000", "address": "前进路1号", "hours": "周一至周五 9:00-17:00"}
    stations.keep_station(by=lin, station=station, values=values, workers=workers)
    shown = queries.stations_with_cards().get(pk=station.pk)
    assert (shown.phone, shown.card.hours) == ("0512-57000000", "周一至周五 9:00-17:00")
    assert [one.name for one in shown.shown_workers] == ["孙燕"]
    assert StationWorker.objects.count() == 2
    assert Event.objects.get(verb="station.kept").detail["fields"] == ["address", "hours", "phone", "workers"]
    with pytest.raises(NotAllowed):
        stations.keep_station(by=cast.actor(cast.zhao), station=station, values=values, workers=[])
