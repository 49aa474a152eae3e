"""The look: one typeface with digits of one width, targets for gloves, a palette that needs no desktop."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.ui import fonts, icons, marks
from console.ui.qss import stylesheet
from console.ui.sizes import DESK_TARGET_PX, Density, pixels, target
from console.ui.theme import Theme, palette
from console.view.tokens import DARK, LIGHT, MARKS, THEMES, contrast

DPI = 96.0


def test_the_typeface_is_ours_in_two_weights(theme: Theme) -> None:
    assert fonts.FAMILY in QFontDatabase.families()
    assert {"Regular", "SemiBold"} <= set(QFontDatabase.styles(fonts.FAMILY))


@pytest.mark.parametrize("strong", [False, True])
def test_digits_are_of_one_width(theme: Theme, strong: bool) -> None:
    metrics = QFontMetricsF(fonts.font(40, strong=strong))
    assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("word", ["±µ×–…€°≤≥", "αβΔ", "Žluťoučký", "→↓✓■▲▼●"])
def test_the_typeface_has_the_words_of_the_floor(theme: Theme, word: str) -> None:
    metrics = QFontMetricsF(fonts.font(10))
    assert [letter for letter in word if not metrics.inFontUcs4(ord(letter))] == []


def test_a_glove_needs_twenty_millimetres_where_it_matters() -> None:
    for dpi in (72.0, 96.0, 160.0, 220.0):
        assert target(Density.GLOVE, dpi, critical=True) == pixels(20, dpi)
        assert target(Density.GLOVE, dpi) >= pixels(10, dpi)
        assert target(Density.DESK, dpi) >= DESK_TARGET_PX


def test_a_critical_button_is_as_large_as_a_gloved_finger(theme: Theme, qtbot: QtBot) -> None:
    theme.use(density=Density.GLOVE)
    button = QPushButton("Sign as performer")
    button.setProperty("touch", "critical")
    qtbot.addWidget(button)
    button.ensurePolished()
    least = theme.target(critical=True)
    assert button.sizeHint().height() >= least
    assert button.sizeHint().width() >= least


def test_the_style_sheet_has_no_holes_and_only_known_colours() -> None:
    for tokens in THEMES.values():
        text = stylesheet(tokens, 10.0, 28, 32)
        assert "$" not in text
        known = {getattr(tokens, name) for name in tokens.__slots__}
        known |= {mark.fill for mark in MARKS.values()} | {mark.ink for mark in MARKS.values()}
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) <= known
        assert "2px solid" in text


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_palette_is_legible(tokens: object) -> None:
    made = palette(tokens)  # type: ignore[arg-type]
    role = QPalette.ColorRole
    pairs = [(role.WindowText, role.Window), (role.Text, role.Base), (role.ButtonText, role.Button)]
    pairs += [(role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase)]
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for ink, ground in pairs:
            assert contrast(made.color(group, ink).name(), made.color(group, ground).name()) >= 4.5


def test_an_icon_takes_the_colour_it_is_given(theme: Theme) -> None:
    picture = icons.pixmap("play", "#B5002A", 32).toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#b5002a"}


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.drawing("no-such-icon")


@pytest.mark.parametrize("sign", MARKS)
def test_a_mark_carries_its_colour_and_its_outline(theme: Theme, sign: str) -> None:
    picture = marks.pixmap(sign, LIGHT, 32).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert QColor(MARKS[sign].fill).name() in colours
    assert QColor(LIGHT.text).name() in colours


def test_the_theme_goes_there_and_back(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.toggle_theme()
    assert theme.tokens is DARK
    theme.toggle_theme()
    theme.toggle_density()
    assert (theme.tokens, theme.density) == (LIGHT, Density.GLOVE)
