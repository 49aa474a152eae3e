"""The rows of the action table that hand a shift over."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.actions import Action, Menu

HANDOVER: tuple[Action, ...] = (
    Action(
        "handover.give", "Sign the handover as given…", Menu.SHIFT,
        "Freeze what is shown and sign it; you stay responsible until it is accepted",
        keys=("Ctrl+Alt+G",), icon="pen-line", right=Right.HANDOVER, page="handover", critical=True,
    ),
    Action(
        "handover.point", "Add an open action…", Menu.SHIFT, "An action with owner and due time, beside what the floor fills in",
        keys=("Ctrl+Alt+I",), icon="plus", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.assign", "Name the owner of the point…", Menu.SHIFT, "Who owns the picked point, and until when",
        keys=("Ctrl+Alt+O",), icon="user-round", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.check", "Point checked", Menu.SHIFT, "The point was held against the floor (Space on its line)",
        icon="check", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.section", "All points in sight checked", Menu.SHIFT,
        "Every point of the section that has been in sight was held against the floor; goes on to what has not",
        keys=("K",), icon="check-check", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.ask", "Ask about the point…", Menu.SHIFT, "Ask the giver about the picked point, or about the whole",
        keys=("Q",), icon="message-square-text", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.answer", "Answer a question…", Menu.SHIFT, "The giver answers what was asked", keys=("Ctrl+Alt+A",),
        icon="message-square-text", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "handover.accept", "Sign the handover as accepted…", Menu.SHIFT, "Read, questioned, accepted: duty is yours from then on",
        keys=("Ctrl+Alt+Y",), icon="check-check", right=Right.HANDOVER, page="handover", critical=True,
    ),
    Action(
        "handover.withdraw", "Withdraw the handover…", Menu.SHIFT, "Take back what nobody has accepted, with a reason",
        icon="undo-2", right=Right.HANDOVER, page="handover",
    ),
    Action(
        "duty.take", "Take duty…", Menu.SHIFT, "Have duty without a handover: why, and whom of QA you told",
        icon="user-round", right=Right.HANDOVER, critical=True,
    ),
    Action(
        "handover.since", "What changed since you left", Menu.SHIFT,
        "In sentences, what hurts a promise first; each leads to its place on the board", keys=("Ctrl+Alt+S",), icon="history",
    ),
    Action(
        "handover.then", "The board as it was when you left", Menu.SHIFT,
        "Replay at the instant since when changes are told, with the batch of the picked sentence", keys=("Ctrl+Alt+H",),
        icon="history", page="handover",
    ),
    Action(
        "handover.earlier", "Earlier handovers", Menu.SHIFT, "Who gave and took duty, when, every word of it; reading only",
        keys=("Ctrl+Alt+L",), icon="table",
    ),
    Action(
        "handover.print", "Print the handover…", Menu.SHIFT, "What is shown as pages: a logged copy", keys=("Ctrl+Alt+T",),
        icon="file-text", right=Right.PRINT, page="handover",
    ),
)  # fmt: skip
