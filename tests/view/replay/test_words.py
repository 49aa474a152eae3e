"""What replay is marked with, and the lines of a day to jump to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.service.held import Held, Moment
from console.view.replay import words
from console.view.replay.moments import at_or_before, moments_table

SITE = ZoneInfo("America/New_York")
NIGHT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def test_every_page_says_what_it_shows_and_what_it_does_not_claim() -> None:
    assert words.mark(NIGHT, NOW, SITE) == (
        "REPLAY · read-only · what this console showed on Mon 23 Nov 02:00 EST (UTC−05:00) · not who knew"
    )


def test_an_instant_of_another_year_says_so_and_one_between_minutes_too() -> None:
    assert words.instant(NIGHT, NOW + timedelta(days=60), SITE) == "Mon 23 Nov 2026 02:00 EST (UTC−05:00)"
    assert words.instant(NIGHT + timedelta(seconds=9), NOW, SITE) == "Mon 23 Nov 02:00:09 EST (UTC−05:00)"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    twice = [words.instant(datetime(2026, 11, 1, hour, 30, tzinfo=UTC), NOW, SITE) for hour in (5, 6)]
    assert twice == ["Sun 1 Nov 01:30 EDT (UTC−04:00)", "Sun 1 Nov 01:30 EST (UTC−05:00)"]
    assert words.instant(NIGHT, NOW, ZoneInfo("Asia/Kathmandu")).endswith("12:45 UTC+05:45"), "a zone without a name"


def test_the_last_entry_that_had_come_is_told_with_the_age_of_the_forecasts() -> None:
    held = Held(NIGHT, Floor(), (), NIGHT - timedelta(days=9), 1, NIGHT - timedelta(minutes=2))
    assert words.told(held, None, SITE) == "the last entry today 01:58 · no forecast had been kept"
    assert words.told(held, NIGHT - timedelta(hours=3), SITE).endswith("forecasts as kept, the newest of yesterday 23:00")
    assert words.told(Held(NIGHT, Floor(), (), NIGHT, 0), None, SITE) == "Nothing had been recorded yet."
    assert words.loading(NIGHT + timedelta(minutes=10), NOW, SITE) == "loading Mon 23 Nov 02:10…"


DAY = (
    Moment(7, NIGHT - timedelta(hours=1), "step.started", "Step started", "batch:B-0412", "J. Hart"),
    Moment(8, NIGHT, "hold.placed", "Hold placed", "batch:B-0415", "K. Bauer"),
    Moment(9, NIGHT + timedelta(hours=1), "note.added", "Note added", "", "J. Hart"),
)


def test_a_day_is_listed_in_its_order_and_what_had_not_come_is_faint() -> None:
    rows = moments_table(DAY, "", NIGHT, SITE).rows
    assert [row.cells for row in rows] == [
        ("01:00", "Step started", "B-0412", "J. Hart"),
        ("02:00", "Hold placed", "B-0415", "K. Bauer"),
        ("03:00", "Note added", "", "J. Hart"),
    ]
    assert [row.tone for row in rows] == ["", "", "muted"]


def test_moments_are_found_by_all_their_words() -> None:
    def found(typed: str) -> list[str]:
        return [row.key for row in moments_table(DAY, typed, NIGHT, SITE).rows]

    assert found("hart") == ["7", "9"]
    assert found("HART b-0412") == ["7"]
    assert found("hold.placed") == ["8"]
    assert found("nothing of this") == []


def test_the_last_that_had_come_is_where_one_stands() -> None:
    assert at_or_before(DAY, NIGHT) == DAY[1]
    assert at_or_before(DAY, NIGHT - timedelta(hours=2)) is None
