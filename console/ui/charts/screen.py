"""The room of charts: its pages in a quiet row, the live batches on the left, and one selection for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from console import __version__
from console.forecast.explained import CardWish, Explained, ForecastWish, Waterfall
from console.forecast.report_card import ReportCard
from console.ui.charts import recorded
from console.ui.charts.batches import BatchDelegate, BatchModel
from console.ui.charts.frame import Framed
from console.ui.charts.live_page import LivePage
from console.ui.charts.programme_page import ProgrammePage
from console.ui.charts.tab_row import TabRow
from console.ui.charts.trust_page import TrustPage
from console.ui.charts.why_page import WhyPage
from console.ui.page import Place
from console.view.charts import remaining, trust
from console.view.charts.printed import Imprint
from console.view.charts.values import ChartsState, KeptForecast, LiveBatch
from console.view.standing import Standing
from console.view.tokens import LIGHT, Tokens

LIST_PX = 264
LIVE, WHY, TRUST, PROGRAMME = "live", "why", "trust", "programme"
TABS = (
    (LIVE, "Live", "Forecast history, hours left, age of the work in progress"),
    (WHY, "Why", "Why the selected batch's forecast moved, what it hangs on, what would help"),
    (TRUST, "Trust", "How far the forecast can be trusted"),
    (PROGRAMME, "Programme", "Sponsor by sponsor: vein-to-vein against the promise, chance of release, run chart"),
)
WITH_LIST = (LIVE, WHY)


class ChartsScreen(QWidget):
    """The pages and their list. In: `apply`, `made`, `tick`, `select`, `use`, and the forecaster's answers `explained`,
    `moved`, `card`, `refused`. Out: `asks` (what is to be kept), `wants` (a ForecastWish), `goes`, `selected`."""

    asks = Signal(object)
    wants = Signal(object)
    goes = Signal(object)
    selected = Signal(str)
    shown = Signal()
    hid = Signal()

    def __init__(self, tokens: Tokens = LIGHT) -> None:
        super().__init__()
        self.tokens = tokens
        self.state: ChartsState | None = None
        self.batch = ""
        self._minute = -1
        self._asked_card = self._proven = False
        self.tabs, self.pages = TabRow(), QStackedWidget(self)  # each change of parent dresses everything below anew
        self.live, self.why = LivePage(tokens, self.pages), WhyPage(tokens, self.pages)
        self.trust = TrustPage(tokens, self.pages)
        self.programme = ProgrammePage(tokens)
        self.fan, self.remaining, self.ageing = self.live.fan, self.live.remaining, self.live.ageing
        self.fan_frame, self.ageing_frame, self.remaining_frame = self.frames = self.live.frames
        self.model, self.list = BatchModel(self), QListView()
        self.delegate = BatchDelegate(tokens, self)
        self._keys: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self.show_page(LIVE)

    @property
    def page_key(self) -> str:
        """The page in view."""
        return next(key for key, page in self._keys.items() if page is self.pages.currentWidget())

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through; what is not in sight is passed over."""
        return (self.tabs, self.list, *self.live.panes, *self.why.panes, *self.trust.panes, *self.programme.panes)

    def show_page(self, key: str) -> None:
        """Bring this page into view; KeyError for one that is not there."""
        self.pages.setCurrentWidget(self._keys[key])
        self.left.setVisible(key in WITH_LIST)
        self.tabs.mark(key)

    def apply(self, state: ChartsState) -> None:
        """Show this state of the floor; the selected batch stays selected while it lives."""
        self.state = state
        self._take(remaining.remaining(state.live, state.kept))

    def made(self, new: Sequence[KeptForecast], live: Sequence[LiveBatch], now: datetime) -> None:
        """Take in the forecasts just made, one a batch, without drawing the past again (the live chart)."""
        if self.state is None or self.remaining.series is None:
            return
        kept = dict(self.state.kept)
        for each in new:
            kept[each.batch] = (*kept.get(each.batch, ()), each)
        self.state = replace(self.state, now=now, live=tuple(live), kept=kept)
        known = {each.batch for each in self.remaining.series.batches}
        if known == {each.batch for each in remaining.unreleased(live)}:
            self._take(remaining.appended(self.remaining.series, new, live), new)
        else:
            self._take(remaining.remaining(live, kept))

    def tick(self, now: datetime) -> None:
        """Move everything to the new now."""
        if self.state is None:
            return
        self.state = replace(self.state, now=now)
        self.live.tick(self.state)
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._say()
            self.why.tick(self.state)
            self.trust.tick(self.state)
            self.programme.tick(now)

    def select(self, batch: str) -> None:
        """Show this batch and mark it everywhere; nothing is emitted."""
        if batch == self.batch and self.fan.series is not None:
            return
        self.batch = batch
        self._mark()
        self.live.show_batch(batch)
        self.live.select(batch)
        if self.state is not None:
            self.why.show_batch(self.state, batch)

    def explained(self, told: Explained) -> None:
        """What the selected batch's release hangs on has been worked out."""
        self.why.explained(told)

    def moved(self, told: Waterfall) -> None:
        """Why the selected batch's forecast moved has been worked out."""
        self.why.moved(told)

    def card(self, told: ReportCard) -> None:
        """How good the forecasts were has been worked out."""
        self.trust.card(told)
        self._proven = told.proven
        self._doubt(trust.unproven(told))
        self.programme.judge(told.batches)

    def refused(self, words: str, wish: ForecastWish | None = None) -> None:
        """The forecaster could not answer this wish, or, where none is named, what the page in view has asked."""
        if isinstance(wish, CardWish) or (wish is None and self.page_key == TRUST):
            self.trust.refused(words)
            if not (self._proven or self.live.unproven):  # what is known stays; a line of which nothing is known is no fact
                self._doubt(trust.UNKNOWN)
        else:
            self.why.refused(words, wish)

    def _doubt(self, words: str) -> None:
        self.live.doubt(words)
        self.tabs.say(words)

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.tokens = self.delegate.tokens = tokens
        for page in (self.live, self.why, self.trust, self.programme):
            page.use(tokens)
        self.list.viewport().update()

    def print_page(self) -> None:
        """Wish that every chart of the page in view be kept as pages to print, each with its table."""
        key = self.page_key
        charts = [frame.shown() for frame in self._frames(self._keys[key]) if not frame.empty.text()]
        title = {name: words for name, words, _ in TABS}.get(key, key)
        if charts:
            self.asks.emit(recorded.wish(f"charts-{key}", f"Charts: {title}", charts))

    def showEvent(self, event: QShowEvent) -> None:
        """Say that somebody looks now; whether the forecast is proven is asked at the first look."""
        super().showEvent(event)
        self.shown.emit()
        if not self._asked_card:
            self._asked_card = True
            self.wants.emit(CardWish())

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that nobody looks any more."""
        super().hideEvent(event)
        self.hid.emit()

    def _frames(self, page: QWidget) -> tuple[Framed, ...]:
        return tuple(getattr(page, "frames", ()))

    def _take(self, series: remaining.Remaining, new: Sequence[KeptForecast] | None = None) -> None:
        """Draw this; with `new` the fan only grows by the forecasts just made."""
        state = self.state
        if state is None:
            return
        self.live.take(state, series)
        self.trust.take(state)
        self._minute = int(state.now.timestamp() // 60)
        self._say()
        if self.batch not in {each.batch for each in series.batches}:
            self.batch = ""
            self.select(_first(series))
        else:
            self._mark()
            self.live.show_batch(self.batch, new)
            self.why.show_batch(state, self.batch)

    def _say(self) -> None:
        """Renew every word on the page."""
        state, series = self.state, self.remaining.series
        if state is None or series is None:
            return
        self.model.take(series, remaining.hours_left(series, state.now))
        self.live.say()

    def _mark(self) -> None:
        row = self.model.row(self.batch)
        if row is not None and self.list.currentIndex().row() != row:
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            blocked = self.list.selectionModel().blockSignals(True)
            self.list.selectionModel().setCurrentIndex(self.model.index(row), chosen)
            self.list.selectionModel().blockSignals(blocked)
            self.list.scrollTo(self.model.index(row))
            self.list.viewport().update()

    def _chosen(self, batch: str) -> None:
        if batch and batch != self.batch:
            self.select(batch)
            self.selected.emit(batch)

    def _from_list(self, index: QModelIndex) -> None:
        if index.isValid():
            self._chosen(self.model.batches[index.row()].batch)

    def _imprint(self) -> Imprint:
        state = self.state
        if state is None:
            return Imprint()
        return Imprint(state.site, state.site_class, state.now, state.zone, f"Cleanroom Console {__version__}")

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_page)
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._from_list(now))
        self.list.activated.connect(lambda index: self.goes.emit(Place("batch", self.model.batches[index.row()].batch)))
        self.live.chosen.connect(self._chosen)
        for page in (self.live, self.why, self.trust, self.programme):
            page.goes.connect(self.goes)
            for frame in page.frames:
                frame.imprint = self._imprint
                frame.asks.connect(self.asks)
        for asking in (self.why, self.trust):
            asking.wants.connect(self.wants)

    def _lay_out(self) -> None:
        self.left = QFrame()
        self.left.setProperty("role", "panel")
        self.left.setFixedWidth(LIST_PX)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Live batches")
        column = QVBoxLayout(self.left)
        column.setContentsMargins(8, 8, 4, 4)
        column.addWidget(self.list, 1)
        for (key, title, tip), page in zip(TABS, (self.live, self.why, self.trust, self.programme), strict=True):
            self.add(key, title, tip, page)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.left)
        below.addWidget(self.pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 2, 8, 8)
        whole.setSpacing(4)
        whole.addWidget(self.tabs)
        whole.addLayout(below, 1)

    def add(self, key: str, title: str, tip: str, page: QWidget) -> None:
        """One more page with its tab."""
        self._keys[key] = page
        self.pages.addWidget(page)
        self.tabs.add(key, title, tip)


def _first(series: remaining.Remaining) -> str:
    """The batch a person wants to see first: one that is late, else at risk, else the nearest release."""
    ranks = {Standing.LATE: 0, Standing.AT_RISK: 1}
    ordered = sorted(series.batches, key=lambda each: ranks.get(each.standing, 2))
    return ordered[0].batch if ordered else ""
