"""The pages by name, and the way to find anything, beside the menus."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from console.ui import icons
from console.ui.page import Page
from console.view.tokens import Tokens


class Tabs(QWidget):
    """One button a page and one to search; the buttons only say what was pressed."""

    chosen = Signal(str)
    search = Signal()

    def __init__(self, pages: tuple[Page, ...]) -> None:
        super().__init__()
        self._pages = pages
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(2)
        for page in pages:
            button = QPushButton(page.title)
            button.setCheckable(True)
            button.setProperty("role", "tab")
            button.setIconSize(QSize(18, 18))
            button.clicked.connect(lambda _=False, key=page.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[page.key] = button
            row.addWidget(button)
        self._find = QPushButton("Find  /")
        self._find.clicked.connect(self.search)
        row.addSpacing(10)
        row.addWidget(self._find)

    def mark(self, key: str) -> None:
        """This page is the one in view."""
        self._buttons[key].setChecked(True)

    def dress(self, tokens: Tokens) -> None:
        """Give the icons the colour of the words."""
        for page in self._pages:
            self._buttons[page.key].setIcon(icons.icon(page.icon, tokens.text))
        self._find.setIcon(icons.icon("search", tokens.text))
