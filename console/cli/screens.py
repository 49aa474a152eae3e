"""The screens of a window on one front: of the floor of now, or of an hour that is past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.cli.pages import BoardPage
from console.service.ports import Front
from console.service.zones import zone_of
from console.ui.audit.screen import AuditScreen
from console.ui.batch.form import BatchForm
from console.ui.blanks.screen import BlanksScreen
from console.ui.charts.page import ChartsPage
from console.ui.charts.screen import ChartsScreen
from console.ui.desktop import batch_page
from console.ui.handover.screen import HandoverScreen
from console.ui.page import Page, Place


@dataclass(frozen=True)
class Screens:
    """Every screen of one window, and the pages they are to it."""

    board: BoardPage
    form: BatchForm
    charts: ChartsPage
    handover: HandoverScreen
    audit: AuditScreen
    blanks: BlanksScreen
    pages: tuple[Page, ...]


def screens_of(front: Front, go: Callable[[Place], None]) -> Screens:
    """The screens that show what this front tells; `go` is told where a person wants to go."""
    board, form, screen = BoardPage(front, zone_of, go), BatchForm(front, zone_of), ChartsScreen()
    charts, handover = ChartsPage(front, zone_of, screen), HandoverScreen(front, zone_of)
    audit, blanks = AuditScreen(front), BlanksScreen(front)
    screen.selected.connect(lambda batch: go(Place("", batch)))
    screen.goes.connect(go)
    pages = (board.page(), batch_page(form), charts.page(), handover.page(), audit.page(), blanks.page())
    return Screens(board, form, charts, handover, audit, blanks, pages)
