"""The list of earlier handovers: when, from whom to whom, how it ended, and how much was asked."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.report.handover.sheet import state_word
from console.service.handed import PastHandover, renamed
from console.view import spoken
from console.view.batch.rows import Row

EARLIER = ("When", "From", "To", "How it ended", "Points", "Questions", "Must know")
MORE = "more"


def earlier_rows(found: Iterable[PastHandover], floor: Floor, zone: ZoneInfo, *, more: bool) -> tuple[Row, ...]:
    """A row for each, and one that reads the next page while there may be one."""
    rows = [_row(one, renamed(floor, one), zone) for one in found]
    if more and rows:
        rows.append(Row(MORE, ("More…", "", "", "", "", "", ""), tone="muted"))
    return tuple(rows)


def _row(past: PastHandover, floor: Floor, zone: ZoneInfo) -> Row:
    found = past.handover
    at = found.taken_at or found.given_at
    asked = len(found.questions)
    questions = f"{asked}, {len(found.open_questions())} open" if found.open_questions() else str(asked or "")
    ended = f"withdrawn: {past.withdrawn}" if past.withdrawn else state_word(found)
    cells = (
        spoken.stamp(at, zone) if at is not None else "", floor.person_name(found.giver), floor.person_name(found.taker), ended,
        str(len(found.points) or ""), questions, " ".join(found.must_know.split()),
    )  # fmt: skip
    return Row(found.id, cells, "2" if found.taken and found.given_at is None and found.giver else "")
