"""Keys are rotated while the bureau works; a rotation that was killed is taken up where it stopped."""

from __future__ import annotations

import io

import pytest
from django.db import connection

from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.secrets import rotating
from rongyao.bureau.foundation.secrets.fields import found_under, ring
from rongyao.bureau.foundation.secrets.registrations import BLINDED
from rongyao.bureau.foundation.secrets.rules import KeyRing, UnableToOpen
from rongyao.bureau.registry.models import Person, Remark, id_index_of, phone_index_of

MANY = 30


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """A ring of the test's own, and papers of its own: those of another test are sealed with another ring."""
    settings.RONGYAO_KEY_FILE = tmp_path / "fields.json"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.RONGYAO_KEY_FILE


def _number(place: int) -> str:
    return f"32058319900101{place:04d}"


def _phone(place: int) -> str:
    return f"1380000{place:04d}"


@pytest.fixture
def people(cast, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 7)
    rows = []
    for place in range(MANY):
        row = Person(
            number=f"KS-1{place:05d}", name=f"甲{place}", division=cast.town_a, path=cast.town_a.path
        )
        row.keep_id_number(_number(place)).keep_phone(_phone(place))
        rows.append(row)
    return Person.objects.bulk_create(rows)


def _still_read() -> None:
    for place, row in enumerate(Person.objects.filter(number__startswith="KS-1").order_by("number")):
        assert (row.id_number, row.phone) == (_number(place), _phone(place))


def _nothing(_label: str, _many: int) -> None:
    pass


class Killed(BaseException):
    """The process is gone."""


