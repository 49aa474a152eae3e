"""Earlier handovers as a list to read: who gave and who took duty, when; each opens whole."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.domain.floor import Floor
from console.service.handed import AT_ONCE, PastHandover
from console.service.ports import Front
from console.ui.rows import RowsModel, RowsView
from console.view.batch.rows import Table
from console.view.handover.past import EARLIER, MORE, earlier_rows

WIDTHS = (190, 130, 130, 330, 70, 100, 380)


class EarlierHandovers(QWidget):
    """Reads a page of them when somebody looks, and the next page on demand; `opened` is told the one to show."""

    opened = Signal(object)

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._zone = ZoneInfo("UTC")
        self._floor = Floor()
        self._entries = -1
        self._whole = False
        self.found: list[PastHandover] = []
        self.head = QLabel("Earlier handovers, the latest first. Enter opens one whole.")
        self.rows = RowsView(RowsModel(EARLIER), "Earlier handovers", WIDTHS, "There is no earlier handover.", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.rows, 1)
        self.rows.opened.connect(self._opened)

    def look(self, floor: Floor, zone: ZoneInfo) -> None:
        """Read the latest page anew, where something has been recorded since."""
        self._floor, self._zone = floor, zone
        if floor.entries != self._entries:
            self._entries = floor.entries
            self.found, self._whole = [], False
            self._front.handovers(None, self._came)

    def _came(self, rows: Sequence[PastHandover]) -> None:
        known = {one.handover.id for one in self.found}
        self.found += [one for one in rows if one.handover.id not in known]
        self._whole = len(rows) < AT_ONCE
        here = self.rows.currentIndex().row()
        self.rows.rows.show(Table(EARLIER, earlier_rows(self.found, self._floor, self._zone, more=not self._whole)))
        if self.found:
            self.rows.selectRow(max(0, here))

    def _opened(self, key: str) -> None:
        if key == MORE:
            self._front.handovers(min(one.n for one in self.found), self._came)
            return
        one = next((one for one in self.found if one.handover.id == key), None)
        if one is not None:
            self.opened.emit(one)
