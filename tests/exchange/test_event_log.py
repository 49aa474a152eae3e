"""Logs of other programs: read whole whatever their columns, marks and clocks, or refused with the line and the reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.exchange.event_log import LogBounds, LogFaults, ReadLog, read_event_log
from console.exchange.log_times import instant_of
from console.exchange.workbook.clocks import DayOrder

HEAD = "case_id,activity,resource,start_timestamp,timestamp\n"
AT = datetime(2026, 3, 29, 14, 5, tzinfo=UTC)
SMALL = LogBounds(size=10_000, events=5, field=20, line=200, faults=2)


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "log.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults(path: Path, bounds: LogBounds = SMALL, said: DayOrder = DayOrder.UNSAID) -> LogFaults:
    with pytest.raises(LogFaults) as wrong:
        read_event_log(path, said, bounds)
    return wrong.value


def test_the_five_columns(tmp_path: Path) -> None:
    read = read_event_log(written(tmp_path, HEAD + "7,Mix,Kim,2026-03-29 16:00:00+02:00,2026-03-29T14:05:00Z\n"))
    (event,) = read.events
    assert (event.case, event.activity, event.resource) == ("7", "Mix", "Kim")
    assert (event.started, event.at) == (AT - timedelta(minutes=5), AT)
    assert read.notes == ()


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + HEAD.replace("\n", "\r\n") + "7,Mix,Kim,,2026-03-29 14:05\r\n\r\n",
        '"Timestamp";"Case ID";"cost";"Activity"\n"2026-03-29 14:05";"7";"12,5";"Mix"\n',
        "time:timestamp\tconcept:name\tcase:concept:name\n2026-03-29T14:05:00.000Z\tMix\t7\n",
        ("\n" + HEAD + "7,Mix,,,2026-03-29 14:05\n").encode("utf-16"),
    ],
)  # fmt: skip
def test_other_marks_orders_and_codings_say_the_same(tmp_path: Path, content: str | bytes) -> None:
    (event,) = read_event_log(written(tmp_path, content)).events
    assert (event.case, event.activity, event.at, event.started) == ("7", "Mix", AT, None)


def test_quoted_fields_keep_their_marks_and_lines(tmp_path: Path) -> None:
    read = read_event_log(written(tmp_path, HEAD + '7,"Mix, ""slowly""\nand stir",,,2026-03-29 14:05\n8,Mix,,,2026-03-29 14:05\n'))
    assert [event.activity for event in read.events] == ['Mix, "slowly"\nand stir', "Mix"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-03-29T14:05:00Z", DayOrder.UNSAID), ("2026-03-29 16:05:00.000000+02:00", DayOrder.UNSAID),
        ("2026-03-29T10:05:00-0400", DayOrder.UNSAID), ("2026/03/29 14:05:00.000", DayOrder.UNSAID),
        ("29.03.2026 14:05", DayOrder.DAY_FIRST), ("29/3/2026 2:05 PM", DayOrder.DAY_FIRST),
        ("3/29/2026 14:05:00", DayOrder.MONTH_FIRST), ("29-Mar-2026 14:05:00", DayOrder.UNSAID),
        ("1774793100", DayOrder.UNSAID), ("1774793100000", DayOrder.UNSAID),
    ],
)  # fmt: skip
def test_one_instant_in_the_forms_that_programs_write(text: str, order: DayOrder) -> None:
    assert instant_of(text, order) == AT


@given(st.integers(-600_000_000_000_000, 5_000_000_000_000_000), st.integers(-14 * 4, 14 * 4))
def test_what_python_writes_is_read_back(microseconds: int, quarters: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    local = (at + timedelta(minutes=15 * quarters)).replace(tzinfo=None)
    sign, size = "-" if quarters < 0 else "+", abs(quarters)
    assert instant_of(f"{local.isoformat(sep=' ')}{sign}{size // 4:02}:{15 * (size % 4):02}", DayOrder.UNSAID) == at


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2026-13-01 00:00", "2026-02-30", "25:00", "2026-03-29 25:00", "0001-01-01", "31/02/2026 10:00",
        "9999-12-31T23:59:59-14:00", "13/2026", "2026-03-29 14:05+99:00", "1" * 40,
    ],
)  # fmt: skip
def test_what_is_no_instant_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        instant_of(text, DayOrder.DAY_FIRST)


@given(st.text(max_size=40))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        assert instant_of(text, DayOrder.DAY_FIRST).tzinfo is not None
    except ValueError as wrong:
        assert str(wrong)


def test_the_column_shows_whether_days_come_first(tmp_path: Path) -> None:
    head = "case_id,activity,timestamp\n"
    for first, second, day in (("01/02/2026 10:00", "13/02/2026 10:00", 1), ("01/02/2026 10:00", "02/13/2026 10:00", 2)):
        read = read_event_log(written(tmp_path, head + f"a,x,{first}\na,y,{second}\n"))
        assert read.events[0].at.day == day
    unsure = written(tmp_path, head + "a,x,01/02/2026 10:00\n")
    assert "--dates" in faults(unsure).faults[0].why
    assert read_event_log(unsure, DayOrder.MONTH_FIRST).events[0].at.month == 1


def test_bad_rows_are_named_by_line_and_nothing_is_taken_in(tmp_path: Path) -> None:
    rows = "\n1,Mix,,,2026-03-29\n,Mix,,,2026-03-29\n2,Mix,,,soon\n3,,,,\n4,Mix,,,2026-03-29\n"
    wrong = faults(written(tmp_path, "\n" + HEAD + rows))
    assert wrong.count == 3
    assert [fault.sentence for fault in wrong.faults] == [
        "line 5: case_id is empty",
        "line 6: timestamp: 'soon' is no instant, such as 2026-11-23T14:05:00Z",
    ]


def test_a_bad_or_later_start_costs_only_itself(tmp_path: Path) -> None:
    rows = "1,Mix,,2026-03-30,2026-03-29\n1,Rest,,soon,2026-03-29\n"
    read = read_event_log(written(tmp_path, HEAD + rows))
    assert [event.started for event in read.events] == [None, None]
    assert len(read.notes) == 2


def test_a_clock_that_jumped_is_told_and_a_quiet_week_is_not(tmp_path: Path) -> None:
    days = [f"{n},Mix,,,2026-03-{n + 1:02}" for n in range(25)]
    quiet = read_event_log(written(tmp_path, HEAD + "\n".join([*days, "8,Mix,,,2026-05-01"])))
    jumped = read_event_log(written(tmp_path, HEAD + "\n".join([*days, "8,Mix,,,2062-03-01"])))
    assert quiet.notes == ()
    assert "after 2026-03-25 00:00 UTC; a clock may have jumped" in jumped.notes[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "lacks case_id"),
        (b"case_id,activity\n1,Mix\n", "lacks timestamp"),
        (b"case_id,case_id,activity,timestamp\n", "two columns"),
        (b"\xff\xd8\xff\xe0" * 20, "UTF-8"),
        (HEAD.encode() + b"1,\0,,,2026-03-29\n", "zero bytes"),
        (HEAD.encode() + b"1," + b"x" * 21 + b",,,2026-03-29\n", "longer than 20"),
        (HEAD.encode() + b"1," + b"x" * 300, "longer than 200"),
        (HEAD.encode() + b"1,Mix,,,2026-03-29\n" * 6, "more than 5 events"),
        (HEAD.encode() + b"x" * 10_000, "10,000 are read"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_within_bounds(tmp_path: Path, content: bytes, why: str) -> None:
    assert why in str(faults(written(tmp_path, content)))


def test_a_quote_that_never_closes_is_no_table(tmp_path: Path) -> None:
    wrong = faults(written(tmp_path, HEAD + '1,"' + "x,\n" * 100_000), LogBounds())
    assert "no table" in str(wrong) or "longer" in str(wrong)


def test_an_empty_log_has_no_events(tmp_path: Path) -> None:
    assert read_event_log(written(tmp_path, HEAD)) == ReadLog(())
