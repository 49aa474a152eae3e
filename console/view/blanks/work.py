"""One person keying one sheet: every step of it as a value, from the first letter to what the floor is asked to record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.domain.blanks import BlankEntry, BlankLine, BlankState
from console.domain.commands import KeyBlank, VerifyBlank
from console.domain.refusal import Refusal
from console.view.blanks.draft import Draft
from console.view.blanks.form import DID, DONE, Keyed, entries, fields, read_line, read_sheet, texts_of, understood
from console.view.blanks.listing import Seen, entry_words, must_know
from console.view.blanks.sheet import Sheet, next_free
from console.view.blanks.trial import refused
from console.view.blanks.two import Again, Difference, differences, look_again, settled
from console.view.spoken import counted

Asked = KeyBlank | VerifyBlank | None
Place = tuple[str, str]
"""A field: its line and its name."""

_ANYWAY = (
    "The floor would not take line {} as it is. If the sheet says so all the same, record it again: it is entered when the floor "
    "takes it, or when it is keyed as not entered."
)
_BOTH = "Both of you read the same, but the floor does not take every line as it is."
_NOW_SAME = "Now both of you read the same: record and sign it."


@dataclass(frozen=True, slots=True)
class Work:
    """A sheet under somebody's hands: the line that is picked, what is typed, and what has been told of it so far.

    `told` are the fields whose faults are shown, `floor_says` the floor's no by line, `seen_no` what was keyed when it was shown;
    `compared` says that the two keyings are laid side by side, `focus` is the field that is to have the keyboard.
    """

    sheet: Sheet
    user: str
    draft: Draft = field(default_factory=Draft)
    line: str = ""
    told: frozenset[Place] = frozenset()
    floor_says: Mapping[str, Refusal] = field(default_factory=dict)
    seen_no: tuple[BlankEntry, ...] = ()
    again: Again = field(default_factory=Again)
    compared: bool = False
    said: str = ""
    focus: str = ""

    @property
    def second(self) -> bool:
        """Whether another person has keyed the sheet before."""
        return self.sheet.blank.state is BlankState.KEYED and self.sheet.blank.keyed_by != self.user

    @property
    def number(self) -> str:
        """The number of the sheet."""
        return self.sheet.blank.number

    @property
    def first_name(self) -> str:
        """The name of whoever keyed it first."""
        return self.sheet.floor.person_name(self.sheet.blank.keyed_by)

    @property
    def here(self) -> BlankLine | None:
        """The line that is picked."""
        return self.sheet.line(self.line, self.draft)

    @property
    def free_lines(self) -> tuple[BlankLine, ...]:
        """The free rows that were begun."""
        return self.sheet.lines(self.draft)[len(self.sheet.blank.lines) :]

    @property
    def keyed(self) -> tuple[Keyed, ...]:
        """What every line makes, or what is wrong with it."""
        return read_sheet(self.sheet, self.draft)

    @property
    def entries(self) -> tuple[BlankEntry, ...] | None:
        """What the whole sheet makes, or None while a line is not whole."""
        return entries(self.keyed)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What both have read otherwise; nothing before the second keying is whole and was to be recorded."""
        made = self.entries if self.compared and self.second else None
        return differences(self.sheet, made) if made is not None else ()

    # ---------------------------------------------------------------------------------------------------------- what is typed

    def typed(self, name: str, text: str) -> Work:
        """This was typed in a field of the picked line."""
        says = {line: no for line, no in self.floor_says.items() if line != self.line}
        again = self.again if self.second else _without(self.again, (self.line, name))
        return replace(self, draft=self.draft.with_text(self.line, name, text), floor_says=says, again=again, said="", focus="")

    def picked(self, line: str) -> Work:
        """Another line is meant."""
        return replace(self, line=line, focus="")

    def looked(self, sheet: Sheet) -> Work:
        """The same sheet on the floor of now."""
        return replace(self, sheet=sheet, focus="")

    def next_line(self) -> Work:
        """Enter past the last field: the faults of this line are told, else on to the next that is not whole."""
        line = self.here
        wrong = read_line(self.sheet, line, self.draft).wrong if line is not None else {}
        if wrong:
            return replace(self, told=self.told | {(self.line, name) for name in wrong}, focus=next(iter(wrong)))
        open_ = [each.line for each in _turned(self.keyed, self.line) if each.wrong]
        return self.at(open_[0]) if open_ else replace(self, said="Every line is keyed: record it.", focus="")

    def at(self, line: str) -> Work:
        """At this line, with the keyboard in its first field in which nothing stands."""
        found = self.sheet.line(line, self.draft)
        names = [each.key for each in fields(self.sheet, found, self.draft)] if found is not None else []
        empty = [name for name in names if not self.draft.text(line, name)]
        return replace(self, line=line, focus=next(iter((*empty, *names)), ""))

    def with_free_row(self) -> Work:
        """Something was written below the printed lines."""
        row = next_free(self.draft)
        return replace(self, draft=self.draft.with_text(row, DID, DONE)).at(row)

    # ------------------------------------------------------------------------------------------------------- what is recorded

    def recorded(self, now: datetime) -> tuple[Work, Asked]:
        """What is asked of the floor once every line is whole; as second person, once both say the same and it takes it."""
        made = self.entries
        if made is None:
            return self._faults(), None
        if not self.second:
            return self._first(made, now)
        compared = replace(self, compared=True, said="", focus="")
        if compared.differences:
            return compared, None
        says = refused(self.sheet, made, self.user, now)
        if says:
            return replace(compared, floor_says=says, said=_BOTH, line=next(iter(says))), None
        return compared, VerifyBlank(by=self.user, blank=self.number, entries=made)

    def _faults(self) -> Work:
        faults = [(each.line, name) for each in self.keyed for name in each.wrong]
        line, name = faults[0]
        words = f"{counted(len(faults), 'field')} to look at first."
        return replace(self, told=frozenset(faults), said=words, line=line, focus=name)

    def _first(self, made: tuple[BlankEntry, ...], now: datetime) -> tuple[Work, Asked]:
        """What the floor would refuse is said before; whoever asks again with the same has seen it."""
        says = refused(self.sheet, made, self.user, now)
        if says and made != self.seen_no:
            words = _ANYWAY.format(", ".join(says))
            return replace(self, floor_says=says, seen_no=made, said=words, line=next(iter(says)), focus=""), None
        return replace(self, floor_says=says, said="", focus=""), KeyBlank(by=self.user, blank=self.number, entries=made)

    def refused(self, no: Refusal) -> Work:
        """The floor has said no after all."""
        line = no.place.removeprefix("line:")
        if no.place.startswith("line:") and self.sheet.line(line, self.draft) is not None:
            return replace(self, floor_says={**self.floor_says, line: no}, line=line, said="", focus="")
        return replace(self, said=f"{no.why} {no.instead}".strip(), focus="")

    # ---------------------------------------------------------------------------------------------- two people, one paper

    def theirs(self, difference: Difference) -> Work:
        """The sheet says what the first person keyed."""
        place = (difference.line, difference.name)
        work = replace(self, draft=settled(self.draft, difference), again=_without(self.again, place), focus="")
        return work if work.differences else replace(work, compared=False, said=_NOW_SAME)

    def mine(self, difference: Difference) -> Work:
        """The sheet says what the second person keyed: the first keys it again."""
        place = (difference.line, difference.name)
        places = tuple(dict.fromkeys((*self.again.places, place)))
        return replace(self, again=Again(self.user, places), focus="")

    # ------------------------------------------------------------------------------------------------------------ what is shown

    @property
    def where(self) -> str:
        """Which line of how many, and what it is about."""
        line = self.here
        if line is None:
            return "Nothing was printed on this sheet. What was written on it goes into free rows."
        names = [each.id for each in self.sheet.lines(self.draft)]
        about = f"{line.batch} · {line.title}" if line.title else "a free row"
        return f"Line {names.index(line.id) + 1} of {len(names)} · {about}"

    @property
    def who(self) -> str:
        """In which part this person keys."""
        if not self.second:
            return "You key this sheet first; another person keys it again."
        return f"You key this sheet second. What {self.first_name} keyed is not shown before yours is whole."

    def know(self, now: datetime) -> str:
        """What stood on the sheet beside the picked line."""
        line = self.here
        return must_know(Seen(self.sheet.floor, now, self.sheet.zone), line) if line is not None else ""

    def wrong(self) -> dict[str, Refusal]:
        """What stands beside the fields of the picked line: faults that were told, and what is to be looked at again."""
        line = self.here
        if line is None:
            return {}
        found = read_line(self.sheet, line, self.draft).wrong
        told = {name: no for name, no in found.items() if (line.id, name) in self.told}
        by = self.sheet.floor.person_name(self.again.by)
        return told if self.second else {**look_again(self.again, line.id, by), **told}

    def understood(self, name: str) -> str:
        """How a field of the picked line was understood."""
        line = self.here
        return understood(self.sheet, line, self.draft, name) if line is not None else ""

    def words(self, seen: Seen) -> dict[str, tuple[str, str]]:
        """What is keyed so far, by line: words and a mark."""
        return {each.line: (self._words(seen, each), self._sign(each)) for each in self.keyed}

    def _words(self, seen: Seen, keyed: Keyed) -> str:
        if keyed.entry is not None:
            return entry_words(seen, keyed.entry, self.sheet.line(keyed.line, self.draft))
        begun = any(text for key, text in self.draft.texts.items() if key.startswith(f"{keyed.line}/"))
        return f"{counted(len(keyed.wrong), 'field')} open" if begun else ""

    def _sign(self, keyed: Keyed) -> str:
        if keyed.line in self.floor_says or any((keyed.line, name) in self.told for name in keyed.wrong):
            return "2"
        differs = any(line == keyed.line for line, _ in self.again.places)
        return "3" if differs or any(d.line == keyed.line for d in self.differences) else ""


def begun(sheet: Sheet, user: str, draft: Draft, again: Again) -> Work:
    """This person takes the sheet up where they stopped; a keying of one's own is taken up as it was recorded."""
    mine = sheet.blank.keyed_by == user and sheet.blank.state is BlankState.KEYED
    work = Work(sheet, user, texts_of(sheet, sheet.blank.entries) if mine and not draft.begun else draft, again=again)
    asked = [line for line, _ in again.places] if mine else []
    open_ = [*asked, *(each.line for each in work.keyed if each.wrong), *(each.line for each in work.keyed)]
    return work.at(open_[0]) if open_ else work


def _without(again: Again, place: Place) -> Again:
    places = tuple(each for each in again.places if each != place)
    return replace(again, places=places) if places else Again()


def _turned(keyed: tuple[Keyed, ...], line: str) -> tuple[Keyed, ...]:
    """The lines from behind this one on, then from the top."""
    here = next((n for n, each in enumerate(keyed) if each.line == line), -1)
    return (*keyed[here + 1 :], *keyed[: here + 1])
