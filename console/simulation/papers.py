"""What people do with sheets of paper: an exercise of the stop of the network, with sheets in every state at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from console.domain.blanks import Blank, BlankEntry, BlankState, number_of
from console.domain.commands import IssueBlanks, KeyBlank, ReturnBlank, VerifyBlank, VoidBlank
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.simulation.scene import Act, Maker, Scene

MARK = "DEM0"
ROOMS = 5
"""So many rooms take part, the first of the facility."""
BACK, VOID, KEYED, CHECKED = timedelta(hours=3), timedelta(hours=2, minutes=30), timedelta(minutes=25), timedelta(minutes=20)
"""After the issue the sheets come back, or are void; after that they are keyed, and keyed by a second person."""
REASON = "exercise: the network stands still for three hours"
BESIDE = "it was recorded on the console as well: an exercise"

KEPT_BACK, NEVER_KEYED, NEVER_CHECKED = 5, 3, 2
"""The fifth sheet stays out, the third is not keyed yet, the second waits for its second person; the fourth is void."""


def paper_acts(scene: Scene, issued_at: datetime) -> Iterator[Act]:
    """What comes next with the sheets of an exercise that begins at this instant."""
    sheets = [scene.floor.blanks.get(number_of(MARK, n)) for n in range(1, ROOMS + 1)]
    if all(sheet is None for sheet in sheets):
        yield Act(issued_at, _issues)
    for n, sheet in enumerate(sheets, 1):
        if sheet is not None and n != KEPT_BACK:
            yield from _next(n, sheet)


def _next(n: int, sheet: Blank) -> Iterator[Act]:
    if sheet.state is BlankState.OUT and n == NEVER_KEYED + 1:
        yield Act(sheet.issued_at + VOID, _by(sheet, "void", lambda by: VoidBlank(by=by, blank=sheet.number, reason="not used")))
    elif sheet.state is BlankState.OUT:
        at = sheet.issued_at + BACK + timedelta(minutes=4 * n)
        yield Act(at, _by(sheet, "back", lambda by: ReturnBlank(by=by, blank=sheet.number, pages=2)))
    elif sheet.state is BlankState.RETURNED and n != NEVER_KEYED and sheet.returned_at is not None:
        entries = _read(sheet)
        keys = _by(sheet, "keys", lambda by: KeyBlank(by=by, blank=sheet.number, entries=entries), Role.OPERATOR)
        yield Act(sheet.returned_at + KEYED, keys)
    elif sheet.state is BlankState.KEYED and n != NEVER_CHECKED and sheet.keyed_at is not None:
        told = sheet.entries
        checks = _by(sheet, "checks", lambda by: VerifyBlank(by=by, blank=sheet.number, entries=told))
        yield Act(sheet.keyed_at + CHECKED, checks)


def _issues(scene: Scene, now: datetime) -> Command | None:
    by = scene.floor.responsible or scene.who(Role.SUPERVISOR, now, "papers")
    rooms = tuple(scene.floor.rooms)[:ROOMS]
    return IssueBlanks(by=by, rooms=rooms, mark=MARK, reason=REASON) if by else None


def _by(sheet: Blank, what: str, make: Callable[[str], Command], role: Role = Role.SUPERVISOR) -> Maker:
    """Whoever of this role is there, and not who keyed it before."""

    def made(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(role, now, "papers", sheet.number, what, not_these=(sheet.keyed_by,))
        return make(by) if by else None

    return made


def _read(sheet: Blank) -> tuple[BlankEntry, ...]:
    """What an exercise leaves on a sheet: a remark in its first line, and nothing in the others."""
    rest = tuple(BlankEntry(line.id, nothing=True) for line in sheet.lines[1:])
    first = tuple(BlankEntry(line.id, remark="written to try the sheet", not_entered=BESIDE) for line in sheet.lines[:1])
    return (*first, *rest)
