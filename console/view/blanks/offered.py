"""What can be done with a sheet from where it stands, by whoever looks at it: only what leads on is offered."""

from __future__ import annotations

from console.domain.blanks import Blank, BlankState
from console.view.blanks.listing import Seen

BUTTONS = {
    "blanks.issue": "Issue sheets",
    "blanks.account": "Print the account",
    "blanks.return": "It is back",
    "blanks.key": "Key it in",
    "blanks.record": "Record",
    "blanks.free": "Add a free row",
    "blanks.pause": "Stop for now",
    "blanks.attach": "Attach original",
    "blanks.sign": "Sign for it",
    "blanks.original": "Save original",
    "blanks.print": "Print",
    "blanks.void": "Void",
}
"""The actions of the page with the short words of their buttons, in their order."""

ABOVE = ("blanks.issue", "blanks.account")
"""Those that are about all sheets: they stand over the list."""

_KEYING = frozenset({"blanks.record", "blanks.free", "blanks.pause"})
_BY_STATE = {
    BlankState.OUT: frozenset({"blanks.return", "blanks.print", "blanks.void"}),
    BlankState.RETURNED: frozenset({"blanks.key", "blanks.attach", "blanks.print", "blanks.void"}),
    BlankState.KEYED: frozenset({"blanks.key", "blanks.attach", "blanks.print"}),
    BlankState.VERIFIED: frozenset({"blanks.attach", "blanks.print"}),
    BlankState.CLOSED: frozenset({"blanks.attach", "blanks.print"}),
    BlankState.VOID: frozenset({"blanks.print"}),
}


def offered(seen: Seen | None, blank: Blank | None, *, keying: bool) -> frozenset[str]:
    """The actions that lead on from here; while a sheet is being keyed only those of the keying."""
    if seen is None or blank is None:
        return frozenset(ABOVE)
    if keying:
        return _KEYING
    found = _BY_STATE[blank.state] | set(ABOVE)
    if seen.user in blank.owed:
        found |= {"blanks.sign"}
    return found | {"blanks.original"} if blank.originals else found
