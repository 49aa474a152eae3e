"""The rules of controlled blanks: each has one number and comes back or is void, and two people must read the same on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.blanks import HOURS_MOST, MARK, MOST_NUMBER, ORIGINAL_MOST, Blank, BlankEntry, BlankState, number_of
from console.domain.commands.command import Command
from console.domain.decide.asking import EARLY_BY
from console.domain.decide.checks import reasoned, wild
from console.domain.decide.paper import LineRefused, transcript
from console.domain.decide.sheets import lines_of
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.quality import Severity
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal
OfSheet = c.ReturnBlank | c.VoidBlank | c.KeyBlank | c.VerifyBlank | c.AttachOriginal | c.SignBlank

MOST_ENTRIES = 400
NOT_ENTERED = "Or key the line as not entered, and say why."
LONGEST = 1000
LONGEST_NUMBER = 64
"""How long a remark may be, and the number of a sample or a name."""
MOST_VALUES = 64
_DIGEST = re.compile(r"[0-9a-f]{64}")


def issue(floor: Floor, command: c.IssueBlanks, at: datetime) -> Answer:
    """Give out a sheet for each of these rooms, under the console's next numbers."""
    strange = next((room for room in command.rooms if room not in floor.rooms), None)
    if not command.rooms or strange is not None or len(set(command.rooms)) != len(command.rooms):
        words = f"There is no room {strange}." if strange is not None else "No room is named, or one twice."
        return Refusal("blank-rooms", words, "Choose rooms of the facility, each once.", "rooms")
    if command.at is not None:
        return Refusal("blank-now", "A sheet goes out when its number is given.", "State no time; it is issued now.", "at")
    if not 1 <= command.hours <= HOURS_MOST:
        return Refusal("blank-hours", f"A sheet is for 1 to {HOURS_MOST} hours.", "Choose fewer hours.", "hours")
    if not MARK.fullmatch(command.mark):
        return Refusal("blank-mark", "It is not said which console gives the sheets out.", "State the console's mark.", "mark")
    until, first = at + timedelta(hours=command.hours), floor.blank_counts.get(command.mark, 0) + 1
    if first + len(command.rooms) - 1 > MOST_NUMBER:
        return Refusal("blank-numbers", "The numbers of this console are used up.", "Issue it at another console.", "mark")
    return reasoned(command.reason, "Giving sheets out") or [
        e.BlankIssued(
            by=command.by,
            at=at,
            blank=number_of(command.mark, count),
            room=room,
            from_at=at,
            until_at=until,
            reason=command.reason,
            lines=lines_of(floor, room, at, until),
        )
        for count, room in enumerate(command.rooms, first)
    ]


def bring_back(floor: Floor, command: c.ReturnBlank, at: datetime) -> Answer:
    """Take a sheet back that is out."""
    blank = _in(floor, command, BlankState.OUT)
    if isinstance(blank, Refusal):
        return blank
    if not 0 <= command.pages <= 1000:
        return Refusal("blank-pages", "That is no number of pages.", "Count them.", "pages")
    if command.pages and command.pages < blank.printed and not command.reason.strip():
        words = f"{blank.number} was printed with {blank.printed} pages, and {command.pages} came back."
        return Refusal("blank-pages-missing", words, "Look for the others, or say in the reason where they are.", "pages")
    return [e.BlankReturned(by=command.by, at=at, blank=blank.number, pages=command.pages, reason=command.reason)]


def void(floor: Floor, command: c.VoidBlank, at: datetime) -> Answer:
    """Make a sheet void from which nothing was keyed; a lost one is a deviation."""
    blank = _in(floor, command, BlankState.OUT, BlankState.RETURNED)
    refused = blank if isinstance(blank, Refusal) else reasoned(command.reason, "Making a sheet void")
    if refused is not None or isinstance(blank, Refusal):
        return refused or []
    voided = e.BlankVoided(by=command.by, at=at, blank=blank.number, reason=command.reason, lost=command.lost)
    if not command.lost:
        return [voided]
    title = f"Controlled blank {blank.number} of {blank.room} is lost: {command.reason.strip()}"
    deviation = f"DV-{blank.number}"
    return [
        voided,
        e.DeviationOpened(by=command.by, at=at, deviation=deviation, title=title, severity=Severity.MAJOR, room=blank.room),
    ]


def key(floor: Floor, command: c.KeyBlank, at: datetime) -> Answer:
    """Key a sheet that is back, every printed line of it; or key it anew while nobody has checked it."""
    blank = _in(floor, command, BlankState.RETURNED, BlankState.KEYED)
    if isinstance(blank, Refusal):
        return blank
    return _readable(floor, blank, command.entries, at) or [
        e.BlankKeyed(by=command.by, at=at, blank=blank.number, entries=command.entries, reason=command.reason)
    ]


