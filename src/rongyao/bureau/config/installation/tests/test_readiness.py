"""A real bureau is not served with a demonstration's settings; each lack is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from rongyao.bureau.config import readiness


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "far" / "backup.key"
    key.parent.mkdir()
    key.write_text("00")
    return {
        "RONGYAO_DEMO": "0",
        "RONGYAO_HOME": str(tmp_path / "home"),
        "DATABASE_URL": "postgresql://rongyao_app:x@127.0.0.1/rongyao",
        "RONGYAO_HOSTS": "veterans.example.gov.cn",
        "RONGYAO_TLS": "1",
        "RONGYAO_BACKUP_KEY_FILE": str(key),
    }


def test_whole_settings_lack_nothing(whole: dict[str, str]) -> None:
    assert readiness.lacks(whole) == []
    readiness.demand(whole)


@pytest.mark.parametrize(
    "name", ["RONGYAO_HOME", "DATABASE_URL", "RONGYAO_HOSTS", "RONGYAO_TLS", "RONGYAO_BACKUP_KEY_FILE"]
)
def test_each_missing_setting_is_named_alone(whole: dict[str, str], name: str) -> None:
    del whole[name]
    (sentence,) = readiness.lacks(whole)
    assert sentence.startswith(name)
    with pytest.raises(readiness.UnableToServe, match=name):
        readiness.demand(whole)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RONGYAO_HOSTS", "127.0.0.1,localhost", "names no host of yours"),
        ("RONGYAO_HOSTS", "*", "any name is answered"),
        ("RONGYAO_DEBUG", "1", "insides"),
        ("RONGYAO_TLS", "0", "certificate"),
        ("RONGYAO_BACKUP_KEY_FILE", "/nowhere/backup.key", "does not exist"),
    ],
)
def test_a_setting_of_a_demonstration_is_refused(
    whole: dict[str, str], name: str, value: str, words: str
) -> None:
    (sentence,) = readiness.lacks(whole | {name: value})
    assert words in sentence


def test_a_backup_key_beside_the_data_is_refused(whole: dict[str, str]) -> None:
    inside = Path(whole["RONGYAO_HOME"]) / "keys" / "backup.key"
    inside.parent.mkdir(parents=True)
    inside.write_text("00")
    (sentence,) = readiness.lacks(whole | {"RONGYAO_BACKUP_KEY_FILE": str(inside)})
    assert "would be lost with it" in sentence


def test_nobody_serves_without_having_said_whether_it_is_a_demonstration() -> None:
    (sentence,) = readiness.lacks({})
    assert "RONGYAO_DEMO=0" in sentence
    assert readiness.lacks({"RONGYAO_DEMO": "1"}) == []


def test_made_up_people_in_a_real_bureau_are_found(db: None, settings) -> None:
    import datetime as dt

    from rongyao.bureau.demo.models import City

    City.objects.create(first_run_on=dt.date(2026, 11, 24), seed=1, people=1)
    settings.IS_DEMO = True
    assert readiness.found_in_database() == []
    settings.IS_DEMO = False
    assert "made-up people" in readiness.found_in_database()[0]
