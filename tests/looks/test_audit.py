"""The pictures of the audit: both themes, a large screen and a small one, a gloved hand, the longest words that are allowed.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.review import AuditMark
from console.service.audited import AuditRow
from console.service.change import Signed
from console.ui.audit.acts import AuditActs
from console.ui.audit.screen import AuditScreen
from console.ui.bridge import Bridge
from console.ui.desktop import Desktop
from console.ui.page import Page, Place
from console.ui.paper.copying import Copying
from console.ui.sizes import Density
from console.view.audit.wish import Typed
from tests.looks.pictures import looked_at
from tests.ui.audit.scene import entry, reading, reviewed
from tests.ui.front import DAY0, NOW, FakeFront, ordered, person, site_floor

READERS = Path(__file__).parents[2] / "docs" / "pictures"
FOLDER = Path(__file__).parent / "audit"
LARGE, SMALL = (1920, 1080), (1366, 768)

NAME = "Maximiliane Wilhelmina Featherstonehaugh-Oberhollenzer"
WHY = (
    "The scale of the second isolator was read before it had settled; the reading was taken again by both people after ten "
    "minutes, held against the log of the scale, and the first one is struck out. The batch record names both readings, the "
    "deviation DV-0077 has the picture of the display, and QA was told by telephone at 03:12 before anything else was done."
)
AT = DAY0 + timedelta(minutes=880)


def long(n: int) -> AuditRow:
    """An entry with the longest words everywhere."""
    people = (
        ("mfeather", NAME, "supervisor", "performed"),
        ("kbauer", "K. Bauer", "supervisor", "verified"),
        ("cday", "C. Day", "qa", "approved"),
    )
    signed = tuple(Signed(user, name, role, meaning, "d" * 64, AT, "America/New_York") for user, name, role, meaning in people)
    return entry(
        n, user="mfeather", who=NAME, kind="step.corrected", what="Step corrected", at=AT - timedelta(hours=9),
        about=("batch:B-0412", "instrument:CP3-HIGH-SHEAR", "lane:CR2", "deviation:DV-0077", "change:PC-114"),
        old=(("HARVEST_WASH_AND_CONCENTRATE values.residual_dmso_per_cent_of_volume", "4.1"),),
        new=(("HARVEST_WASH_AND_CONCENTRATE values.residual_dmso_per_cent_of_volume", "41.0"),), why=WHY, signed=signed,
    )  # fmt: skip


def _picked(screen: AuditScreen) -> None:
    screen.list.pick(885)


def _filtered(screen: AuditScreen) -> None:
    screen.filters.put(Typed("2026-11-16 09:00", "2026-11-17", "", "B-0412", "Step corrected", "scale isolator log"))
    screen.filters.search.click()
    screen.list.selectRow(0)


def _refused(screen: AuditScreen) -> None:
    screen.filters.put(Typed(since="the day before", who="hart", kind="step danced"))
    screen.filters.search.click()


PICTURES = (
    (READERS / "audit-light.png", "light", Density.DESK, SMALL, _picked),
    (FOLDER / "dark.png", "dark", Density.DESK, LARGE, _picked),
    (FOLDER / "glove-light.png", "light", Density.GLOVE, SMALL, _picked),
    (FOLDER / "filter-dark.png", "dark", Density.DESK, SMALL, _filtered),
    (FOLDER / "refused-light.png", "light", Density.DESK, SMALL, _refused),
)


@pytest.mark.parametrize(("kept", "theme", "density", "size", "act"), PICTURES, ids=[row[0].stem for row in PICTURES])
def test_the_picture_is_what_the_audit_shows(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, kept: Path, theme: str, density: Density, size: tuple[int, int],
    act: Callable[[AuditScreen], None],
) -> None:  # fmt: skip
    floor = ordered(site_floor(), "B-0412", DAY0 + timedelta(days=3), "W1234567788")
    floor = replace(floor, reviewed=AuditMark(880, "e-880", person(floor, "qa"), NOW - timedelta(hours=2)))
    front = FakeFront(floor, NOW)
    rows = [entry(n) if n % 11 else long(n) for n in range(1, 900)] + [long(885), reviewed(900, 880), long(901)]
    front.pages = reading([row for n, row in enumerate(rows) if n != 884], 100, 10_000)
    screen = AuditScreen(front)
    others = [Page(title.lower(), title, icon, QLabel()) for title, icon in (
        ("Board", "layout-dashboard"), ("Batch", "file-text"), ("Charts", "chart-line"), ("Handover", "check-check"),
    )]  # fmt: skip
    pages = (*others, screen.page(), Page("blanks", "Paper", "file-text", QLabel()))
    desktop = Desktop(qapp, front, Bridge(), pages)
    shell = desktop.shell
    AuditActs(shell, front, desktop.asker, screen, Copying(front, shell))
    qtbot.addWidget(shell)
    desktop.theme.use(theme=theme, density=density)
    shell.resize(*size)
    desktop.show()
    shell.go(Place("audit"))
    qtbot.wait(30)
    act(screen)
    qtbot.wait(30)
    assert (shell.width(), shell.height()) == size, "the window is no wider than the screen"
    looked_at(shell, kept, tmp_path)
    qapp.removeEventFilter(desktop.wedge)
    qapp.removeEventFilter(desktop.idle)
    qapp.setStyleSheet("")
