"""The few rules that Fusion and the palette cannot say: flat panels, a two-pixel focus ring, sizes to touch."""

from __future__ import annotations

from string import Template

from console.ui.sizes import FOCUS_RING_PX
from console.view.tokens import HOLD, PRIORITY_1, PRIORITY_2, PRIORITY_3, PRIORITY_4, Tokens

_RULES = Template("""
QWidget { font-family: "Console Inter"; font-size: ${points}pt; }
QToolTip { background: $panel; color: $text; border: 1px solid $edge; padding: 4px; }
QFrame[role="panel"] { background: $panel; border: 0; }
QFrame[role="card"] { background: $panel; border: 1px solid $grid; border-radius: 4px; }
QFrame[role="line"] { background: $grid; border: 0; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-weight: 600; font-size: ${title}pt; }
QLabel[role="sentence"] { font-weight: 600; font-size: ${sentence}pt; }
QLabel[role="number"] { font-weight: 600; font-size: ${sentence}pt; }
QLabel[role="class"] { font-weight: 600; color: $bg; background: $text; border-radius: 3px; padding: 3px 8px; }
QLabel[role="key"] { border: 1px solid $edge; border-radius: 3px; padding: 1px 6px; font-weight: 600; }

QPushButton, QToolButton { color: $text; background: $panel; border: ${ring}px solid $grid; border-radius: 4px;
  padding: 2px 10px; min-height: ${target}px; }
QPushButton[touch="critical"] { min-height: ${critical}px; min-width: ${critical}px; }
QPushButton:hover, QToolButton:hover { background: $stripe; }
QPushButton:pressed, QToolButton:pressed { background: $run; }
QPushButton:checked, QToolButton:checked { background: $selected; color: $selected_text; border-color: $edge; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: transparent; }
QPushButton[role="primary"] { font-weight: 600; border-color: $edge; background: $selected; color: $selected_text; }
QPushButton[role="primary"]:disabled { background: transparent; color: $muted; border-color: $grid; }
QPushButton[role="link"] { background: transparent; border-color: transparent; text-decoration: underline;
  text-align: left; padding: 0 2px; }
QPushButton[role="tab"] { background: transparent; border-color: transparent; border-radius: 0; font-weight: 600; }
QPushButton[role="tab"]:checked { border-bottom-color: $text; background: $bg; color: $text; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QDateTimeEdit { background: $field; color: $text;
  border: ${ring}px solid $baseline; border-radius: 4px; padding: 1px 6px; min-height: ${target}px;
  selection-background-color: $selected; selection-color: $selected_text; }
QPlainTextEdit, QTextEdit { min-height: 48px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled { color: $muted; background: $bg; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $edge; }

QTableView, QListView, QTreeView { background: $panel; alternate-background-color: $bg; color: $text;
  border: ${ring}px solid transparent; gridline-color: $grid; outline: 0;
  selection-background-color: $selected; selection-color: $selected_text; }
QTableView::item, QListView::item { padding: 2px 6px; }
QHeaderView { background: $bg; }
QHeaderView::section { background: $bg; color: $muted; border: 0; border-bottom: 1px solid $grid;
  padding: 4px 6px; font-weight: 600; }
QTableCornerButton::section { background: $bg; border: 0; }

QPushButton:focus, QToolButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus, QDateTimeEdit:focus, QTableView:focus, QListView:focus, QTreeView:focus, QCheckBox:focus,
QScrollArea[role="page"]:focus { border: ${ring}px solid $focus; }
QCheckBox { border: ${ring}px solid transparent; min-height: ${target}px; spacing: 8px; }
QScrollArea { border: 0; background: transparent; }

QMenuBar { background: $panel; color: $text; border: 0; }
QMenuBar::item { background: transparent; padding: 6px 10px; }
QMenuBar::item:selected { background: $selected; color: $selected_text; }
QMenu { background: $panel; color: $text; border: 1px solid $edge; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 12px; min-height: 20px; }
QMenu::item:selected { background: $selected; color: $selected_text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $grid; margin: 4px 8px; }
QSplitter::handle { background: $grid; }
QSplitter::handle:hover, QSplitter::handle:focus { background: $edge; }
QProgressBar { background: $bg; color: $text; border: 1px solid $edge; border-radius: 3px; text-align: center; }
QProgressBar::chunk { background: $run; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $baseline; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }

QFrame[notice="1"] { background: $p1; } QFrame[notice="1"] QLabel { color: $i1; }
QFrame[notice="2"] { background: $p2; } QFrame[notice="2"] QLabel { color: $i2; }
QFrame[notice="3"] { background: $p3; } QFrame[notice="3"] QLabel { color: $i3; }
QFrame[notice="4"] { background: $p4; } QFrame[notice="4"] QLabel { color: $i4; }
QFrame[notice="H"] { background: $ph; } QFrame[notice="H"] QLabel { color: $ih; }
QFrame[notice="calm"] { background: $text; } QFrame[notice="calm"] QLabel { color: $bg; }
QFrame[role="refusal"] { background: $field; border: 1px solid $edge; border-left: 6px solid $p2; border-radius: 3px; }
QDialog { background: $bg; }
""")


def stylesheet(tokens: Tokens, points: float, target: int, critical: int) -> str:
    """The style sheet of one theme; points for plain words, target sizes in pixels."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__}
    marks = {"1": PRIORITY_1, "2": PRIORITY_2, "3": PRIORITY_3, "4": PRIORITY_4, "h": HOLD}
    fills = {f"p{key}": mark.fill for key, mark in marks.items()}
    inks = {f"i{key}": mark.ink for key, mark in marks.items()}
    room = {"ring": FOCUS_RING_PX, "target": target - 2 * FOCUS_RING_PX - 4, "critical": critical - 2 * FOCUS_RING_PX}
    words = {"points": points, "small": points - 1, "title": points + 2, "sentence": points + 5}
    return _RULES.substitute({**colours, **fills, **inks, **room, **words})
