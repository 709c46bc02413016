"""Which tokens let somebody in: signed by the directory, for us, in answer to our question, still holding."""

from __future__ import annotations

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from rongyao.bureau.foundation.access.federation.configuration import (
    Provider,
    UnableToUseDirectory,
    is_safe,
    read,
)
from rongyao.bureau.foundation.access.federation.tokens import UnableToTrustToken, UnknownKey, check

NOW = 1_800_000_000
KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "two"})
KEYS = KeySet([KEY]).as_dict(private=False)
SET = {"issuer": "https://id.example.cn", "client_id": "rongyao", "client_secret": "s"}
GOOD = {
    "iss": "https://id.example.cn", "sub": "u-17", "aud": "rongyao", "exp": NOW + 300, "iat": NOW, "nonce": "n",
    "name": "林晓",
}  # fmt: skip


def token(key=KEY, alg: str = "RS256", kid: str = "one", **changes) -> str:
    claims = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": kid}, claims, key, algorithms=[alg])


def checked(given: str, **settings):
    provider = read(SET | settings)
    return check(given, keys=KEYS, provider=provider, nonce="n", now=NOW, access_token="")


def test_a_good_token_names_the_user() -> None:
    found = checked(token())
    assert (found.issuer, found.subject, found.name) == ("https://id.example.cn", "u-17", "林晓")
    assert not found.used_second_factor


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example.cn"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"nonce": "other"},
        {"nonce": None}, {"exp": NOW - 61}, {"exp": None}, {"iat": NOW + 61}, {"iat": None}, {"sub": None},
        {"sub": "x" * 256}, {"sub": ""}, {"azp": "another"}, {"aud": ["rongyao", "another"]}, {"nbf": NOW + 61},
        {"exp": "soon"}, {"amr": "otp"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_with_one_thing_wrong_is_refused(changes) -> None:
    with pytest.raises(UnableToTrustToken):
        checked(token(**changes))


@pytest.mark.parametrize("changes", [{"exp": NOW - 59}, {"iat": NOW + 59}, {"nbf": NOW + 59}], ids=str)
def test_a_clock_a_minute_apart_is_forgiven(changes) -> None:
    assert checked(token(**changes)).subject == "u-17"


def test_a_token_for_several_takers_must_say_that_it_was_made_for_us() -> None:
    assert checked(token(aud=["rongyao", "another"], azp="rongyao")).subject == "u-17"


def test_a_signature_of_another_key_is_refused() -> None:
    with pytest.raises(UnableToTrustToken):
        checked(token(OTHER))
    with pytest.raises(UnknownKey):
        checked(token(OTHER, kid="two"))


def test_neither_an_unsigned_token_nor_one_made_with_a_shared_secret_is_taken() -> None:
    from base64 import urlsafe_b64encode as b64
    from json import dumps

    bare = ".".join(b64(dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, GOOD))
    shared = OctKey.import_key(SET["client_secret"] * 32)
    for given in (f"{bare}.", token(shared, "HS256"), "not.a.token", ""):
        with pytest.raises(UnableToTrustToken):
            checked(given)


def test_a_second_factor_counts_only_in_the_words_agreed() -> None:
    agreed = {"replaces_code": True, "acr": ["gold"], "amr": ["otp", "hwk"]}
    assert checked(token(acr="gold"), **agreed).used_second_factor
    assert checked(token(amr=["pwd", "otp"]), **agreed).used_second_factor
    for said in ({"acr": "silver"}, {"amr": ["pwd"]}, {}):
        assert not checked(token(**said), **agreed).used_second_factor


def test_another_claim_may_name_the_user() -> None:
    assert checked(token(employee_no="K-4411"), claim="employee_no").subject == "K-4411"
    with pytest.raises(UnableToTrustToken):
        checked(token(), claim="employee_no")


@pytest.mark.parametrize(
    "given",
    [
        {}, {"issuer": ""}, {"issuer": "http://id.example.cn"}, {"issuer": "https://a", "secret": "x"},
        {"client_auth": "jwt"}, {"scope": "profile"}, {"replaces_code": True},
    ],
    ids=str,
)  # fmt: skip
def test_settings_that_are_unsafe_or_unclear_are_refused_in_words(given) -> None:
    with pytest.raises(UnableToUseDirectory, match=r"\w"):
        read(SET | given if given else given)


def test_only_this_machine_may_be_spoken_to_without_encryption() -> None:
    assert is_safe("https://id.example.cn/x")
    assert is_safe("http://127.0.0.1:9400")
    assert not is_safe("http://127.0.0.1.evil.cn")
    assert not is_safe("ftp://localhost")


def test_the_secret_of_the_client_does_not_show_when_settings_are_printed() -> None:
    assert "topsecret" not in repr(Provider("https://a", "b", "topsecret"))
