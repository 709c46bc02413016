"""Pages of families: every one opens in both languages, forms keep what was typed, other towns find nothing."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people import TODAY
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import households, kin, slips
from rongyao.bureau.registry.families.models import HelperAgreement, Household, Kin
from rongyao.bureau.registry.families.queries import NobodyFilters
from rongyao.bureau.registry.families.tests.made import LIU_ID, MOTHER_ID, MOTHER_PHONE, PASSWORD
from rongyao.bureau.registry.models import Fact, Person

WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")
OF_PERSON = ("", "kin/new/", "order/", "household/new/", "household/join/", "household/leave/", "helper/new/")
OF_KIN = (
    "",
    "end/",
    "link/",
    "consent/",
    "consent/withdraw/",
    "ground/",
    "reveal/phone/",
    "reveal/id_number/",
)
OF_HELPER = ("renew/", "end/")
LISTS = ("/desk/families/", "/desk/families/nobody/")


def _body(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", "\n", main.replace("Excel", ""))


def _pages(person: Person, row: Kin, agreement: HelperAgreement) -> list[str]:
    return [
        *LISTS,
        *(f"/desk/families/of/{person.pk}/{tail}" for tail in OF_PERSON),
        *(f"/desk/families/kin/{row.pk}/{tail}" for tail in OF_KIN),
        *(f"/desk/families/helpers/{agreement.pk}/{tail}" for tail in OF_HELPER),
    ]


def test_every_page_of_the_staff_opens_in_both_languages_with_numbers_masked(
    cast, mother, father, agreement
) -> None:
    for page in [*_pages(cast.chen, mother, agreement), f"/desk/families/kin/{father.pk}/"]:
        shown = cast.signed_in(cast.lin).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown)) == [], page
        assert MOTHER_PHONE not in shown.content.decode(), page
        assert MOTHER_ID not in shown.content.decode(), page
        assert cast.signed_in(cast.lin, "en").get(page).status_code == 200, page


def test_the_persons_and_the_helpers_pages_open_in_both_languages(cast, mother, agreement, liu_user) -> None:
    own = ("/me/helpers/", f"/me/helpers/{agreement.pk}/end/", "/me/family/")
    for user, pages in ((cast.chen_user, own), (liu_user, ("/me/for/", "/me/helpers/", "/me/family/"))):
        for page in pages:
            shown = cast.signed_in(user).get(page)
            assert shown.status_code == 200, page
            assert WORDS.findall(_body(shown)) == [], page
            assert cast.signed_in(user, "en").get(page).status_code == 200, page
    assert WORDS.findall(_body(Client(headers={"accept-language": "zh-hans"}).get("/me/for/activate/"))) == []


def test_officer_zhao_finds_nothing_of_town_a(cast, mother, agreement) -> None:
    households.form_household(by=cast.actor(cast.lin), person=cast.chen, address="前进路1号", on=TODAY)
    zhao = cast.signed_in(cast.zhao)
    for page in _pages(cast.chen, mother, agreement)[len(LISTS) :]:
        assert zhao.get(page).status_code == 404, page
    assert zhao.post(f"/desk/families/helpers/{agreement.pk}/slip/").status_code == 404
    for words in ("", "李秀英", "lixiuying", MOTHER_PHONE, MOTHER_ID, "陈卫国"):
        for page in LISTS:
            shown = zhao.get(page, {"q": words}).context["page"].paginator.count
            assert shown == 0, (page, words)
    for name in ("export", "nobody/export"):
        sheet = load_workbook(BytesIO(zhao.get(f"/desk/families/{name}/").content)).worksheets[0]
        assert sheet.max_row == 1
    mine = Person.objects.create(number="KS-000090", name="吴江", division=cast.town_b, path=cast.town_b.path)
    joined = zhao.post(f"/desk/families/of/{mine.pk}/household/join/", {
        "number": "H-000001", "on_0": "2026", "on_1": "11", "on_2": "1"})  # fmt: skip
    assert joined.status_code == 422
    linked = kin.add_kin(
        by=cast.actor(cast.zhao), person=mine, values={"name": "陈卫国", "relation": "brother"}
    )
    refused = zhao.post(f"/desk/families/kin/{linked.pk}/link/", {"number": "KS-000001"})
    assert refused.status_code == 422
    Kin.objects.filter(pk=linked.pk).update(linked=cast.chen)
    assert f"/desk/people/{cast.chen.pk}/" not in zhao.get(f"/desk/people/{mine.pk}/").content.decode()


@pytest.mark.parametrize("who", ["hao", "ma", "chen_user"])
def test_who_may_not_see_people_may_not_see_families(cast, mother, agreement, who: str) -> None:
    client = cast.signed_in(getattr(cast, who))
    for page in _pages(cast.chen, mother, agreement):
        assert client.get(page).status_code == 403, page


def test_a_director_reads_the_family_and_is_offered_no_change(cast, mother) -> None:
    shown = cast.signed_in(cast.wei).get(f"/desk/families/of/{cast.chen.pk}/").content.decode()
    assert "李秀英" in shown
    assert "kin/new/" not in shown
    assert "helper/new/" not in shown
    assert cast.signed_in(cast.wei).get(f"/desk/families/kin/{mother.pk}/").status_code == 403


def test_the_file_shows_the_family_next_of_kin_first(cast, lin, mother, father, agreement) -> None:
    page = f"/desk/people/{cast.chen.pk}/"
    assert "没有指定紧急联系亲属" in cast.signed_in(cast.lin).get(page).content.decode()
    kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[father.pk])
    shown = cast.signed_in(cast.lin).get(page).content.decode()
    assert "第 1 联系人" in shown
    assert shown.index("陈建国") < shown.index("李秀英")
    assert "刘芳" in shown
    assert "139****5678" in shown


def test_reading_the_family_is_a_look_at_the_file(cast, mother) -> None:
    cast.signed_in(cast.lin).get(f"/desk/families/of/{cast.chen.pk}/")
    assert Event.objects.get(verb="person.looked").person_id == cast.chen.pk


# --- forms --------------------------------------------------------------------------------------------

NEW = {"name": "李秀英", "relation": "mother", "consent": "not_asked", "phone": MOTHER_PHONE}
DAY = {"consent_on_0": "2026", "consent_on_1": "11", "consent_on_2": "20"}


def test_a_relative_without_consent_comes_back_with_all_that_was_typed(cast) -> None:
    client = cast.signed_in(cast.lin)
    page = f"/desk/families/of/{cast.chen.pk}/kin/new/"
    shown = client.post(page, NEW)
    assert shown.status_code == 422
    text = shown.content.decode()
    assert f'value="{MOTHER_PHONE}"' in text
    assert 'href="#id_phone"' in text
    assert "没有同意" in text
    agreed = client.post(page, {**NEW, "consent": "given", "how": "counter", **DAY})
    assert agreed.status_code == 302
    assert Kin.objects.get().phone == MOTHER_PHONE


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"consent": "given", "how": "counter"}, "consent_on"), ({"consent": "given", **DAY}, "how"),
     ({"phone": "12"}, "phone"), ({"ground": "pension"}, "ground_words"), ({"name": ""}, "name")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_box(cast, typed: dict, field: str) -> None:
    shown = cast.signed_in(cast.lin).post(f"/desk/families/of/{cast.chen.pk}/kin/new/", {**NEW, **typed})
    assert shown.status_code == 422
    assert field in shown.context["form"].errors


def test_the_second_editor_loses_nothing_and_saves_once_more(cast, lin, mother) -> None:
    client = cast.signed_in(cast.sun)
    page = f"/desk/families/kin/{mother.pk}/"
    form = client.get(page).context["form"]
    typed = {"name": "李秀英", "relation": "mother", "lives_with": "on", "reason": "走访", "version": "1",
             "opened": form["opened"].value() if isinstance(form["opened"].value(), str) else "{}",
             "birth_on_0": "1965", "birth_on_1": "4", "birth_on_2": "12"}  # fmt: skip
    hidden = re.search(r'name="opened" value="([^"]*)"', client.get(page).content.decode())[1]
    typed["opened"] = hidden.replace("&quot;", '"')
    kin.change_kin(by=lin, kin=mother, version=1, opened={}, typed={"relation": "guardian"}, reason="核对")
    shown = client.post(page, typed)
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "监护人、抚养人" in text.split("note--late")[1].split("</section>")[0]
    typed |= {
        "version": "2",
        "opened": re.search(r'name="opened" value="([^"]*)"', text)[1].replace("&quot;", '"'),
    }
    assert client.post(page, typed).status_code == 302
    row = Kin.objects.get(pk=mother.pk)
    assert (row.lives_with, row.relation, row.phone) == (True, "mother", MOTHER_PHONE)


def test_a_consent_taken_back_while_another_types_closes_the_boxes_and_not_the_page(
    cast, lin, mother
) -> None:
    from rongyao.bureau.registry.families.actions import consent

    consent.withdraw_consent(by=lin, kin=mother, on=TODAY)
    typed = {"name": "李秀英", "relation": "mother", "phone": "13800001111", "reason": "走访", "version": "1",
             "opened": "{}"}  # fmt: skip
    client = cast.signed_in(cast.sun)
    shown = client.post(f"/desk/families/kin/{mother.pk}/", typed)
    assert shown.status_code == 422
    assert 'name="phone"' not in shown.content.decode()
    assert Kin.objects.get(pk=mother.pk).phone == ""


def test_the_order_is_set_on_its_page_and_one_place_is_given_once(cast, mother, father) -> None:
    client = cast.signed_in(cast.lin)
    page = f"/desk/families/of/{cast.chen.pk}/order/"
    twice = client.post(page, {f"kin_{mother.pk}": "1", f"kin_{father.pk}": "1"})
    assert twice.status_code == 422
    assert client.post(page, {f"kin_{mother.pk}": "2", f"kin_{father.pk}": "1"}).status_code == 302
    assert list(Kin.objects.order_by("rank").values_list("name", "rank")) == [("陈建国", 1), ("李秀英", 2)]
    assert client.post(page, {}).status_code == 302
    assert not Kin.objects.filter(rank__isnull=False).exists()


def test_a_household_is_formed_joined_and_left_on_its_pages(cast, zhou) -> None:
    client = cast.signed_in(cast.lin)
    day = {"on_0": "2026", "on_1": "11", "on_2": "1"}
    base = "/desk/families/of/{}/household/{}/"
    client.post(base.format(cast.chen.pk, "new"), {"address": "前进路1号", **day})
    number = Household.objects.get().number
    assert client.post(base.format(zhou.pk, "join"), {"number": number.lower(), **day}).status_code == 302
    shown = client.get(f"/desk/families/of/{cast.chen.pk}/").content.decode()
    assert f"/desk/people/{zhou.pk}/" in shown
    late = client.post(base.format(zhou.pk, "leave"), {"reason": "搬走", **day, "on_0": "2027"})
    assert late.status_code == 422
    assert client.post(base.format(zhou.pk, "leave"), {"reason": "搬走", **day}).status_code == 302
    assert "没有登记家庭户" in client.get(f"/desk/families/of/{zhou.pk}/").content.decode()


def test_consent_withdrawal_ground_and_end_work_on_their_pages(cast, father) -> None:
    client = cast.signed_in(cast.lin)
    day = {"on_0": "2026", "on_1": "11", "on_2": "20"}
    page = f"/desk/families/kin/{father.pk}/"
    assert client.post(f"{page}consent/", {"state": "given", "how": "paper", **day}).status_code == 422
    assert client.post(f"{page}consent/", {"state": "given", "how": "counter", **day}).status_code == 302
    assert client.post(f"{page}ground/", {"ground": "pension"}).status_code == 422
    ground = {"ground": "pension", "ground_words": "2026年11月申请"}
    assert client.post(f"{page}ground/", ground).status_code == 302
    assert "第十九条" in client.get(f"/desk/families/of/{cast.chen.pk}/").content.decode()
    assert client.post(f"{page}consent/withdraw/", day).status_code == 302
    assert client.post(f"{page}end/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}end/", {"reason": "登记错误"}).status_code == 302
    assert client.get(page).status_code == 404
    assert Kin.objects.get(pk=father.pk).consent == "withdrawn"


def test_a_number_is_uncovered_with_a_reason_and_the_person_reads_of_it(cast, mother) -> None:
    client = cast.signed_in(cast.lin)
    page = f"/desk/families/kin/{mother.pk}/reveal/phone/"
    assert MOTHER_PHONE not in client.post(page, {"reason": ""}).content.decode()
    assert MOTHER_PHONE in client.post(page, {"reason": "联系家属"}).content.decode()
    shown = cast.signed_in(cast.chen_user).get("/me/log/").content.decode()
    assert "查看了亲属的完整号码" in shown
    assert "联系家属" in shown


HELPER = {
    "name": "刘芳", "id_number": LIU_ID, "relation": "neighbour", "may": "see", "paper_title": "代办授权书",
    "signed_on_0": "2026", "signed_on_1": "11", "signed_on_2": "24", "starts_on_0": "2026", "starts_on_1": "11",
    "starts_on_2": "24", "ends_on_0": "2027", "ends_on_1": "11", "ends_on_2": "23",
}  # fmt: skip


def test_from_the_counter_to_the_helpers_first_page(cast) -> None:
    sun = cast.signed_in(cast.sun)
    page = f"/desk/families/of/{cast.chen.pk}/helper/new/"
    assert sun.post(page, {**HELPER, "ends_on_0": "2028"}).status_code == 422
    assert sun.post(page, HELPER).status_code == 302
    row = HelperAgreement.objects.get()
    shown = sun.post(f"/desk/families/helpers/{row.pk}/slip/").content.decode()
    code = re.search(r'<b class="nowrap">(\w{5} \w{5})</b>', shown)[1]
    helper = Client(headers={"accept-language": "zh-hans"})
    slip = {"code": code, "id_last4": LIU_ID[-4:], "password": PASSWORD, "again": PASSWORD}
    assert helper.post("/me/for/activate/", {**slip, "again": "别的"}).status_code == 422
    assert helper.post("/me/for/activate/", slip)["Location"] == "/me/for/"
    assert "陈卫国" in helper.get("/me/").content.decode()
    renewed = {**HELPER, "may": "see_and_say"}
    assert sun.post(f"/desk/families/helpers/{row.pk}/renew/", renewed).status_code == 302
    newer = HelperAgreement.objects.get(ended_at__isnull=True)
    assert sun.post(f"/desk/families/helpers/{newer.pk}/end/", {"reason": "本人要求"}).status_code == 302
    assert helper.get("/me/").status_code == 403


def test_a_village_clerk_keeps_the_family_and_names_no_helper(cast) -> None:
    from people import SINCE
    from rongyao.bureau.foundation.access.models import Appointment, User

    user = User.objects.create(username="hu", display_name="胡兰")
    Appointment.objects.create(user=user, role="village_clerk", division=cast.town_a, starts_on=SINCE)
    client = cast.signed_in(user)
    assert client.get(f"/desk/families/of/{cast.chen.pk}/kin/new/").status_code == 200
    assert client.get(f"/desk/families/of/{cast.chen.pk}/helper/new/").status_code == 403
    assert client.get("/desk/families/export/").status_code == 403


# --- lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "count"),
    [({}, 2), ({"q": "秀英"}, 1), ({"q": "lixiuying"}, 1), ({"q": "li xiu ying"}, 1), ({"q": "lxy"}, 1), ({"q": MOTHER_PHONE}, 1),
     ({"q": MOTHER_ID}, 1), ({"q": "陈卫国"}, 2), ({"q": "无此人"}, 0), ({"relation": "father"}, 1),
     ({"relation": "boss"}, 2), ({"consent": "given"}, 1), ({"town": "320583/320583101/"}, 0), ({"sort": "-name"}, 2),
     ({"sort": "zzz", "page": "zzz", "q": ""}, 2)],
)  # fmt: skip
def test_the_list_is_searched_filtered_and_sorted(cast, mother, father, given: dict, count: int) -> None:
    cast.chen.keep_name("陈卫国").save()
    shown = cast.signed_in(cast.lin).get("/desk/families/", given)
    assert shown.status_code == 200
    assert shown.context["page"].paginator.count == count


def test_the_export_holds_the_filtered_list_without_numbers_and_leaves_a_record(cast, mother, father) -> None:
    client = cast.signed_in(cast.lin)
    book = load_workbook(BytesIO(client.get("/desk/families/export/", {"relation": "mother"}).content))
    cells = [str(cell.value) for row in book.worksheets[0] for cell in row if cell.value]
    assert {"李秀英", "母亲", "陈卫国", MOTHER_PHONE[-4:]} <= set(cells)
    assert not {"陈建国", MOTHER_PHONE, MOTHER_ID} & set(cells)
    event = Event.objects.get(verb="families.exported")
    assert event.detail == {"list": "kin", "count": 1, "filters": ["relation"]}
    assert cast.signed_in(cast.sun).get("/desk/families/export/").status_code == 403


@pytest.mark.parametrize("many", [3, 40])
def test_the_list_asks_the_database_the_same_number_of_times_however_many_rows(cast, lin, many: int) -> None:
    for number in range(many):
        kin.add_kin(by=lin, person=cast.chen, values={"name": f"陈{number}号", "relation": "other"})
    client = cast.signed_in(cast.lin)
    client.get("/desk/families/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/desk/families/")
    assert len(seen) <= 12, [query["sql"][:90] for query in seen]


def _nobody(actor, **filters: str) -> set[str]:
    return {person.name for person in queries.nobody_named(actor, NobodyFilters(**filters), TODAY)}


def test_the_list_of_whom_nobody_is_named_for_narrows_by_age_and_by_living_alone(
    cast, lin, mother, zhou
) -> None:
    assert _nobody(lin) == {"陈卫国", "周敏"}
    assert _nobody(lin, elderly="1") == {"周敏"}
    assert _nobody(lin, elderly="1", alone="1") == {"周敏"}
    son = kin.add_kin(by=lin, person=zhou, values={"name": "周强", "relation": "son", "lives_with": True})
    assert _nobody(lin, elderly="1", alone="1") == set()
    assert _nobody(lin, elderly="1") == {"周敏"}
    kin.order_next_of_kin(by=lin, person=zhou, kin_ids=[son.pk])
    assert _nobody(lin) == {"陈卫国"}
    kin.order_next_of_kin(by=lin, person=cast.chen, kin_ids=[mother.pk])
    assert _nobody(lin) == set()


def test_sharing_a_household_is_not_living_alone_and_the_dead_are_not_listed(cast, lin, zhou) -> None:
    home = households.form_household(by=lin, person=zhou, address="人民路2号", on=TODAY)
    assert _nobody(lin, alone="1") == {"陈卫国", "周敏"}
    households.join_household(by=lin, person=cast.chen, household=home, on=TODAY)
    assert _nobody(lin, alone="1") == set()
    Fact.objects.create(person=zhou, name="is_deceased", value=True, source=cast.paper, as_of=TODAY)
    assert _nobody(lin) == {"陈卫国"}


def test_the_list_without_next_of_kin_goes_to_excel_with_a_record(cast, zhou) -> None:
    client = cast.signed_in(cast.lin)
    given = {"elderly": "1", "alone": "1"}
    shown = client.get("/desk/families/nobody/", given).content.decode()
    assert "周敏" in shown
    assert "不等于独居" in shown
    book = load_workbook(BytesIO(client.get("/desk/families/nobody/export/", given).content))
    cells = [str(cell.value) for row in book.worksheets[0] for cell in row if cell.value]
    assert "周敏" in cells
    assert cast.chen.name not in cells
    assert Event.objects.get(verb="families.exported").detail["list"] == "nobody"


def test_slips_are_for_agreements_in_force_on_the_page_too(cast, agreement) -> None:
    HelperAgreement.objects.update(starts_on="2025-01-01", ends_on="2025-12-31")
    answer = cast.signed_in(cast.sun).post(f"/desk/families/helpers/{agreement.pk}/slip/")
    assert answer.status_code == 302
    assert not slips.HelperSlip.objects.exists()
