"""The room of charts: live batches on the left, and beside them the fan, the hours left and the ageing work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from console.ui.charts.ageing_plot import AgeingPlot
from console.ui.charts.batches import BatchDelegate, BatchModel
from console.ui.charts.fan_plot import FanPlot
from console.ui.charts.frame import ChartFrame
from console.ui.charts.remaining_plot import RemainingPlot
from console.ui.page import Place
from console.view.charts import ageing, fan, remaining
from console.view.charts.tables import Table
from console.view.charts.values import ChartsState, KeptForecast, LiveBatch
from console.view.standing import Standing
from console.view.tokens import LIGHT, Tokens

LIST_PX = 264
COLUMNS, ROWS = (11, 9), (10, 11)
NOBODY = "No batch is in process. A batch stands here from its first step until its release."


class ChartsScreen(QWidget):
    """The three charts and their list. In: `apply`, `made`, `tick`, `select`, `use`. Out: `asks`, `goes`, `selected`."""

    asks = Signal(object)
    goes = Signal(object)
    selected = Signal(str)
    shown = Signal()

    def __init__(self, tokens: Tokens = LIGHT) -> None:
        super().__init__()
        self.tokens = tokens
        self.state: ChartsState | None = None
        self.batch = ""
        self._minute = -1
        self.fan, self.remaining, self.ageing = FanPlot(tokens), RemainingPlot(tokens), AgeingPlot(tokens)
        self.fan_frame = ChartFrame(self.fan, "forecast-history", self._fan_table)
        self.remaining_frame = ChartFrame(self.remaining, "hours-left", self._remaining_table)
        self.ageing_frame = ChartFrame(self.ageing, "ageing", self._ageing_table)
        self.frames = (self.fan_frame, self.ageing_frame, self.remaining_frame)
        self.model, self.list = BatchModel(self), QListView()
        self.delegate = BatchDelegate(tokens, self)
        self.sentence = QLabel()
        self._lay_out()
        self._connect()

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
        for plot in (self.fan, self.remaining, self.ageing):
            plot.tick(now)
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._say()

    def select(self, batch: str) -> None:
        """Show the fan of this batch and mark it everywhere; nothing is emitted."""
        if batch == self.batch and self.fan.series is not None:
            return
        self.batch = batch
        self._mark()
        self._show_fan()
        self.remaining.select(batch)
        self.ageing.select(batch)

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.tokens = self.delegate.tokens = tokens
        for plot in (self.fan, self.remaining, self.ageing):
            plot.use(tokens)
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Say that somebody looks now."""
        super().showEvent(event)
        self.shown.emit()

    def _take(self, series: remaining.Remaining, new: Sequence[KeptForecast] | None = None) -> None:
        """Draw this; with `new` the fan only grows by the forecasts just made."""
        state = self.state
        if state is None:
            return
        self.remaining.show_series(series, state.now, state.zone)
        work = ageing.work_in_progress(state.live, state.past)
        self.ageing.show_series(work, state.now, state.zone)
        self._minute = int(state.now.timestamp() // 60)
        self._say()
        if self.batch not in {each.batch for each in series.batches}:
            self.batch = ""
            self.select(_first(series))
        else:
            self._mark()
            self._show_fan(new)

    def _say(self) -> None:
        """Renew every word on the page."""
        state, series, work = self.state, self.remaining.series, self.ageing.work
        if state is None or series is None or work is None:
            return
        self.sentence.setText(state.sentence or f"{len(series)} live batches")
        self.model.take(series, remaining.hours_left(series, state.now))
        self.remaining_frame.tell("Hours left to release", f"{len(series)} live batches, the nearest first" if len(series) else "")
        self.remaining_frame.show_empty("" if len(series) else NOBODY)
        self.ageing_frame.tell("Age of work in progress", ageing.headline(work) if work.ageing else "")
        self.ageing_frame.show_empty("" if work.ageing else "No batch with a leukapheresis is in process.")
        self._say_fan()
        for frame in self.frames:
            frame.refresh()

    def _show_fan(self, new: Sequence[KeptForecast] | None = None) -> None:
        state = self.state
        batch = next((each for each in state.live if each.batch == self.batch), None) if state else None
        if state is None or batch is None:
            self.fan_frame.tell("Forecast history", "")
            self.fan_frame.show_empty(NOBODY)
            return
        if new is not None and self.fan.series is not None and self.fan.series.batch.batch == batch.batch:
            series = fan.grown(self.fan.series, batch, [each for each in new if each.batch == batch.batch])
        else:
            series = fan.fan(batch, state.kept.get(batch.batch, ()))
        self.fan.show_series(series, state.now, state.zone)
        self._say_fan()
        self.fan_frame.refresh()

    def _say_fan(self) -> None:
        state, series = self.state, self.fan.series
        if state is None or series is None or series.batch.batch != self.batch:
            return
        few = len(series) < 2
        self.fan_frame.name = f"forecast-history-{series.batch.title}"
        self.fan_frame.tell(f"{series.batch.title}: how its forecast moved", fan.headline(series, state.now, state.zone))
        there = f"there {'is' if len(series) == 1 else 'are'} {len(series)}"
        words = f"{fan.headline(series, state.now, state.zone)} A history needs two forecasts; {there}."
        self.fan_frame.show_empty(words if few else "")

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

    def _at(self, plot: QWidget, index: int) -> str:
        if plot is self.ageing and self.ageing.work:
            return self.ageing.work.ageing[index].batch.batch
        series = self.remaining.series
        return series.batches[index].batch if plot is self.remaining and series else self.batch

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._from_list(now))
        self.list.activated.connect(lambda index: self.goes.emit(Place("batch", self.model.batches[index.row()].batch)))
        for rows in (self.remaining, self.ageing):
            rows.chosen.connect(lambda index, plot=rows: self._chosen(self._at(plot, index)))
        for plot in (self.fan, self.remaining, self.ageing):
            plot.entered.connect(lambda index, plot=plot: self.goes.emit(Place("batch", self._at(plot, index))))
        for frame in self.frames:
            frame.asks.connect(self.asks)
            frame.enlarged.connect(lambda on, frame=frame: self._enlarge(frame, on))

    def _enlarge(self, chosen: ChartFrame, on: bool) -> None:
        for frame in self.frames:
            frame.setVisible(not on or frame is chosen)
            frame.enlarge.setText("Back" if on and frame is chosen else "Enlarge")
        self._stretch(wide=(not on or chosen is not self.ageing_frame, not on or chosen is not self.fan_frame),
                      high=(not on or chosen is not self.remaining_frame, not on or chosen is self.remaining_frame))

    def _stretch(self, wide: tuple[bool, bool] = (True, True), high: tuple[bool, bool] = (True, True)) -> None:
        """Share the page among the charts that are seen."""
        for index in (0, 1):
            self.page.setColumnStretch(index, COLUMNS[index] * wide[index])
            self.page.setRowStretch(index, ROWS[index] * high[index])

    def _lay_out(self) -> None:
        left = QFrame()
        left.setProperty("role", "panel")
        left.setFixedWidth(LIST_PX)
        self.sentence.setProperty("role", "strong")
        self.sentence.setWordWrap(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Live batches")
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 4, 4)
        column.addWidget(self.sentence)
        column.addWidget(self.list, 1)
        self.page = QGridLayout()
        self.page.setSpacing(8)
        self.page.addWidget(self.fan_frame, 0, 0)
        self.page.addWidget(self.ageing_frame, 0, 1)
        self.page.addWidget(self.remaining_frame, 1, 0, 1, 2)
        self._stretch()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addWidget(left)
        whole.addLayout(self.page, 1)

    def _fan_table(self) -> Table:
        series, state = self.fan.series, self.state
        return fan.table(series, state.zone) if series and state else Table("", (), ())

    def _remaining_table(self) -> Table:
        series, state = self.remaining.series, self.state
        return remaining.table(series, state.now, state.zone) if series and state else Table("", (), ())

    def _ageing_table(self) -> Table:
        work, state = self.ageing.work, self.state
        return ageing.table(work, state.now, state.zone) if work and state else Table("", (), ())


def _first(series: remaining.Remaining) -> str:
    """The batch a person wants to see first: one that is late, else at risk, else the nearest release."""
    ranks = {Standing.LATE: 0, Standing.AT_RISK: 1}
    ordered = sorted(series.batches, key=lambda each: ranks.get(each.standing, 2))
    return ordered[0].batch if ordered else ""
