"""Trust: what the forecasts stated against what came, how far they erred beside simpler ones, and where they missed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.forecast.explained import CardWish
from console.forecast.report_card import ReportCard
from console.ui.charts.awaited import Awaited
from console.ui.charts.calibration_plot import CalibrationPlot
from console.ui.charts.frame import ChartFrame, Elided, Framed, TableFrame
from console.ui.page import Place
from console.view.charts import trust
from console.view.charts.tables import Table
from console.view.charts.values import ChartsState
from console.view.spoken import span
from console.view.tokens import Tokens

WAITING = "How good the forecasts were is being worked out …"
NONE_YET = "No batch has been released since its forecast was kept: not enough data, n = 0."
OLD = timedelta(minutes=20)


class TrustPage(QWidget):
    """In: `take`, `tick`, `use`, `card`, `refused`. Out: `wants` (CardWish), `goes`."""

    wants = Signal(object)
    goes = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: ChartsState | None = None
        self.told: ReportCard | None = None
        self._asked = Awaited(self.wants.emit)
        self._refusal = ""
        self.calibration = CalibrationPlot(tokens)
        self.calibration_frame = ChartFrame(self.calibration, "calibration", self._calibration_table)
        self.calibration_frame.hint = "Arrow keys walk the points."
        self.score_frame = TableFrame("scores", self._score_table, "How good the forecasts were")
        self.miss_frame = TableFrame("misses", self._miss_rows, "Last misses", self._miss_table, None, self._miss_words)
        self.drift_frame = TableFrame("drifts", self._drift_rows, "What has drifted", self._drift_table)
        self.frames: tuple[Framed, ...] = (self.calibration_frame, self.score_frame, self.miss_frame, self.drift_frame)
        self.verdict, self.rests_on, self.chances = QLabel(), Elided("small"), Elided("small")
        self._lay_out()
        self._connect()
        self._say()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.calibration, self.score_frame.view, self.miss_frame.view, self.drift_frame.view)

    def take(self, state: ChartsState) -> None:
        """Know the floor of now; a batch that left may have been released, hence may be judged."""
        self.state = state
        self._ask()

    def tick(self, state: ChartsState) -> None:
        """A minute has passed: the answer grows older."""
        self.state = state
        self._say()

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.calibration.use(tokens)

    def card(self, told: ReportCard) -> None:
        """Show this report card."""
        self.told, self._refusal = told, ""
        self.calibration.show_card(told)
        self._asked.answered()
        self._say()

    def refused(self, words: str) -> None:
        """The forecaster's no, in the place of the verdict; what is shown stays."""
        self._refusal = words
        self._asked.answered()
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self._ask()
        self._say()

    def _ask(self) -> None:
        """Ask anew when other batches are live than before, or an hour has passed; nothing while nobody looks."""
        if self.isVisible() and self.state is not None:
            live = frozenset(each.batch for each in self.state.live if each.released_at is None)
            self._asked.want("card", (live, self.state.now.timestamp() // 3_600), CardWish(journal=True))

    def _say(self) -> None:
        told, state = self.told, self.state
        hollow = self._refusal or WAITING
        if told is None or state is None:
            self.verdict.setText(hollow)
            self.rests_on.say("")
            self.chances.hide()
            for frame in self.frames:
                frame.show_empty(hollow)
            return
        age = state.now - told.made_at
        old = f" · {span(age)} old" if age > OLD else ""
        self.verdict.setText(trust.verdict(told))
        self.rests_on.say(" · ".join(filter(None, (trust.provenance(told, state.now, state.zone) + old, self._refusal))))
        self.chances.say(" · ".join(trust.chance_words(each) for each in told.chances))
        self.chances.setVisible(bool(told.chances))
        few = "" if told.batches else NONE_YET
        self.calibration_frame.tell("Stated against observed", trust.calibration_headline(told))
        self.calibration_frame.show_empty(few or ("" if told.calibration else "No stated chance has been judged yet."))
        scored = any((told.overall, told.by_product, told.by_step, told.by_horizon))
        self.score_frame.tell("How good the forecasts were", "hours; smaller is better; beside what one would use instead")
        self.score_frame.show_empty(few or ("" if scored else "No forecast has been scored yet."))
        self.miss_frame.tell("Last misses", "outside P10–P90; Enter opens the batch")
        self.miss_frame.show_empty(few or ("" if told.misses else "No release has fallen outside its stated interval."))
        self.drift_frame.tell("What has drifted", "steps and tests that take another time lately")
        self.drift_frame.show_empty("" if told.drifts else "No step or test takes another time lately than before.")
        for frame in self.frames:
            frame.refresh()

    def _calibration_table(self) -> Table:
        return trust.calibration_table(self.told) if self.told else Table("", (), ())

    def _score_table(self) -> Table:
        return trust.score_table(self.told) if self.told else Table("", (), ())

    def _miss_rows(self) -> Table:
        return trust.miss_rows(self.told, self.state.now, self.state.zone) if self.told and self.state else Table("", (), ())

    def _miss_words(self, row: int) -> str:
        told, state = self.told, self.state
        misses = trust.newest_misses(told) if told else ()
        return trust.miss_words(misses[row], state.now, state.zone) if state and row < len(misses) else ""

    def _miss_table(self) -> Table:
        return trust.miss_table(self.told, self.state.zone) if self.told and self.state else Table("", (), ())

    def _drift_rows(self) -> Table:
        return trust.drift_rows(self.told) if self.told else Table("", (), ())

    def _drift_table(self) -> Table:
        return trust.drift_table(self.told, self.state.zone) if self.told and self.state else Table("", (), ())

    def _missed(self, row: int) -> None:
        self.goes.emit(Place("batch", self.miss_frame.model.table.rows[row][0]))

    def _connect(self) -> None:
        self.miss_frame.entered.connect(self._missed)
        for frame in self.frames:
            frame.enlarged.connect(lambda on, frame=frame: self._enlarge(frame, on))

    def _enlarge(self, chosen: Framed, on: bool) -> None:
        for frame in self.frames:
            frame.setVisible(not on or frame is chosen)
            frame.enlarge.setText("Back" if on and frame is chosen else "Enlarge")

    def _lay_out(self) -> None:
        top = QFrame()
        top.setProperty("role", "panel")
        self.verdict.setProperty("role", "strong")
        self.verdict.setWordWrap(True)
        words = QVBoxLayout(top)
        words.setContentsMargins(8, 6, 8, 6)
        words.setSpacing(2)
        words.addWidget(self.verdict)
        words.addWidget(self.rests_on)
        words.addWidget(self.chances)
        low = QHBoxLayout()
        low.setSpacing(8)
        low.addWidget(self.miss_frame, 11)
        low.addWidget(self.drift_frame, 9)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.score_frame, 11)
        right.addLayout(low, 9)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.calibration_frame, 8)
        below.addLayout(right, 15)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(top)
        whole.addLayout(below, 1)
