"""The rows of the action table that go back in the record: they are offered in the window of replay, the first one everywhere."""

from __future__ import annotations

from console.view.actions import Action, Menu

REPLAY: tuple[Action, ...] = (
    Action(
        "replay.open",
        "Replay…",
        Menu.VIEW,
        "What this console showed at an instant of the past, read-only",
        keys=("Ctrl+H",),
        icon="history",
    ),
    Action("replay.entry_back", "Entry before", Menu.VIEW, "To the instant of the entry before", keys=(",",), icon="chevron-left"),
    Action("replay.entry_on", "Entry after", Menu.VIEW, "To the instant of the entry after", keys=(".",), icon="chevron-right"),
    Action("replay.hour_back", "An hour earlier", Menu.VIEW, "One hour earlier", keys=("Ctrl+PgUp",)),
    Action("replay.hour_on", "An hour later", Menu.VIEW, "One hour later", keys=("Ctrl+PgDown",)),
    Action("replay.shift_back", "Shift before", Menu.VIEW, "To the begin of a shift, backwards", keys=("Shift+PgUp",)),
    Action("replay.shift_on", "Shift after", Menu.VIEW, "To the begin of a shift, forwards", keys=("Shift+PgDown",)),
    Action("replay.day_back", "A day earlier", Menu.VIEW, "The same clock a day earlier", keys=("Alt+PgUp",)),
    Action("replay.day_on", "A day later", Menu.VIEW, "The same clock a day later", keys=("Alt+PgDown",)),
    Action(
        "replay.play",
        "Play or stand still",
        Menu.VIEW,
        "Let the record go by, ten minutes each second",
        keys=("Ctrl+Space",),
        icon="play",
    ),
    Action(
        "replay.moments",
        "What happened on this day",
        Menu.VIEW,
        "Every entry of the day, to jump to",
        keys=("Ctrl+Alt+M",),
        icon="clock-4",
    ),
    Action(
        "replay.beside",
        "Beside now",
        Menu.VIEW,
        "The board of then and the board of now, the same time in sight",
        keys=("Ctrl+Alt+N",),
        icon="panels-top-left",
    ),
    Action("replay.leave", "Back to now", Menu.VIEW, "Close the replay", keys=("Ctrl+W",), icon="undo-2"),
)
