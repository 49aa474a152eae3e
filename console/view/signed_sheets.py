"""What a person signs of a sheet of paper: every line of it as it was read, and in which part they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.blanks import Blank, BlankEntry, number_of
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.view import spoken

Line = tuple[str, str]

TOLD = ("rooms", "mark", "hours", "entries", "blank", "lost")
"""What of a command about sheets is told in words of its own, every one of them."""


def about_sheet(command: Command) -> bool:
    """Whether the command is about sheets of paper."""
    return isinstance(command, c.IssueBlanks | c.VoidBlank | c.VerifyBlank | c.SignBlank)


def sheet_lines(command: Command, floor: Floor, zone: ZoneInfo) -> list[Line]:
    """Every line that is signed, in the order of the sheet."""
    if isinstance(command, c.IssueBlanks):
        return list(_issued(command, floor))
    blank = floor.blanks.get(str(getattr(command, "blank", "")))
    if blank is None:
        return [("Sheet", f"{getattr(command, 'blank', '')}: not on the floor")]
    found = [("Sheet", f"{blank.number} of {blank.room}, issued {spoken.stamp(blank.issued_at, zone)}")]
    if isinstance(command, c.VoidBlank):
        found.append(("It is", "lost: a deviation is opened" if command.lost else "here, and nothing on it counts"))
    elif isinstance(command, c.VerifyBlank):
        found.append(("Read first by", floor.person_name(blank.keyed_by)))
        found += [(_line(blank, entry, floor), entry_words(blank, entry, floor, zone)) for entry in command.entries]
    elif isinstance(command, c.SignBlank):
        found += _own(blank, command.by, floor, zone)
    return found


def _issued(command: c.IssueBlanks, floor: Floor) -> Iterator[Line]:
    first = floor.blank_counts.get(command.mark, 0) + 1
    for count, room in enumerate(command.rooms, first):
        yield room, f"sheet {number_of(command.mark, count)} for {spoken.counted(command.hours, 'hour')}"


def _line(blank: Blank, entry: BlankEntry, floor: Floor) -> str:
    batch, step = blank.at_line(entry)
    printed = blank.line(entry.line)
    title = printed.title if printed is not None else _title(floor, batch, step)
    return f"Line {entry.line} · {batch} {title}".rstrip()


def entry_words(blank: Blank, entry: BlankEntry, floor: Floor, zone: ZoneInfo) -> str:
    """One line of a sheet as it was read: what, when, by whom, with which values."""
    if entry.nothing:
        return "nothing was done"
    parts = []
    if entry.started_at is not None:
        parts.append(f"begun {spoken.stamp(entry.started_at, zone)}")
    if entry.finished_at is not None:
        parts.append(f"ended {spoken.stamp(entry.finished_at, zone)}")
    parts += [word for word in (f"station {entry.station}" if entry.station else "", entry.instrument) if word]
    parts += [f"done by {floor.person_name(entry.performer)}"] if entry.performer else []
    parts += [f"checked by {floor.person_name(entry.verifier)}"] if entry.verifier else []
    parts += _values(blank, entry, floor)
    parts += [f"sample {entry.sample}"] if entry.sample.strip() else []
    parts += [f"remark: {entry.remark}"] if entry.remark.strip() else []
    words = ", ".join(parts)
    return f"NOT entered ({entry.not_entered}): {words}" if entry.not_entered.strip() else words


def _values(blank: Blank, entry: BlankEntry, floor: Floor) -> list[str]:
    batch, step = blank.at_line(entry)
    found = floor.batches.get(batch)
    recipe = floor.recipe_of(found) if found is not None else None
    told = recipe.by_code.get(step) if recipe is not None else None
    limits = {limit.name: limit for limit in (told.limits if told is not None else ())}
    words = []
    for name, value in entry.values.items():
        limit = limits.get(name)
        words.append(f"{limit.title if limit else name} {value:f} {limit.unit if limit else ''}".strip())
    return words


def _own(blank: Blank, user: str, floor: Floor, zone: ZoneInfo) -> Iterator[Line]:
    """The lines in which this person stands, with their part in each."""
    for entry in blank.entries:
        part = " and ".join(
            word for word, who in (("done", entry.performer), ("checked", entry.verifier)) if entry.entered and who == user
        )
        if part:
            yield f"You have {part}: {_line(blank, entry, floor)}", entry_words(blank, entry, floor, zone)


def _title(floor: Floor, batch: str, step: str) -> str:
    found = floor.batches.get(batch)
    recipe = floor.recipe_of(found) if found is not None else None
    return recipe.by_code[step].title if recipe is not None and step in recipe.by_code else step
