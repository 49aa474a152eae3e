"""What stays put: the time along the top, the names down the side, and the overview along the bottom."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from console.ui.board.inks import mixed, outline, veil
from console.ui.board.present import CLOCK_PX
from console.ui.board.sight import AXIS_PX, Sight
from console.view.board.axis import axis, clock, zone_text
from console.view.board.columns import Badge
from console.view.board.lanes import Row
from console.view.board.summary import group_words
from console.view.board.window import TimeWindow

DAYS_PX, HOURS_PX = 20, 18
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def paint_axis(painter: QPainter, sight: Sight, dirty: QRect) -> None:
    """Days, hours and shifts, and the clock where now is; the name of a day stays in sight while it lasts."""
    inks, scale = sight.inks, sight.scale
    area = sight.axis
    painter.fillRect(area, QColor(inks.tokens.panel))
    window = TimeWindow(scale.start, scale.end)
    told = axis(TimeWindow(scale.start, scale.start + sight.window.span), area.width(), sight.picture.zone)
    painter.setFont(inks.strong)
    painter.setPen(inks.text)
    for day in told.days:
        left, right = max(0, scale.x(day.start)), min(area.width(), scale.x(day.end))
        text = day.text
        if inks.strong_metrics.horizontalAdvance(text) + 10 <= right - left:
            painter.drawText(QRect(area.left() + left + 5, 2, right - left - 5, DAYS_PX), LEFT, text)
        if left > 0:
            painter.fillRect(area.left() + left, 3, 1, AXIS_PX - 3, mixed(inks.tokens.grid, inks.tokens.edge, 0.35))
    painter.setFont(inks.small)
    painter.setPen(inks.muted)
    for hour in told.hours:
        x = scale.x(hour.at)
        if not (0 <= x < area.width() and dirty.left() - 120 <= x + area.left() <= dirty.right()):
            continue
        painter.fillRect(area.left() + x, DAYS_PX + HOURS_PX - 3, 1, 3, inks.muted)
        box = QRect(area.left() + x + 4, DAYS_PX, inks.small_metrics.horizontalAdvance(hour.label) + 2, HOURS_PX)
        if hour.label and box.right() < area.right() and not (shows_clock(sight) and box.intersects(clock_box(sight))):
            painter.drawText(box, LEFT, hour.label)
    _shifts(painter, sight, window)
    painter.fillRect(area.left(), AXIS_PX - 1, area.width(), 1, QColor(inks.tokens.grid))


def _shifts(painter: QPainter, sight: Sight, window: TimeWindow) -> None:
    inks, scale, area = sight.inks, sight.scale, sight.axis
    top = DAYS_PX + HOURS_PX
    for number, band in enumerate(sight.picture.shifts):
        if not window.shows(band.start, band.end):
            continue
        left, right = max(0, scale.x(band.start)), min(area.width(), scale.x(band.end))
        box = QRect(area.left() + left, top + 1, right - left, AXIS_PX - top - 2)
        painter.fillRect(box, veil(inks.tokens.text, 22 if number % 2 else 9))
        if inks.small_metrics.horizontalAdvance(band.title) + 8 <= right - left:
            painter.drawText(box, CENTRE, band.title)


def clock_box(sight: Sight) -> QRect:
    """Where the clock of the now line stands: kept whole inside the axis."""
    x = min(max(sight.axis.left() + sight.now_x - CLOCK_PX // 2, sight.axis.left()), sight.width - CLOCK_PX)
    return QRect(x, DAYS_PX - 1, CLOCK_PX, HOURS_PX)


def shows_clock(sight: Sight) -> bool:
    """Whether now is in sight."""
    return 0 <= sight.now_x < sight.axis.width()


def paint_clock(painter: QPainter, sight: Sight) -> None:
    """The time on the now line, when now is in sight."""
    if not shows_clock(sight):
        return
    box = clock_box(sight)
    painter.fillRect(sight.axis.left() + sight.now_x - 1, box.bottom(), 2, AXIS_PX - box.bottom(), sight.inks.text)
    painter.fillRect(box, sight.inks.text)
    painter.setPen(QColor(sight.inks.tokens.bg))
    painter.setFont(sight.inks.small_strong)
    painter.drawText(box, CENTRE, clock(sight.now, sight.picture.zone))


def side_picture(sight: Sight) -> QPixmap:
    """The names and states of the rows; a folded group says how many of its lines are busy."""
    inks, height = sight.inks, sight.area.height()
    made = QPixmap(round(sight.side * inks.ratio), round(height * inks.ratio))
    made.setDevicePixelRatio(inks.ratio)
    made.fill(QColor(inks.tokens.panel))
    painter = QPainter(made)
    for row in sight.rows:
        box = QRect(0, sight.y(row.top), sight.side, row.height)
        painter.fillRect(0, box.bottom(), sight.side, 1, QColor(inks.tokens.grid))
        if row.lane is None or not row.open:
            _folded_row(painter, sight, row, box)
        else:
            _lane_row(painter, sight, row, box)
    painter.fillRect(sight.side - 1, 0, 1, height, QColor(inks.tokens.grid))
    painter.end()
    return made


def _folded_row(painter: QPainter, sight: Sight, row: Row, box: QRect) -> None:
    inks = sight.inks
    _arrow(painter, sight, QPoint(12, box.center().y()), row.open)
    painter.setFont(inks.small_strong)
    painter.setPen(inks.text)
    words = group_words(sight.picture, row, sight.now)
    width = inks.small_metrics.horizontalAdvance(words)
    title = inks.small_strong_metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, box.width() - 40 - width)
    painter.drawText(box.adjusted(22, 0, 0, 0), LEFT, title)
    painter.setFont(inks.small)
    painter.setPen(inks.muted)
    painter.drawText(box.adjusted(0, 0, -8, 0), RIGHT, words)
    if sight.focused and sight.spot.bar is None and sight.spot.group is row.group and row.lane is None:
        painter.setPen(outline(inks.tokens.focus, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(2, 1, -3, -1))


def _arrow(painter: QPainter, sight: Sight, at: QPoint, opened: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(sight.inks.muted, 1.5))
    x, y = at.x(), at.y() + 1
    ends = ((x - 4, y - 2, x, y + 2), (x, y + 2, x + 4, y - 2)) if opened else (
        (x - 2, y - 4, x + 2, y), (x + 2, y, x - 2, y + 4)
    )  # fmt: skip
    for line in ends:
        painter.drawLine(*line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _lane_row(painter: QPainter, sight: Sight, row: Row, box: QRect) -> None:
    inks, lane = sight.inks, row.lane
    if lane is None:
        return
    right = 8
    if any(strip.title for strip in row.strips):
        painter.setFont(inks.small)
        painter.setPen(inks.muted)
        for strip in row.strips:
            line = QRect(0, sight.y(strip.top), sight.side - 6, strip.height)
            painter.drawText(line, RIGHT, strip.title)
            right = max(right, 12 + inks.small_metrics.horizontalAdvance(strip.title))
    left = 10
    if lane.badge is not Badge.NONE:
        painter.drawPixmap(box.width() - right - 18, box.center().y() - 8, inks.badge(lane.badge, 17))
        right += 22
    under = " · ".join(part for part in (lane.subtitle, lane.state) if part)
    tall, low = inks.strong_metrics.height(), inks.small_metrics.height()
    room = box.width() - left - right
    two = row.height >= tall + low + 1
    top = box.center().y() - (tall + low) // 2 if two else box.top()
    painter.setFont(inks.strong)
    painter.setPen(inks.text)
    title = inks.strong_metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(left, top, room, tall if two else box.height()), LEFT, title)
    painter.setFont(inks.small)
    painter.setPen(inks.muted)
    if two:
        words = inks.small_metrics.elidedText(under, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top + tall - 1, room, low), LEFT, words)
    else:
        rest = room - inks.strong_metrics.horizontalAdvance(title) - 8
        if rest > 30:
            words = inks.small_metrics.elidedText(lane.state, Qt.TextElideMode.ElideRight, rest)
            painter.drawText(QRect(left, box.top(), room, box.height()), RIGHT, words)


def paint_corner(painter: QPainter, sight: Sight) -> None:
    """Above the names: the zone in which all times of the board are told, and what else must be known."""
    inks = sight.inks
    box = QRect(0, 0, sight.side, AXIS_PX)
    painter.fillRect(box, QColor(inks.tokens.panel))
    painter.setPen(inks.muted)
    painter.setFont(inks.small)
    zone = sight.picture.zone
    room = sight.side - 18
    lines = (zone.key.replace("_", " "), zone_text(sight.scale.start, sight.scale.end, zone), sight.picture.notice)
    for number, line in enumerate(lines):
        words = inks.small_metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(10, 3 + 16 * number, room, 16), LEFT, words)
    painter.fillRect(0, AXIS_PX - 1, sight.side, 1, QColor(inks.tokens.grid))
