"""Printing the promise report of a sponsor from the page of the programmes: that sponsor's products, and nobody else's."""

from __future__ import annotations

from functools import partial

from console.ui.charts.programme_page import ProgrammePage
from console.ui.paper.copying import Copying, Paper, at_once
from console.ui.shell.window import Shell
from console.view.charts.promise_report import promise_report

PRINT = "charts.report"


class PromisePrint:
    """Asks where to, and prints the programmes of the chosen sponsor, or of the chosen product's."""

    def __init__(self, shell: Shell, copying: Copying, page: ProgrammePage) -> None:
        self._shell, self._copying, self._page = shell, copying, page
        shell.acts.on({PRINT: self.start})
        shell.acts.qt(PRINT).setIconText("Promise report")
        page.report.setDefaultAction(shell.acts.qt(PRINT))
        page.report.show()

    def start(self) -> None:
        """Print what the chosen sponsor may see."""
        seen = self._page.one_sponsors()
        if seen is None:
            self._shell.say("Open the programmes and choose a product first.")
            return
        (sponsor, _) = seen.sponsors()[0]
        paper = Paper("promise", f"promise report {sponsor}.pdf", at_once(partial(promise_report, seen)), f"sponsor:{sponsor}")
        self._copying.ask(paper)
