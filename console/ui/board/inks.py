"""The colours, brushes and faces of the board, made once for each theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from console.ui.fonts import font
from console.ui.marks import paint
from console.view.board.columns import Badge, State
from console.view.tokens import MARKS, Tokens, contrast


@lru_cache(maxsize=256)
def mixed(one: str, other: str, part: float) -> QColor:
    """A colour that far on the way from one to the other."""
    a, b = QColor(one), QColor(other)
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )


def outline(colour: str | QColor, width: float) -> QPen:
    """A pen with square corners."""
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin
    )  # fmt: skip


def veil(colour: str, alpha: int) -> QColor:
    """A colour one can see through, 0 to 255."""
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


@dataclass(frozen=True, eq=False)
class Inks:
    """Everything the layers of the board paint with, for one theme and one size of words (points)."""

    tokens: Tokens
    points: float = 10.0
    ratio: float = 1.0

    @cached_property
    def fills(self) -> dict[State, QColor]:
        """What a bar is filled with."""
        t = self.tokens
        return {
            State.PLANNED: QColor(t.panel),
            State.RUNNING: QColor(t.run),
            State.DONE: mixed(t.run, t.panel, 0.6),
            State.REPORTED: mixed(t.run, t.panel, 0.75),
        }

    @cached_property
    def loads(self) -> dict[State, QColor]:
        """What a strip of load is made of."""
        t = self.tokens
        return {
            State.PLANNED: mixed(t.run, t.bg, 0.5),
            State.RUNNING: mixed(t.run, t.edge, 0.25),
            State.DONE: mixed(t.run, t.bg, 0.15),
            State.REPORTED: mixed(t.run, t.bg, 0.35),
        }

    @cached_property
    def edges(self) -> dict[State, QColor]:
        """What a bar is outlined with."""
        t = self.tokens
        faint = mixed(t.edge, t.bg, 0.35)
        return {
            State.PLANNED: QColor(t.edge), State.RUNNING: QColor(t.edge),
            State.DONE: faint, State.REPORTED: faint,
        }  # fmt: skip

    @cached_property
    def edge(self) -> QColor:
        """Whiskers and outlines."""
        return QColor(self.tokens.edge)

    def milestone(self, state: int) -> QColor:
        """What a milestone is filled with."""
        return self.fills[State(state)] if state == State.PLANNED else QColor(self.tokens.done)

    @cached_property
    def bg(self) -> QColor:
        """The ground."""
        return QColor(self.tokens.bg)

    @cached_property
    def baseline(self) -> QColor:
        """The first plan, beneath each bar."""
        return QColor(self.tokens.baseline)

    @cached_property
    def text(self) -> QColor:
        """Words."""
        return QColor(self.tokens.text)

    @cached_property
    def muted(self) -> QColor:
        """Words that step back."""
        return QColor(self.tokens.muted)

    @cached_property
    def quiet_reads(self) -> bool:
        """Whether quiet words can still be read on a finished bar (contrast 4.5, WCAG 2.2, 1.4.3)."""
        return contrast(self.tokens.muted, self.fills[State.DONE].name()) >= 4.5

    @cached_property
    def dash_across(self) -> QBrush:
        """A dashed line from left to right, six pixels a period."""
        return _dashes(self.tokens.edge, 6, 1)

    @cached_property
    def dash_down(self) -> QBrush:
        """A dashed line from top to bottom."""
        return _dashes(self.tokens.edge, 1, 6)

    @cached_property
    def jags(self) -> QBrush:
        """A jagged line: what cannot hold as it is planned."""
        tile = QPixmap(6, 4)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        for x, y in enumerate((2, 1, 0, 0, 1, 2)):
            painter.fillRect(x, y, 1, 2, QColor(self.tokens.text))
        painter.end()
        return QBrush(tile)

    @cached_property
    def hatch(self) -> QBrush:
        """Closed time."""
        return QBrush(mixed(self.tokens.grid, self.tokens.edge, 0.12), Qt.BrushStyle.BDiagPattern)

    @cached_property
    def reported(self) -> QBrush:
        """What was only reported."""
        return QBrush(mixed(self.tokens.run, self.tokens.edge, 0.05), Qt.BrushStyle.FDiagPattern)

    @cached_property
    def blocked(self) -> QBrush:
        """A room or an instrument out of service."""
        return QBrush(mixed(self.tokens.run, self.tokens.panel, 0.2), Qt.BrushStyle.DiagCrossPattern)

    @cached_property
    def face(self) -> QFont:
        """The face of labels."""
        return font(self.points - 1.25)

    @cached_property
    def small(self) -> QFont:
        """The face of hours, stations and states."""
        return font(self.points - 1.75)

    @cached_property
    def strong(self) -> QFont:
        """The face of names."""
        return font(self.points - 0.5, strong=True)

    @cached_property
    def small_strong(self) -> QFont:
        """The face of the clock and of group titles."""
        return font(self.points - 1.5, strong=True)

    @cached_property
    def small_strong_metrics(self) -> QFontMetrics:
        """How wide they are."""
        return QFontMetrics(self.small_strong)

    @cached_property
    def face_metrics(self) -> QFontMetrics:
        """How wide labels are."""
        return QFontMetrics(self.face)

    @cached_property
    def small_metrics(self) -> QFontMetrics:
        """How wide small words are."""
        return QFontMetrics(self.small)

    @cached_property
    def strong_metrics(self) -> QFontMetrics:
        """How wide names are."""
        return QFontMetrics(self.strong)

    @cached_property
    def _badges(self) -> dict[tuple[Badge, int], QPixmap]:
        return {}

    def badge(self, badge: Badge, side: int) -> QPixmap:
        """One mark as a picture, drawn once for each size."""
        made = self._badges.get((badge, side))
        if made is None:
            made = QPixmap(round(side * self.ratio), round(side * self.ratio))
            made.setDevicePixelRatio(self.ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            paint(painter, QRectF(0.5, 0.5, side - 1, side - 1), MARKS[badge.sign], self.tokens.text)
            painter.end()
            self._badges[badge, side] = made
        return made

    def badge_fill(self, badge: Badge) -> QColor:
        """The colour of a mark."""
        return mixed(MARKS[badge.sign].fill, MARKS[badge.sign].fill, 0.0)


def _dashes(colour: str, width: int, height: int) -> QBrush:
    tile = QPixmap(width, height)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.fillRect(0, 0, min(4, width), min(4, height), QColor(colour))
    painter.end()
    return QBrush(tile)
