"""The board of a floor: every room, instrument, test and courier with what was, what is and what is expected there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from console.domain.batch import Batch
from console.domain.facility import Facility, LaneKind
from console.domain.floor import Floor, RoomOut
from console.domain.promise import Zones
from console.forecast.outlook import Forecast, Outlook
from console.view.board.batch_bars import Draft, drafts_of, test_lane
from console.view.board.batch_marks import MarkDraft, asked_of, badged, marks_of
from console.view.board.columns import Badge, Bar, Bars, Flag, Kind, State
from console.view.board.lanes import Group, Lane, first_tracks
from console.view.board.marks import MarkAt, Marks
from console.view.board.picture import BoardPicture, Presence
from console.view.board.site_bands import closed_times, shift_bands
from console.view.rooms import room_views
from console.view.spoken import moment

GROUPS = {
    LaneKind.QC: Group.QC, LaneKind.QA: Group.QA, LaneKind.DOCK: Group.EXTERNAL, LaneKind.CLINIC: Group.EXTERNAL,
    LaneKind.COURIER: Group.EXTERNAL,
}  # fmt: skip


Conflicts = Mapping[tuple[str, str], str]
NO_CONFLICTS: Conflicts = {}


@dataclass(frozen=True)
class Kept:
    """The drafts of a batch, and of which batch and forecast they were made."""

    batch: Batch
    forecast: Forecast | None
    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class Made:
    """A picture, and what can be used again for the next one."""

    picture: BoardPicture
    kept: Mapping[str, Kept] = field(default_factory=dict)


def make(
    floor: Floor, outlook: Outlook | None, now: datetime, zone: ZoneInfo, zones: Zones, before: Made | None = None,
    conflicts: Conflicts = NO_CONFLICTS,
) -> Made:  # fmt: skip
    """The board of this floor and outlook at this instant; batches that did not change since `before` are not redrawn.

    `conflicts` says in words what is wrong with a step (batch, code) of the plan.
    """
    facility, at = floor.facility, int(now.timestamp())
    if facility is None or not facility.rooms:
        return Made(BoardPicture(zone, at, presence=Presence.EMPTY))
    known = before.kept if before else {}
    kept: dict[str, Kept] = {}
    drafts: list[Draft] = []
    flags: list[MarkDraft] = []
    for batch in floor.batches.values():
        forecast = outlook.forecasts.get(batch.id) if outlook else None
        old = known.get(batch.id)
        if old is None or old.batch is not batch or old.forecast is not forecast:
            old = Kept(batch, forecast, drafts_of(floor, batch, forecast))
        kept[batch.id] = old
        shown = badged(floor, old.drafts, *asked_of(floor, batch, forecast, now)) if batch.live else old.drafts
        if conflicts:
            shown = [in_conflict(draft, conflicts) for draft in shown]
        drafts += shown
        flags += marks_of(floor, batch, forecast, shown, now, zones)
    tracks, lanes = _tracks(drafts, _lanes(floor, facility, drafts, now, zone))
    bars = _with_clashes(Bars.of(_placed(drafts, tracks), first_tracks(lanes)[-1]), _exclusive(lanes))
    picture = BoardPicture(
        zone, at, lanes, bars, Marks.of(_flags(drafts, tracks, flags)),
        shift_bands(facility, now, zone), closed_times(floor, now, zones), _links(floor),
    )  # fmt: skip
    return Made(picture, kept)


def in_conflict(draft: Draft, conflicts: Conflicts) -> Draft:
    """The bar with what is wrong with it in the plan; what has happened is in no conflict any more."""
    bar = draft.bar
    words = conflicts.get((bar.batch, bar.step), "")
    if not words or bar.state in (State.DONE, State.REPORTED) or bar.kind in (Kind.TEST, Kind.MILESTONE):
        return draft
    note = f"{bar.note}; {words}" if bar.note else words
    return replace(draft, bar=replace(bar, note=note, flags=bar.flags | Flag.CONFLICT))


def _lanes(floor: Floor, facility: Facility, drafts: Sequence[Draft], now: datetime, zone: ZoneInfo) -> list[Lane]:
    views = {view.room: view for view in room_views(floor, now)}
    lanes = []
    for room in facility.rooms:
        view = views.get(room.id)
        state = f"{view.state}, reserved" if view and view.reserved else view.state if view else ""
        out = floor.rooms[room.id].out if room.id in floor.rooms else RoomOut.NO
        badge = Badge.HOLD if out is RoomOut.EXCURSION_HOLD else Badge.NONE
        title = room.title if room.title.startswith(room.id) else f"{room.id} {room.title}"
        lanes.append(Lane(room.id, title, Group.ROOMS, f"Grade {room.grade}", state, badge, room.stations,
                          words=_out_words(view.reason, view.until, now, zone) if view else ""))  # fmt: skip
    for instrument in facility.instruments:
        here = floor.instruments.get(instrument.id)
        state = "" if here is None else "out" if here.out_reason else here.batch
        words = _out_words(here.out_reason, here.out_until, now, zone) if here else ""
        lanes.append(Lane(instrument.id, instrument.title, Group.INSTRUMENTS, instrument.room, state, words=words))
    for desk in facility.desks:
        lanes.append(Lane(desk.id, desk.title, GROUPS.get(desk.kind, Group.EXTERNAL), exclusive=False))
    titles = {spec.code: spec.title for recipe in floor.recipes.values() for spec in recipe.tests}
    tested = sorted({draft.bar.step for draft in drafts if draft.bar.kind is Kind.TEST})
    lanes += [Lane(test_lane(code), titles.get(code, code), Group.QC, exclusive=False) for code in tested]
    known = {lane.key for lane in lanes}
    strange = sorted({draft.lane for draft in drafts} - known)
    return [*lanes, *(Lane(key, key or "Elsewhere", Group.EXTERNAL, exclusive=False) for key in strange)]


def _out_words(reason: str, until: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Why something is out, and when it is expected back."""
    return f"{reason}, expected back {moment(until, now, zone)}" if until is not None else reason


