"""What a verb's exit code says; the README lists the same."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every verb."""

    WELL = 0
    BROKEN = 1
    USAGE = 2
    TROUBLE = 3
    BUSY = 4
    REFUSED = 5


MEANS = {
    Exit.WELL: "done; for verify: the record is whole",
    Exit.BROKEN: "verify or self-test found the record or the program broken; it says where",
    Exit.USAGE: "the command line cannot be read",
    Exit.TROUBLE: "the site cannot be opened: missing, wrong key, foreign or newer, or the disk is in trouble",
    Exit.BUSY: "another console writes to this site; verbs that only read still work",
    Exit.REFUSED: "the floor said no, or the input holds errors; nothing was taken in",
}
