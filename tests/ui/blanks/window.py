"""A person before the page of the sheets: who logs in, what is offered, and keys that lead from field to field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from console.domain.blanks import Blank
from console.ui.blanks.keying import Keying
from console.ui.blanks.line_form import Cell
from console.ui.blanks.screen import BlanksScreen
from console.ui.page import Place
from tests.ui.front import PASSWORD
from tests.ui.plan.window import Site


class PaperSite:
    """The window on the page of one sheet."""

    def __init__(self, site: Site, number: str) -> None:
        self.site, self.number = site, number
        site.desktop.go(Place("blanks", sheet=number))
        found = next(page.widget for page in site.shell.pages if page.key == "blanks")
        assert isinstance(found, BlanksScreen)
        self.screen = found

    @property
    def keying(self) -> Keying:
        return self.screen.keying

    @property
    def blank(self) -> Blank:
        return self.site.front.floor.blanks[self.number]

    @property
    def state(self) -> str:
        return self.blank.state.value

    def come(self, user: str) -> None:
        """This person takes over the keyboard."""
        if self.site.front.user:
            self.site.shell.acts.run("session.logout")
        self.site.shell.acts.run("session.login")
        self.site.desktop.session.panel.fill(user, PASSWORD)
        self.site.desktop.session.panel.go.click()

    def run(self, action: str) -> None:
        assert self.site.shell.acts.run(f"blanks.{action}"), action

    def offered(self) -> set[str]:
        return {name.removeprefix("blanks.") for name, button in self.screen.offered.items() if button.isVisible()}

    def key(self, *lines: dict[str, str]) -> None:
        """Key these lines from where the keyboard is, and nothing done in the rest; Enter leads from field to field."""
        for n in range(len(self.blank.lines)):
            wanted = lines[n] if n < len(lines) else {"did": "nothing"}
            place, last = 0, False
            while not last:
                name, cell = list(self.keying.form.cells.items())[place]
                assert cell.editor.hasFocus(), name
                text = wanted.get(name, "")
                QTest.keyClicks(cell.editor, text[:1] if isinstance(cell.editor, QComboBox) else text)
                place, last = place + 1, place + 1 == len(self.keying.form.cells)
                QTest.keyClick(self.keying.form.cells[name].editor, Qt.Key.Key_Return)

    def sign(self) -> None:
        box = self.site.desktop.desk.box
        assert box is not None
        (part,) = box.parts
        QTest.keyClicks(part.password, PASSWORD)
        QTest.mouseClick(part.button, Qt.MouseButton.LeftButton)

    def words(self) -> str:
        """Everything that can be read on the page."""
        labels = [label.text() for label in self.screen.findChildren(QLabel) if label.isVisible()]
        rows = [cell for view in (self.screen.lines, self.keying.settling.rows) for row in view.rows.all() for cell in row.cells]
        typed = [cell.editor.currentText() if isinstance(cell.editor, QComboBox) else cell.editor.text() for cell in self.cells()]
        return "\n".join((*labels, *rows, *typed))

    def cells(self) -> list[Cell]:
        return list(self.keying.form.cells.values()) if self.keying.isVisible() else []
