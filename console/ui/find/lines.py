"""The lines of the search: a heading for each kind with its icon, below it one line a hit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.ui import icons
from console.ui.sizes import DESK_TARGET_PX
from console.view.search.hits import YOUNGEST, Group
from console.view.search.things import Thing
from console.view.tokens import LIGHT

THING, GROUP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
SIDE_PX, ICON_PX = 8, 18
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
_ELIDE = Qt.TextElideMode.ElideRight


class HitPainter(QStyledItemDelegate):
    """Paints a heading as a quiet band, and a hit as icon, identifier, words and the word for its kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tokens = LIGHT
        self.high = DESK_TARGET_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every line is as high as what touches it needs."""
        return QSize(120, max(self.high, QFontMetrics(option.font).height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """One line."""
        found: Thing | None = index.data(THING)
        where = option.rect
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setClipRect(where)
        if found is None:
            self._heading(painter, where, index.data(GROUP), strong)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            if chosen:
                painter.fillRect(where, QColor(self.tokens.selected))
            self._hit(painter, where, found, (option.font, strong), chosen)
        painter.restore()

    def _heading(self, painter: QPainter, where: QRect, group: Group, strong: QFont) -> None:
        painter.fillRect(where, QColor(self.tokens.bg))
        self._icon(painter, where, group.kind.icon, self.tokens.muted)
        painter.setFont(strong)
        painter.setPen(QColor(self.tokens.muted))
        room = where.adjusted(2 * SIDE_PX + ICON_PX, 0, -SIDE_PX, 0)
        painter.drawText(room, _LINE, group.kind.title)
        more = "only the youngest are listed" if group.more == YOUNGEST else f"and {group.more} more: type more of it"
        if group.more:
            painter.drawText(room, _RIGHT, more)

    def _hit(self, painter: QPainter, where: QRect, found: Thing, fonts: tuple[QFont, QFont], chosen: bool) -> None:
        plain, strong = fonts
        ink = self.tokens.selected_text if chosen else self.tokens.text
        faint = ink if chosen else self.tokens.muted
        self._icon(painter, where, found.kind.icon, ink)
        room = where.adjusted(2 * SIDE_PX + ICON_PX, 0, -SIDE_PX, 0)
        painter.setFont(plain)
        painter.setPen(QColor(faint))
        painter.drawText(room, _RIGHT, found.word)
        room.setRight(room.right() - QFontMetrics(plain).horizontalAdvance(found.word) - 2 * SIDE_PX)
        painter.setFont(strong)
        painter.setPen(QColor(ink))
        name = QFontMetrics(strong).elidedText(found.id, _ELIDE, room.width() // 2)
        painter.drawText(room, _LINE, name)
        room.setLeft(room.left() + QFontMetrics(strong).horizontalAdvance(name) + SIDE_PX)
        painter.setFont(plain)
        painter.drawText(room, _LINE, QFontMetrics(plain).elidedText(found.line, _ELIDE, room.width()))

    def _icon(self, painter: QPainter, where: QRect, name: str, colour: str) -> None:
        ratio = painter.device().devicePixelRatioF()
        drawn = icons.pixmap(name, colour, ICON_PX, ratio)
        painter.drawPixmap(where.left() + SIDE_PX, where.center().y() - ICON_PX // 2 + 1, drawn)


class HitList(QListWidget):
    """The hits below their headings; only hits can be current, and a click takes one."""

    looked = Signal()
    taken = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.painter = HitPainter(self)
        self.setItemDelegate(self.painter)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self.taken.emit() if item.data(THING) is not None else None)
        self.currentRowChanged.connect(lambda _: self.looked.emit())

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these; what was current stays so where it is still there, else the first hit is."""
        before = self.current()
        self.blockSignals(True)
        self.clear()
        for group in groups:
            self._add(group.kind.title, None, group, f"{group.kind.title}: {len(group.things) + max(0, group.more)}")
            for one in group.things:
                self._add(one.id, one, group, f"{one.word} {one.id}: {one.line}")
        rows = self._rows()
        kept = [row for row in rows if before and self._at(row) and self._same(self._at(row), before)]
        self.setCurrentRow((kept or rows or [-1])[0])
        self.blockSignals(False)
        self.looked.emit()

    def forget(self) -> None:
        """Begin with the first hit again."""
        self.setCurrentRow(-1)

    def current(self) -> Thing | None:
        """The hit that would be taken."""
        return self._at(self.currentRow())

    def step(self, by: int) -> None:
        """Go so many hits down (or up), past the headings."""
        rows = self._rows()
        if rows:
            place = rows.index(self.currentRow()) if self.currentRow() in rows else 0
            row = rows[max(0, min(len(rows) - 1, place + by))]
            self.setCurrentRow(row)
            if row == rows[0]:
                self.scrollToTop()

    def _add(self, words: str, found: Thing | None, group: Group, said: str) -> None:
        item = QListWidgetItem(words)
        item.setData(THING, found)
        item.setData(GROUP, group)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        if found is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _rows(self) -> list[int]:
        return [row for row in range(self.count()) if self._at(row) is not None]

    def _at(self, row: int) -> Thing | None:
        item = self.item(row) if row >= 0 else None
        found: Thing | None = item.data(THING) if item is not None else None
        return found

    @staticmethod
    def _same(one: Thing | None, other: Thing) -> bool:
        return one is not None and (one.kind, one.id, one.where) == (other.kind, other.id, other.where)
