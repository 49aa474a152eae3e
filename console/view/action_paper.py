"""The rows of the action table that print logged copies."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.actions import Action, Menu, When

PAPER: tuple[Action, ...] = (
    Action(
        "batch.print", "Print the batch's history…", Menu.BATCH,
        "Every entry and signature, as a logged copy; or as a table or data", keys=("Ctrl+Alt+K",), icon="file-text",
        when=When.BATCH, right=Right.PRINT,
    ),
    Action(
        "charts.report", "Print the sponsor's promise report…", Menu.VIEW,
        "The chosen sponsor's products and nobody else's, as a logged copy", keys=("Ctrl+Alt+W",), icon="file-text",
        right=Right.PRINT, page="charts",
    ),
)  # fmt: skip
