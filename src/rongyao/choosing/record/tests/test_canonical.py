"""One value, one spelling."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.choosing.record.canonical import LARGEST, UnableToWriteCanonically, canon, identifier
from rongyao.choosing.verify import rongyao_verify as verifier

PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=8)
VALUES = st.recursive(
    st.integers(-LARGEST, LARGEST) | PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_written_canonically_reads_back_equal_in_the_verifier(value: object):
    read = verifier.read_canonical(canon(value), 0)
    assert canon(read) == canon(value)
    assert json.loads(canon(value)) == read


@pytest.mark.parametrize("value", [1.5, None, True, float("nan"), 2**53, -(2**53), {"é": 1}, b"x", {1}])
def test_what_has_no_canonical_form_is_refused(value: object):
    with pytest.raises(UnableToWriteCanonically):
        canon(value)


@pytest.mark.parametrize("char", ["\n", "\x00", "\x7f", "\u0085", "\u202e", "\u2066", "\u200f", "\ud800"])
def test_control_and_bidirectional_characters_are_refused(char: str):
    with pytest.raises(UnableToWriteCanonically):
        canon(f"a{char}b")


def test_decomposed_text_is_composed_before_it_is_hashed():
    assert canon(unicodedata.normalize("NFD", "Müller")) == canon("Müller")


@pytest.mark.parametrize("name", ["", "Ｐ１", "P 1", "岗1", "a/b", "=1", "x" * 65, "P\u202e1"])
def test_full_width_blank_or_strange_identifiers_are_refused(name: str):
    with pytest.raises(UnableToWriteCanonically):
        identifier(name)


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":1,"a":2}', b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":-0}', b'{"a":01}', b"\xff",
        b'{"a":NaN}', b'{"a":"\\u0061"}', b'{"a":"\\n"}', '{"a":"e\u0301"}'.encode(), '{"a":"\u202e"}'.encode(),
        b"", b"{", b'"\\ud800"', "\ufeff{}".encode(), b'{"a":"\x7f"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_the_verifier_refuses_every_other_spelling(line: bytes):
    with pytest.raises(verifier.Refused):
        verifier.read_canonical(line, 7)
