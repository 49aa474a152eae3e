"""The usual way for comparison: a QGraphicsScene with one item for each bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsView

from console.view.board.columns import Bars
from console.view.board.scale import Scale

ROW_PX = 74


def scene_of(bars: Bars, scale: Scale, width: int, height: int) -> QGraphicsView:
    """A view on all bars, showing the same stretch of time as the board."""
    scene = QGraphicsScene()
    scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
    pen, brushes = QPen(QColor("#5A626A"), 0), [QBrush(QColor(c)) for c in ("#F4F5F6", "#AEB6BE", "#D6DADE", "#E0E2E4")]
    columns = bars.columns
    left, right = scale.xs(columns["start"]).tolist(), scale.xs(columns["end"]).tolist()
    for track, x, end, state in zip(columns["track"].tolist(), left, right, columns["state"].tolist(), strict=True):
        item = QGraphicsRectItem(QRectF(x, track * ROW_PX + 4, max(1, end - x), ROW_PX - 10))
        item.setPen(pen)
        item.setBrush(brushes[state])
        scene.addItem(item)
    view = QGraphicsView(scene)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(width, height)
    view.setSceneRect(0, 0, width, height)
    scene.setParent(view)
    return view
