"""Every column of every model says what it is to the person it speaks of; what is secret is not plain text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from rongyao.bureau.foundation.secrets import fields

BUREAU = Path(__file__).parents[2] / "src" / "rongyao" / "bureau"
CLASSES: dict[str, dict[str, list[str]]] = {}
for _file in sorted(BUREAU.rglob("classification.toml")):
    CLASSES |= tomllib.loads(_file.read_text())
MODELS = [model for model in apps.get_models() if model.__module__.startswith("rongyao.")]
# Secret columns that are kept as a digest or an opaque token, not sealed.
DIGESTS = ("digest", "index", "password", "verify_code")


@pytest.mark.parametrize("model", MODELS, ids=[model._meta.label for model in MODELS])
def test_each_column_of_this_model_is_classified_once(model: type) -> None:
    named = [name for names in CLASSES.get(model._meta.label, {}).values() for name in names]
    assert sorted(named) == sorted(field.name for field in model._meta.concrete_fields)


def test_no_model_is_classified_that_does_not_exist() -> None:
    assert set(CLASSES) == {model._meta.label for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=[model._meta.label for model in MODELS])
def test_secret_columns_are_sealed_or_digests(model: type) -> None:
    for name in CLASSES[model._meta.label].get("secret", []):
        is_sealed = isinstance(model._meta.get_field(name), fields.SealedTextField)
        assert is_sealed or any(word in name for word in DIGESTS), f"{model._meta.label}.{name} is plain text"
