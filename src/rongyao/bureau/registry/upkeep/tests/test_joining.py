"""Double files: found with reasons, joined field by field, parted exactly."""

from __future__ import annotations

import pytest
from django.apps import apps

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person, PersonAccount, Remark
from rongyao.bureau.registry.queries import search
from rongyao.bureau.registry.upkeep.actions import joining, parting
from rongyao.bureau.registry.upkeep.models import Joining
from rongyao.bureau.registry.upkeep.queries import joins
from rongyao.bureau.registry.upkeep.rules.dumping import dump

pytestmark = pytest.mark.django_db
ZHOU_ID = "32058319650412001" + check_digit("32058319650412001")
MADE_BY_JOINING = {"upkeep.joining", "audit.event"}
# Made anew by the listeners of a change of facts; they stand for no paper.
WORKED_OUT = {"entitlements.determination", "entitlements.determinationrun", "entitlements.keptinput"}


@pytest.fixture
def zhou(open_file, record):
    person = open_file("周敏", birth_on="1965-04-12", phone="13912345678", address="人民路1号")
    record(person, "enlisted_on", "1985-11")
    record(person, "in_tibet", True)
    return person


@pytest.fixture
def twin(cast, open_file, record):
    """The same woman under another number, with a number of her own and other dates."""
    person = open_file("周敏", id_number=ZHOU_ID, phone="13912345678")
    record(person, "enlisted_on", "1985-12-01")
    record(person, "honours", [])
    Remark.objects.create(person=person, kind="note", body="从外地转来", index="x" * 64, source=cast.paper)
    return person


def everything() -> dict[str, list]:
    """Every row of every table but the record and the joinings themselves."""
    held = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if model.__module__.startswith("rongyao.") and label not in MADE_BY_JOINING | WORKED_OUT:
            rows = [dump(row) for row in model._base_manager.order_by("pk")]
            held[label] = [{k: v for k, v in row.items() if k != "version"} for row in rows]
    return held


def worked_out() -> dict[int, int]:
    """Whose every answer of the law is. After a change each person is worked out anew, so only this is compared."""
    model = apps.get_model("entitlements", "Determination")
    return dict(model.objects.values_list("pk", "person_id"))


def chosen(kept, left, side=joining.KEPT) -> dict[str, str]:
    return {line.name: side for line in joins.compared(kept, left) if line.differs}


def joined(lin, kept, left, side=joining.KEPT) -> Joining:
    return joining.join(
        by=lin, kept=kept, left=left, choices=chosen(kept, left, side), reason="同一人，核对身份证"
    )


def test_a_double_is_found_with_its_reasons(cast, lin, zhou, twin) -> None:
    [pair] = joins.doubles(lin)
    assert (pair.first, pair.second) == (zhou, twin)
    assert len(pair.reasons) == 4
    assert joins.doubles(cast.actor(cast.zhao)) == []


def test_a_pair_called_two_people_is_not_offered_again_and_not_joined(lin, zhou, twin) -> None:
    joining.call_different(by=lin, first=twin, second=zhou, reason="双胞胎")
    assert joins.doubles(lin) == []
    with pytest.raises(joining.UnableToJoin, match="双胞胎"):
        joined(lin, zhou, twin)


def test_joining_moves_everything_and_takes_what_was_chosen(cast, lin, zhou, twin) -> None:
    row = joined(lin, zhou, twin, joining.LEFT)
    zhou.refresh_from_db()
    assert not Person.objects.filter(pk=twin.pk).exists()
    assert (zhou.id_number, zhou.address) == (ZHOU_ID, "人民路1号")
    current = dict(Fact.objects.filter(person=zhou, ended_at=None).values_list("name", "value"))
    assert current == {"enlisted_on": "1985-12-01", "in_tibet": True, "honours": []}
    assert Fact.objects.filter(person=zhou, name="enlisted_on").count() == 2
    assert Remark.objects.get().person == zhou
    assert row.moved["registry.fact:person_id"] == 2
    seen = Event.objects.filter(verb="person.joined").values_list("person_id", flat=True)
    assert set(seen) == {zhou.pk, twin.pk}


def test_the_old_number_leads_to_the_joined_file_for_those_who_may_open_it(cast, lin, zhou, twin) -> None:
    joined(lin, zhou, twin)
    assert list(search(lin, twin.number)) == [zhou]
    assert list(search(cast.actor(cast.zhao), twin.number)) == []
    old = f"/desk/people/{twin.pk}/"
    assert cast.signed_in(cast.lin).get(old).url == f"/desk/people/{zhou.pk}/"
    assert cast.signed_in(cast.zhao).get(old).status_code == 404
    page = cast.signed_in(cast.lin).get(f"/desk/people/{zhou.pk}/").content.decode()
    assert twin.number in page