def _killed_after(batches: int):
    left = [batches]

    def told(_label: str, _many: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    return told


def test_everything_is_sealed_anew_reads_the_same_and_the_old_key_can_go(people):
    told: list[tuple[str, int]] = []
    assert rotating.rotate(lambda label, many: told.append((label, many))) == "k2"
    assert rotating.in_use() == {"k1": 0, "k2": 2 * MANY}
    assert sum(many for _label, many in told) == 2 * MANY
    assert max(many for _label, many in told) == 7
    rotating.retire("k1")
    assert list(ring().keys) == ["k2"]
    _still_read()
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["keys.rotated", "keys.retired"]


@pytest.mark.parametrize("batches", [1, 3, 6])
def test_a_rotation_killed_in_the_middle_goes_on_under_the_same_key(people, batches):
    with pytest.raises(Killed):
        rotating.rotate(_killed_after(batches))
    between = rotating.in_use()
    assert between["k1"] > 0
    assert between["k2"] > 0
    _still_read()
    with pytest.raises(rotating.UnableToRetire, match="still sealed with k1"):
        rotating.retire("k1")
    assert rotating.rotate(_nothing) == "k2"
    assert rotating.in_use() == {"k1": 0, "k2": 2 * MANY}
    _still_read()


def test_what_is_written_meanwhile_is_sealed_with_the_new_key_and_not_overwritten(people):
    def told(_label: str, _many: int) -> None:
        Person.objects.filter(pk=people[-1].pk).update(phone="13912345678")

    rotating.rotate(told)
    assert Person.objects.get(pk=people[-1].pk).phone == "13912345678"
    assert rotating.in_use()["k1"] == 0


def test_a_process_that_read_the_keys_before_a_rotation_uses_the_new_one_after(people, key_file):
    assert ring().current == "k1"
    KeyRing.kept_in(key_file).with_new_key().keep_in(key_file)  # as another process does
    assert ring().current == "k2"
    _still_read()


def test_the_key_that_seals_now_and_an_unknown_one_are_not_retired(people):
    for name, why in (("k1", "seals now"), ("k9", "no key k9")):
        with pytest.raises(rotating.UnableToRetire, match=why):
            rotating.retire(name)


def test_a_retired_key_opens_nothing(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM registry_person WHERE id = %s", [people[0].pk])
        old = bytes(cursor.fetchone()[0])
    rotating.rotate(_nothing)
    rotating.retire("k1")
    with pytest.raises(UnableToOpen):
        ring().open(old)


@pytest.mark.parametrize("size", [0, 10, 64 * 1024, 200_000])
def test_papers_on_the_disk_are_sealed_anew_too(db, tmp_path, size):
    from rongyao.bureau.foundation.files import resealing, sealing

    paper, body = tmp_path / "files" / "papers" / "ab" / "cdef", bytes(range(256)) * (size // 256 + 1)
    sealing.seal(io.BytesIO(body[:size]), paper, ring())
    assert resealing.in_use() == {"k1": 1}
    rotating.rotate(_nothing)
    rotating.retire("k1")
    assert resealing.in_use() == {"k2": 1}
    assert b"".join(sealing.opened(paper, ring())) == body[:size]


# --- the index key -----------------------------------------------------------------------------------


def _found(place: int) -> bool:
    by_number = Person.objects.filter(id_index=id_index_of(_number(place)))
    by_many = Person.objects.filter(phone_index__in={phone_index_of(_phone(place))})
    return [row.name for row in by_number] == [row.name for row in by_many] == [f"甲{place}"]


def test_people_are_found_by_number_before_during_and_after_a_rotation_of_the_index_key(people):
    before = Person.objects.get(pk=people[0].pk).id_index
    assert all(_found(place) for place in range(MANY))
    with pytest.raises(Killed):
        rotating.rotate_index(_killed_after(2))
    assert all(_found(place) for place in range(MANY))
    old_ones = {row.id_index: row for row in Person.objects.filter(number__startswith="KS-1")}
    assert all(found_under(old_ones, id_index_of(_number(place))) for place in range(MANY))
    moved = rotating.rotate_index(_nothing)
    assert 0 < moved < 2 * MANY
    assert Person.objects.get(pk=people[0].pk).id_index != before
    rotating.retire_index()
    assert ring().old_indexes == ()
    assert all(_found(place) for place in range(MANY))
    assert rotating.rotate_index(_nothing) == 2 * MANY


def test_a_number_recorded_under_the_old_key_is_still_refused_a_second_file(people, cast):
    from rongyao.bureau.registry.actions.people import UnableToAddPerson, add_person

    with pytest.raises(Killed):
        rotating.rotate_index(_killed_after(1))
    identity = {"name": "乙", "id_number": _number(MANY - 1)}
    with pytest.raises(UnableToAddPerson, match="KS-1"):
        add_person(by=cast.actor(cast.lin), division=cast.town_a, identity=identity)


def test_a_slip_printed_before_works_and_keeps_the_old_index_key_from_being_retired(people, cast):
    from rongyao.bureau.registry.actions import accounts

    code = accounts.print_slip(by=cast.actor(cast.sun), person=people[3])
    rotating.rotate_index(_nothing)
    with pytest.raises(rotating.UnableToRetire, match="ActivationSlip"):
        rotating.retire_index()
    user = accounts.activate(code=code, id_last4="0003", password="correct horse battery")
    assert user.username == people[3].number.lower()


def test_every_blind_index_says_how_it_is_made_anew_or_why_it_cannot_be(people):
    from django.apps import apps

    declared = {(one.model._meta.label, one.column) for one in BLINDED}
    assert all(one.again or one.why_never for one in BLINDED)
    for model in apps.get_models():
        if model.__module__.startswith("rongyao."):
            for field in model._meta.concrete_fields:
                if field.name in {"id_index", "phone_index", "code_digest"}:
                    assert (model._meta.label, field.name) in declared, f"{model._meta.label}.{field.name}"


def test_a_remark_is_made_anew_from_its_own_text(people, cast):
    from rongyao.bureau.foundation.secrets.fields import blind

    row = Remark.objects.create(
        person=people[0],
        kind="note",
        body="立功",
        source=cast.paper,
        index=blind("note:立功", purpose="person.remark"),
    )
    rotating.rotate_index(_nothing)
    assert Remark.objects.get(pk=row.pk).index == str(blind("note:立功", purpose="person.remark"))
