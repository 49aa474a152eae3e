"""The same value always gives the same bytes, and what has none is named by its place."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.canonical import NotCanonical, canonical, is_canonical, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXT.map(lambda text: unicodedata.normalize("NFC", text)), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_read_back_is_written_the_same(value):
    written = canonical(value)
    assert canonical(parse(written)) == written
    assert is_canonical(written)


@given(st.dictionaries(TEXT.map(lambda text: unicodedata.normalize("NFC", text)), st.integers(0, 9), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(TEXT)
def test_composed_and_decomposed_letters_are_the_same(text):
    assert canonical(unicodedata.normalize("NFD", text)) == canonical(unicodedata.normalize("NFC", text))


def test_its_form_is_fixed():
    value = {"b": [1, "é", None, True], "a": {"z": "", "y": -5}, "A": "\u2028\t"}
    assert canonical(value) == '{"A":"\u2028\\t","a":{"y":-5,"z":""},"b":[1,"é",null,true]}'.encode()


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"step": {"values": [1, 2.5]}}, "step.values[1]"),
        ({"a": float("nan")}, "a"),
        ({"a": b"bytes"}, "a"),
        ({"a": {1: "x"}}, "a"),
        ({"a": 2**63}, "a"),
        ({"a": "half \ud800"}, "a"),
        ({"é": 1, "e\u0301": 2}, ""),
        ({"a": {1, 2}}, "a"),
    ],
)
def test_what_has_no_canonical_form_is_named_by_its_place(value, path):
    with pytest.raises(NotCanonical) as refused:
        canonical(value)
    assert refused.value.path == path


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'"e\xcc\x81"',
        b"1.0",
        b"",
        b'{"a":1}\n',
        b"\xff",
        b"1e3",
        b"NaN",
        b"99999999999999999999",
        b'"\\ud800"',
        b'{"a":1,"a":1}',
        b"[" * 100_000,
    ],
)
def test_other_bytes_are_not_canonical(data):
    assert not is_canonical(data)


def test_an_escape_before_a_combining_letter_is_canonical():
    value = {"a": "line\n\u0301", "b": '"\u0301', "c": "\\\u0301"}
    assert is_canonical(canonical(value))


def test_json_reads_it():
    assert json.loads(canonical({"a": ["é"]})) == {"a": ["é"]}
