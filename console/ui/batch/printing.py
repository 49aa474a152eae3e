"""Printing the history of the selected batch: everything the journal says of it, as a logged copy."""

from __future__ import annotations

from functools import partial

from console.domain.refusal import Refusal
from console.report.tree import Imprint
from console.service.ports import Front, WholeHistory
from console.ui.paper.copying import Copying, Paper, Then
from console.ui.shell.window import Shell
from console.view.batch.printed import history_paper

PRINT = "batch.print"


class HistoryPrint:
    """Asks where to, reads the whole history, and prints it."""

    def __init__(self, shell: Shell, front: Front, copying: Copying) -> None:
        self._shell, self._front, self._copying = shell, front, copying
        shell.acts.on({PRINT: self.start})

    def start(self) -> None:
        """Print the selected batch."""
        batch = self._shell.selection.batch
        if batch:
            self._copying.ask(Paper("history", f"{batch} history.pdf", partial(self._make, batch), f"batch:{batch}"))

    def _make(self, batch: str, said: Imprint, then: Then) -> None:
        def read(whole: WholeHistory) -> None:
            made = history_paper(self._front.floor, batch, whole, said)
            then(made or Refusal("history", f"Nothing was recorded of {batch}.", "Choose another batch."))

        self._front.whole_history(batch, read)
