"""The rows of the action table that work on the plan: moving by keyboard, drafts, proposals, conflicts, reasons, questions."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.actions import Action, Menu, When

MOVES = (
    Action(
        "move.later", "Bar: a slot later", Menu.PLAN, "Take the chosen bar into the hand and wish it a slot later",
        keys=("Ctrl+Right",), page="board",
    ),
    Action(
        "move.earlier", "Bar: a slot earlier", Menu.PLAN, "Take the chosen bar into the hand and wish it a slot earlier",
        keys=("Ctrl+Left",), page="board",
    ),
    Action(
        "move.down", "Bar: place below", Menu.PLAN, "Wish the bar at the next place down the board", keys=("Ctrl+Down",),
        page="board",
    ),
    Action(
        "move.up", "Bar: place above", Menu.PLAN, "Wish the bar at the next place up the board", keys=("Ctrl+Up",),
        page="board",
    ),
    Action(
        "move.edge_later", "Bar: next lawful edge", Menu.PLAN, "Wish the bar at the next edge of what is lawful here",
        keys=("Ctrl+Shift+Right",), page="board",
    ),
    Action(
        "move.edge_earlier", "Bar: last lawful edge", Menu.PLAN, "Wish the bar at the edge before of what is lawful here",
        keys=("Ctrl+Shift+Left",), page="board",
    ),
    Action(
        "move.lawful_down", "Bar: lawful place below", Menu.PLAN, "Wish the bar at the next lawful place down the board",
        keys=("Ctrl+Shift+Down",), page="board",
    ),
    Action(
        "move.lawful_up", "Bar: lawful place above", Menu.PLAN, "Wish the bar at the next lawful place up the board",
        keys=("Ctrl+Shift+Up",), page="board",
    ),
)  # fmt: skip

DRAFTS = (
    Action(
        "draft.show", "Show or hide the draft", Menu.PLAN, "The draft over the live plan, or the live plan alone",
        keys=("G",), icon="eye", page="board",
    ),
    Action(
        "draft.compare", "Compare the draft…", Menu.PLAN, "What moves, who gains, who loses", keys=("C",),
        icon="table", page="board",
    ),
    Action(
        "draft.undo", "Undo in the draft", Menu.PLAN, "The draft as it was before", keys=("Ctrl+Z",), icon="undo-2",
        page="board",
    ),
    Action(
        "draft.redo", "Redo in the draft", Menu.PLAN, "The draft as it was before it was undone",
        keys=("Ctrl+Y", "Ctrl+Shift+Z"), icon="arrow-right", page="board",
    ),
    Action(
        "draft.apply", "Apply the draft…", Menu.PLAN, "All moves of the draft as one signed change", keys=("Ctrl+Return",),
        icon="check-check", right=Right.PLAN, page="board", critical=True,
    ),
    Action(
        "draft.keep", "Show the draft to others…", Menu.PLAN, "Others can look at it; it is kept in the journal",
        icon="message-square-text", right=Right.PLAN, page="board",
    ),
    Action(
        "draft.print", "Print the draft…", Menu.PLAN, "The draft on paper; it is kept in the journal under its number",
        keys=("Ctrl+P",), icon="file-text", right=Right.PLAN, page="board",
    ),
    Action(
        "draft.drop", "Drop the draft", Menu.PLAN, "Nothing is left of the draft; nothing was recorded by it", icon="x",
        page="board",
    ),
    Action("draft.open", "Drafts others have shown…", Menu.PLAN, "Look at a kept draft as your own", page="board"),
)  # fmt: skip

PROPOSALS = (
    Action(
        "plan.look", "Look at what is proposed", Menu.PLAN, "A repair or a better plan as a draft; nothing is applied by it",
        keys=("L",), icon="info", page="board",
    ),
    Action("plan.later", "Not now", Menu.PLAN, "The same proposal is not told again", page="board"),
    Action(
        "plan.why", "Why here, and not earlier?", Menu.PLAN, "What keeps the selected bar where it is, and what would help",
        keys=("Y",), icon="info", when=When.PLANNED, page="board",
    ),
    Action(
        "plan.conflicts", "Conflicts…", Menu.PLAN, "Double bookings and broken limits, each with its place", keys=("J",),
        icon="triangle-alert", page="board",
    ),
    Action(
        "plan.back", "Move a change back…", Menu.PLAN, "A new signed change that puts a change set back",
        icon="undo-2", right=Right.PLAN,
    ),
)  # fmt: skip

QUESTIONS = (
    Action(
        "plan.what_if", "What if…", Menu.PLAN, "What would be if a room, an instrument, a person or a courier failed",
        keys=("I",), icon="info",
    ),
    Action(
        "plan.offer", "Can we take a patient…", Menu.PLAN, "The earliest lawful starts for one more patient, and what each costs",
        keys=("P",), icon="calendar-plus",
    ),
)  # fmt: skip

PLAN = (*PROPOSALS, *QUESTIONS, *DRAFTS, *MOVES)
