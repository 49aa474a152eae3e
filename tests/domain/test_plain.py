"""Plain values: no float anywhere, instants in UTC, decimals as written, and every misfit named with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.batch import Placement, Step, StepState
from console.domain.durations import LawKind
from console.domain.plain import PlainError, from_plain, instant_text, to_plain


@dataclass(frozen=True)
class Holds:
    anything: Any


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), b"x", {1: "a"}, {"a": [1, {"b": 2.0}]}, (1, 0.5), object(), Holds(2.5)], ids=repr
)
def test_what_has_no_plain_form_is_refused_wherever_it_hides(value: Any) -> None:
    with pytest.raises(PlainError):
        to_plain(value)


def test_a_decimal_is_written_as_it_was_measured() -> None:
    assert [to_plain(Decimal(text)) for text in ("0.0030", "92.50", "1E+3", "-0")] == ["0.0030", "92.50", "1000", "-0"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_decimal_keeps_every_place(value: Decimal) -> None:
    assert str(from_plain(Decimal, to_plain(value))) == str(value)


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "1E+99999999", "1E-99999999", "9" * 61, "twelve", "", True, None, 1.5, []], ids=repr
)
def test_a_number_nobody_can_measure_is_refused(text: Any) -> None:
    with pytest.raises(PlainError):
        from_plain(Decimal, text)


@given(st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York")])))
def test_an_instant_is_utc_to_the_microsecond_and_comes_back_the_same(at: datetime) -> None:
    try:
        text = instant_text(at)
    except PlainError:
        assert at.year in (1, 9999)
        return
    assert len(text) == 27 and text.endswith("Z")
    back = from_plain(datetime, text)
    assert back == at.astimezone(UTC) and back.tzinfo is UTC


def test_a_year_of_three_digits_can_be_read_again() -> None:
    at = datetime(202, 11, 23, tzinfo=UTC)
    assert from_plain(datetime, instant_text(at)) == at


def test_an_instant_without_a_zone_is_refused_both_ways() -> None:
    with pytest.raises(PlainError):
        to_plain(datetime(2026, 10, 12))  # noqa: DTZ001 - the very thing that is refused
    with pytest.raises(PlainError):
        from_plain(datetime, "2026-10-12T13:30:00")


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(PlainError):
        instant_text(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))))
    with pytest.raises(PlainError):
        from_plain(datetime, "0001-01-01T00:00:00+14:00")


def test_fields_at_their_default_are_left_out_and_come_back() -> None:
    step = Step("ENRICH", StepState.RUNNING)
    assert to_plain(step) == {"code": "ENRICH", "state": "running"}
    assert from_plain(Step, {"code": "ENRICH", "state": "running"}) == step


@pytest.mark.parametrize(
    ("plain", "place"),
    [
        ({}, "Step: code is missing"),
        ({"code": 3}, "code: str is needed"),
        ({"code": "E", "placement": 3}, "placement: an object is needed"),
        ({"code": "E", "placement": {"lane": "CR1", "start": "2026-10-12T13:30Z"}}, "placement: end is missing"),
        ({"code": "E", "values": []}, "values: an object is needed"),
        ({"code": "E", "values": {"tnc": "x"}}, "Step: "),
        ({"code": "E", "corrections": "none"}, "corrections: a list is needed"),
        ({"code": "E", "corrections": [{}]}, "corrections[0]: field is missing"),
        ({"code": "E", "state": "gone"}, "state: 'gone' is not a valid"),
        ([], "Step: an object is needed"),
    ],
    ids=repr,
)
def test_a_misfit_is_named_with_its_place(plain: Any, place: str) -> None:
    with pytest.raises(PlainError) as raised:
        from_plain(Step, plain, "" if plain != {"code": "E", "values": {"tnc": "x"}} else "Step")
    assert str(raised.value).startswith(place)


def test_whole_numbers_and_truths_are_not_mistaken_for_each_other() -> None:
    with pytest.raises(PlainError):
        from_plain(int, True)
    with pytest.raises(PlainError):
        from_plain(bool, 1)
    with pytest.raises(PlainError):
        from_plain(int, "1")


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        (LawKind, LawKind.NORMAL, "normal"),
        (time, time(7, 30), "07:30:00"),
        (tuple[str, ...], ("a", "b"), ["a", "b"]),
        (tuple[str, Decimal], ("a", Decimal("0.5")), ["a", "0.5"]),
        (frozenset[str], frozenset({"b", "a"}), ["a", "b"]),
        (Placement | None, None, None),
        (dict[str, Decimal], {"b": Decimal(2), "a": Decimal(1)}, {"b": "2", "a": "1"}),
    ],
)
def test_every_kind_of_value_comes_back(kind: Any, value: Any, plain: Any) -> None:
    assert json.loads(json.dumps(to_plain(value))) == plain
    assert from_plain(kind, plain) == value


def test_a_pair_of_three_is_refused() -> None:
    with pytest.raises(PlainError):
        from_plain(tuple[str, str], ["a", "b", "c"])
