"""Everything a person can do is one row here; menus, keys, palette, key sheet and manual derive from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Menu(Enum):
    """Where an action stands, in the order of the menu bar."""

    SITE = "Site"
    BATCH = "Batch"
    STEP = "Step"
    VIEW = "View"
    SESSION = "Session"
    HELP = "Help"


class When(Enum):
    """What must be so before an action can be used."""

    ALWAYS = "always"
    BATCH = "a batch is selected"
    STEP = "a step is selected"
    LOGGED_OUT = "nobody is logged in"
    LOGGED_IN = "somebody is logged in"
    DEMO = "the site is a demo"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do: what it is called, where it stands and who may.

    `writes` says that it leaves an entry in the journal, so it needs a session and a console that is not read-only;
    `page` names the one page it belongs to, empty for the whole window.
    """

    id: str
    title: str
    menu: Menu
    says: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: When = When.ALWAYS
    writes: bool = False
    page: str = ""
    critical: bool = False

    @property
    def who(self) -> str:
        """Who may, in words; the floor's rules still have the last word."""
        return "whoever is logged in" if self.writes or self.when is When.LOGGED_IN else "everyone"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the shell knows when it asks which actions can be used."""

    logged_in: bool = False
    locked: bool = False
    read_only: bool = False
    demo: bool = False
    batch: str = ""
    step: str = ""
    page: str = ""


TABLE: tuple[Action, ...] = (
    Action("site.new", "New site…", Menu.SITE, "Make an empty site in a folder", ("Ctrl+Shift+N",), "folder-plus"),
    Action(
        "site.import", "Import a workbook…", Menu.SITE, "Read a whiteboard workbook, preview it, sign, import",
        ("Ctrl+I",), "file-input", writes=True,
    ),
    Action("site.search", "Find a batch", Menu.SITE, "Find a batch by its number or by words", ("/",), "search"),
    Action(
        "demo.pause", "Pause the demo", Menu.SITE, "The plant of the demo stands still", ("Ctrl+Alt+0",),
        "circle-pause", When.DEMO,
    ),
    Action(
        "demo.real", "Demo at the speed of the clock", Menu.SITE, "One second of the demo is one second",
        ("Ctrl+Alt+1",), "play", When.DEMO,
    ),
    Action(
        "demo.fast", "Demo 60 times as fast", Menu.SITE, "One second of the demo is one minute", ("Ctrl+Alt+6",),
        "play", When.DEMO,
    ),
    Action("site.quit", "Close the console", Menu.SITE, "Close the window; the journal is already on disk", ("Ctrl+Q",)),
    Action(
        "batch.new", "New batch…", Menu.BATCH, "Add a batch: product, identity, promise", ("Ctrl+N",), "plus",
        writes=True,
    ),
    Action(
        "batch.move", "Move the batch…", Menu.BATCH, "Move every planned step of the batch by a time",
        ("Ctrl+Shift+M",), "move-horizontal", When.BATCH, writes=True,
    ),
    Action(
        "batch.cancel", "Cancel the batch…", Menu.BATCH, "Take a batch off the plan, with a reason",
        ("Ctrl+Shift+Del",), "x", When.BATCH, writes=True,
    ),
    Action(
        "batch.apheresis", "Apheresis appointment…", Menu.BATCH, "Book, move or cancel the leukapheresis",
        ("Ctrl+Shift+A",), "calendar-plus", When.BATCH, writes=True,
    ),
    Action(
        "batch.clinic", "Clinic appointment…", Menu.BATCH, "Book, move or cancel the infusion slot", ("Ctrl+Shift+C",),
        "calendar-plus", When.BATCH, writes=True,
    ),
    Action(
        "batch.note", "Add a note…", Menu.BATCH, "Write a note on the batch", ("T",), "message-square-text",
        When.BATCH, writes=True,
    ),
    Action(
        "batch.owner", "Set the owner…", Menu.BATCH, "Say who owns what is open, and until when", ("O",), "user-round",
        When.BATCH, writes=True,
    ),
    Action(
        "batch.hold", "Hold…", Menu.BATCH, "Stop the batch until somebody releases the hold", ("H",), "octagon-pause",
        When.BATCH, writes=True, critical=True,
    ),
    Action(
        "step.start", "Start the step", Menu.STEP, "The step starts now", ("S",), "play", When.STEP, writes=True
    ),
    Action(
        "step.earlier", "It started earlier…", Menu.STEP, "The step started some minutes ago, with a reason",
        ("Shift+S",), "history", When.STEP, writes=True,
    ),
    Action(
        "step.finish", "Finish the step", Menu.STEP, "The step ends now", ("E",), "square", When.STEP, writes=True
    ),
    Action(
        "step.values", "Record values…", Menu.STEP, "Write down what was measured", ("V",), "pen-line", When.STEP,
        writes=True,
    ),
    Action(
        "step.verify", "Verify…", Menu.STEP, "A second person confirms what was done", ("Y",), "check-check",
        When.STEP, writes=True, critical=True,
    ),
    Action(
        "step.move", "Move the planned step…", Menu.STEP, "Plan the step at another time or place", ("F2",),
        "move-horizontal", When.STEP, writes=True,
    ),
    Action("view.board", "Board", Menu.VIEW, "All rooms and lanes in time", ("Ctrl+1",), "layout-dashboard"),
    Action("view.batch", "Batch", Menu.VIEW, "All that is known of the selected batch", ("Ctrl+2",), "file-text"),
    Action("view.charts", "Charts", Menu.VIEW, "The forecast and the work in progress", ("Ctrl+3",), "chart-line"),
    Action("view.pane", "Next pane", Menu.VIEW, "Move the keyboard to the next pane", ("F6",), "panels-top-left"),
    Action("view.pane_back", "Previous pane", Menu.VIEW, "Move the keyboard to the pane before", ("Shift+F6",)),
    Action("view.theme", "Light or dark", Menu.VIEW, "Change between light and dark", ("Ctrl+Shift+L",), "moon"),
    Action("view.glove", "Desk or glove", Menu.VIEW, "Change between mouse and gloved hand", ("Ctrl+Shift+G",), "hand"),
    Action("view.full", "Full screen", Menu.VIEW, "Fill the screen, or come back", ("F11",), "monitor"),
    Action("session.login", "Log in…", Menu.SESSION, "Say who you are", ("Ctrl+L",), "log-in", When.LOGGED_OUT),
    Action(
        "session.lock", "Lock", Menu.SESSION, "Readable for all, actionable for nobody", ("Ctrl+Shift+K",), "lock",
        When.LOGGED_IN,
    ),
    Action("session.logout", "Log out", Menu.SESSION, "End the session", ("Ctrl+Shift+Q",), "log-out", When.LOGGED_IN),
    Action("help.palette", "Find an action", Menu.HELP, "Type a few letters of what you want", ("Ctrl+K",), "command"),
    Action("help.keys", "Keys", Menu.HELP, "Every key on one sheet", ("?",), "keyboard"),
)


def usable(action: Action, now: Situation) -> bool:
    """Whether the action can be used in this situation."""
    if action.writes and (now.locked or now.read_only or not now.logged_in):
        return False
    if action.page and action.page != now.page:
        return False
    return {
        When.ALWAYS: True,
        When.BATCH: bool(now.batch),
        When.STEP: bool(now.step),
        When.LOGGED_OUT: not now.logged_in or now.locked,
        When.LOGGED_IN: now.logged_in,
        When.DEMO: now.demo,
    }[action.when]


def why_not(action: Action, now: Situation) -> str:
    """The one plain reason why an action cannot be used now, empty when it can."""
    if usable(action, now):
        return ""
    if action.writes and now.read_only:
        return "this console is read-only"
    if action.writes and now.locked:
        return "the console is locked: log in first"
    if action.writes and not now.logged_in:
        return "log in first"
    if action.page and action.page != now.page:
        return f"only on the page {action.page}"
    return f"only when {action.when.value}"


def find(words: str, table: tuple[Action, ...] = TABLE) -> list[Action]:
    """Actions in which every typed word occurs, those whose title begins with it first."""
    wanted = words.lower().split()
    hits = [
        action
        for action in table
        if all(word in f"{action.title} {action.says} {action.menu.value} {action.id}".lower() for word in wanted)
    ]
    first = wanted[0] if wanted else ""
    order = {action.id: place for place, action in enumerate(table)}
    return sorted(hits, key=lambda a: (not a.title.lower().startswith(first), order[a.id]))
