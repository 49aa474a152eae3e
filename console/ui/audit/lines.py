"""How the lines of the audit are drawn: all that are in sight in one go, words cut to their column, reviews across them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from console.ui.audit.model import LedgerModel
from console.view.tokens import LIGHT, Tokens

SIDE_PX = 4
RULE_PX = 2
FORGET = 4_000
"""So many words keep the form that fits their column; then all are fitted anew."""

_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class LinePainter:
    """Draws lines of one height; `left` tells where each column begins, the last number where the last one ends."""

    def __init__(self, model: LedgerModel) -> None:
        self._model = model
        self._fitted: dict[tuple[str, int], str] = {}
        self.tokens = LIGHT

    def fresh(self, tokens: Tokens) -> None:
        """Other colours, or words of another size."""
        self.tokens = tokens
        self._fitted.clear()

    def draw(self, painter: QPainter, lines: Iterable[int], top: int, high: int, left: Sequence[int], picked: int) -> None:
        """Draw these lines, the first one beginning at `top`; `picked` is the line that is chosen, -1 for none."""
        plain, metrics = QFont(painter.font()), painter.fontMetrics()
        strong = QFont(plain)
        strong.setWeight(QFont.Weight.DemiBold)
        inks = {chosen: QColor(self.tokens.selected_text if chosen else self.tokens.text) for chosen in (False, True)}
        grounds = (QColor(self.tokens.panel), QColor(self.tokens.bg), QColor(self.tokens.selected))
        for place, line in enumerate(lines):
            where = QRect(left[0], top + place * high, left[-1] - left[0], high)
            review = self._model.review_words(line)
            if review:
                painter.setFont(strong)
                self._band(painter, where, review)
                painter.setFont(plain)
                continue
            chosen = line == picked
            painter.fillRect(where, grounds[2 if chosen else line % 2])
            painter.setPen(inks[chosen])
            for column, words in enumerate(self._model.words(line)):
                if words:
                    cell = QRect(left[column] + SIDE_PX, where.top(), left[column + 1] - left[column] - 2 * SIDE_PX, high)
                    painter.drawText(cell, _LINE, self._fit(words, cell.width(), metrics))

    def _band(self, painter: QPainter, where: QRect, words: str) -> None:
        """A review: a rule across the list with its words below it."""
        painter.fillRect(where, QColor(self.tokens.stripe))
        painter.fillRect(QRect(where.left(), where.top(), where.width(), RULE_PX), QColor(self.tokens.edge))
        painter.setPen(QColor(self.tokens.text))
        across = where.adjusted(SIDE_PX, 0, -SIDE_PX, 0)
        painter.drawText(across, _LINE, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, across.width()))

    def _fit(self, words: str, width: int, metrics: QFontMetrics) -> str:
        found = self._fitted.get((words, width))
        if found is None:
            if len(self._fitted) > FORGET:
                self._fitted.clear()
            found = self._fitted[(words, width)] = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return found
