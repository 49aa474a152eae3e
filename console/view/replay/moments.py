"""What happened on a day of the record, line by line: instants to jump to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from console.service.held import Moment
from console.view.batch.rows import Row, Table
from console.view.board.axis import clock

HEADINGS = ("Clock", "What", "About", "Who")


def moments_table(moments: Sequence[Moment], words: str, at: datetime, zone: ZoneInfo) -> Table:
    """The moments in which every typed word occurs, in their order; what lies after the instant is muted: it had not come."""
    found = [one for one in moments if fits(one, words)]
    rows = (Row(str(one.n), cells(one, zone), tone="" if one.at <= at else "muted") for one in found)
    return Table(HEADINGS, tuple(rows))


def cells(moment: Moment, zone: ZoneInfo) -> tuple[str, ...]:
    """One moment: clock, what, about what, who."""
    return (clock(moment.at.timestamp(), zone), moment.what, moment.subject.partition(":")[2] or moment.subject, moment.who)


def fits(moment: Moment, words: str) -> bool:
    """Whether every typed word occurs in it."""
    said = f"{moment.what} {moment.kind} {moment.subject} {moment.who}".lower()
    return all(word in said for word in words.lower().split())


def at_or_before(moments: Sequence[Moment], at: datetime) -> Moment | None:
    """The last moment that had come at an instant."""
    return next((one for one in reversed(moments) if one.at <= at), None)
