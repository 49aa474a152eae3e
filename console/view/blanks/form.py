"""Keying a sheet: the fields of each line, what was understood of them, and what they make; every fault beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from console.domain.blanks import BlankEntry, BlankLine
from console.domain.decide.steps import beyond_action
from console.domain.recipe import Limit
from console.domain.refusal import Refusal
from console.view import instants, spoken
from console.view.asks.ask import Answers, Field, Kind, Wrong
from console.view.asks.steps import limits_in_words
from console.view.blanks import initials, times
from console.view.blanks.draft import Draft
from console.view.blanks.sheet import BATCH, STEP, Sheet, is_free

DID, START, END, BY, CHECK, WHERE, REMARK, LEFT_OUT = "did", "start", "end", "by", "check", "where", "remark", "left_out"
SAMPLE = "sample"
VALUE = "values."
DONE, BEGUN, NOTHING = "done", "begun", "nothing"
_DID = ((DONE, "done"), (BEGUN, "begun, not ended"), (NOTHING, "nothing was done"))
_RUNNING = ((DONE, "done, it has ended"), (BEGUN, "begun before, it still runs"), (NOTHING, "nothing was done"))


@dataclass(frozen=True, slots=True)
class Keyed:
    """What one line makes: its entry, or the faults by field; `entry` is None while there is one."""

    line: str
    entry: BlankEntry | None
    wrong: Mapping[str, Refusal] = field(default_factory=dict)


def fields(sheet: Sheet, line: BlankLine, draft: Draft) -> tuple[Field, ...]:
    """The fields of a line in the order of the keyboard; a free row first says what it is about.

    Where nothing was done nothing more is asked: only what was typed before stays, to be taken out.
    """
    every = _every(sheet, line, draft)
    if draft.text(line.id, DID).strip() != NOTHING:
        return every
    return tuple(each for each in every if each.key in (BATCH, STEP, DID) or draft.text(line.id, each.key))


def _every(sheet: Sheet, line: BlankLine, draft: Draft) -> tuple[Field, ...]:
    about: tuple[Field, ...] = ()
    if is_free(line.id):
        batch = draft.text(line.id, BATCH)
        about = (
            Field(BATCH, "Batch", Kind.CHOICE, choices=sheet.batches()),
            Field(STEP, "Step", Kind.CHOICE, choices=sheet.steps(batch)),
        )
    runs = line.started_at is not None
    start = () if runs else (Field(START, "Started", Kind.TIME, hint="as on the sheet: 14:05"),)
    checked = (Field(CHECK, "Checked by", hint="initials or user id"),) if line.verified else ()
    sampled = line.samples or is_free(line.id) or draft.text(line.id, SAMPLE)
    sample = (Field(SAMPLE, "Sample", hint="its number, as on its label"),) if sampled else ()
    values = tuple(Field(VALUE + x.name, x.title, Kind.NUMBER, hint=limits_in_words(x), unit=x.unit) for x in line.values)
    return (
        *about,
        Field(DID, "What was done", Kind.CHOICE, choices=_RUNNING if runs else _DID),
        *start,
        Field(END, "Ended", Kind.TIME, hint="as on the sheet: 14:05"),
        Field(BY, "Done by", hint="initials or user id"),
        *checked,
        *values,
        *sample,
        Field(REMARK, "Remarks", hint="word for word"),
        Field(WHERE, "Where", Kind.CHOICE, choices=(("", "as printed"), *sheet.places())),
        Field(LEFT_OUT, "Not entered, because", hint="only where the floor shall not take the line"),
    )


def read_line(sheet: Sheet, line: BlankLine, draft: Draft) -> Keyed:
    """What stands in the fields of a line."""
    reading = _Reading(sheet, line, draft)
    entry = reading.entry()
    return Keyed(line.id, None if reading.wrong else entry, reading.wrong)


def read_sheet(sheet: Sheet, draft: Draft) -> tuple[Keyed, ...]:
    """What stands in every line, printed and free."""
    return tuple(read_line(sheet, line, draft) for line in sheet.lines(draft))


def entries(keyed: tuple[Keyed, ...]) -> tuple[BlankEntry, ...] | None:
    """What all lines make, or None while there is a fault in one."""
    found = tuple(each.entry for each in keyed if each.entry is not None)
    return found if len(found) == len(keyed) else None


class _Reading:
    """The fields of one line being read, fault by fault."""

    def __init__(self, sheet: Sheet, line: BlankLine, draft: Draft) -> None:
        self._sheet, self._line, self._draft = sheet, line, draft
        self.wrong: dict[str, Refusal] = {}

    def entry(self) -> BlankEntry:
        """What the line says; faults are noted on the way."""
        line, did = self._line, self._text(DID)
        self._about()
        if did == NOTHING:
            self._nothing()
            return self._made(nothing=True)
        station, _, instrument = self._text(WHERE).partition("|")
        made = self._made(
            station=station, instrument=instrument, started_at=None if line.started_at else self._time(START),
            finished_at=self._time(END), performer=self._person(BY), verifier=self._person(CHECK) if line.verified else "",
            values=self._values(), remark=self._text(REMARK), not_entered=self._text(LEFT_OUT),
            sample=self._text(SAMPLE),
        )  # fmt: skip
        self._whole(did, made)
        return made

    def _made(self, **said: object) -> BlankEntry:
        free = is_free(self._line.id)
        batch, step = (self._line.batch, self._line.step) if free else ("", "")
        return BlankEntry(self._line.id, batch, step, **said)  # type: ignore[arg-type]

    def _text(self, name: str) -> str:
        return self._draft.text(self._line.id, name).strip()

    def _say(self, name: str, rule: str, why: str, instead: str) -> None:
        self.wrong.setdefault(name, Refusal(rule, why, instead, name))

    def _about(self) -> None:
        if is_free(self._line.id):
            for name, word in ((BATCH, "batch"), (STEP, "step")):
                if not self._text(name):
                    self._say(name, "form.empty", f"It is not said of which {word} the row speaks.", "Choose it.")

    def _nothing(self) -> None:
        """Nothing was done: then nothing else is written."""
        for each in fields(self._sheet, self._line, self._draft):
            if each.key not in (DID, BATCH, STEP) and self._text(each.key):
                way = "Take it out, or say what was done. A remark alone is “begun, not ended”."
                self._say(each.key, "form.nothing", "Nothing was done, but this is written.", way)

    def _whole(self, did: str, made: BlankEntry) -> None:
        """What a line must have that says something was done."""
        way = "Look at the sheet. What is not there: say below why the line is not entered."
        if not did:
            self._say(DID, "form.empty", "It is not said what was done.", "d done, b begun, n nothing.")
        elif not made.written and not self.wrong and (did == BEGUN or made.not_entered):
            self._say(DID, "form.empty", "Something was done, but nothing is written.", "Write it, or say that nothing was done.")
        if did == BEGUN and self._text(END):
            self._say(END, "form.ended", "It has not ended, but an end is written.", "Take it out, or say that it is done.")
        if made.not_entered:
            return
        if did == DONE and not self._text(START) and self._line.started_at is None:
            self._say(START, "form.empty", "The start is missing.", way)
        if did == DONE and not self._text(END):
            self._say(END, "form.empty", "The end is missing.", way)
        if did == DONE and self._line.verified and not self._text(CHECK):
            self._say(CHECK, "form.empty", "It is not said who checked it.", way)
        if did and not self._text(BY):
            self._say(BY, "form.empty", "It is not said who did it.", way)
        same = made.performer and made.performer == made.verifier
        if same:
            self._say(CHECK, "verifier-same", "The one who did it cannot have checked it.", way)

    def _time(self, name: str) -> datetime | None:
        text = self._text(name)
        found = times.read(text, self._sheet.hours, name) if text else None
        if isinstance(found, Refusal):
            self.wrong.setdefault(name, found)
            return None
        return found

    def _person(self, name: str) -> str:
        text = self._text(name)
        found = initials.read(text, self._sheet.floor.people.values(), name) if text else ""
        if isinstance(found, Refusal):
            self.wrong.setdefault(name, found)
            return ""
        return found

    def _values(self) -> dict[str, Decimal]:
        found = {}
        for limit in self._line.values:
            value = self._number(VALUE + limit.name)
            if value is not None:
                found[limit.name] = value
        return found

    def _number(self, name: str) -> Decimal | None:
        hours = self._sheet.hours
        try:
            return Answers({name: self._text(name)}, hours.start, hours.zone).number(name)
        except Wrong as wrong:
            self.wrong.setdefault(name, wrong.refusal)
            return None


def understood(sheet: Sheet, line: BlankLine, draft: Draft, name: str) -> str:
    """How a field is understood, in words: the whole instant, the person's name, where a value lies; empty for nothing to say."""
    text = draft.text(line.id, name).strip()
    if not text:
        return ""
    if name in (START, END):
        at = times.read(text, sheet.hours, name)
        return spoken.stamp(at, sheet.zone) if isinstance(at, datetime) else ""
    if name in (BY, CHECK):
        user = initials.read(text, sheet.floor.people.values(), name)
        return f"{sheet.floor.person_name(user)} ({user})" if isinstance(user, str) else ""
    limit = next((x for x in line.values if VALUE + x.name == name), None)
    return _lies(limit, text) if limit is not None else ""


