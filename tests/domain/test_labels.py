"""What a scanner reads: identifiers by name, nothing guessed, and no text whatever that it stumbles over."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.domain.labels import MAX_LENGTH, parse

GS = "\x1d"


@pytest.mark.parametrize(
    ("read", "fields"),
    [
        ("=W12342600000100", {"din": "W123426000001", "din_flags": "00"}),
        ("]C0=W12342600000100\r", {"din": "W123426000001", "din_flags": "00"}),
        ("&/COI-0412-7788", {"coi": "COI-0412-7788"}),
        ("=<S1234V00", {"product_code": "S1234V00"}),
        ("=>026285", {"expires_on": "026285"}),
        ("&>0262851430", {"expires_at": "0262851430"}),
        ("&)B77", {"container_lot": "B77"}),
        ("='AREYES", {"person": "AREYES"}),
        ("&,1LOT9", {"material": "LOT9"}),
        ("B-0412", {"text": "B-0412"}),
        ("  B-0412\t\n", {"text": "B-0412"}),
        ("(01)09501234567891(10)AB-12(17)261130", {"gtin": "09501234567891", "lot": "AB-12", "expires_on": "261130"}),
        (
            f"]d201095012345678911726113010AB12{GS}2177",
            {"gtin": "09501234567891", "expires_on": "261130", "lot": "AB12", "serial": "77"},
        ),
        (f"{GS}0109501234567891", {"gtin": "09501234567891"}),
        (f"0109501234567891{GS}8018123456789012345675", {"gtin": "09501234567891", "service_relation": "123456789012345675"}),
    ],
)
def test_a_label_says_what_stands_on_it(read: str, fields: dict[str, str]) -> None:
    label = parse(read)
    assert label is not None
    assert dict(label.fields) == fields
    assert label.read == read
    assert all(label.get(name) == value for name, value in fields.items())
    assert label.get("nothing") == ""


@pytest.mark.parametrize("read", ["", "   ", "\r\n", "]C1", "B-0412\x00", "B\x1b[2J", "x" * (MAX_LENGTH + 1), f"B-{GS}0412", GS])
def test_what_is_no_label_is_none(read: str) -> None:
    assert parse(read) is None


@pytest.mark.parametrize("read", ["=O12342600000100", "=012342600000100", "=W1234260000010", "=w12342600000100", "&/", "=<"])
def test_what_only_looks_like_an_identifier_is_plain_text(read: str) -> None:
    label = parse(read)
    assert label is not None and label.fields == (("text", read),)


@settings(max_examples=400)
@given(st.text(max_size=80) | st.text(alphabet=f"=&]()01278Ad,/<>'{GS}W", max_size=60))
@example("(01)")
@example(f"0109501234567891{GS}10{GS}")
@example("]")
@example("0109501234567891" * 16)
def test_no_text_makes_it_stumble(read: str) -> None:
    label = parse(read)
    assert label is None or (label.fields and all(name and value for name, value in label.fields))
