"""A log in the order in which its events became known; ties are broken by what had happened, never by ids or rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from console.forecast.backtest.event_log import LogEvent

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY_S = 86_400.0
SCORED_SHARE = 0.4
"""The share of the cases, the last by their first event, whose predictions are scored."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in time order, times in days since the Monday (UTC) before the first; arrays over events, but `ends` over cases.

    `case` counts cases by their first event; `place` is an event's place in its case; `last` marks a case's last event;
    `started` is the event's own end where the log knows no start. `key` orders what happened at one instant by its history.
    """

    at: Floats
    started: Floats
    case: Whole
    place: Whole
    activity: Whole
    resource: Whole
    last: Flags
    key: NDArray[np.uint64]
    ends: Floats
    activities: tuple[str, ...]

    @property
    def first(self) -> Whole:
        """Each case's first event."""
        firsts = np.zeros(len(self.ends), np.int64)
        chosen = self.place == 0
        firsts[self.case[chosen]] = np.flatnonzero(chosen)
        return firsts

    @property
    def remaining(self) -> Floats:
        """Days from each event to the end of its case: what is to be predicted."""
        left: Floats = self.ends[self.case] - self.at
        return left

    @property
    def learned(self) -> int:
        """How many cases come before those that are scored."""
        return len(self.ends) - int(SCORED_SHARE * len(self.ends))

    @property
    def scored(self) -> Flags:
        """The events whose prediction is scored: of the last cases, all but a case's last."""
        chosen: Flags = (self.case >= self.learned) & ~self.last
        return chosen


def timeline(events: Iterable[LogEvent]) -> Timeline:
    """The log in time order. Two events of one case at one instant are ordered by start, activity and resource."""
    cases: dict[str, list[LogEvent]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    if not cases:
        return _arrays([], np.zeros(0))
    monday = _monday_before(min(event.at for of_case in cases.values() for event in of_case))
    told = sorted(_told(of_case, monday) for of_case in cases.values())
    ends = np.array([rows[-1][0] for rows in told])
    flat = [(*row, number, place, place == len(rows) - 1) for number, rows in enumerate(told) for place, row in enumerate(rows)]
    flat.sort(key=lambda row: (row[0], row[1], row[5]))
    return _arrays(flat, ends)


def _monday_before(first: datetime) -> datetime:
    """The beginning of the week (UTC) in which the log begins, so that a day's fraction is its hour."""
    day = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


_Told = tuple[float, int, float, str, str]


def _told(of_case: list[LogEvent], monday: datetime) -> list[_Told]:
    """(days, key of the history so far, start in days, activity, resource) of a case's events in order."""
    rows: list[_Told] = []
    so_far = hashlib.blake2b(digest_size=8)
    for event in sorted(of_case, key=lambda e: (e.at, e.started or e.at, e.activity, e.resource)):
        at = (event.at - monday).total_seconds() / DAY_S
        started = (min(event.started or event.at, event.at) - monday).total_seconds() / DAY_S
        so_far.update(f"{at!r}\0{started!r}\0{event.activity}\0{event.resource}\0".encode())
        rows.append((at, int.from_bytes(so_far.digest(), "big"), started, event.activity, event.resource))
    return rows


def _arrays(flat: list[tuple[float, int, float, str, str, int, int, bool]], ends: Floats) -> Timeline:
    activities: dict[str, int] = {}
    resources: dict[str, int] = {}
    return Timeline(
        at=np.array([row[0] for row in flat], float),
        started=np.array([row[2] for row in flat], float),
        case=np.array([row[5] for row in flat], np.int64),
        place=np.array([row[6] for row in flat], np.int64),
        activity=np.array([activities.setdefault(row[3], len(activities)) for row in flat], np.int64),
        resource=np.array([resources.setdefault(row[4], len(resources)) for row in flat], np.int64),
        last=np.array([row[7] for row in flat], bool),
        key=np.array([row[1] for row in flat], np.uint64),
        ends=ends,
        activities=tuple(activities),
    )
