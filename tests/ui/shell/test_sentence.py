"""The sentence of the day: smaller before it wraps, two lines at most, whole parts left out from the end, never half a number."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.ui.shell.topbar import Sentence
from console.ui.theme import Theme

LONG = (
    "112 in process · 109 on time · 12 at risk · 11 late · 14 on hold · 6 no forecast yet — "
    "next release B-1024-WATERTOWN today 15:38 ±69 min — 16 other lots"
)


@pytest.mark.parametrize(("width", "points"), [(1300, 15.0), (900, 18.0), (640, 18.0), (420, 18.0), (300, 15.0)])
def test_it_stands_in_two_lines_with_whole_parts_only(qtbot: QtBot, theme: Theme, width: int, points: float) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    sentence.resize(width, 60)
    sentence.fit(points)
    sentence.tell(LONG)
    shown = sentence.text()
    assert shown == LONG or (shown.endswith(" …") and LONG.startswith(shown.removesuffix(" …")))
    rest = LONG.removeprefix(shown.removesuffix(" …"))
    assert not rest or rest.startswith((" — ", " · ")), "no part is cut in two"
    assert sentence.heightForWidth(width) <= 2.3 * sentence.fontMetrics().lineSpacing()
    assert sentence.toolTip() == sentence.accessibleDescription() == LONG


def test_with_room_it_is_whole_again(qtbot: QtBot, theme: Theme) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    with qtbot.waitExposed(sentence):
        sentence.show()
    sentence.resize(300, 60)
    sentence.tell(LONG)
    assert sentence.text() != LONG
    sentence.resize(1900, 60)
    assert sentence.text() == LONG
