"""The programmes: a sponsor's product chosen at the left; its figures, its chance of release and its run chart beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QListView, QToolButton, QVBoxLayout, QWidget

from console.ui.charts.chance_plot import ChancePlot
from console.ui.charts.figures_plot import FiguresPlot
from console.ui.charts.frame import HINT, ChartFrame, Framed
from console.ui.charts.programmes import ProgrammeDelegate, ProgrammeModel
from console.ui.charts.xmr_plot import XmrPlot
from console.ui.page import Place
from console.view.charts import chance, programme_words, xmr
from console.view.charts.chance_sheet import Promised
from console.view.charts.programme import Programme, ProgrammeState
from console.view.charts.tables import Table
from console.view.tokens import LIGHT, Tokens

LIST_PX = 232
EVERYBODY = "All sponsors"
NONE = "No product of this site makes a promise: a programme is judged by the promise of its product."
NOTHING = Table("", (), ())


class ProgrammePage(QWidget):
    """In: `apply`, `tick`, `use`, `judge`, `choose`. Out: `asks` (what is to be kept), `goes`, `shown`."""

    asks = Signal(object)
    goes = Signal(object)
    shown = Signal()

    def __init__(self, tokens: Tokens = LIGHT) -> None:
        super().__init__()
        self.state: ProgrammeState | None = None
        self.judged: int | None = None
        self.product = ""
        self.figures, self.chance, self.run = FiguresPlot(tokens), ChancePlot(tokens), XmrPlot(tokens)
        self.figures_frame = ChartFrame(self.figures, "programme", self._figures_table)
        self.chance_frame = ChartFrame(self.chance, "chance-of-release", self._chance_table)
        self.run_frame = ChartFrame(self.run, "run-chart", self._run_table)
        self.frames: tuple[Framed, ...] = (self.figures_frame, self.chance_frame, self.run_frame)
        self.release = self.run_frame.button("Time to release", "Show formulation to disposition instead", checkable=True)
        self.run_frame.buttons.insertWidget(0, self.release)
        self.sponsors, self.list = QComboBox(), QListView()
        self.report = QToolButton()
        self.report.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.report.hide()  # until somebody prints it: where only the past is shown nobody does
        self.model, self.delegate = ProgrammeModel(self), ProgrammeDelegate(tokens, self)
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.sponsors, self.list, self.figures, self.chance, self.run)

    def apply(self, state: ProgrammeState) -> None:
        """Show this state; sponsor and product stay chosen while they are there."""
        self.state = state
        self.judged = state.judged if state.judged is not None else self.judged
        self._offer_sponsors(state)
        self._offer_products()

    def tick(self, now: datetime) -> None:
        """Nothing here moves with the second hand: figures change when something ends or a new outlook comes."""

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.delegate.tokens = tokens
        for plot in (self.figures, self.chance, self.run):
            plot.use(tokens)
        self.list.viewport().update()

    def judge(self, releases: int) -> None:
        """So many releases stand behind the forecasts: below the bar they are told to be unproven."""
        if releases != self.judged:
            self.judged = releases
            self._offer_products()

    def choose(self, product: str) -> None:
        """Show this product's programme."""
        row = self.model.row(product)
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks now."""
        super().showEvent(event)
        self.shown.emit()

    def one_sponsors(self) -> ProgrammeState | None:
        """What the chosen sponsor may see, or else the sponsor of the chosen product; None while there is nothing."""
        programme, state = self._programme(), self.state
        return replace(state, judged=self.judged).of(programme.naming.sponsor) if programme and state else None

    def _seen(self) -> ProgrammeState | None:
        """What the chosen sponsor may see; the others are not there."""
        return self.state.of(str(self.sponsors.currentData() or "")) if self.state else None

    def _programme(self) -> Programme | None:
        seen = self._seen()
        return seen.find(self.product) if seen else None

    def _offer_sponsors(self, state: ProgrammeState) -> None:
        wanted = [("", EVERYBODY), *state.sponsors()]
        offered = [(self.sponsors.itemData(i), self.sponsors.itemText(i)) for i in range(self.sponsors.count())]
        if wanted != offered:
            before = self.sponsors.currentData()
            self.sponsors.blockSignals(True)
            self.sponsors.clear()
            for key, name in wanted:
                self.sponsors.addItem(name, key)
            self.sponsors.setCurrentIndex(max(0, self.sponsors.findData(before)))
            self.sponsors.blockSignals(False)

    def _offer_products(self) -> None:
        seen = self._seen()
        programmes = seen.programmes if seen else ()
        self.list.selectionModel().blockSignals(True)
        self.model.take(programmes, self.judged)
        row = self.model.row(self.product)
        if row is None and programmes:
            row, self.product = 0, programmes[0].naming.product
        if row is not None:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.selectionModel().blockSignals(False)
        self._show()

    def _picked(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.product = self.model.programmes[index.row()].naming.product
            self._show()

    def _show(self) -> None:
        programme, state = self._programme(), self.state
        if programme is None or state is None:
            for frame in self.frames:
                frame.tell("", "")
                frame.show_empty(NONE)
            return
        naming = programme.naming
        self.figures.show_lines(programme_words.lines(programme, self.judged))
        self.figures_frame.name = f"programme-{naming.product}"
        self.figures_frame.tell(f"{naming.title}, {naming.sponsor_name}", programme_words.headline(programme))
        self.figures_frame.show_empty("")
        low, _, high = programme_words.promise_hours(programme)
        self.chance.show_curve(programme.chance, Promised(naming.end, low, high))
        self.chance_frame.name = f"chance-of-release-{naming.product}"
        self.chance_frame.tell(f"Chance of release by days since {naming.began}", chance.headline(programme.chance, naming.began))
        self.chance_frame.show_empty("" if programme.chance.enough else chance.headline(programme.chance, naming.began))
        self._show_run()

    def _show_run(self) -> None:
        programme, state, chart = self._programme(), self.state, self._run_chart()
        if programme is None or state is None or chart is None:
            return
        self.run.show_chart(chart, state.zone)
        self.run_frame.name = f"run-chart-{'time-to-release' if self.release.isChecked() else 'length'}-{programme.naming.product}"
        told = xmr.headline(chart, state.zone)
        self.run_frame.tell(f"{chart.what}, hours, batch by batch", told)
        self.run_frame.show_empty("" if chart.points else told)
        for frame in self.frames:
            frame.refresh()

    def _run_chart(self) -> xmr.XmR | None:
        programme = self._programme()
        if programme is None:
            return None
        return programme.release if self.release.isChecked() else programme.length

    def _entered(self, index: int) -> None:
        chart = self._run_chart()
        if chart is not None and index < chart.n:
            self.goes.emit(Place("batch", chart.points[index].batch))

    def _connect(self) -> None:
        self.sponsors.currentIndexChanged.connect(lambda _: self._offer_products())
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._picked())
        self.release.toggled.connect(lambda _: self._show_run())
        self.run.entered.connect(self._entered)
        for frame in self.frames:
            frame.asks.connect(self.asks)
            frame.enlarged.connect(lambda on, frame=frame: self._enlarge(frame, on))

    def _enlarge(self, chosen: Framed, on: bool) -> None:
        for frame in self.frames:
            frame.setVisible(not on or frame is chosen)
            frame.enlarge.setText("Back" if on and frame is chosen else "Enlarge")
        upper, lower = not on or chosen is not self.run_frame, not on or chosen is self.run_frame
        self._grid.setRowStretch(0, 11 * upper)
        self._grid.setRowStretch(1, 10 * lower)
        self._grid.setColumnStretch(0, 11 * (not on or chosen is not self.chance_frame))
        self._grid.setColumnStretch(1, 9 * (not on or chosen is not self.figures_frame))

    def _figures_table(self) -> Table:
        programme = self._programme()
        return programme_words.table(programme, self.judged) if programme else NOTHING

    def _chance_table(self) -> Table:
        programme = self._programme()
        return chance.table(programme.chance, programme.naming.began) if programme else NOTHING

    def _run_table(self) -> Table:
        chart = self._run_chart()
        return xmr.table(chart, self.state.zone) if chart and self.state else NOTHING

    def _lay_out(self) -> None:
        self.figures_frame.hint = "Flag: the promise. Arrow keys walk the figures; each is told in full here."
        self.chance_frame.hint = chance.TREATED
        self.run_frame.hint = f"{HINT} {xmr.RULES}"
        left = QFrame()
        left.setProperty("role", "panel")
        left.setFixedWidth(LIST_PX)
        self.sponsors.setAccessibleName("Sponsor")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Programmes")
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 4, 4)
        name = QLabel("Sponsor")
        name.setProperty("role", "small")
        name.setBuddy(self.sponsors)
        for part in (name, self.sponsors):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.report)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.addWidget(self.figures_frame, 0, 0)
        self._grid.addWidget(self.chance_frame, 0, 1)
        self._grid.addWidget(self.run_frame, 1, 0, 1, 2)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(left)
        whole.addLayout(self._grid, 1)
        self._enlarge(self.figures_frame, False)
