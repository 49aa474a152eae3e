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
        "handover.check", "Point checked", Menu.SHIFT, "The point was held against the floor (Space on its line)",
        icon="check", right=Right.HANDOVER, page="handover",
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
)  # fmt: skip
