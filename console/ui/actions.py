"""The action table brought to life: one Qt action a row, and everything that shows actions asks here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton, QWidget

from console.ui import icons
from console.view.action_table import TABLE
from console.view.actions import Action, Menu, Situation, why_not
from console.view.tokens import Tokens


class Actions(QObject):
    """All actions of the window; `refused` says why a known action cannot be used now."""

    refused = Signal(str, str)

    def __init__(self, window: QWidget, table: tuple[Action, ...] = TABLE) -> None:
        super().__init__(window)
        self.table = table
        self.rows = {row.id: row for row in table}
        self.situation = Situation()
        self._does: dict[str, Callable[[], object]] = {}
        self._qt = {row.id: self._make(row, window) for row in table}

    def _make(self, row: Action, window: QWidget) -> QAction:
        action = QAction(row.title, window)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(row.says)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda _checked=False, name=row.id: self.run(name))
        window.addAction(action)
        return action

    def qt(self, name: str) -> QAction:
        """The Qt action of a row; KeyError for an unknown id."""
        return self._qt[name]

    def button(self, name: str, short: str, style: Qt.ToolButtonStyle = Qt.ToolButtonStyle.ToolButtonTextBesideIcon) -> QToolButton:
        """A button of a row with short words on it; like the menu it says itself whether it can be used."""
        self._qt[name].setIconText(short)
        made = QToolButton()
        made.setToolButtonStyle(style)
        made.setDefaultAction(self._qt[name])
        return made

    def on(self, does: Mapping[str, Callable[[], object]]) -> None:
        """Say what carries these actions out; KeyError for an id that is not in the table."""
        for name, handler in does.items():
            self._does[self.rows[name].id] = handler
        self.refresh(self.situation)

    def missing(self) -> list[str]:
        """Ids that nobody carries out; they are shown nowhere."""
        return [name for name in self.rows if name not in self._does]

    def offered(self) -> tuple[Action, ...]:
        """The rows that somebody carries out."""
        return tuple(row for row in self.table if row.id in self._does)

    def refresh(self, situation: Situation) -> None:
        """Tell every action whether it can be used now."""
        self.situation = situation
        for row in self.table:
            reason = why_not(row, situation)
            action = self._qt[row.id]
            action.setVisible(row.id in self._does)
            action.setEnabled(row.id in self._does and not reason)
            action.setStatusTip(reason or row.says)

    def run(self, name: str) -> bool:
        """Carry an action out if it can be used now; says whether it was."""
        reason = why_not(self.rows[name], self.situation)
        handler = self._does.get(name)
        if handler is None or reason:
            self.refused.emit(name, reason or "nobody carries this out here")
            return False
        handler()
        return True

    def key(self, letter: str) -> bool:
        """Carry out the action of a single typed letter; says whether there is one."""
        wanted = f"Shift+{letter}" if letter.isalpha() and letter.isupper() else letter.upper()
        for row in self.offered():
            if wanted in row.keys and row.page in ("", self.situation.page):
                self.run(row.id)
                return True
        return False

    def dress(self, tokens: Tokens) -> None:
        """Give every icon the colour of the words."""
        for row in self.table:
            if row.icon:
                self._qt[row.id].setIcon(icons.icon(row.icon, tokens.text, tokens.muted))

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar from the table, in its order, leaving out what nobody carries out."""
        for place in Menu:
            rows = [row for row in self.table if row.menu is place]
            if rows:
                menu: QMenu = bar.addMenu(place.value)
                menu.setToolTipsVisible(True)
                group = rows[0].id.partition(".")[0]
                for row in rows:
                    if row.id.partition(".")[0] != group:
                        menu.addSeparator()
                        group = row.id.partition(".")[0]
                    menu.addAction(self._qt[row.id])
