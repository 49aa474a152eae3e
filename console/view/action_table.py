"""The rows of the action table: everything a person can do at this console."""

from __future__ import annotations

from console.domain.rights import Right
from console.view.action_audit import AUDIT
from console.view.action_blanks import BLANKS
from console.view.action_handover import HANDOVER
from console.view.action_paper import PAPER
from console.view.action_plan import PLAN
from console.view.action_replay import REPLAY
from console.view.actions import Action, Menu, When

_SITE = (
    Action(
        "site.search", "Find…", Menu.SITE, "Anything by its number or by words: batches, lots, people, entries", keys=("/",),
        icon="search",
    ),
    Action(
        "site.import", "Import a workbook…", Menu.SITE,
        "Read a whiteboard workbook, preview it, sign, import", keys=("Ctrl+I",), icon="file-input",
        right=Right.IMPORT,
    ),
    Action(
        "site.new", "New site…", Menu.SITE, "Make an empty site in a folder", keys=("Ctrl+Shift+N",),
        icon="folder-plus",
    ),
    Action(
        "room.out", "Take a room out…", Menu.SITE, "Nothing starts in the room until QA gives it back",
        keys=("Ctrl+Shift+O",), icon="octagon-x", right=Right.TAKE_OUT, critical=True,
    ),
    Action(
        "room.back", "Give a room back…", Menu.SITE, "QA lets work go on in a room that is out",
        keys=("Ctrl+Shift+B",), icon="check", when=When.ROOM_OUT, right=Right.RETURN, critical=True,
    ),
    Action(
        "instrument.out", "Take an instrument out…", Menu.SITE, "Nothing is loaded into it; cells in it stay where they are",
        keys=("Ctrl+Shift+P",), icon="octagon-x", right=Right.TAKE_OUT, critical=True,
    ),
    Action(
        "instrument.back", "Give an instrument back…", Menu.SITE, "QA lets an instrument be loaded again",
        keys=("Ctrl+Shift+J",), icon="check", when=When.INSTRUMENT_OUT, right=Right.RETURN, critical=True,
    ),
    Action(
        "model.promote", "Promote a forecast model…", Menu.SITE, "QA lets the forecast rest on what was learned until now",
        icon="chart-line", right=Right.PROMOTE,
    ),
    Action(
        "demo.pause", "Pause the demo", Menu.SITE, "The plant of the demo stands still", keys=("Ctrl+Alt+0",),
        icon="circle-pause", when=When.DEMO,
    ),
    Action(
        "demo.real", "Demo at the speed of the clock", Menu.SITE, "One second of the demo is one second",
        keys=("Ctrl+Alt+1",), icon="play", when=When.DEMO,
    ),
    Action(
        "demo.fast", "Demo 60 times as fast", Menu.SITE, "One second of the demo is one minute",
        keys=("Ctrl+Alt+6",), icon="play", when=When.DEMO,
    ),
    Action(
        "site.quit", "Close the console", Menu.SITE, "Close the window; the journal is already on disk",
        keys=("Ctrl+Q",),
    ),
)

_BATCH = (
    Action(
        "batch.new", "New batch…", Menu.BATCH, "Order a batch: product, clinic, identity, first day",
        keys=("Ctrl+N",), icon="plus", right=Right.ORDER,
    ),
    Action(
        "batch.move", "Move the batch…", Menu.BATCH, "Move every planned step of the batch by a time",
        keys=("Ctrl+Shift+M",), icon="move-horizontal", when=When.BATCH, right=Right.PLAN,
    ),
    Action(
        "batch.cancel", "Cancel the batch…", Menu.BATCH,
        "Call off a batch that has not started, with a reason", keys=("Ctrl+Shift+Del",), icon="x",
        when=When.BATCH, right=Right.ORDER,
    ),
    Action(
        "batch.apheresis", "Apheresis appointment…", Menu.BATCH,
        "Book, move or give back the leukapheresis slot", keys=("Ctrl+Shift+A",), icon="calendar-plus",
        when=When.BATCH, right=Right.ORDER,
    ),
    Action(
        "batch.infusion", "Infusion appointment…", Menu.BATCH, "Book, move or give back the infusion slot",
        keys=("Ctrl+Shift+F",), icon="calendar-plus", when=When.BATCH, right=Right.ORDER,
    ),
    Action(
        "batch.mail", "Copy the batch's sentence for a mail", Menu.BATCH,
        "Reviewed results only; no name, no patient, no other sponsor", keys=("Ctrl+Shift+C",), when=When.BATCH,
    ),
    Action(
        "batch.note", "Add a note…", Menu.BATCH, "Leave a remark on the batch", keys=("W",),
        icon="message-square-text", when=When.BATCH, right=Right.NOTE,
    ),
    Action(
        "batch.owner", "Set the owner…", Menu.BATCH, "Say who owns what is open, and until when", keys=("O",),
        icon="user-round", when=When.BATCH, right=Right.NOTE,
    ),
    Action(
        "batch.hold", "Place a hold…", Menu.BATCH, "No step starts until QA lifts the hold", keys=("H",),
        icon="octagon-pause", when=When.BATCH, right=Right.HOLD, critical=True,
    ),
    Action(
        "batch.lift", "Lift a hold…", Menu.BATCH, "QA lets the batch go on, with a reason",
        keys=("Ctrl+Shift+H",), icon="check", when=When.HELD, right=Right.LIFT_HOLD, critical=True,
    ),
    Action(
        "batch.deviation", "Open a deviation…", Menu.BATCH, "Record a departure from what was approved",
        keys=("D",), icon="triangle-alert", when=When.BATCH, right=Right.OPEN_DEVIATION,
    ),
    Action(
        "batch.terminate", "Terminate the batch…", Menu.BATCH, "End a started batch without product",
        icon="octagon-x", when=When.BATCH, right=Right.RELEASE,
    ),
    Action(
        "batch.disposition", "Sign the disposition…", Menu.BATCH, "Release or reject the batch, as QA",
        keys=("Ctrl+Shift+R",), icon="pen-line", when=When.BATCH, right=Right.RELEASE, critical=True,
    ),
)

