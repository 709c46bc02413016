"""A veteran's own pages: their own matters, all of them, and nobody else's."""

from __future__ import annotations

from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.registry.models import Correction


def html(client, path: str) -> str:
    return client.get(path).content.decode()


def test_another_persons_answer_and_letter_are_not_found(cast, letter, another):
    mine = cast.signed_in(cast.chen_user)
    hers = Determination.objects.filter(person=another).first()
    assert mine.get(f"/me/due/{hers.pk}/").status_code == 404
    from rongyao.bureau.foundation.access.models import User

    zhou = cast.signed_in(User.objects.get(username="zhou"))
    assert zhou.get(f"/me/letters/{letter.pk}/").status_code == 404
    assert zhou.get(f"/me/due/{hers.pk}/").status_code == 200
    assert mine.get(f"/me/letters/{letter.pk}/").status_code == 200


def test_the_first_page_names_what_was_granted_once_and_the_sum(cast, letter):
    shown = html(cast.signed_in(cast.chen_user), "/me/")
    main = shown.split("<main", 1)[1]
    assert main.count("<b>一次性退役金</b>") == 1
    assert "9,000.00" in main
    assert "/me/file/" in main
    assert "/me/log/" in main


def test_the_file_can_be_reached_in_the_elder_view(cast):
    """`data-std` blocks vanish in the elder view; a person's own file must not."""
    client = cast.signed_in(cast.chen_user)
    client.cookies["view"] = "elder"
    main = html(client, "/me/").split("<main", 1)[1].split("</main>", 1)[0]
    hidden = [part.split("</section>")[0] for part in main.split("data-std")[1:]]
    assert not any("/me/file/" in part or "/me/log/" in part for part in hidden)


def test_the_file_masks_the_numbers_and_writes_the_birthday_in_words(cast, chen):
    chen.keep_id_number("320583199005040018")
    chen.save()
    shown = html(cast.signed_in(cast.chen_user), "/me/file/")
    assert "320583199005040018" not in shown
    assert "1990年5月4日" in shown
    assert ">1990-05-04 " not in shown


def test_saying_that_something_is_wrong_opens_a_clock_and_shows_it(cast, chen):
    client = cast.signed_in(cast.chen_user)
    empty = client.post("/me/file/wrong/enlisted_on/", {"stated_value": "2021年3月", "words": ""})
    assert empty.status_code == 422
    assert "2021年3月" in empty.content.decode()
    kept = client.post(
        "/me/file/wrong/enlisted_on/", {"stated_value": "2021年3月", "words": "退伍证上是 3 月"}
    )
    assert kept["Location"] == "/me/file/"
    assert Correction.objects.get(person=chen).field == "enlisted_on"
    assert "还剩 15 个工作日" in html(client, "/me/file/")


def test_a_field_that_does_not_exist_cannot_be_wrong(cast):
    assert cast.signed_in(cast.chen_user).get("/me/file/wrong/rubbish/").status_code == 404


def test_whoever_opened_the_file_is_listed(cast, chen):
    cast.signed_in(cast.lin).get(f"/desk/people/{chen.pk}/")
    shown = html(cast.signed_in(cast.chen_user), "/me/log/")
    assert "林晓" in shown
    assert "业务人员" in shown


def test_the_letter_says_until_when_to_disagree_and_that_the_day_is_not_final(cast, letter):
    shown = html(cast.signed_in(cast.chen_user), f"/me/letters/{letter.pk}/")
    assert "行政复议" in shown
    assert "行政诉讼" in shown
    assert "2027 年放假安排录入后才能定" in shown
