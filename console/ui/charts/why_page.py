"""Why: what moved the selected batch's forecast since an instant, what its release hangs on, and what would help."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.forecast.explained import DriverKind, Explain, Explained, ForecastWish, Moved, Waterfall
from console.ui.charts.awaited import Awaited
from console.ui.charts.drivers_plot import DriversPlot
from console.ui.charts.frame import ChartFrame, Elided, Framed, TableFrame
from console.ui.charts.since_row import SinceRow
from console.ui.charts.waterfall_plot import WaterfallPlot
from console.ui.page import Place
from console.view.charts import drivers, since, waterfall
from console.view.charts.tables import Table
from console.view.charts.values import ChartsState, LiveBatch
from console.view.spoken import moment, span
from console.view.tokens import Tokens

NOBODY = "No batch is selected. Choose one at the left."
NAMES_A_STEP = (DriverKind.STEP, DriverKind.REVIEW, DriverKind.OTHER_BATCH)
STIR_S = 300
"""A forecast that moved by less, in seconds, is no new question."""
OLD = timedelta(seconds=150)
"""An answer older than this says its age."""


class WhyPage(QWidget):
    """In: `show_batch`, `tick`, `use`, `explained`, `moved`, `refused`. Out: `wants` (Explain, Moved), `goes`."""

    wants = Signal(object)
    goes = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: ChartsState | None = None
        self.batch = ""
        self.told: Explained | None = None
        self.fall: Waterfall | None = None
        self._why = Awaited(self.wants.emit)
        self._moved = Awaited(self.wants.emit)
        self.waterfall, self.drivers = WaterfallPlot(tokens), DriversPlot(tokens)
        self.fall_frame = ChartFrame(self.waterfall, "why-moved", self._fall_table)
        self.driver_frame = ChartFrame(self.drivers, "drivers", self._driver_table)
        self.lever_frame = TableFrame("levers", self._lever_rows, "What would help", self._lever_table, 0, self._lever_words)
        self.frames: tuple[Framed, ...] = (self.fall_frame, self.driver_frame, self.lever_frame)
        self.row, self.note = SinceRow(), Elided("small")
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.row, self.waterfall, self.drivers, self.lever_frame.view)

    def show_batch(self, state: ChartsState, batch: str) -> None:
        """Explain this batch, as of this state; what is shown of it stays until the new answer is there."""
        self.state = state
        if batch != self.batch:
            self.batch, self.told, self.fall = batch, None, None
            self.note.say("")
        self._offer()
        self._ask()
        self._say()

    def tick(self, state: ChartsState) -> None:
        """A minute has passed: instants are named anew, and answers grow older."""
        self.state = state
        self._offer()
        self._say()

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.waterfall.use(tokens)
        self.drivers.use(tokens)

    def explained(self, told: Explained) -> None:
        """Show what drives the batch and what would help; an answer about another batch is too late."""
        if told.batch == self.batch:
            self.told = told
            self.note.say("")
            self.drivers.show_drivers(told)
            self._why.answered()
            self._say()

    def moved(self, told: Waterfall) -> None:
        """Show why the batch moved; an answer about another batch, or since another instant, is too late."""
        wish = self._moved.wish
        if told.batch == self.batch and isinstance(wish, Moved) and wish.since == told.since:
            self.fall = told
            self.note.say("")
            self._draw_fall()
            self._moved.answered()
            self._say()

    def refused(self, words: str, wish: ForecastWish | None = None) -> None:
        """The forecaster's no, beside what was asked; what is shown stays."""
        if isinstance(wish, Explain | Moved) and wish.batch != self.batch:
            return
        if not isinstance(wish, Moved):
            self._why.answered()
        if not isinstance(wish, Explain):
            self._moved.answered()
        self.note.say(words)
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: what is not worked out yet is asked."""
        super().showEvent(event)
        self._ask()
        self._say()

    def _live(self) -> LiveBatch | None:
        live = self.state.live if self.state else ()
        return next((each for each in live if each.batch == self.batch), None)

    def _offer(self) -> None:
        state = self.state
        if state is not None:
            self.row.offer(since.choices(state.shifts, state.last_here, state.now, state.zone), state.now, state.zone)

    def _ask(self) -> None:
        """Ask what is not known of the newest forecast; nothing while nobody looks."""
        chosen, state = self.row.chosen, self.state
        if not self.isVisible() or state is None or chosen is None or self._live() is None:
            return
        kept = state.kept.get(self.batch, ())
        # A new outlook that says the same is no new question; what passes with time alone is asked once a minute.
        rests_on = (kept[-1].p50.timestamp() // STIR_S, kept[-1].made_at.timestamp() // 60) if kept else None
        fixed = chosen.at.replace(second=0, microsecond=0)
        about = (self.batch, chosen.key, None if chosen.key == since.DAY else fixed)
        self._moved.want(about, rests_on, Moved(self.batch, fixed))
        self._why.want(self.batch, rests_on, Explain(self.batch))

    def _chosen(self) -> None:
        self.fall = None
        self.note.say("")
        self._ask()
        self._say()

    def _draw_fall(self) -> None:
        state, told, live = self.state, self.fall, self._live()
        if state is None or told is None or told.before is None or told.after is None:
            return
        promise = live.promise_at if live is not None and told.of == "promise" else None
        self.waterfall.show_fall(told, self._named(told.since), state.now, state.zone, promise)

    def _named(self, at: datetime) -> str:
        chosen = self.row.chosen
        name = {since.SHIFT: "Forecast at the shift's start", since.LAST: "Forecast when I was last here"}
        return name.get(chosen.key, "Forecast then") if chosen is not None else "Forecast then"

    def _say(self) -> None:
        """Renew every word on the page."""
        state = self.state
        if state is None:
            return
        self._say_fall(state)
        told, name = self.told, self.batch or "the batch"
        waiting = self._hollow(told is not None, f"What {name} hangs on is being worked out …")
        answer = self._aged(drivers.headline(told, state.now, state.zone), told.made_at) if told else ""
        self.driver_frame.tell(f"What {name} hangs on", answer)
        self.driver_frame.name, self.lever_frame.name = f"drivers-{name}", f"levers-{name}"
        nothing = "Nothing was found that decides this release." if told and not drivers.seen(told) else ""
        self.driver_frame.show_empty(waiting or nothing)
        self.lever_frame.tell(f"What would help {name}", drivers.lever_headline(told) if told else "")
        idle = "No lever was found that would bring the release forward." if told and not told.levers else ""
        self.lever_frame.show_empty(waiting or idle)
        for frame in self.frames:
            frame.refresh()

    def _say_fall(self, state: ChartsState) -> None:
        told, chosen, name = self.fall, self.row.chosen, self.batch or "the batch"
        when = moment(chosen.at, state.now, state.zone) if chosen else ""
        waiting = self._hollow(told is not None, f"Why {name} moved since {when} is being worked out …")
        answer = self._aged(waterfall.headline(told, state.now, state.zone), told.made_at) if told else ""
        self.fall_frame.tell(f"Why {name} moved since {when}", answer)
        self.fall_frame.name = f"why-moved-{name}"
        without = told is not None and (told.before is None or told.after is None)
        self.fall_frame.show_empty(waiting or (answer if without else ""))

    def _hollow(self, there: bool, waiting: str) -> str:
        """Why nothing is drawn, empty when something can be."""
        if self._live() is None:
            return NOBODY
        return "" if there else self.note.text() or waiting

    def _aged(self, words: str, made_at: datetime) -> str:
        """The words, and how old they are once that matters."""
        age = self.state.now - made_at if self.state else timedelta()
        return f"{words} · {span(age)} old" if age > OLD else words

    def _fall_table(self) -> Table:
        told, state = self.fall, self.state
        return waterfall.table(told, state.zone) if told and state else Table("", (), ())

    def _driver_table(self) -> Table:
        return drivers.driver_table(self.told) if self.told else Table("", (), ())

    def _lever_rows(self) -> Table:
        return drivers.lever_rows(self.told) if self.told else Table("", (), ())

    def _lever_words(self, row: int) -> str:
        told, state = self.told, self.state
        return drivers.lever_words(told.levers[row], state.now, state.zone) if told and state and row < len(told.levers) else ""

    def _lever_table(self) -> Table:
        told, state = self.told, self.state
        return drivers.lever_table(told, state.zone) if told and state else Table("", (), ())

    def _go(self, batch: str) -> None:
        if batch:
            self.goes.emit(Place("batch", batch))

    def _part(self, index: int) -> None:
        drawn = self.waterfall.drawn
        if drawn is not None:
            self._go(drawn.bars[index].batch or self.batch)

    def _driver(self, index: int) -> None:
        driver = self.drivers.drivers[index]
        step = driver.key if driver.kind in NAMES_A_STEP else ""
        self.goes.emit(Place("batch", driver.batch or self.batch, step))

    def _connect(self) -> None:
        self.row.changed.connect(self._chosen)
        self.row.refused.connect(lambda refusal: self.note.say(f"{refusal.why} {refusal.instead}"))
        self.waterfall.chosen.connect(self._part)
        self.waterfall.entered.connect(self._part)
        self.drivers.entered.connect(self._driver)
        self.lever_frame.entered.connect(lambda row: self._go((self.told.levers[row].batch if self.told else "") or self.batch))
        for frame in self.frames:
            frame.enlarged.connect(lambda on, frame=frame: self._enlarge(frame, on))

    def _enlarge(self, chosen: Framed, on: bool) -> None:
        for frame in self.frames:
            frame.setVisible(not on or frame is chosen)
            frame.enlarge.setText("Back" if on and frame is chosen else "Enlarge")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.row)
        top.addWidget(self.note, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.driver_frame, 11)
        right.addWidget(self.lever_frame, 9)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.fall_frame, 13)
        below.addLayout(right, 9)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addLayout(below, 1)
