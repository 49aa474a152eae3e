"""The rows of the action table that read the journal."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.actions import Action, Menu, When

AUDIT: tuple[Action, ...] = (
    Action(
        "audit.find", "Audit: find entries", Menu.VIEW, "By time, person, batch, kind and words", keys=("Ctrl+F",),
        icon="search", page="audit",
    ),
    Action(
        "audit.clear", "Audit: take all filters off", Menu.VIEW, "Every entry again", keys=("Ctrl+Shift+X",), icon="x",
        page="audit",
    ),
    Action(
        "audit.newer", "Audit: show newer entries", Menu.VIEW, "What was recorded since the list was read", keys=("Ctrl+Alt+E",),
        icon="refresh-cw", page="audit",
    ),
    Action(
        "audit.batch", "Audit: go to the batch", Menu.VIEW, "The batch that the picked entry speaks of", keys=("Ctrl+Alt+B",),
        icon="arrow-right", page="audit",
    ),
    Action(
        "audit.then", "Audit: the board as it was then", Menu.VIEW, "Replay, at the instant of the picked entry",
        keys=("Ctrl+Alt+V",), icon="history", page="audit",
    ),
    Action(
        "audit.csv", "Audit: save what the filter finds…", Menu.VIEW, "Every entry of it as a table for spreadsheets",
        keys=("Ctrl+Alt+C",), icon="table", when=When.LOGGED_IN, page="audit",
    ),
    Action(
        "audit.print", "Audit: print what the filter finds…", Menu.VIEW, "As a logged copy, with every signature",
        keys=("Ctrl+Alt+X",), icon="file-text", right=Right.PRINT, page="audit",
    ),
    Action(
        "audit.review", "Sign the review through this entry…", Menu.QUALITY,
        "QA signs that the journal was read through the picked entry", keys=("Ctrl+Alt+R",), icon="pen-line",
        right=Right.REVIEW_RECORD, page="audit", critical=True,
    ),
)  # fmt: skip
