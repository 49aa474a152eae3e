"""The rows of the action table that give sheets of paper out and bring back what was written on them."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.actions import Action, Menu

BLANKS: tuple[Action, ...] = (
    Action(
        "blanks.issue", "Issue sheets…", Menu.PAPER, "One numbered sheet a room for the hours without a console, printed at once",
        keys=("Ctrl+Alt+J",), icon="file-text", right=Right.ISSUE_BLANK, page="blanks", critical=True,
    ),
    Action(
        "blanks.print", "Print the sheet…", Menu.PAPER,
        "The sheet itself once; every later print is a logged copy for reading, with its lines closed",
        icon="file-text", right=Right.PRINT, page="blanks",
    ),
    Action(
        "blanks.account", "Print the account of the sheets…", Menu.PAPER, "Every number given out, and what became of it",
        icon="table", right=Right.PRINT, page="blanks",
    ),
    Action(
        "blanks.return", "Sheet is back…", Menu.PAPER, "The sheet came back, with how many pages", keys=("B",), icon="undo-2",
        right=Right.KEY_BLANK, page="blanks",
    ),
    Action(
        "blanks.void", "Void the sheet…", Menu.PAPER, "Nothing on the sheet counts, or it is lost: with a reason", keys=("X",),
        icon="octagon-x", right=Right.ISSUE_BLANK, page="blanks", critical=True,
    ),
    Action(
        "blanks.key", "Key the sheet in", Menu.PAPER, "Line by line what stands on the sheet, by two people one after the other",
        keys=("U",), icon="keyboard", right=Right.KEY_BLANK, page="blanks",
    ),
    Action(
        "blanks.free", "Add a free row", Menu.PAPER, "Something was written below the printed lines", keys=("Ctrl+Alt+F",),
        icon="plus", right=Right.KEY_BLANK, page="blanks",
    ),
    Action(
        "blanks.record", "Record what was keyed", Menu.PAPER,
        "The first keying is recorded; the second is compared with it, and signed when both say the same",
        keys=("Ctrl+Shift+Return",), icon="check-check", right=Right.KEY_BLANK, page="blanks", critical=True,
    ),
    Action(
        "blanks.pause", "Stop keying for now", Menu.PAPER, "What was keyed so far is kept for you on this console", icon="x",
        page="blanks",
    ),
    Action(
        "blanks.attach", "Attach the original…", Menu.PAPER, "The scan of the sheet is kept in the record", keys=("Ctrl+Alt+D",),
        icon="scan-line", right=Right.KEY_BLANK, page="blanks",
    ),
    Action(
        "blanks.original", "Save the original…", Menu.PAPER, "The scan as it was attached, into a file", icon="eye",
        right=Right.PRINT, page="blanks",
    ),
    Action(
        "blanks.sign", "Sign for what you wrote…", Menu.PAPER, "Whoever is named on a sheet signs here what was signed in ink",
        keys=("Ctrl+Alt+Z",), icon="pen-line", right=Right.KEY_BLANK, page="blanks", critical=True,
    ),
)  # fmt: skip
