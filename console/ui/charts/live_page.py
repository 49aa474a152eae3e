"""The live charts: how the selected batch's forecast moved, the hours left of all, and how old the work in progress is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from console.ui.charts.ageing_plot import AgeingPlot
from console.ui.charts.fan_plot import FanPlot
from console.ui.charts.frame import ChartFrame, Framed
from console.ui.charts.remaining_plot import RemainingPlot
from console.ui.page import Place
from console.view.charts import ageing, fan, remaining
from console.view.charts.tables import Table
from console.view.charts.values import ChartsState, KeptForecast
from console.view.spoken import counted
from console.view.tokens import Tokens

COLUMNS, ROWS = (11, 9), (10, 11)
NOBODY = "No batch is in process. A batch stands here from its first step until its release."


class LivePage(QWidget):
    """Fan, ageing and hours left. In: `take`, `show_batch`, `tick`, `use`, `doubt`. Out: `chosen`, `goes`."""

    chosen = Signal(str)
    goes = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: ChartsState | None = None
        self.batch = ""
        self.unproven = ""
        self.fan, self.remaining, self.ageing = FanPlot(tokens), RemainingPlot(tokens), AgeingPlot(tokens)
        self.fan_frame = ChartFrame(self.fan, "forecast-history", self._fan_table)
        self.remaining_frame = ChartFrame(self.remaining, "hours-left", self._remaining_table)
        self.ageing_frame = ChartFrame(self.ageing, "ageing", self._ageing_table)
        self.frames = (self.fan_frame, self.ageing_frame, self.remaining_frame)
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.fan, self.ageing, self.remaining)

    def take(self, state: ChartsState, series: remaining.Remaining) -> None:
        """Draw all live batches of this state; the fan follows with `show_batch`."""
        self.state = state
        self.remaining.show_series(series, state.now, state.zone)
        self.ageing.show_series(ageing.work_in_progress(state.live, state.past), state.now, state.zone)

    def tick(self, state: ChartsState) -> None:
        """Move every chart to the state's now."""
        self.state = state
        for plot in (self.fan, self.remaining, self.ageing):
            plot.tick(state.now)

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        for plot in (self.fan, self.remaining, self.ageing):
            plot.use(tokens)

    def doubt(self, unproven: str) -> None:
        """Say on every forecast drawn that it is unproven, and by how few; no words once it is proven."""
        if unproven != self.unproven:
            self.unproven = unproven
            self.fan.doubt(bool(unproven))
            self.say()

    def select(self, batch: str) -> None:
        """Mark this batch in the charts of all."""
        self.batch = batch
        self.remaining.select(batch)
        self.ageing.select(batch)

    def show_batch(self, batch: str, new: Sequence[KeptForecast] | None = None) -> None:
        """Show the fan of this batch; with `new` it only grows by the forecasts just made."""
        self.batch = batch
        state = self.state
        found = next((each for each in state.live if each.batch == batch), None) if state else None
        if state is None or found is None:
            self.fan_frame.tell("Forecast history", "")
            self.fan_frame.show_empty(NOBODY)
            return
        if new is not None and self.fan.series is not None and self.fan.series.batch.batch == batch:
            series = fan.grown(self.fan.series, found, [each for each in new if each.batch == batch])
        else:
            series = fan.fan(found, state.kept.get(batch, ()))
        self.fan.show_series(series, state.now, state.zone)
        self._say_fan()
        self.fan_frame.refresh()

    def say(self) -> None:
        """Renew every word on the page."""
        series, work = self.remaining.series, self.ageing.work
        if self.state is None or series is None or work is None:
            return
        count = f"{counted(len(series), 'live batch', 'live batches')}, the nearest first" if len(series) else ""
        self.remaining_frame.tell("Hours left to release", self._doubted(count))
        self.remaining_frame.show_empty("" if len(series) else NOBODY)
        self.ageing_frame.tell("Age of work in progress", ageing.headline(work) if work.ageing else "")
        self.ageing_frame.show_empty("" if work.ageing else "No batch with a leukapheresis is in process.")
        self._say_fan()
        for frame in self.frames:
            frame.refresh()

    def _doubted(self, words: str) -> str:
        return f"{words} · {self.unproven}" if words and self.unproven else words

    def _say_fan(self) -> None:
        state, series = self.state, self.fan.series
        if state is None or series is None or series.batch.batch != self.batch:
            return
        few = len(series) < 2
        self.fan_frame.name = f"forecast-history-{series.batch.title}"
        answer = fan.headline(series, state.now, state.zone)
        self.fan_frame.tell(f"{series.batch.title}: how its forecast moved", self._doubted(answer))
        there = f"there {'is' if len(series) == 1 else 'are'} {len(series)}"
        self.fan_frame.show_empty(f"{answer} A history needs two forecasts; {there}." if few else "")

    def _at(self, plot: QWidget, index: int) -> str:
        if plot is self.ageing and self.ageing.work:
            return self.ageing.work.ageing[index].batch.batch
        series = self.remaining.series
        return series.batches[index].batch if plot is self.remaining and series else self.batch

    def _connect(self) -> None:
        for rows in (self.remaining, self.ageing):
            rows.chosen.connect(lambda index, plot=rows: self.chosen.emit(self._at(plot, index)))
        for plot in (self.fan, self.remaining, self.ageing):
            plot.entered.connect(lambda index, plot=plot: self.goes.emit(Place("batch", self._at(plot, index))))
        for frame in self.frames:
            frame.enlarged.connect(lambda on, frame=frame: self._enlarge(frame, on))

    def _enlarge(self, chosen: Framed, on: bool) -> None:
        for frame in self.frames:
            frame.setVisible(not on or frame is chosen)
            frame.enlarge.setText("Back" if on and frame is chosen else "Enlarge")
        self._stretch(wide=(not on or chosen is not self.ageing_frame, not on or chosen is not self.fan_frame),
                      high=(not on or chosen is not self.remaining_frame, not on or chosen is self.remaining_frame))  # fmt: skip

    def _stretch(self, wide: tuple[bool, bool] = (True, True), high: tuple[bool, bool] = (True, True)) -> None:
        """Share the page among the charts that are seen."""
        for index in (0, 1):
            self.page.setColumnStretch(index, COLUMNS[index] * wide[index])
            self.page.setRowStretch(index, ROWS[index] * high[index])

    def _lay_out(self) -> None:
        self.page = QGridLayout(self)
        self.page.setContentsMargins(0, 0, 0, 0)
        self.page.setSpacing(8)
        self.page.addWidget(self.fan_frame, 0, 0)
        self.page.addWidget(self.ageing_frame, 0, 1)
        self.page.addWidget(self.remaining_frame, 1, 0, 1, 2)
        self._stretch()

    def _fan_table(self) -> Table:
        series, state = self.fan.series, self.state
        return fan.table(series, state.zone) if series and state else Table("", (), ())

    def _remaining_table(self) -> Table:
        series, state = self.remaining.series, self.state
        return remaining.table(series, state.now, state.zone) if series and state else Table("", (), ())

    def _ageing_table(self) -> Table:
        work, state = self.ageing.work, self.state
        return ageing.table(work, state.now, state.zone) if work and state else Table("", (), ())
