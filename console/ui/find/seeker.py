"""Answers while somebody types: the live floor at once, the record as soon as it has been read; the latest wish wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from console.service.audited import AuditPage, AuditWish
from console.service.found import MOST_ENTRIES, Found, patients
from console.service.ports import Front
from console.service.spelling import Asked, asked
from console.view.search.floor_index import Fitting, FloorIndex, far, near
from console.view.search.hits import Group, entry_thing, grouped, in_the_audit
from console.view.search.seen import Seen
from console.view.search.things import Kind, Thing
from console.view.search.within import batches_spoken_of, within

REST_MS = 120
"""So long nobody types before the record is asked: fast writers do not wait for every letter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found so far; `searching` while the record has not answered."""

    groups: tuple[Group, ...]
    searching: bool


class Seeker(QObject):
    """Turns words into answers; one question is under way at a time, and what comes too late is dropped."""

    answered = Signal(object)

    def __init__(self, parent: QObject, front: Front, zone: Callable[[], ZoneInfo]) -> None:
        super().__init__(parent)
        self._front, self._zone = front, zone
        self._near, self._far = FloorIndex(near), FloorIndex(far)
        self._wish, self._under_way = 0, 0
        self._asked = Asked()
        self._inside: Thing | None = None
        self._here: list[Fitting] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)

    def warm(self) -> None:
        """Put the live floor into words before the first letter is typed."""
        self._near.things(self._seen())

    def seek(self, text: str) -> None:
        """Look for what was typed."""
        self._wish += 1
        self._asked, self._inside = asked(text), None
        self._here = self._near.find(self._seen(), self._asked) if self._asked else []
        if self._asked:
            self._rest.start()
        else:
            self._rest.stop()
        self._tell((), bool(self._asked))

    def look_into(self, thing: Thing) -> None:
        """Tell what is known of a person or a lot."""
        self._wish += 1
        self._asked, self._inside = asked(thing.id), thing
        self._here = [(0, one) for one in within(self._seen(), thing)]
        self._tell((), True)
        self._ask()

    def _ask(self) -> None:
        if self._under_way:
            return  # when that answer comes it is too late, and this is asked then
        self._under_way = wish = self._wish
        kind, _, user = self._inside.where.about.partition(":") if self._inside else ("", "", "")
        if kind == "user":
            self._front.audit(AuditWish(who=user), None, lambda page: self._read(wish, page))
            return
        seen, index, wanted = self._seen(), self._far, self._asked

        def beyond(_floor: object) -> list[Fitting]:
            return [] if kind else index.find(seen, wanted)

        self._front.find(wanted, beyond, lambda found: self._found(wish, found))

    def _read(self, wish: int, page: AuditPage) -> None:
        self._found(wish, Found((), page.rows[: MOST_ENTRIES - 1], patients(self._front.floor)))

    def _found(self, wish: int, found: Found[Fitting]) -> None:
        self._under_way = 0
        if wish != self._wish:
            if self._asked and not self._rest.isActive():
                self._ask()
            return
        seen = self._seen()
        self._here = [*self._here, *found.things]
        if self._inside is not None and self._inside.kind is Kind.LOT:
            self._here += [(0, one) for one in batches_spoken_of(seen, found.entries)]
        told = tuple(entry_thing(seen, row, found.patients) for row in found.entries)
        self._tell((*told, in_the_audit(self._inside)) if self._inside is not None else told, False)

    def _tell(self, entries: tuple[Thing, ...], searching: bool) -> None:
        self.answered.emit(Answer(grouped(self._here, entries), searching))

    def _seen(self) -> Seen:
        return Seen(self._front.floor, self._front.outlook, self._zone())
