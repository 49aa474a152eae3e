"""Clocks and spans are said as people say them, true on both change nights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.view import spoken

BOSTON = ZoneInfo("America/New_York")
ZONES = {"America/New_York": "EST", "Europe/London": "GMT", "Australia/Lord_Howe": "", "Asia/Kolkata": "IST"}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_the_clock_carries_its_zone_and_offset() -> None:
    assert spoken.clock(utc(2026, 11, 22, 19, 5, 9), BOSTON) == "Sun 22 Nov 14:05:09 EST (UTC−05:00)"


@pytest.mark.parametrize(("name", "short"), ZONES.items())
def test_every_zone_shows_an_offset_and_a_name_where_it_has_one(name: str, short: str) -> None:
    said = spoken.clock(utc(2026, 11, 22, 19, 5), ZoneInfo(name))
    assert "UTC" in said and (not short or short in said)


def test_the_half_hour_of_lord_howe() -> None:
    assert spoken.offset(utc(2026, 7, 1), ZoneInfo("Australia/Lord_Howe")) == "UTC+10:30"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (utc(2026, 11, 22, 21, 40), "today 16:40"),
        (utc(2026, 11, 23, 14, 30), "tomorrow 09:30"),
        (utc(2026, 11, 21, 14, 30), "yesterday 09:30"),
        (utc(2026, 11, 24, 14, 30), "Tue 24 Nov 09:30"),
        (utc(2027, 1, 3, 14, 30), "Sun 3 Jan 2027 09:30"),
    ],
)
def test_a_moment_is_said_from_now(at: datetime, said: str) -> None:
    assert spoken.moment(at, utc(2026, 11, 22, 19, 5), BOSTON) == said


def test_the_repeated_hour_names_which_one() -> None:
    now = utc(2026, 11, 1, 3, 0)
    assert spoken.moment(utc(2026, 11, 1, 5, 30), now, BOSTON) == "tomorrow 01:30 EDT"
    assert spoken.moment(utc(2026, 11, 1, 6, 30), now, BOSTON) == "tomorrow 01:30 EST"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0.5, "30 s"), (25, "25 min"), (60, "1 h"), (220, "3 h 40 min"), (-90, "−1 h 30 min"), (4320, "3 d"), (4600, "3 d 5 h")],
)
def test_a_span_has_its_two_largest_parts(minutes: float, said: str) -> None:
    assert spoken.span(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Expansion", "expansion"),
        ("QC release panel", "QC release panel"),
        ("N-1 expansion", "N-1 expansion"),
        ("Oligo-dT purification", "oligo-dT purification"),
        ("", ""),
    ],
)
def test_a_title_in_a_sentence_keeps_its_abbreviations(title: str, said: str) -> None:
    assert spoken.in_a_sentence(title) == said
