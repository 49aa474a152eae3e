"""The look of every screen: calm grey, light or dark, desk or glove, the same on every machine."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from console.ui import fonts
from console.ui.qss import stylesheet
from console.ui.sizes import Density, target
from console.view.tokens import LIGHT, THEMES, Tokens


def palette(tokens: Tokens) -> QPalette:
    """A Qt palette for the Fusion style that needs no help from the desktop."""
    role = QPalette.ColorRole
    made = QPalette()
    plain = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.stripe,
        role.Text: tokens.text,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.panel,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.selected,
        role.HighlightedText: tokens.selected_text,
        role.BrightText: tokens.text,
        role.Link: tokens.text,
        role.LinkVisited: tokens.muted,
        role.Light: tokens.panel,
        role.Midlight: tokens.stripe,
        role.Mid: tokens.baseline,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
        role.Accent: tokens.selected,
    }
    for colour_role, colour in plain.items():
        made.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(tokens.muted))
    return made


class Theme(QObject):
    """The look in force; whoever paints for himself listens to `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, tokens: Tokens = LIGHT, density: Density = Density.DESK) -> None:
        super().__init__()
        self._app = app
        self.tokens = tokens
        self.density = density
        fonts.load()
        app.setStyle("Fusion")
        self._dress()

    def use(self, *, theme: str | None = None, density: Density | None = None) -> None:
        """Change to a theme by name or to another density; KeyError for an unknown theme."""
        tokens, density = THEMES[theme] if theme else self.tokens, density or self.density
        if (tokens, density) != (self.tokens, self.density):
            self.tokens, self.density = tokens, density
            self._dress()
            self.changed.emit()

    def toggle_theme(self) -> None:
        """Light becomes dark, dark becomes light."""
        self.use(theme="dark" if self.tokens.name == "light" else "light")

    def toggle_density(self) -> None:
        """Desk becomes glove, glove becomes desk."""
        self.use(density=Density.DESK if self.density is Density.GLOVE else Density.GLOVE)

    def target(self, *, critical: bool = False) -> int:
        """Least side of a touch target, in pixels of the first screen."""
        screen = self._app.primaryScreen()
        return target(self.density, screen.physicalDotsPerInchY(), critical=critical)

    def points(self) -> float:
        """The size of plain words, in points."""
        return 13.0 if self.density is Density.GLOVE else 10.0

    def _dress(self) -> None:
        self._app.setPalette(palette(self.tokens))
        self._app.setFont(fonts.font(self.points()))
        critical = self.target(critical=True)
        self._app.setStyleSheet(stylesheet(self.tokens, self.points(), self.target(), critical))
