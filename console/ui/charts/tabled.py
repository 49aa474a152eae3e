"""The table behind a chart as running text for paper: black on white, its heading again on every page."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPaintDevice, QTextDocument

from console.ui.fonts import font
from console.view.charts.tables import Table

_FORM = (
    "td, th { padding: 2px 8px 2px 0; vertical-align: top; color: black; } th { text-align: left; font-weight: 600; }"
    " h2 { font-size: 10pt; font-weight: 600; color: black; } p { color: black; }"
)
_WORDS_PT = 8.0
WHOLE = 24
"""Words as short as an instant are not broken into two lines."""
MOST_ROWS = 400
"""More rows than this are read in the CSV, not on paper; the paper says so."""


def document(table: Table, title: str, body: QRectF, device: QPaintDevice) -> QTextDocument | None:
    """The table laid out for pages as large as `body` (in pixels of the device); None for an empty one."""
    if not table.rows:
        return None
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(font(_WORDS_PT))
    made.setDefaultStyleSheet(_FORM)
    heads = "".join(_cell("th", name, i in table.numbers) for i, name in enumerate(table.columns))
    rows = "".join(f"<tr>{_cells(table, row)}</tr>" for row in table.rows[:MOST_ROWS])
    left_out = len(table.rows) - MOST_ROWS
    rest = f"<p>{left_out} more rows are in the CSV.</p>" if left_out > 0 else ""
    made.setHtml(f"<h2>{escape(title)}: the table</h2><table><thead><tr>{heads}</tr></thead>{rows}</table>{rest}")
    made.documentLayout().setPaintDevice(device)
    made.setPageSize(QSizeF(body.width(), body.height()))
    return made


def _cells(table: Table, row: tuple[str, ...]) -> str:
    return "".join(_cell("td", words, i in table.numbers) for i, words in enumerate(row))


def _cell(tag: str, words: str, right: bool) -> str:
    short = escape(words).replace(" ", "&nbsp;") if len(words) <= WHOLE else escape(words)
    return f"<{tag} align='{'right' if right else 'left'}'>{short}</{tag}>"