def verify(floor: Floor, command: c.VerifyBlank, at: datetime) -> Answer:
    """Key it as a second person: where both say the same and the floor takes every line, it becomes the floor's."""
    blank = _in(floor, command, BlankState.KEYED)
    if isinstance(blank, Refusal):
        return blank
    if command.by == blank.keyed_by:
        who = floor.person_name(blank.keyed_by)
        return Refusal("blank-same", f"{who} has keyed it; another person keys it, too.", "Another person keys and signs.", "by")
    refused = _readable(floor, blank, command.entries, at) or _differs(blank, command.entries)
    if refused is not None:
        return refused
    made = transcript(floor, blank, blank.entries, command.by, at)
    if made.refused:
        return _told(blank, made.refused)
    checked = e.BlankVerified(by=command.by, at=at, blank=blank.number, keyed_by=blank.keyed_by, reason=command.reason)
    return [checked, *made.events]


def attach(floor: Floor, command: c.AttachOriginal, at: datetime) -> Answer:
    """Keep the scan of a sheet that is back; more than one where pages were scanned one by one."""
    states = (BlankState.RETURNED, BlankState.KEYED, BlankState.VERIFIED, BlankState.CLOSED)
    blank = _in(floor, command, *states)
    if isinstance(blank, Refusal):
        return blank
    if not _DIGEST.fullmatch(command.digest):
        return Refusal("original-digest", "The scan has no digest.", "Choose the file again.", "digest")
    if not 0 < command.size <= ORIGINAL_MOST:
        return Refusal(
            "original-size", f"A scan has at most {ORIGINAL_MOST // 1_000_000} MB.", "Scan it with fewer dots per inch.", "size"
        )
    if len(command.name) > 200 or any(ord(letter) < 32 for letter in command.name):
        return Refusal("original-name", "The file's name cannot be written down.", "Rename the file.", "name")
    if any(original.digest == command.digest for original in blank.originals):
        return Refusal("original-known", "This very scan is attached already.", "Choose the scan of another page.", "digest")
    return [
        e.OriginalAttached(
            by=command.by, at=at, blank=blank.number, digest=command.digest, kind=command.kind, size=command.size, name=command.name
        )
    ]


def sign(floor: Floor, command: c.SignBlank, at: datetime) -> Answer:
    """Sign what one is named for on a checked sheet, once."""
    blank = _in(floor, command, BlankState.VERIFIED, BlankState.CLOSED)
    if isinstance(blank, Refusal):
        return blank
    if command.by not in blank.owed:
        return Refusal("blank-not-owed", "No signature of yours is missing there.", "Choose a sheet you are named on.", "by")
    return [e.BlankSigned(by=command.by, at=at, blank=blank.number)]


# ------------------------------------------------------------------------------------------------------------- what is asked


def _in(floor: Floor, command: OfSheet, *states: BlankState) -> Blank | Refusal:
    """The sheet if it stands so, and stood so by the time that is stated; whose clock was set back states none."""
    number, blank = command.blank, floor.blanks.get(command.blank)
    if blank is None:
        return Refusal("blank-unknown", f"There is no open sheet {number}.", "Check the number.", "blank")
    if blank.state in states:
        since = blank.verified_at or blank.keyed_at or blank.returned_at or blank.issued_at
        words = f"{number} was not {blank.state.value} by then."
        known = command.at is None or command.at >= since
        return blank if known else Refusal("blank-early", words, "State a later time, or none: it is now.", "at")
    wanted = " or ".join(state.value for state in states)
    return Refusal("blank-state", f"{number} is {blank.state.value}.", f"Only for a sheet that is {wanted}.", "blank")


def _readable(floor: Floor, blank: Blank, entries: tuple[BlankEntry, ...], at: datetime) -> Refusal | None:
    """A refusal unless every printed line is answered, and every answer can have been written on this sheet."""
    named = [entry.line for entry in entries]
    if len(set(named)) != len(named) or len(named) > MOST_ENTRIES or not all(named):
        return Refusal("blank-lines", "A line is keyed twice, or has no number.", "Key each line once.", "entries")
    left = [line.id for line in blank.lines if line.id not in named]
    if left:
        return Refusal(
            "blank-lines-left",
            f"Not keyed yet: line {', '.join(left)}.",
            "Key it, or say that nothing was done.",
            f"line:{left[0]}",
        )
    for entry in entries:
        wrong = _row(floor, blank, entry) or _instants(blank, entry, at) or _words(floor, entry)
        if wrong is not None:
            return replace(wrong, why=f"Line {entry.line}: {wrong.why}", place=f"line:{entry.line}")
    return None