_STEP = (
    Action(
        "step.start", "Start the step", Menu.STEP, "The step starts now", keys=("S",), icon="play",
        when=When.PLANNED, right=Right.RECORD_STEP,
    ),
    Action(
        "step.earlier", "It started earlier…", Menu.STEP, "The step started some minutes ago, with a reason",
        keys=("Shift+S",), icon="history", when=When.PLANNED, right=Right.RECORD_STEP,
    ),
    Action(
        "step.values", "Record values…", Menu.STEP, "Write down what was measured while the step runs",
        keys=("V",), icon="pen-line", when=When.RUNNING, right=Right.RECORD_STEP,
    ),
    Action(
        "step.finish", "Finish and verify…", Menu.STEP, "The step ends; performer and verifier sign",
        keys=("E",), icon="check-check", when=When.RUNNING, right=Right.RECORD_STEP, critical=True,
    ),
    Action(
        "step.move", "Move the planned step…", Menu.STEP, "Plan the step at another time or place",
        keys=("F2",), icon="move-horizontal", when=When.PLANNED, right=Right.PLAN,
    ),
    Action(
        "step.skip", "Skip the step…", Menu.STEP, "Leave an optional step out, with a reason",
        icon="arrow-right", when=When.PLANNED, right=Right.PLAN,
    ),
    Action(
        "step.correct", "Correct the record…", Menu.STEP, "A new value beside the old one, with a reason",
        keys=("Ctrl+E",), icon="undo-2", when=When.BEGUN, right=Right.CORRECT,
    ),
    Action(
        "step.sample", "Take a sample…", Menu.STEP, "Take a sample of the batch at this step", keys=("M",),
        icon="flask-conical", when=When.BEGUN, right=Right.SAMPLE,
    ),
)

_QUALITY = (
    Action(
        "test.receive", "Receive a sample…", Menu.QUALITY, "The lab has the sample", icon="flask-conical",
        when=When.BATCH, right=Right.TEST,
    ),
    Action(
        "test.start", "Start a test…", Menu.QUALITY, "An attempt at a test begins", icon="play",
        when=When.BATCH, right=Right.TEST,
    ),
    Action(
        "test.result", "Enter a result…", Menu.QUALITY, "A value, a text, or both", keys=("R",),
        icon="pen-line", when=When.BATCH, right=Right.TEST,
    ),
    Action(
        "test.review", "Review a result…", Menu.QUALITY, "A second person judges a result", keys=("Ctrl+R",),
        icon="check", when=When.BATCH, right=Right.REVIEW_RESULT,
    ),
)

_BOARD = (
    Action(
        "board.now", "Go to now", Menu.VIEW, "Bring the now line into view", keys=("N",), icon="locate-fixed",
        page="board",
    ),
    Action(
        "board.in", "Zoom in", Menu.VIEW, "Show less time, larger", keys=("Ctrl++", "Ctrl+="), icon="zoom-in",
        page="board",
    ),
    Action(
        "board.out", "Zoom out", Menu.VIEW, "Show more time, smaller", keys=("Ctrl+-",), icon="zoom-out",
        page="board",
    ),
    Action("board.12h", "Twelve hours", Menu.VIEW, "Show twelve hours", keys=("Alt+1",), page="board"),
    Action("board.2d", "Two days", Menu.VIEW, "Show two days", keys=("Alt+2",), page="board"),
    Action("board.7d", "Seven days", Menu.VIEW, "Show seven days", keys=("Alt+3",), page="board"),
    Action("board.28d", "Four weeks", Menu.VIEW, "Show four weeks", keys=("Alt+4",), page="board"),
    Action("board.fold", "Fold or unfold the row", Menu.VIEW, "Fold the row to a line, or open it", keys=("F",), page="board"),
    Action(
        "board.table", "The board as a table", Menu.VIEW, "The same rows as a table, for reading", keys=("T",),
        icon="table", page="board",
    ),
    Action(
        "board.fit", "Fit everything", Menu.VIEW, "Show all that is planned", keys=("Alt+0",), page="board",
    ),
    Action(
        "board.back", "View back", Menu.VIEW, "The view before this one", keys=("Alt+Left",),
        icon="chevron-left", page="board",
    ),
    Action(
        "board.on", "View forward", Menu.VIEW, "The view after this one", keys=("Alt+Right",),
        icon="chevron-right", page="board",
    ),
)

