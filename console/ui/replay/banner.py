"""The mark of replay: a dark, hatched band above every page that says what is seen, and that nothing can be recorded in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from console.view.tokens import LIGHT, Tokens

HATCH_PX = 34
"""How wide the hatched ends are."""
STRIPE_PX = 8


class Banner(QFrame):
    """Says which instant is shown, how much was held then, and what is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", "calm")
        self._tokens: Tokens = LIGHT
        self._told = ""
        self.mark, self.told = QLabel(), QLabel()
        self.mark.setProperty("role", "strong")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.told.setMinimumWidth(120)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self.mark, self.told):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(HATCH_PX + 8, 5, HATCH_PX + 8, 5)
        row.setSpacing(16)
        row.addWidget(self.mark)
        row.addWidget(self.told, 1)

    def say(self, mark: str, told: str, absent: str) -> None:
        """Show these words; what was not kept is told on whoever stays on the right, and to those who hear the screen."""
        self.mark.setText(mark)
        self._told = told
        self._fit()
        self.told.setToolTip(f"{told}\n{absent}")
        self.setToolTip(absent)
        self.setAccessibleName(mark)
        self.setAccessibleDescription(f"{told}. {absent}")

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less room: the words on the right are cut with a sign that they are."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * HATCH_PX - 48 - self.mark.sizeHint().width()
        self.told.setText(QFontMetricsF(self.told.font()).elidedText(self._told, Qt.TextElideMode.ElideRight, max(0.0, room)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band, and the hatching at both ends."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._tokens.bg), STRIPE_PX / 2)
        painter.setPen(pen)
        for left in (0, self.width() - HATCH_PX):
            painter.setClipRect(left, 0, HATCH_PX, self.height())
            for x in range(left - self.height(), left + HATCH_PX + self.height(), STRIPE_PX * 2):
                painter.drawLine(QPointF(x, self.height()), QPointF(x + self.height(), 0))
        painter.end()
