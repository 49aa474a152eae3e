"""Pictures of every page of the charts, in both themes and at both sizes a console has: what is drawn is what was looked at.

The values are invented, so that a picture changes with its drawing alone; what the simulated plant looks like is in the tour.
`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.forecast.explained import CardWish, Explain, Moved
from console.ui.charts.screen import ChartsScreen
from console.ui.theme import Theme
from console.view.tokens import THEMES
from tests.looks.pictures import looked_at
from tests.ui.charts import told
from tests.ui.charts.invented import NOW, state

FOLDER = Path(__file__).parent / "charts"
SIZES = {"1366": (1366, 668), "1920": (1920, 980)}
"""What menus and the sentence on top leave of 1366x768 and of 1920x1080."""
PAGES = {"live": 42, "why": 42, "trust": 42, "unproven": 4, "doubted": 4}


def shown(qtbot: QtBot, page: str, size: tuple[int, int], theme: Theme) -> ChartsScreen:
    """The room with everything answered; `unproven` is the trust page, `doubted` the live page, of four releases."""
    screen = ChartsScreen(THEMES[theme.tokens.name])
    qtbot.addWidget(screen)
    screen.resize(*size)
    wishes: list[object] = []
    screen.wants.connect(wishes.append)
    with qtbot.waitExposed(screen):
        screen.show()
    last = NOW - timedelta(hours=20)
    screen.apply(replace(state(), shifts=told.SHIFTS, last_here=last, site="Watertown", site_class="DEMO"))
    screen.show_page({"unproven": "trust", "doubted": "live"}.get(page, page))
    for wish in wishes:
        if isinstance(wish, Explain):
            screen.explained(told.explained(wish.batch))
        elif isinstance(wish, Moved):
            screen.moved(replace(told.waterfall(), since=wish.since))
        elif isinstance(wish, CardWish):
            screen.card(told.card(PAGES[page]))
    screen.list.setFocus()
    qtbot.wait(20)
    return screen


CASES = [(page, size) for page in PAGES for size in SIZES if size == "1366" or PAGES[page] >= 20]


@pytest.mark.parametrize(("page", "size"), CASES)
def test_the_page_is_as_it_was_looked_at(theme: Theme, qtbot: QtBot, tmp_path: Path, page: str, size: str) -> None:
    screen = shown(qtbot, page, SIZES[size], theme)
    for look, tokens in THEMES.items():
        theme.use(theme=look)
        screen.use(tokens)
        qtbot.wait(20)
        assert screen.size().toTuple() == SIZES[size], "nothing asks for more room than there is"
        looked_at(screen, FOLDER / f"{page}-{size}-{look}.png", tmp_path, differs=0.01, size=120_000)
