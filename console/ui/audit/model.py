"""The ledger as Qt's lists see it: lines are told as words, a line whose page is not in memory says so until it is read again."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from console.domain.floor import Floor
from console.service.audited import AuditPage, AuditRow
from console.view.audit.ledger import Ledger
from console.view.audit.reviews import Review, review_line
from console.view.audit.told import HEADINGS, cells

Index = QModelIndex | QPersistentModelIndex
FORGET = 2_000
"""So many lines keep their words ready; then all are told anew."""
AGAIN = "reading…"


class LedgerModel(QAbstractTableModel):
    """Lines of the audit; whoever reads pages hands them in, and nobody else changes what is shown."""

    above = Signal(int)
    """So many lines were put above the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.floor, self.zone = Floor(), ZoneInfo("UTC")
        self._told: dict[int, tuple[str, ...]] = {}

    def begin(self, before: int | None) -> None:
        """Nothing is read yet."""
        self.beginResetModel()
        self.ledger = Ledger(before)
        self._told.clear()
        self.endResetModel()

    def know(self, floor: Floor, zone: ZoneInfo) -> None:
        """Names, roles and the zone of the site; lines are told anew where these changed."""
        if floor.people is not self.floor.people or zone != self.zone:
            self._told.clear()
            if len(self.ledger):
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.ledger) - 1, len(HEADINGS) - 1))
        self.floor, self.zone = floor, zone

    def add(self, page: AuditPage) -> None:
        """A page below the last line."""
        if not page.rows:
            self.ledger.add(page)
            return
        lines = len(self.ledger)
        self.beginInsertRows(QModelIndex(), lines, lines + len(page.rows) - 1)
        self.ledger.add(page)
        self.endInsertRows()

    def put_before(self, rows: Sequence[AuditRow]) -> None:
        """Newer entries above the first line."""
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self.ledger.put_before(rows)
            self.endInsertRows()
            self.above.emit(len(rows))

    def draw(self, review: Review) -> None:
        """A line across the list for a review, where the list reaches it."""
        line = self.ledger.place_for(review)
        if line is not None:
            self.beginInsertRows(QModelIndex(), line, line)
            self.ledger.draw(review)
            self.endInsertRows()

    def restore(self, before: int | None, page: AuditPage) -> bool:
        """A page was read again; says whether it is still the same."""
        if not self.ledger.restore(before, page):
            return False
        if page.rows:
            first, last = self.ledger.span(before)
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADINGS) - 1))
        return True

    def words(self, line: int) -> tuple[str, ...]:
        """The words of an entry's line; of one that is being read again only its number."""
        row = self.ledger.row(line)
        if row is None:
            return (f"{self.ledger.number(line):,}", AGAIN, *("" for _ in HEADINGS[2:]))
        told = self._told.get(row.n)
        if told is None:
            if len(self._told) >= FORGET:
                self._told.clear()
            told = self._told[row.n] = cells(row, self.floor, self.zone)
        return told

    def review_words(self, line: int) -> str:
        """The words of the review drawn on this line; empty where an entry stands."""
        review = self.ledger.review(line)
        return review_line(review, self.zone) if review is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """How many lines there are so far."""
        return 0 if parent.isValid() else len(self.ledger)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Entries can be picked; the line of a review is walked over."""
        if not index.isValid() or self.ledger.review(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of one cell, seen or spoken."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        review = self.review_words(index.row())
        if review:
            return review if index.column() == 0 else ""
        words = self.words(index.row())[index.column()]
        return words if role == Qt.ItemDataRole.DisplayRole else f"{HEADINGS[index.column()]}: {words or 'empty'}"
