"""The verifier's quick ways of knowing the one way of writing a line say what its encoder says, of any line."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.verify import rongyao_verify as verifier
from rongyao.choosing.verify.tests import staged

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
ODD = st.sampled_from(
    [
        True,
        None,
        1.0,
        [1, 2],
        [5],
        [[7]],
        {},
        {"a": 1},
        "",
        "5",
        'a"b',
        "a\\b",
        "\n",
        "\x7f",
        "\u2028",
        "中",
        -1,
        2**53,
    ]
)
VALUES = st.recursive(
    ODD | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4), max_leaves=8
)
LINES = [
    line
    for one in staged.everything()
    for line in one.files["log.jsonl"].splitlines()
    if '"kind":"ORDER"' in line or '"kind":"PICK"' in line
]


def test_the_lines_of_honest_records_are_known_at_once_wherever_they_can_be():
    known = [line for line in LINES if verifier._plainly(json.loads(line), line)]
    assert len(known) > 0.6 * len(LINES)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_a_value_is_written_as_the_encoder_writes_it(value: Any):
    assert verifier._encode(value) == ENCODER.encode(value)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(LINES),
    st.sampled_from(["at", "by", "kind", "leaf", "lot", "n", "open", "position", "post"]),
    VALUES,
)
def test_a_line_with_a_strange_value_is_not_taken_for_one_written_well(line: str, key: str, value: Any):
    changed = json.loads(line) | {key: value}
    for spaced in ((",", ":"), (", ", ":"), (",", ": ")):
        text = json.JSONEncoder(ensure_ascii=False, separators=spaced, sort_keys=True).encode(changed)
        if verifier._plainly(json.loads(text), text):
            assert ENCODER.encode(json.loads(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LINES), st.data())
def test_a_line_with_one_character_more_or_another_is_not_taken_for_one_written_well(line: str, data: Any):
    at = data.draw(st.integers(0, len(line) - 1))
    put = data.draw(st.sampled_from([*list(' \t0-"\\[],{}:1ae.'), '"n":3,', "\\u0061"]))
    for text in (line[:at] + put + line[at:], line[:at] + put + line[at + 1 :]):
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if verifier._plainly(value, text):
            assert ENCODER.encode(value) == text
