"""What is paged and searched: read by the reader threads, arriving as frozen rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from console.forecast.judged import Stood
from console.report.changes.lines import Between
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.handed import PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.past import Past
from console.service.ports import HistoryRow, WholeHistory
from console.service.spelling import Asked
from console.store.audit import audit_page, rows_of
from console.store.changes import between, last_left
from console.store.handovers import handovers
from console.store.heads import journal_head
from console.store.held import held, moments
from console.store.kept import first_of_each, kept_forecast, stood
from console.store.replay import Replay, past_of
from console.store.sayings import DEEP, sentence
from console.store.search import found
from console.store.whole import whole_history
from db import journal
from db.canonical import Json
from db.entry import Entry
from db.site import Site
from db.tables import forecast_kept, step_row

# Words of a payload that say what it is about, in the order a person would say them.
_SPOKEN = (
    "change", "undoes", "draft", "copy", "step", "title", "steps", "lane", "room", "station", "instrument", "sample", "test",
    "code", "value", "values", "verdict", "status", "old", "new", "text", "comment", "what", "owner", "due",
)  # fmt: skip
_WORDS_ALONE = {"title", "text", "comment", "what"}
"""What people wrote in sentences needs no name before it."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the board pages it."""

    batch: str
    step: str
    title: str
    lane: str
    start: datetime | None
    end: datetime | None
    planned_start: datetime | None
    planned_end: datetime | None
    baseline_start: datetime | None
    baseline_end: datetime | None
    state: str
    reported: bool
    plain: Json


class SitePages:
    """Reads pages of a site on whatever thread asks; `name_of` gives the printed name of a user."""

    def __init__(self, site: Site, name_of: Callable[[str], str]) -> None:
        self._site = site
        self._name_of = name_of
        self._replay = Replay(site)

    def history(self, batch: str, before: int | None, limit: int) -> Sequence[HistoryRow]:
        """The latest entries of a batch, newest first; `before` is the smallest n of the page shown so far."""
        with self._site.reading() as connection:
            entries = journal.by_entity(connection, f"batch:{batch}", limit, before)
        return [self._row(entry, batch) for entry in entries]

    def head(self) -> JournalHead:
        """Where the journal stands."""
        with self._site.reading() as connection:
            return journal_head(connection)

    def whole_history(self, batch: str) -> WholeHistory:
        """Every entry of a batch with its signatures, newest first."""
        with self._site.reading() as connection:
            return whole_history(connection, batch, lambda entry: self._row(entry, batch))

    def kept(self, batch: str | None, since: datetime | None) -> Sequence[KeptForecast]:
        """Forecasts as made, oldest first; of one batch or of all."""
        query = select(forecast_kept).order_by(forecast_kept.c.made_at, forecast_kept.c.batch)
        if batch is not None:
            query = query.where(forecast_kept.c.batch == batch)
        if since is not None:
            query = query.where(forecast_kept.c.made_at >= since)
        with self._site.reading() as connection:
            return [kept_forecast(row) for row in connection.execute(query)]

    def past(self, since: datetime) -> Past:
        """What this console held at an instant, and what came after."""
        return past_of(self._site, since)

    def held(self, at: datetime) -> Held:
        """What this console held at an instant (law 8)."""
        return held(self._site, self._replay, at)

    def moments(self, before: datetime | None, after: datetime | None, limit: int) -> Sequence[Moment]:
        """Instants at which something came: the latest before one, youngest first; with `after` alone the next, oldest first."""
        return moments(self._site, before, after, limit, self._name_of)

    def between(self, since: datetime, now: datetime) -> Between:
        """The floors held at two instants, the entries that came between, and the forecasts that stood."""
        return between(self._site, since, now)

    def last_left(self, user: str, now: datetime) -> datetime | None:
        """When this person last ended a session or left duty by an instant, or None."""
        return last_left(self._site, user, now)

    def stood(self, since: datetime | None) -> Sequence[Stood]:
        """Of the forecasts kept since an instant, or ever, those that can be judged: at each step and mark of stated time left."""
        query = first_of_each()
        if since is not None:
            query = query.where(forecast_kept.c.made_at >= since)
        with self._site.reading() as connection:
            return [stood(row) for row in connection.execute(query)]

    def handovers(self, before: int | None, limit: int) -> Sequence[PastHandover]:
        """Handovers that are over, the latest first, each whole; `before` is the smallest n of the page shown so far."""
        with self._site.reading() as connection:
            return handovers(connection, before, limit)

    def audit(self, wish: AuditWish, before: int | None, limit: int) -> AuditPage:
        """The journal for an audit, youngest first; `before` is where the page shown so far says to go on."""
        with self._site.reading() as connection:
            return audit_page(connection, wish, before, limit, self._name_of)

    def entries(self) -> int:
        """How many entries this site holds."""
        with self._site.reading() as connection:
            return journal.count(connection)

    def steps(self, start: datetime, end: datetime) -> Sequence[StepRow]:
        """The steps that lie in a window, by lane and start; what has no end yet reaches into every later window."""
        query = (
            select(step_row)
            .where(step_row.c.start < end, or_(step_row.c.end >= start, step_row.c.end.is_(None)))
            .order_by(step_row.c.lane, step_row.c.start)
        )
        with self._site.reading() as connection:
            return [_step(row) for row in connection.execute(query)]

    def find(self, asked: Asked, limit: int) -> tuple[AuditRow, ...]:
        """The entries that the one search finds: the one of this number or id, then those of these words, youngest first."""
        with self._site.reading() as connection:
            return rows_of(connection, found(connection, asked, limit), self._name_of)

    def _row(self, entry: Entry, batch: str = "") -> HistoryRow:
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        moved = _moved(payload, batch)
        signed = ", ".join(f"{s.printed_name} ({s.meaning})" for s in entry.signatures)
        return HistoryRow(
            n=entry.n,
            at=entry.occurred_at,
            recorded_at=entry.recorded_at,
            who=self._name_of(entry.actor),
            what=sentence(entry.type),
            detail=_detail({**payload, "steps": moved} if moved else payload),
            reason=str(payload.get("reason", "")),
            signed=signed,
            entry=entry.id,
        )


def _moved(payload: dict[str, Any], batch: str) -> list[str]:
    """The steps of this batch that a change of the plan moved."""
    moves = payload.get("moves")
    told = [move for move in moves if isinstance(move, dict)] if isinstance(moves, list) else []
    return [str(move.get("step")) for move in told if move.get("batch") == batch]


def _detail(payload: dict[str, Any]) -> str:
    told = [(name, _words(payload[name])) for name in _SPOKEN if payload.get(name) not in (None, "", {}, [])]
    return ", ".join(words if name in _WORDS_ALONE else f"{name} {words}" for name, words in told)


def _words(value: Any, depth: int = 0) -> str:
    if depth > DEEP:
        return "…"
    if isinstance(value, dict):
        return " ".join(f"{name}={_words(item, depth + 1)}" for name, item in value.items())
    if isinstance(value, list):
        return " ".join(_words(item, depth + 1) for item in value)
    return str(value)


def _step(row: Any) -> StepRow:
    return StepRow(
        row.batch, row.step, row.title, row.lane, row.start, row.end, row.planned_start, row.planned_end,
        row.baseline_start, row.baseline_end, row.state, bool(row.reported), row.plain,
    )  # fmt: skip