def _lies(limit: Limit, text: str) -> str:
    """Where a value lies among its limits."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return ""
    if not value.is_finite():
        return ""
    if beyond_action(limit, value):
        return "beyond the action limit: it opens a deviation"
    return "within the action limits" if limits_in_words(limit) else ""


def texts_of(sheet: Sheet, keyed: tuple[BlankEntry, ...]) -> Draft:
    """What was keyed, as it would be typed again: whoever keys a sheet anew begins with it."""
    draft = Draft()
    for entry in keyed:
        for name, text in _texts(sheet, entry):
            if text:
                draft = draft.with_text(entry.line, name, text)
    return draft


def _texts(sheet: Sheet, entry: BlankEntry) -> list[tuple[str, str]]:
    did = NOTHING if entry.nothing else (DONE if entry.finished_at is not None else BEGUN)
    where = f"{entry.station}|{entry.instrument}" if entry.station or entry.instrument else ""
    return [
        (BATCH, entry.batch),
        (STEP, entry.step),
        (DID, did),
        (START, time_text(sheet, entry.started_at)),
        (END, time_text(sheet, entry.finished_at)),
        (BY, entry.performer),
        (CHECK, entry.verifier),
        *((VALUE + name, f"{value:f}") for name, value in entry.values.items()),
        (WHERE, where),
        (SAMPLE, entry.sample),
        (REMARK, entry.remark),
        (LEFT_OUT, entry.not_entered),
    ]


def time_text(sheet: Sheet, at: datetime | None) -> str:
    """An instant as one would type it from this sheet: the clock alone where that is enough, else with its day and zone."""
    if at is None:
        return ""
    short = f"{at.astimezone(sheet.zone):%H:%M}"
    return short if times.read(short, sheet.hours, "") == at else instants.write(at, sheet.zone)
