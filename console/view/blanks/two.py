"""Two people, one paper: what a second person read otherwise than the first, field by field, and how it is settled."""

from __future__ import annotations

import json
from dataclasses import dataclass

from console.domain.blanks import BlankEntry, BlankLine
from console.domain.refusal import Refusal
from console.view.blanks.draft import Draft
from console.view.blanks.form import (
    BY,
    CHECK,
    DID,
    END,
    LEFT_OUT,
    REMARK,
    SAMPLE,
    START,
    VALUE,
    WHERE,
    fields,
    texts_of,
    time_text,
)
from console.view.blanks.sheet import BATCH, STEP, Sheet

_WORDS = {"done": "done", "begun": "begun, not ended", "nothing": "nothing was done", "": "not keyed"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that was read in two ways: its line and name, its label, and what each of the two read, as words and as typed."""

    line: str
    name: str
    label: str
    first: str
    second: str
    first_text: str


def differences(sheet: Sheet, second: tuple[BlankEntry, ...]) -> tuple[Difference, ...]:
    """Every field in which a second keying says something else than the first, in the order of the sheet."""
    ones, others = ({e.line: e for e in keyed} for keyed in (sheet.blank.entries, second))
    found: list[Difference] = []
    for line in sorted({*ones, *others}, key=lambda name: (len(name), name)):
        found += _of_line(sheet, line, ones.get(line), others.get(line))
    return tuple(found)


def _of_line(sheet: Sheet, line: str, one: BlankEntry | None, other: BlankEntry | None) -> list[Difference]:
    first, second = _said(sheet, one), _said(sheet, other)
    names = [name for name in dict.fromkeys((*first, *second)) if _plain(first.get(name, "")) != _plain(second.get(name, ""))]
    labels = _labels(sheet, line, one or other)
    typed = texts_of(sheet, (one,)) if one is not None else Draft()
    return [
        Difference(line, name, labels.get(name, name), first.get(name, ""), second.get(name, ""), typed.text(line, name))
        for name in names
    ]


def _labels(sheet: Sheet, line: str, entry: BlankEntry | None) -> dict[str, str]:
    draft = texts_of(sheet, (entry,)) if entry is not None else Draft()
    found: BlankLine | None = sheet.line(line, draft)
    return {each.key: each.label for each in fields(sheet, found, draft)} if found is not None else {}


def _said(sheet: Sheet, entry: BlankEntry | None) -> dict[str, str]:
    """What an entry says, field by field, in words that are equal where the entry means the same."""
    if entry is None:
        return {DID: _WORDS[""]}
    did = "nothing" if entry.nothing else ("done" if entry.finished_at is not None else "begun")
    floor = sheet.floor
    said = {
        BATCH: entry.batch,
        STEP: entry.step,
        DID: _WORDS[did],
        START: time_text(sheet, entry.started_at),
        END: time_text(sheet, entry.finished_at),
        BY: floor.person_name(entry.performer) if entry.performer else "",
        CHECK: floor.person_name(entry.verifier) if entry.verifier else "",
        **{VALUE + name: f"{value.normalize():f}" for name, value in entry.values.items()},
        SAMPLE: entry.sample,
        REMARK: entry.remark,
        WHERE: " ".join(part for part in (entry.station, entry.instrument) if part),
        LEFT_OUT: entry.not_entered,
    }
    return {name: text for name, text in said.items() if text}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def settled(draft: Draft, difference: Difference) -> Draft:
    """The second keying with what the first person read: both have looked at the paper, and the first was right."""
    return draft.with_text(difference.line, difference.name, difference.first_text)


@dataclass(frozen=True, slots=True)
class Again:
    """What the first person is asked to look at again: by whom, and which fields, as line and name; not what was read instead."""

    by: str = ""
    places: tuple[tuple[str, str], ...] = ()


def again_setting(sheet: str) -> str:
    """The name under which a console keeps what of a sheet is to be looked at again."""
    return f"blanks.again.{sheet}"


def write_again(again: Again) -> str:
    """It as a setting; empty when nothing is to be looked at."""
    return json.dumps({"by": again.by, "places": again.places}) if again.places else ""


def read_again(text: str) -> Again:
    """It of a setting; nothing where that says nothing that can be read."""
    try:
        plain = json.loads(text) if text else {}
        return Again(str(plain["by"]), tuple((str(line), str(name)) for line, name in plain["places"])) if plain else Again()
    except (json.JSONDecodeError, KeyError, TypeError, ValueError):
        return Again()


def asked_again(again: Again, by: str, first: str) -> str:
    """That the first person is asked to look again, in a sentence; empty where nobody asks."""
    if not again.places:
        return ""
    count = len(again.places)
    fields = "1 field" if count == 1 else f"{count} fields"
    return f"{by} read {fields} otherwise: {first} looks at the sheet again, and keys it anew."


def look_again(again: Again, line: str, who: str) -> dict[str, Refusal]:
    """What stands beside the fields of a line that somebody else read otherwise."""
    why = f"{who} read this otherwise."
    return {name: Refusal("blank-differs", why, "Look at the sheet again.", name) for at, name in again.places if at == line}