@pytest.mark.parametrize("side", [joining.KEPT, joining.LEFT])
def test_parting_puts_every_row_of_every_table_back(cast, lin, zhou, twin, side) -> None:
    from rongyao.bureau.registry.families.actions import kin

    for person in (zhou, twin):
        row = kin.add_kin(by=lin, person=person, values={"name": "周建国", "relation": "father"})
        type(row).objects.filter(pk=row.pk).update(rank=1)
    before, whose = everything(), worked_out()
    row = joined(lin, zhou, twin, side)
    assert everything() != before
    parting.part(by=lin, joining=row, reason="其实是两个人")
    assert everything() == before
    assert {pk: worked_out()[pk] for pk in whose} == whose
    assert Event.objects.filter(verb="person.parted").count() == 2


def test_joining_without_a_choice_or_a_reason_is_refused(lin, zhou, twin) -> None:
    with pytest.raises(joining.UnableToJoin, match="选择"):
        joining.join(by=lin, kept=zhou, left=twin, choices={}, reason="同一人")
    with pytest.raises(joining.UnableToJoin, match="写明"):
        joining.join(by=lin, kept=zhou, left=twin, choices=chosen(zhou, twin), reason=" ")
    assert Person.objects.filter(pk=twin.pk).exists()


def test_two_sign_ins_are_settled_by_a_human_first(cast, lin, zhou) -> None:
    PersonAccount.objects.create(user=cast.sun, person=zhou)
    with pytest.raises(joining.UnableToJoin, match="登录"):
        joined(lin, zhou, cast.chen)


def test_a_fact_recorded_since_prevents_parting_and_is_named(lin, zhou, twin, record) -> None:
    row = joined(lin, zhou, twin)
    record(zhou, "rank_group", "nco")
    with pytest.raises(parting.UnableToPart, match="事实"):
        parting.part(by=lin, joining=row, reason="其实是两个人")
    assert not Person.objects.filter(pk=twin.pk).exists()


def test_a_sign_in_bound_since_prevents_parting_and_is_named(cast, lin, zhou, twin) -> None:
    row = joined(lin, zhou, twin)
    PersonAccount.objects.create(user=cast.sun, person=zhou)
    assert any(
        "账号" in words or "登录" in words for words in parting.against(row, Person.objects.get(pk=zhou.pk))
    )


def test_files_of_two_towns_need_somebody_over_both(cast, lin, zhou, twin, city_officer) -> None:
    Person.objects.filter(pk=twin.pk).update(division=cast.town_b, path=cast.town_b.path)
    twin.refresh_from_db()
    with pytest.raises(NotAllowed):
        joined(lin, zhou, twin)
    row = joined(cast.actor(city_officer), zhou, twin)
    with pytest.raises(NotAllowed):
        parting.part(by=lin, joining=row, reason="其实是两个人")
    parting.part(by=cast.actor(city_officer), joining=row, reason="其实是两个人")
    assert Person.objects.get(pk=twin.pk).path == cast.town_b.path


def test_a_clerk_may_not_join(cast, zhou, twin) -> None:
    with pytest.raises(NotAllowed):
        joined(cast.actor(cast.sun), zhou, twin)


def test_the_pages_from_the_list_to_parting(cast, zhou, twin, django_assert_max_num_queries) -> None:
    client = cast.signed_in(cast.lin)
    with django_assert_max_num_queries(25):
        assert zhou.number in client.get("/desk/upkeep/doubles/").content.decode()
    address = f"/desk/upkeep/doubles/{zhou.pk}/{twin.pk}/"
    page = client.get(address)
    assert ZHOU_ID not in page.content.decode()
    assert "1985-11" in page.content.decode()
    short = client.post(address, {"keep": "first", "reason": "同一人"})
    assert short.status_code == 422
    data = {f"field-{name}": "second" for name in chosen(zhou, twin)}
    answer = client.post(address, {"keep": "first", "reason": "同一人", **data})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert client.get("/desk/upkeep/joinings/").status_code == 200
    assert client.post(f"{answer.url}part/", {"reason": "其实是两个人"}).status_code == 302
    assert Person.objects.filter(pk=twin.pk).exists()
    assert client.get(f"{address}different/").status_code == 200
    assert client.post(f"{address}different/", {"reason": "双胞胎"}).status_code == 302
    assert cast.signed_in(cast.sun).get("/desk/upkeep/doubles/").status_code == 403
