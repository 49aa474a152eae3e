"""The charts as a page of the window: they ask for the forecasts kept of each batch, and grow with every new outlook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.refusal import Refusal
from console.forecast.explained import CardWish, Explain, Explained, ForecastAnswer, ForecastWish, Moved, Waterfall
from console.forecast.report_card import ReportCard
from console.service.held import KeptForecast as KeptRow
from console.service.ports import HistoryRow
from console.ui.charts.screen import TABS, ChartsScreen
from console.ui.charts.since_row import KEYS
from console.ui.charts.visits import Memory, Visits
from console.ui.page import Page
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.charts import from_floor
from console.view.charts.fan import NAMED_SHIFT_H
from console.view.charts.programme import ProgrammeState, programme_state
from console.view.charts.values import ChartsState, KeptForecast, PastAges
from console.view.sentence import sentence
from console.view.tokens import Tokens

SINCE = "charts.since"
"""The setting that remembers since when a person likes to be told what moved."""


class Asked(Memory, Protocol):
    """What the charts ask the front of the service; answers come back on the screens' own thread."""

    def kept(self, batch: str, then: Callable[[Sequence[KeptRow]], None]) -> None:
        """Read the forecasts made of one batch."""

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        """Read the latest page of a batch's history."""

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Ask why a forecast is what it is, why it moved, or how far forecasts can be trusted."""


class ChartsPage(QObject):
    """Keeps what the charts remember, and fits them to the window; nothing is drawn while nobody looks."""

    def __init__(self, front: Asked, zones: Zones, screen: ChartsScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self._front, self._zones = front, zones
        self._sight: Sight | None = None
        self._kept: dict[str, tuple[KeptForecast, ...]] = {}
        self._happened: dict[str, tuple[from_floor.Happening, ...]] = {}
        self._waiting: set[str] = set()
        self._made_at: datetime | None = None
        self._past: tuple[frozenset[str], tuple[PastAges, ...]] = (frozenset(), ())
        self._stale = True
        self._programmes: ProgrammeState | None = None
        self._visits = Visits(front)
        screen.why.row.preferred = front.setting(SINCE)
        screen.why.row.changed.connect(self._keep_since)
        screen.shown.connect(self._look)
        screen.hid.connect(self._visits.left)
        screen.wants.connect(self._wanted)
        screen.programme.shown.connect(self._show_programmes)

    def page(self) -> Page:
        """The charts as the window knows its pages."""
        does: dict[str, Callable[[], object]] = {"charts.print": self.screen.print_page}
        does |= {f"charts.{key}": partial(self.screen.show_page, key) for key, _, _ in TABS}
        return Page(
            "charts", "Charts", "chart-line", self.screen, self._apply, self.screen.tick, self._picked, self._dress,
            does=does, panes=self.screen.panes,
        )  # fmt: skip

    def apply(self, sight: Sight) -> None:
        """Take in another sight of the floor; a new outlook becomes one more forecast of every batch."""
        self._sight = sight
        now_live = from_floor.live_batches(sight.floor, sight.outlook, self._zones)
        live = {each.batch for each in now_live}
        new = self._new_forecasts(sight) if sight.outlook else {}
        for batch in live - set(self._kept) - self._waiting:
            self._waiting.add(batch)
            self._front.kept(batch, partial(self._take_kept, batch))
        if self._screen_knows(live) and not self._stale:
            if new or self.screen.state is None or self.screen.state.live != now_live:
                self.screen.made([new[batch] for batch in new if batch in live], now_live, self._front.now())
        else:
            self._show()
        self._show_programmes()

    def forget(self) -> None:
        """Remember nothing of what was asked so far: replay goes back to an instant before it."""
        self._kept, self._happened, self._waiting, self._made_at = {}, {}, set(), None
        self._past, self._programmes, self._stale = (frozenset(), ()), None, True

    def _show_programmes(self) -> None:
        """The figures of every programme while somebody looks at them; only what changed is read anew."""
        sight = self._sight
        if sight is not None and self.screen.programme.isVisible():
            self._programmes = programme_state(sight.floor, sight.outlook, self._front.now(), self._zones, self._programmes)
            self.screen.programme.apply(self._programmes)

    def _new_forecasts(self, sight: Sight) -> dict[str, KeptForecast]:
        if sight.outlook is None or sight.outlook.made_at == self._made_at:
            return {}
        self._made_at = sight.outlook.made_at
        new = from_floor.forecasts_made(sight.outlook)
        for batch, made in new.items():
            if batch not in self._kept:
                continue
            before = self._kept[batch]
            self._kept[batch] = from_floor.merged(before, [made])
            if before and abs(made.p50 - before[-1].p50) >= timedelta(hours=NAMED_SHIFT_H):
                self._front.history(batch, None, partial(self._take_history, batch))
        return new

    def _take_kept(self, batch: str, rows: Sequence[KeptRow]) -> None:
        newest = from_floor.forecasts_made(self._sight.outlook if self._sight else None).get(batch)
        self._kept[batch] = from_floor.merged(from_floor.kept_forecasts(rows), [newest] if newest else ())
        self._front.history(batch, None, partial(self._take_history, batch))

    def _take_history(self, batch: str, rows: Sequence[HistoryRow]) -> None:
        self._waiting.discard(batch)
        self._happened[batch] = from_floor.happenings(rows)
        self._kept[batch] = from_floor.named(self._kept.get(batch, ()), self._happened[batch])
        self._stale = True
        if not self._waiting:
            self._show()

    def _show(self) -> None:
        """Draw everything anew, or remember to when somebody looks."""
        self._stale = True
        if self._sight is None or not (self.screen.isVisible() or self.screen.state is None):
            return
        self._stale = False
        sight = self._sight
        live = from_floor.live_batches(sight.floor, sight.outlook, self._zones)
        newest = from_floor.forecasts_made(sight.outlook)
        kept = {
            each.batch: from_floor.merged(self._kept.get(each.batch, ()), [newest[each.batch]] if each.batch in newest else ())
            for each in live
        }
        now = self._front.now()
        words = sentence(sight.floor, sight.outlook, now, sight.zone)
        shifts = sight.floor.facility.shifts if sight.floor.facility else ()
        ages, before = self._ages(sight.floor), self._visits.before
        self.screen.apply(
            ChartsState(now, sight.zone, live, kept, ages, words, sight.site, sight.site_class, shifts, before)
        )  # fmt: skip

    def _ages(self, floor: Floor) -> tuple[PastAges, ...]:
        """Ages of past batches, worked out anew only when a batch has become past."""
        over = frozenset(each.id for each in floor.batches.values() if each.released_at is not None or not each.live)
        over |= frozenset(floor.left)
        if over != self._past[0] or not self._past[1]:
            self._past = (over, from_floor.past_ages(floor, self._zones))
        return self._past[1]

    def _screen_knows(self, live: set[str]) -> bool:
        state = self.screen.state
        return state is not None and {each.batch for each in state.live} == live and self.screen.isVisible()

    def _wanted(self, wish: object) -> None:
        if isinstance(wish, Explain | Moved | CardWish):
            self._front.ask_forecast(wish, partial(self._answered, wish))

    def _keep_since(self) -> None:
        """The way somebody likes to ask is remembered; a single instant is not."""
        key = self.screen.why.row.key
        if key in KEYS:
            self._front.remember(SINCE, key)

    def _answered(self, wish: ForecastWish, answer: ForecastAnswer | Refusal) -> None:
        if isinstance(answer, Explained):
            self.screen.explained(answer)
        elif isinstance(answer, Waterfall):
            self.screen.moved(answer)
        elif isinstance(answer, ReportCard):
            self.screen.card(answer)
        else:
            self.screen.refused(f"{answer.why} {answer.instead}", wish)

    def _look(self) -> None:
        self._visits.came()
        if self._stale:
            self._show()

    def _apply(self, sight: object) -> None:
        if isinstance(sight, Sight):
            self.apply(sight)

    def _picked(self, batch: str, step: str) -> None:
        self.screen.select(batch)

    def _dress(self, tokens: Tokens, density: Density) -> None:
        self.screen.use(tokens)
