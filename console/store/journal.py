"""The record as the dispatcher sees it: events go in with their rows in one transaction, Floors come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from console import __version__
from console.domain.codec import floor_from_plain, floor_plain, from_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.plain import PlainError
from console.forecast.outlook import Outlook
from console.service.change import EntryFact
from console.service.ports import SiteFacts, StoreTrouble, ToRecord
from console.store import rows
from console.store.entries import facts, to_draft
from console.store.floor_hash import FloorHash
from console.store.indexed import index, index_all, index_fault
from console.store.kept import forecast_columns
from console.store.originals import SiteOriginals, originals_fault
from db import journal, series
from db.absorb import absorb, packed_after
from db.canonical import Json, canonical, parse
from db.entry import START, Entry, Place, unpack
from db.site import Site
from db.snapshots import keep_snapshot, snapshots
from db.tables import forecast_kept, setting
from db.trouble import SiteTrouble

ROWS_OF = "rows.app"
"""Which program wrote the rows: another one writes them anew at its first start, and so does one that finds none."""


class SiteJournal:
    """One site's record, opened; the writing methods belong to one thread."""

    def __init__(self, site: Site, name: str) -> None:
        self._site = site
        opening = site.opening
        self._facts = SiteFacts(opening.site, name, site.class_.value, str(site.folder), opening.chain)
        self._hash = FloorHash()
        self.originals = SiteOriginals(site)
        self._shown: Floor | None = None

    @property
    def site(self) -> SiteFacts:
        """Which site this is."""
        return self._facts

    def load(self) -> Floor:
        """The floor: the last sealed snapshot that holds, and every entry after it."""
        floor, tail = self.fold_from(None)
        floor = fold(floor, tail)
        if self._site.writes:
            self._rows_of_this_program(floor)
        self._shown = floor
        return floor

    def append(self, records: Sequence[ToRecord], floor: Floor, touched: Iterable[str]) -> tuple[EntryFact, ...]:
        """Record in one transaction, with the rows of what changed on the floor that results.

        Raises whatever kept it from being recorded; when the commit itself raised, ask `holds`.
        """
        names = tuple(touched)
        shown, self._shown = self._shown, None

        def also(connection: Connection, entries: Sequence[Entry]) -> None:
            rows.write_changed(connection, shown, floor, names)
            index(connection, entries)
            self.originals.keep(connection, entries)

        entries = self._site.record([to_draft(record) for record in records], also, lambda: self._hash(floor))
        self.originals.let_go(entries)
        self._shown = floor
        return facts(entries)

    def absorb(self, entries: Sequence[EntryFact | bytes]) -> tuple[EntryFact, ...]:
        """Check and store entries from elsewhere; returns those that are new, in canonical order.

        An entry comes as its bytes (`sealed`), since only they can be checked. Raises StoreTrouble: nothing was kept.
        """
        try:
            offered = [unpack(item) for item in entries if isinstance(item, bytes)]
            if len(offered) != len(entries):
                raise StoreTrouble("an entry came without the bytes that were sealed")
            with self._site.writing() as connection:
                at = self._site.pen.clock.now()
                taken = absorb(connection, self._site.opening, offered, at, "elsewhere")
                index(connection, taken.new)
                if taken.new:  # until they are rewritten the rows are behind the journal, and a start must know it
                    connection.execute(delete(setting).where(setting.c.name == ROWS_OF))
        except (SiteTrouble, ValueError) as wrong:
            raise StoreTrouble(str(wrong)) from wrong
        return facts(taken.new)

    def sealed(self, held: dict[str, int]) -> list[bytes]:
        """Every entry that another console does not hold, as bytes; `held` is its last entry of each chain."""
        with self._site.reading() as connection:
            return packed_after(connection, held)

    def heads(self) -> dict[str, int]:
        """The last entry held of each chain."""
        with self._site.reading() as connection:
            return {name: head.seq for name, head in journal.heads(connection).items()}

    def holds(self, ids: Sequence[str]) -> bool:
        """Whether every one of these entries is on disk."""
        with self._site.reading() as connection:
            return all(journal.by_id(connection, name) is not None for name in ids)

    def place(self) -> tuple[int, str, int]:
        """The place of the last entry in canonical order."""
        with self._site.reading() as connection:
            last = journal.tail(connection, 1)[0].place
        return last.lamport, last.chain, last.seq

    def fold_from(self, place: tuple[int, str, int] | None) -> tuple[Floor, tuple[EntryFact, ...]]:
        """The last snapshot before this place (None: the last of all) and every entry after it, in canonical order."""
        before = None if place is None else Place(*place)
        try:
            with self._site.reading() as connection:
                start, floor = self._start(connection, before)
                return floor, facts(journal.after(connection, start))
        except (ValueError, KeyError, TypeError) as wrong:
            raise StoreTrouble("an entry of the record cannot be read; `verify` says which") from wrong

    def snapshot(self, floor: Floor) -> None:
        """Seal the floor as it stands, which must be the fold of everything recorded."""
        body = canonical(floor_plain(floor))
        with self._site.writing() as connection:
            last = journal.tail(connection, 1)[0]
            keep_snapshot(connection, self._site.pen, last.place, self._hash(floor), body)

    def rewrite(self, floor: Floor, batches: Iterable[str]) -> None:
        """Bring the rows to this floor, after entries from elsewhere: these batches and whatever else changed."""
        shown, self._shown = self._shown, None
        with self._site.writing() as connection:
            if shown is None:
                rows.write_all(connection, floor)
            else:
                rows.write_changed(connection, shown, floor, batches)
            self._own_rows(connection)
        self._shown = floor

    def keep(self, outlook: Outlook) -> None:
        """Keep the forecasts as they were made, and seal each hour of them that has closed.

        An hour closes when a forecast of a later one comes: those of one hour may wait for the writer until the next. Into a
        sealed hour nothing is put any more (a clock that was set back).
        """
        made = [forecast_columns(forecast) for forecast in outlook.forecasts.values()]
        with self._site.writing() as connection:
            sealed = series.sealed_until(connection, "forecast")
            made = [row for row in made if sealed is None or row["made_at"] >= sealed]
            if made:
                connection.execute(upsert(forecast_kept).on_conflict_do_nothing(), made)
            pen, device = self._site.pen, self._site.opening.device
            now = pen.clock.now()
            for hour in series.due_hours(connection, "forecast", min(now, outlook.made_at)):
                journal.append(connection, pen, [series.seal_hour(connection, "forecast", hour, device, now)])

    def fault(self) -> str:
        """What in the rows is not what the journal says; nothing when all is (law 2)."""
        with self._site.reading() as connection:
            return rows_fault(connection, self._site.app)

    def close(self, floor: Floor) -> None:
        """Seal the floor and the head, and give the site back."""
        if self._site.writes:
            self.snapshot(floor)
        self._site.close(self._hash(floor))

    def _start(self, connection: Connection, before: Place | None) -> tuple[Place, Floor]:
        opening = self._site.opening
        for kept in snapshots(connection, bytes.fromhex(opening.public_key), self._site.app, before):
            try:
                return kept.place, floor_from_plain(parse(kept.body))
            except PlainError:
                continue
        return START, Floor()

    def _rows_of_this_program(self, floor: Floor) -> None:
        with self._site.writing() as connection:
            if _rows_of(connection) != self._site.app:
                rows.write_all(connection, floor)
                self._own_rows(connection)

    def _own_rows(self, connection: Connection) -> None:
        row = {"name": ROWS_OF, "value": self._site.app, "changed_at": self._site.pen.clock.now()}
        connection.execute(upsert(setting).on_conflict_do_update(set_=row, index_elements=["name"]), [row])


def fold(floor: Floor, entries: Iterable[EntryFact]) -> Floor:
    """The Floor after these entries."""
    for entry in entries:
        floor = evolve(floor, from_wire(entry.wire))
    return floor


def fold_all(connection: Connection) -> Floor:
    """The Floor that the whole journal makes, without help of any snapshot."""
    return fold(Floor(), facts(journal.after(connection)))


def rows_fault(connection: Connection, app: str = __version__) -> str:
    """What in the projections and kept series is not what the journal says; for `db.verify` (law 2).

    Rows that another program wrote, or that a stop left behind the journal, are made anew at the next start for
    writing; until then they are nobody's claim and are not compared.
    """
    fault = rows.rows_fault(connection, fold_all(connection)) if _rows_of(connection) == app else ""
    return fault or index_fault(connection) or series.unsealed_change(connection) or originals_fault(connection)


def _rows_of(connection: Connection) -> Json:
    return connection.execute(select(setting.c.value).where(setting.c.name == ROWS_OF)).scalar()


def rebuild(connection: Connection) -> None:
    """Make every projection anew from the journal: after a migration."""
    rows.write_all(connection, fold_all(connection))
    index_all(connection)
