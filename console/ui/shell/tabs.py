"""The pages by name, and the way to find anything, beside the menus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenuBar, QPushButton, QWidget

from console.ui import icons
from console.ui.page import Page
from console.view.tokens import Tokens

FIND = "Find  /"


@dataclass(frozen=True, slots=True)
class Form:
    """How much the buttons say: pictures beside the names, the word beside the glass, and room around them."""

    pictures: bool
    word: bool
    tight: bool = False


FORMS = (Form(True, True), Form(True, False), Form(False, False), Form(False, False, True))
"""From the richest to the narrowest; the names of the pages are always told."""


class Tabs(QWidget):
    """One button a page and one to search; the buttons only say what was pressed."""

    chosen = Signal(str)
    search = Signal()

    def __init__(self, pages: tuple[Page, ...]) -> None:
        super().__init__()
        self._pages = pages
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._icons: dict[str, QIcon] = {}
        self.form = FORMS[0]
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
        self._find = QPushButton(FIND)
        self._find.setAccessibleName("Find anything")
        self._find.clicked.connect(self.search)
        self._gap = 10
        row.addSpacing(self._gap)
        row.addWidget(self._find)

    def mark(self, key: str) -> None:
        """This page is the one in view."""
        self._buttons[key].setChecked(True)

    def dress(self, tokens: Tokens) -> None:
        """Give the icons the colour of the words, and take the form for which there is room at this size of words."""
        self._icons = {page.key: icons.icon(page.icon, tokens.text) for page in self._pages}
        self._find.setIcon(icons.icon("search", tokens.text))
        self._fit()

    def beside(self, bar: QMenuBar) -> None:
        """Stand at the end of this menu bar, and say less where it has less room."""
        bar.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar has another width, or its words another size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """The richest form that leaves every menu its name."""
        bar = self.parentWidget()
        for form in FORMS:
            self._take(form)
            if not isinstance(bar, QMenuBar) or bar.sizeHint().width() <= bar.width():
                break

    def _take(self, form: Form) -> None:
        if form.tight != self.form.tight:
            for button in self._buttons.values():
                button.setProperty("room", "tight" if form.tight else "")
                button.style().unpolish(button)
                button.style().polish(button)
        for key, button in self._buttons.items():
            button.setIcon(self._icons.get(key, QIcon()) if form.pictures else QIcon())
        self._find.setText(FIND if form.word else "/")
        self.form = form
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