def _tracks(drafts: Sequence[Draft], lanes: list[Lane]) -> tuple[list[int], tuple[Lane, ...]]:
    """The track of each draft, and the lanes with as many lines as they need."""
    by_lane: dict[str, list[int]] = {lane.key: [] for lane in lanes}
    for n, draft in enumerate(drafts):
        by_lane[draft.lane].append(n)
    within: list[int] = [0] * len(drafts)
    grown = []
    for lane in lanes:
        mine = by_lane[lane.key]
        if lane.exclusive:
            stations = {name: n for n, name in enumerate(lane.stations)}
            for n in mine:
                within[n] = stations.get(drafts[n].station, 0)
            _spread_reported(drafts, mine, within, len(lane.stations))
        else:
            lines = _stack(drafts, mine, within)
            lane = replace(lane, stations=tuple(str(n + 1) for n in range(lines)) if lines > 1 else ("",))
        grown.append(lane)
    starts = dict(zip((lane.key for lane in grown), first_tracks(grown), strict=False))
    return [starts[draft.lane] + within[n] for n, draft in enumerate(drafts)], tuple(grown)


def _stack(drafts: Sequence[Draft], mine: Sequence[int], within: list[int]) -> int:
    """Lay bars that overlap in time under one another; how many lines that takes."""
    free: list[int] = []
    for n in sorted(mine, key=lambda n: (drafts[n].bar.start, drafts[n].bar.end, n)):
        bar = drafts[n].bar
        line = next((i for i, end in enumerate(free) if end <= bar.start), len(free))
        free[line : line + 1] = [max(bar.end, bar.start + 1)]
        within[n] = line
    return max(1, len(free))


def _spread_reported(drafts: Sequence[Draft], mine: Sequence[int], within: list[int], stations: int) -> None:
    """A workbook names rooms, not stations: reports that overlap are laid into different ones as far as there are."""
    reported = [n for n in mine if drafts[n].bar.state is State.REPORTED]
    if reported and _stack(drafts, reported, within) > stations:
        for n in reported:
            within[n] = min(within[n], stations - 1)


def _placed(drafts: Sequence[Draft], tracks: Sequence[int]) -> list[Bar]:
    return [replace(draft.bar, track=track) for draft, track in zip(drafts, tracks, strict=True)]


def _flags(drafts: Sequence[Draft], tracks: Sequence[int], flags: Sequence[MarkDraft]) -> list[MarkAt]:
    where = {id(draft): track for draft, track in zip(drafts, tracks, strict=True)}
    return [replace(flag.mark, track=where[id(flag.where)]) for flag in flags]


def _exclusive(lanes: Sequence[Lane]) -> list[bool]:
    return [lane.exclusive for lane in lanes for _ in range(max(1, len(lane.stations)))]


def _with_clashes(bars: Bars, exclusive: Sequence[bool]) -> Bars:
    """Two batches in one station at one time are flagged; a batch's own steps never clash with one another."""
    columns = bars.columns
    solid = ((columns["flags"] & Flag.INSET) == 0) & (columns["kind"] != Kind.MILESTONE)
    solid &= columns["state"] != State.DONE
    index = np.flatnonzero(solid)
    some = Bars(bars.tracks, {name: column[index] for name, column in columns.items()}, bars.words)
    clashing = [
        n for n in some.overlaps(exclusive).tolist()
        if any(
            some.columns["batch"][m] != some.columns["batch"][n] and some.columns["end"][m] > some.columns["start"][n]
            for m in range(some.offsets[int(some.columns["track"][n])], n)
        )
    ]  # fmt: skip
    if not clashing:
        return bars
    flags = columns["flags"].copy()
    flags[index[clashing]] |= Flag.CLASH
    return Bars(bars.tracks, {**columns, "flags": flags}, bars.words)


def _links(floor: Floor) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each live batch, which step waits for which."""
    pairs = {
        recipe.id: tuple((code, step.code) for step in recipe.steps for code in step.after)
        for recipe in floor.recipes.values()
    }
    return {batch.id: pairs.get(batch.recipe, ()) for batch in floor.batches.values()}