_CHARTS = (
    Action(
        "charts.live", "Charts: live", Menu.VIEW, "Forecast history, hours left, age of the work in progress",
        keys=("Alt+L",), page="charts",
    ),
    Action(
        "charts.why", "Charts: why", Menu.VIEW, "Why the forecast moved, what it hangs on, what would help",
        keys=("Alt+W",), page="charts",
    ),
    Action(
        "charts.trust", "Charts: trust", Menu.VIEW, "How far the forecast can be trusted", keys=("Alt+T",), page="charts",
    ),
    Action(
        "charts.programme", "Charts: programme", Menu.VIEW, "Sponsor by sponsor: vein-to-vein against the promise",
        keys=("Alt+P",), page="charts",
    ),
    Action(
        "charts.print", "Charts: print the page…", Menu.VIEW, "Every chart in view as pages, with its table",
        keys=("Ctrl+Alt+P",), icon="file-text", right=Right.PRINT, page="charts",
    ),
)

_WINDOW = (
    Action(
        "view.board", "Board", Menu.VIEW, "All rooms and lanes in time", keys=("Ctrl+1",),
        icon="layout-dashboard",
    ),
    Action(
        "view.batch", "Batch", Menu.VIEW, "All that is known of the selected batch", keys=("Ctrl+2",),
        icon="file-text",
    ),
    Action(
        "view.charts", "Charts", Menu.VIEW, "The forecast and the work in progress", keys=("Ctrl+3",),
        icon="chart-line",
    ),
    Action(
        "view.handover", "Handover", Menu.VIEW, "Who has duty, and what the next shift must know", keys=("Ctrl+4",),
        icon="check-check",
    ),
    Action(
        "view.audit", "Audit", Menu.VIEW, "The journal line by line, searched and reviewed", keys=("Ctrl+5",), icon="database",
    ),
    Action(
        "view.blanks", "Paper", Menu.VIEW, "The sheets that rooms work on without a console, and what came back on them",
        keys=("Ctrl+6",), icon="file-text",
    ),
    Action(
        "view.pane", "Next pane", Menu.VIEW, "Move the keyboard to the next pane", keys=("F6",),
        icon="panels-top-left",
    ),
    Action(
        "view.pane_back", "Pane before", Menu.VIEW, "Move the keyboard to the pane before",
        keys=("Shift+F6",),
    ),
    Action(
        "view.theme", "Light or dark", Menu.VIEW, "Change between light and dark", keys=("Ctrl+Shift+L",),
        icon="moon",
    ),
    Action(
        "view.glove", "Desk or glove", Menu.VIEW, "Change between mouse and gloved hand",
        keys=("Ctrl+Shift+G",), icon="hand",
    ),
    Action(
        "view.full", "Full screen", Menu.VIEW, "Fill the screen, or come back", keys=("F11",), icon="monitor",
    ),
    Action(
        "session.login", "Log in…", Menu.SESSION, "Say who you are", keys=("Ctrl+L",), icon="log-in",
        when=When.LOGGED_OUT,
    ),
    Action(
        "session.lock", "Lock", Menu.SESSION, "Readable for all, actionable for nobody",
        keys=("Ctrl+Shift+K",), icon="lock", when=When.LOGGED_IN,
    ),
    Action(
        "session.logout", "Log out", Menu.SESSION, "End the session", keys=("Ctrl+Shift+Q",), icon="log-out",
        when=When.LOGGED_IN,
    ),
    Action(
        "help.palette", "Find an action", Menu.HELP, "Type a few letters of what you want", keys=("Ctrl+K",),
        icon="command",
    ),
    Action("help.keys", "Keys", Menu.HELP, "Every key on one sheet", keys=("?", "F1"), icon="keyboard"),
)

TABLE: tuple[Action, ...] = (
    *_SITE, *_BATCH, *_STEP, *_QUALITY, *PLAN, *HANDOVER, *AUDIT, *BLANKS, *_BOARD, *_CHARTS, *PAPER, *REPLAY, *_WINDOW,
)
