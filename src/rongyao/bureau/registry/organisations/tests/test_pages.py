"""Pages of organisations: each opens in both languages for whom it is meant, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.registry.organisations.actions import changes, keeping, representatives, stations
from rongyao.bureau.registry.organisations.models import ChangeRequest, Organisation, Representative
from rongyao.bureau.registry.organisations.tests.made import CODE, GU_ID, OTHER_CODE, PASSWORD
from rongyao.bureau.registry.organisations.tests.test_lists_from_excel import workbook_of
from rongyao.bureau.registry.stations_seed import seed

WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")
ROOT = "/desk/organisations/"


def _body(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", "\n", main.replace("Excel", ""))


@pytest.fixture
def twin(cast, lin, factory) -> Organisation:
    values = {"name": "昆山市精诚电子有限责任公司"}
    return keeping.register(by=lin, kind="employer", division=cast.town_a, values=values, is_another=True)


@pytest.fixture
def pages(cast, lin, factory, twin, gu, gu_user) -> list[str]:
    seed()
    asked = changes.ask(
        by=cast.actor(gu_user), organisation=factory, field="name", value="新名称有限公司", why="变更"
    )
    one = f"{ROOT}{factory.pk}/"
    station = cast.town_a.stations.get().pk
    return [
        *(f"{ROOT}new/{kind}/" for kind in ("department", "unit", "employer", "school")),
        f"{one}change/", f"{one}close/", f"{one}appoint/", f"{ROOT}representatives/{gu.pk}/end/",
        f"{ROOT}requests/", f"{ROOT}requests/{asked.pk}/", f"{ROOT}doubles/", f"{ROOT}doubles/{factory.pk}/{twin.pk}/",
        f"{ROOT}import/", f"{ROOT}import/new/", f"{ROOT}stations/{station}/",
    ]  # fmt: skip


OPEN = ("", "stations/", "industries/", "industries/?in=C", "industries/?q=电子")


def test_every_page_of_the_staff_opens_in_both_languages(cast, pages, factory) -> None:
    for page in [*(ROOT + tail for tail in OPEN), f"{ROOT}{factory.pk}/", *pages]:
        shown = cast.signed_in(cast.lin).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown)) == [], page
        assert cast.signed_in(cast.lin, "en").get(page).status_code == 200, page


def test_a_director_looks_and_is_offered_no_change(cast, pages, factory) -> None:
    wei = cast.signed_in(cast.wei)
    shown = wei.get(f"{ROOT}{factory.pk}/").content.decode()
    assert factory.name in shown
    assert "/appoint/" not in shown
    for page in pages:
        assert wei.get(page).status_code == 403, page


@pytest.mark.parametrize("who", ["hao", "ma", "chen_user"])
def test_who_has_nothing_to_do_with_organisations_sees_none(cast, pages, factory, who: str) -> None:
    client = cast.signed_in(getattr(cast, who))
    for page in [ROOT, f"{ROOT}{factory.pk}/", *pages, "/org/", f"/org/{factory.pk}/"]:
        assert client.get(page).status_code == 403, page


def test_another_towns_officer_changes_nothing_here(cast, pages, factory, gu) -> None:
    zhao = cast.signed_in(cast.zhao)
    one = f"{ROOT}{factory.pk}/"
    for page in (f"{one}change/", f"{one}close/", f"{one}appoint/", f"{ROOT}representatives/{gu.pk}/end/"):
        assert zhao.get(page).status_code == 404, page
    assert zhao.post(f"{ROOT}representatives/{gu.pk}/slip/").status_code == 404
    assert zhao.get(one).status_code == 200


def test_registering_on_the_page_keeps_what_was_typed_and_offers_the_alike_one(cast, factory) -> None:
    lin = cast.signed_in(cast.lin)
    typed = {"name": "精诚电子(昆山)有限公司", "credit_code": "91350100M000100Y44", "industry": "电子电路",
             "division": str(cast.town_a.pk)}  # fmt: skip
    shown = lin.post(f"{ROOT}new/employer/", typed)
    assert shown.status_code == 422
    assert "精诚电子(昆山)有限公司" in shown.content.decode()
    assert "校验位不符" in shown.content.decode()
    # Several industries fit: they are offered as radio buttons, without any script.
    assert 'name="industry_pick"' in shown.content.decode()
    again = lin.post(f"{ROOT}new/employer/", {**typed, "credit_code": OTHER_CODE, "industry_pick": "3982"})
    assert again.status_code == 422
    assert 'name="is_another"' in again.content.decode()
    assert factory.name in again.content.decode()
    done = lin.post(
        f"{ROOT}new/employer/",
        {**typed, "credit_code": OTHER_CODE, "industry_pick": "3982", "is_another": "on"},
    )
    assert done.status_code == 302
    assert Organisation.objects.get(credit_code=OTHER_CODE).industry == "3982"


def test_a_unit_with_a_designation_is_told_why(cast) -> None:
    shown = cast.signed_in(cast.lin).post(
        f"{ROOT}new/unit/", {"name": "某集团军", "division": str(cast.town_a.pk)}
    )
    assert shown.status_code == 422
    assert "部队只登记公开名称和公开代号" in shown.content.decode()


def test_the_whole_way_of_a_representative(cast, factory, gu) -> None:
    slip = cast.signed_in(cast.lin).post(f"{ROOT}representatives/{gu.pk}/slip/")
    code = re.search(r"<b class=\"nowrap\">([A-Z0-9 ]{11})</b>", slip.content.decode())[1]
    client = Client(headers={"accept-language": "zh-hans"})
    assert client.get("/org/").status_code == 302
    typed = {"code": code, "id_last4": GU_ID[-4:], "password": PASSWORD, "again": PASSWORD}
    assert client.post("/org/activate/", {**typed, "again": "别的"}).status_code == 422
    assert client.post("/org/activate/", typed).url == "/org/"
    assert client.get("/").url == "/org/"
    own = client.get("/org/", follow=True)
    assert factory.name in own.content.decode()
    assert WORDS.findall(_body(own)) == []
    values = {"version": "1", "address": "长江路2号", "scale": "large", "name": "改名"}
    assert client.post(f"/org/{factory.pk}/keep/", values).status_code == 302
    assert (
        client.post(f"/org/{factory.pk}/ask/name/", {"value": "新名字公司", "why": "新执照"}).status_code
        == 302
    )
    factory.refresh_from_db()
    assert (factory.address, factory.name) == ("长江路2号", "昆山精诚电子有限公司")
    asked = ChangeRequest.objects.get()
    lin = cast.signed_in(cast.lin)
    assert "新名字公司" in lin.get(f"{ROOT}requests/{asked.pk}/").content.decode()
    assert lin.post(f"{ROOT}requests/{asked.pk}/", {"outcome": "confirm"}).status_code == 302
    assert "新名字公司" in client.get(f"/org/{factory.pk}/").content.decode()
    assert client.get(ROOT).status_code == 403
    assert client.get("/org/999/").status_code == 404


def test_the_posted_officers_rail_leads_to_organisations(cast, lin) -> None:
    from rongyao.bureau.registry.organisations.tests.made import gu

    office = keeping.register(by=lin, kind="department", division=cast.town_a, values={"name": "双拥办"})
    row = representatives.appoint(by=lin, organisation=office, named=gu(role="posted_officer"))
    code = representatives.print_slip(by=lin, representative=row)
    user = representatives.activate(code=code, id_last4=GU_ID[-4:], password=PASSWORD)
    client = cast.signed_in(user)
    shown = client.get(ROOT).content.decode()
    assert "双拥办" in shown
    assert "军队派驻" in shown
    assert client.get("/desk/people/").status_code == 403


def test_a_list_comes_in_over_the_pages(cast, factory) -> None:
    lin = cast.signed_in(cast.lin)
    for kind in Organisation.Kind.values:
        assert lin.get(f"{ROOT}import/template/{kind}/").status_code == 200
    file = workbook_of(
        ("昆山新芯材料有限公司", OTHER_CODE, "3982", "小型", 30, None), ("坏", "123", None, None, None, None)
    )
    sent = lin.post(f"{ROOT}import/new/", {"file": file, "kind": "employer", "division": str(cast.town_a.pk)})
    shown = lin.get(sent.url)
    assert "这里是3位" in shown.content.decode()
    assert WORDS.findall(_body(shown)) == []
    assert lin.get(f"{sent.url}reasons/").status_code == 200
    assert cast.signed_in(cast.zhao).get(sent.url).status_code == 404
    lin.post(f"{sent.url}accept/")
    assert Organisation.objects.filter(credit_code=OTHER_CODE).exists()


@pytest.mark.parametrize("sort", ["name", "-town", "kind", "code", "since", "nonsense"])
def test_the_list_sorts_and_narrows_in_few_queries(cast, factory, twin, sort: str) -> None:
    lin = cast.signed_in(cast.lin)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        shown = lin.get(ROOT, {"sort": sort, "kind": "employer", "section": "C", "q": "精诚"})
    assert list(shown.context["page"]) == [factory]
    assert len(seen) <= 18
    assert lin.get(ROOT, {"q": CODE[:12]}).context["page"].paginator.count == 1
    assert lin.get(ROOT, {"state": "unspoken"}).context["page"].paginator.count == 2
    assert lin.get(ROOT, {"q": "没有这家"}).context["page"].paginator.count == 0


def test_the_public_page_shows_what_a_station_keeps(cast) -> None:
    seed()
    lin, station = cast.signed_in(cast.lin), cast.town_a.stations.get()
    values = {
        "phone": "0512-57000000",
        "hours": "周一至周五 9:00-17:00",
        "name_1": "孙燕",
        "is_shown_1": "on",
        "name_2": "李明",
    }
    assert lin.post(f"{ROOT}stations/{station.pk}/", values).status_code == 302
    shown = Client().get("/stations/").content.decode()
    assert "周一至周五 9:00-17:00" in shown
    assert "孙燕" in shown
    assert "李明" not in shown
    assert Representative.objects.count() == 0


def test_a_clerk_keeps_the_station_they_sit_at_and_no_other(cast) -> None:
    seed()
    sun, own = cast.signed_in(cast.sun), cast.town_a.stations.get()
    village, other = cast.village_a.stations.get(), cast.town_b.stations.get()
    values = {
        "phone": "0512-57300000",
        "address": "人民路1号",
        "hours": "工作日 9:00–17:00",
        "directions": "",
    }
    assert sun.post(f"{ROOT}stations/{own.pk}/", values).status_code == 302
    assert type(own).objects.get(pk=own.pk).phone == values["phone"]
    for station in (village, other):
        assert sun.get(f"{ROOT}stations/{station.pk}/").status_code == 404
        with pytest.raises(NotAllowed):
            stations.keep_station(by=cast.actor(cast.sun), station=station, values=values, workers=[])
    listed = sun.get(f"{ROOT}stations/").content.decode()
    assert f"{ROOT}stations/{own.pk}/" in listed
    assert f"{ROOT}stations/{village.pk}/" not in listed
