"""What an action is: one row from which menus, keys, palette, key sheet and manual derive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from console.domain.facility import Role
from console.domain.rights import ALLOWED, Right, may


class Menu(Enum):
    """Where an action stands, in the order of the menu bar."""

    SITE = "Site"
    BATCH = "Batch"
    STEP = "Step"
    QUALITY = "Quality"
    PLAN = "Plan"
    SHIFT = "Shift"
    PAPER = "Paper"
    VIEW = "View"
    SESSION = "Session"
    HELP = "Help"


class When(Enum):
    """What must be so before an action can be used."""

    ALWAYS = "always"
    BATCH = "a batch is selected"
    STEP = "a step is selected"
    PLANNED = "a planned step is selected"
    RUNNING = "a running step is selected"
    BEGUN = "a step that has begun is selected"
    HELD = "the batch is on hold"
    LOGGED_OUT = "nobody is logged in"
    LOGGED_IN = "somebody is logged in"
    DEMO = "the site is a demo"
    ROOM_OUT = "a room is out"
    INSTRUMENT_OUT = "an instrument is out"

    @property
    def of_batch(self) -> bool:
        """Whether it speaks of the selected batch or of one of its steps."""
        return self in (When.BATCH, When.STEP, When.PLANNED, When.RUNNING, When.BEGUN, When.HELD)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do: what it is called, where it stands and who may.

    `right` is what the floor will ask of the person when it leaves an entry in the journal; None only looks.
    `page` names the one page it belongs to, empty for the whole window.
    """

    id: str
    title: str
    menu: Menu
    says: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: When = When.ALWAYS
    right: Right | None = None
    page: str = ""
    critical: bool = False

    @property
    def writes(self) -> bool:
        """Whether it leaves an entry, so that it needs a session and a console that is not read-only."""
        return self.right is not None

    @property
    def who(self) -> str:
        """Who may, in words; the floor's rules still have the last word."""
        if self.right is None:
            return "whoever is logged in" if self.when is When.LOGGED_IN else "everyone"
        return ", ".join(sorted(role.value.replace("_", " ") for role in ALLOWED[self.right]))


@dataclass(frozen=True, slots=True)
class Situation:
    """What the shell knows when it asks which actions can be used."""

    roles: tuple[Role, ...] = ()
    logged_in: bool = False
    locked: bool = False
    read_only: bool = False
    demo: bool = False
    batch: str = ""
    step: str = ""
    step_state: str = ""
    held: bool = False
    room_out: bool = False
    instrument_out: bool = False
    page: str = ""


def usable(action: Action, now: Situation) -> bool:
    """Whether the action can be used in this situation."""
    return not why_not(action, now)


def why_not(action: Action, now: Situation) -> str:
    """The one plain reason why an action cannot be used now, empty when it can."""
    if action.right is not None:
        if now.read_only:
            return "this console is read-only"
        if now.locked:
            return "the console is locked: log in first"
        if not now.logged_in:
            return "log in first"
        if not may(now.roles, action.right):
            return f"needs one of the roles {action.who}"
    if action.page and action.page != now.page:
        return f"only on the page {action.page}"
    return "" if _fits(action.when, now) else f"only when {action.when.value}"


def _fits(when: When, now: Situation) -> bool:
    return {
        When.ALWAYS: True,
        When.BATCH: bool(now.batch),
        When.STEP: bool(now.step),
        When.PLANNED: now.step_state == "planned",
        When.RUNNING: now.step_state == "running",
        When.BEGUN: now.step_state in ("running", "done"),
        When.HELD: now.held,
        When.LOGGED_OUT: not now.logged_in or now.locked,
        When.LOGGED_IN: now.logged_in,
        When.DEMO: now.demo,
        When.ROOM_OUT: now.room_out,
        When.INSTRUMENT_OUT: now.instrument_out,
    }[when]


def find(words: str, table: tuple[Action, ...]) -> list[Action]:
    """Actions in which every typed word occurs, those whose title begins with it first."""
    wanted = words.lower().split()
    hits = [action for action in table if all(word in _words(action) for word in wanted)]
    first = wanted[0] if wanted else ""
    order = {action.id: place for place, action in enumerate(table)}
    return sorted(hits, key=lambda a: (not a.title.lower().startswith(first), order[a.id]))


def _words(action: Action) -> str:
    return f"{action.title} {action.says} {action.menu.value} {action.id}".lower()
