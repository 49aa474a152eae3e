"""The board for those who hear it: a list whose items are the bars in sight, in words."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from console.ui.board.board import Board
from console.view.board.lanes import Strip
from console.view.board.story import name

NOTHING = cast(QAccessibleInterface, None)
"""Qt takes none where there is nothing; its stubs do not say so."""
MOST = 400
"""More items than anyone would listen to are not offered; the companion table holds them all."""


class BoardItem(QAccessibleInterface):
    """One bar in sight."""

    def __init__(self, board: BoardList, bar: int) -> None:
        super().__init__()
        self._list = board
        self.bar = bar

    def isValid(self) -> bool:
        """Whether the bar is still on the board."""
        return self._list.isValid() and self.bar < len(self._list.board.picture().bars)

    def object(self) -> QObject:
        """A bar is painted: there is no object behind it."""
        return cast(QObject, None)

    def window(self) -> QWindow:
        """The window of the board."""
        return self._list.window()

    def parent(self) -> QAccessibleInterface:
        """The board."""
        return self._list

    def child(self, index: int) -> QAccessibleInterface:
        """A bar has no parts."""
        return NOTHING

    def childCount(self) -> int:
        """None."""
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """None."""
        return NOTHING

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """None."""
        return -1

    def rect(self) -> QRect:
        """Where it lies on the screen."""
        board = self._list.board
        found = board.sight().bar_rect(self.bar)
        if found is None:
            return QRect()
        area = board.sight().area
        inside = found.translated(area.topLeft()).intersected(area)
        return QRect(board.viewport().mapToGlobal(inside.topLeft()), inside.size())

    def role(self) -> QAccessible.Role:
        """An item of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Selectable; selected and focused when the keyboard stands on it."""
        state = QAccessible.State()
        state.selectable = state.focusable = 1
        here = self._list.board.sight().spot.bar == self.bar
        state.selected, state.focused = int(here), int(here and self._list.board.hasFocus())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The bar in one sentence."""
        return name(self._list.board.picture(), self.bar) if kind is QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names come from the floor."""


class BoardList(QAccessibleWidget):
    """The board as a list."""

    def __init__(self, board: Board) -> None:
        super().__init__(board, QAccessible.Role.List, "Board")
        self.board = board
        self._items: dict[int, BoardItem] = {}
        self._of: object = None

    def bars(self) -> list[int]:
        """The bars in sight, from top to bottom and early to late."""
        sight = self.board.sight()
        strips: list[Strip] = [strip for strip, _ in sight.strips]
        found: list[int] = []
        for strip in strips:
            for track in strip.tracks:
                found += sight.picture.bars.window(track, sight.scale.start, sight.scale.end)[:MOST].tolist()
        return found[:MOST]

    def childCount(self) -> int:
        """How many bars are in sight."""
        return len(self.bars())

    def child(self, index: int) -> QAccessibleInterface:
        """A bar in sight."""
        bars = self.bars()
        return self._item(bars[index]) if 0 <= index < len(bars) else NOTHING

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """The bar under a point of the screen."""
        found = self.board.sight().pointing(self.board.viewport().mapFromGlobal(QPoint(x, y))).bar
        return NOTHING if found is None else self._item(found)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Where a bar stands in the list."""
        bars = self.bars()
        return bars.index(child.bar) if isinstance(child, BoardItem) and child.bar in bars else -1

    def focusChild(self) -> QAccessibleInterface:
        """The bar the keyboard stands on."""
        bar = self.board.sight().spot.bar
        return NOTHING if bar is None else self._item(bar)

    def _item(self, bar: int) -> BoardItem:
        if self._of is not self.board.picture():
            self._items, self._of = {}, self.board.picture()
        return self._items.setdefault(bar, BoardItem(self, bar))


def offer() -> None:
    """Tell Qt how a board is read aloud; call once after the application is made."""
    QAccessible.installFactory(_made)


_lists: dict[int, BoardList] = {}


def _made(key: str, thing: QObject | None) -> QAccessibleInterface:
    if not isinstance(thing, Board):
        return NOTHING
    which = id(thing)
    if which not in _lists:
        _lists[which] = BoardList(thing)
        thing.destroyed.connect(lambda: _lists.pop(which, None))
        thing.selected.connect(lambda *_: _told(_lists[which]))
    return _lists[which]


def _told(board: BoardList) -> None:
    """Say where the keyboard has come to, when somebody listens."""
    bar = board.board.sight().spot.bar
    bars = board.bars()
    if QAccessible.isActive() and bar in bars:
        event = QAccessibleEvent(board.board, QAccessible.Event.Focus)
        event.setChild(bars.index(bar))
        QAccessible.updateAccessibility(event)
