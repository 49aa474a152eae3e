"""The pictures of the search: both themes, a large screen and a small one, a gloved hand and the longest words.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.floor import Floor, MaterialLot, MaterialState
from console.domain.quality import Deviation, Severity
from console.service.audited import AuditPage, AuditRow
from console.ui.find.box import FindBox
from console.ui.sizes import Density
from console.ui.theme import Theme
from tests.looks.pictures import looked_at
from tests.ui.front import DAY0, NOW, ZONE, FakeFront, ordered, person, run_until, site_floor

READERS = Path(__file__).parents[2] / "docs" / "pictures"
FOLDER = Path(__file__).parent / "find"
LARGE, SMALL = (1920, 1000), (1366, 690)
"""What is left below the menus of a window of 1920x1080 and of 1366x768."""

LONG = "The shipper's logger shows a gap of forty minutes, the courier was called twice and did not answer; " * 3

PICTURES = (
    (READERS / "find-light.png", "light", LARGE, Density.DESK, "b-04", False),
    (FOLDER / "dark.png", "dark", SMALL, Density.DESK, "0412", False),
    (FOLDER / "person-light.png", "light", SMALL, Density.DESK, "operator", True),
    (FOLDER / "glove-light.png", "light", SMALL, Density.GLOVE, "pump", False),
    (FOLDER / "nothing-dark.png", "dark", SMALL, Density.DESK, "nowhere", False),
)
"""File (among the documents where readers see it), theme, size, density, what is typed, whether the first hit is looked into."""


def floor() -> Floor:
    """A morning with a batch that runs, one planned, a lot with a long title and deviations."""
    made = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", DAY0 + timedelta(hours=30))
    made = ordered(made, "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    who = person(made, "operator")
    odd = Deviation("DV-B-0412-IPC_SAMPLE_D5-viability", LONG, Severity.MAJOR, NOW, who, ("B-0412", "B-0415"), "CR3")
    lot = MaterialLot("VEC-2291-0412", f"Lentiviral vector, {LONG}", MaterialState.QUARANTINE, NOW + timedelta(days=30))
    return replace(made, deviations={odd.id: odd, "DV-2": replace(odd, id="DV-2", title="Pump rattles")}, materials={lot.id: lot})


def entries(words: str) -> tuple[AuditRow, ...]:
    """What the record holds: nothing of nowhere, else three entries, one of them long."""
    if words == "nowhere":
        return ()
    told = (f"{words}: {LONG}", "pump rattles, head changed", "label W1234567788 was on the wrong bag")
    return tuple(
        AuditRow(900 - n, f"id{n}", NOW, NOW - timedelta(hours=n), "mia", "M. Ito", "note.added", "Note added",
                 ("batch:B-0412",), (), (("text", text),), "", ())
        for n, text in enumerate(told)
    )  # fmt: skip


@pytest.mark.parametrize(("kept", "theme", "size", "density", "words", "into"), PICTURES, ids=[row[0].stem for row in PICTURES])
def test_the_picture_is_what_the_search_shows(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path,
    kept: Path, theme: str, size: tuple[int, int], density: Density, words: str, into: bool,
) -> None:  # fmt: skip
    look = Theme(qapp)
    look.use(theme=theme, density=density)
    front = FakeFront(floor())
    front.found = lambda asked: entries(asked.words[0])
    front.pages = lambda wish, before: AuditPage(entries("pump"), None)
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(*size)
    room.show()
    box = FindBox(room, front, lambda: ZONE)
    box.dress(look.tokens, look.target())
    box.open(words)
    qtbot.waitUntil(lambda: bool(front.wishes), timeout=3000)
    if into:
        qtbot.keyClick(box.line, Qt.Key.Key_Return)
    box.line.clearFocus()
    qtbot.wait(30)
    looked_at(room, kept, tmp_path)