def _row(floor: Floor, blank: Blank, entry: BlankEntry) -> Refusal | None:
    printed = blank.line(entry.line)
    names = (entry.line, entry.batch, entry.step, entry.station, entry.instrument, *entry.values)
    if len(entry.values) > MOST_VALUES or any(len(name) > LONGEST_NUMBER or not (name + " ").isprintable() for name in names):
        return Refusal(
            "blank-long", "a name is too long or cannot be printed, or there are too many values.", "Key it as a remark."
        )
    if printed is None and (not entry.batch.strip() or not entry.step.strip()):
        return Refusal("blank-row", "it is not said of which batch and step it speaks.", "Name both.")
    if printed is not None and (entry.batch, entry.step) != ("", ""):
        return Refusal("blank-row", "the sheet itself says of which batch and step it speaks.", "Use a free row.")
    if entry.nothing == entry.written:
        return Refusal("blank-nothing", "something was written, or nothing.", "Key what is written, or say that nothing was done.")
    batch, step = blank.at_line(entry)
    found = floor.batches.get(batch)
    recipe = floor.recipe_of(found) if found is not None else None
    told = recipe.by_code.get(step) if recipe is not None else None
    if told is None:
        return None  # the floor says so itself when the line is entered
    strange = [name for name in entry.values if name not in {limit.name for limit in told.limits}]
    if strange:
        return Refusal("blank-value", f"{told.title} does not record {', '.join(strange)}.", "Key it as a remark.")
    return None


def _instants(blank: Blank, entry: BlankEntry, at: datetime) -> Refusal | None:
    if not entry.entered:
        return None  # it stays on the sheet as it was read
    latest = (blank.returned_at or at) + EARLY_BY
    for instant in (entry.started_at, entry.finished_at):
        if instant is not None and instant < blank.issued_at - EARLY_BY:
            words = f"{blank.number} had not been issued by then."
            return Refusal("blank-early", words, f"Look at the sheet again. {NOT_ENTERED}")
        if instant is not None and instant > latest:
            return Refusal("blank-late", "the sheet was back by then.", f"Look at the sheet again. {NOT_ENTERED}")
    if entry.started_at is not None and entry.finished_at is not None and entry.finished_at < entry.started_at:
        return Refusal("blank-ends", "it would end before it started.", "Look at the sheet again.")
    return None


def _words(floor: Floor, entry: BlankEntry) -> Refusal | None:
    if any(wild(value) for value in entry.values.values()):
        return Refusal("blank-wild", "that is no number one can measure.", "Look at the sheet again.")
    unknown = [user for user in (entry.performer, entry.verifier) if user and user not in floor.people]
    if unknown or (entry.entered and not entry.performer):
        return Refusal("blank-person", "it is not said who of this site did it.", "Name whose initials stand there.")
    if len(entry.sample) > LONGEST_NUMBER or any(ord(letter) < 32 for letter in entry.sample):
        return Refusal("blank-sample", "that is no number of a sample.", "Look at its label.")
    if max(len(entry.remark), len(entry.not_entered)) > LONGEST:
        return Refusal(
            "blank-remark", f"a remark has at most {LONGEST:,} characters.", "Write it shorter; the original says it all."
        )
    return None


# ------------------------------------------------------------------------------------------------------- two people, one paper

_PARTS = {
    "batch": "the batch",
    "step": "the step",
    "nothing": "whether something was done",
    "station": "the station",
    "instrument": "the instrument",
    "started_at": "the start",
    "finished_at": "the end",
    "performer": "who did it",
    "verifier": "who checked it",
    "values": "a value",
}
_TEXTS = {"sample": "the sample", "remark": "the remark", "not_entered": "why it is not entered"}


def differing(blank: Blank, entries: tuple[BlankEntry, ...]) -> tuple[tuple[str, str], ...]:
    """Line and part of everything that a second person read otherwise than the first; what the first read is not told."""
    first = {entry.line: entry for entry in blank.entries}
    second = {entry.line: entry for entry in entries}
    found = []
    for line in sorted({*first, *second}, key=lambda name: (len(name), name)):
        one, other = first.get(line, BlankEntry(line, nothing=True)), second.get(line, BlankEntry(line, nothing=True))
        found += [(line, word) for part, word in _PARTS.items() if getattr(one, part) != getattr(other, part)]
        found += [(line, word) for part, word in _TEXTS.items() if _said(getattr(one, part)) != _said(getattr(other, part))]
    return tuple(found)


def _said(words: str) -> str:
    return " ".join(words.split()).casefold()


def _differs(blank: Blank, entries: tuple[BlankEntry, ...]) -> Refusal | None:
    found = differing(blank, entries)
    if not found:
        return None
    line, part = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Refusal(
        "blank-differs",
        f"Line {line}: {part} was read otherwise the first time{more}.",
        "Look at the paper together; whoever misread it keys it anew.",
        f"line:{line}",
    )


def _told(blank: Blank, refused: tuple[LineRefused, ...]) -> Refusal:
    """The floor's first no, with the line it is about and how many more there are."""
    first = refused[0]
    more = f" {len(refused) - 1} more." if len(refused) > 1 else ""
    way = f"{first.refusal.instead} {NOT_ENTERED}"
    return Refusal(first.refusal.rule, f"Line {first.line}: {first.refusal.why}{more}", way, f"line:{first.line}")


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.IssueBlanks: issue,
    c.ReturnBlank: bring_back,
    c.VoidBlank: void,
    c.KeyBlank: key,
    c.VerifyBlank: verify,
    c.AttachOriginal: attach,
    c.SignBlank: sign,
}
