"""The pages of the journal read so far: every entry keeps its line, but only a few pages are in memory at once."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from console.service.audited import AuditPage, AuditRow
from console.view.audit.reviews import Review

HELD = 30
"""So many pages stay in memory; of the others the numbers of their entries are kept, and they are read again when looked at."""


@dataclass(slots=True)
class Leaf:
    """One page: where it begins among the entries, where reading it begins in the journal, its entries while they are held."""

    start: int
    before: int | None
    rows: tuple[AuditRow, ...] | None


class Ledger:
    """Lines in the order shown: entries, and across them a line for each review; `further` is where reading goes on."""

    def __init__(self, before: int | None = None) -> None:
        self.numbers = array("q")
        self.further: int | None = before
        self.whole = False
        self._leaves: list[Leaf] = []
        self._recent: dict[int | None, None] = {}
        self._reviews: list[tuple[int, Review]] = []
        self._lines: list[int] = []
        self._falls = True

    def __len__(self) -> int:
        return len(self.numbers) + len(self._reviews)

    @property
    def held(self) -> int:
        """How many entries are in memory as they were read."""
        return sum(len(leaf.rows) for leaf in self._leaves if leaf.rows is not None)

    def add(self, page: AuditPage) -> None:
        """The next page was read: its entries follow the last one."""
        before, self.further = self.further, page.further
        self.whole = page.further is None
        if page.rows:
            found = [row.n for row in page.rows]
            self._falls = self._falls and _falling([*self.numbers[-1:], *found])
            self._leaves.append(Leaf(len(self.numbers), before, page.rows))
            self.numbers.extend(found)
            self._touch(before)

    def put_before(self, rows: Sequence[AuditRow]) -> None:
        """Newer entries than the first one, the newest first: they stand above it."""
        many = len(rows)
        self._falls = self._falls and _falling([*(row.n for row in rows), *self.numbers[:1]])
        for leaf in self._leaves:
            leaf.start += many
        self.numbers = array("q", [row.n for row in rows]) + self.numbers
        self._leaves.insert(0, Leaf(0, rows[0].n + 1, tuple(rows)))
        self._put_reviews([(at + many, review) for at, review in self._reviews])
        self._touch(rows[0].n + 1)

    def restore(self, before: int | None, page: AuditPage) -> bool:
        """A page that was let go was read again; says whether it still begins with the entries that have their lines."""
        found = self._find(before)
        if found is None:
            return True
        leaf, end = found
        rows = page.rows[: end - leaf.start]
        if [row.n for row in rows] != list(self.numbers[leaf.start : end]):
            return False
        leaf.rows = rows
        self._touch(before)
        return True

    def place_for(self, review: Review) -> int | None:
        """The line that a review would get; None while what it reaches has no line yet, or when it is drawn already."""
        at = None if any(drawn.n == review.n for _, drawn in self._reviews) else self._first_through(review.through)
        return None if at is None else at + bisect_left(self._keys(), (at, -review.through))

    def draw(self, review: Review) -> None:
        """Give a review its line; ValueError while it has no place."""
        at = self._first_through(review.through)
        if at is None:
            raise ValueError("what this review reaches has no line yet")
        self._put_reviews(sorted([*self._reviews, (at, review)], key=lambda each: (each[0], -each[1].through)))

    def review(self, line: int) -> Review | None:
        """The review drawn on this line, or None where an entry stands."""
        found = bisect_left(self._lines, line)
        return self._reviews[found][1] if found < len(self._lines) and self._lines[found] == line else None

    def row(self, line: int) -> AuditRow | None:
        """The entry on this line; None where a review is drawn, or while its page is not in memory."""
        place = self._place(line)
        if place is None:
            return None
        leaf = self._leaf_at(place)
        if leaf.rows is None:
            return None
        self._touch(leaf.before)
        return leaf.rows[place - leaf.start]

    def number(self, line: int) -> int:
        """The number of the entry on this line, 0 where a review is drawn."""
        place = self._place(line)
        return 0 if place is None else self.numbers[place]

    def line_of(self, n: int) -> int | None:
        """The line of the entry of this number, or None while it has none."""
        try:
            return self.line_at(self.numbers.index(n))
        except ValueError:
            return None

    def line_at(self, place: int) -> int:
        """The line of the entry at this place among the entries."""
        return place + bisect_right(self._reviews, place, key=lambda each: each[0])

    def missing(self, lines: Iterable[int]) -> tuple[int | None] | None:
        """Where reading begins for the first of these lines whose page is not in memory; None when all of them are."""
        for line in lines:
            place = self._place(line)
            if place is not None and (leaf := self._leaf_at(place)).rows is None:
                return (leaf.before,)
        return None

    def span(self, before: int | None) -> tuple[int, int]:
        """The first and the last line of the page that is read from here; KeyError where there is none."""
        found = self._find(before)
        if found is None:
            raise KeyError(before)
        return self.line_at(found[0].start), self.line_at(found[1] - 1)

    def _keys(self) -> list[tuple[int, int]]:
        return [(at, -review.through) for at, review in self._reviews]

    def _put_reviews(self, reviews: list[tuple[int, Review]]) -> None:
        self._reviews = reviews
        self._lines = [at + above for above, (at, _) in enumerate(reviews)]

    def _first_through(self, through: int) -> int | None:
        """The place of the first entry shown that a review through this number reaches."""
        if self._falls:
            found = bisect_left(self.numbers, -through, key=lambda n: -n)
            return found if found < len(self.numbers) else None
        return next((place for place, n in enumerate(self.numbers) if n <= through), None)

    def _place(self, line: int) -> int | None:
        """The place among the entries of what stands on this line; None for a review."""
        above = bisect_left(self._lines, line)
        return None if above < len(self._lines) and self._lines[above] == line else line - above

    def _leaf_at(self, place: int) -> Leaf:
        return self._leaves[bisect_right(self._leaves, place, key=lambda leaf: leaf.start) - 1]

    def _find(self, before: int | None) -> tuple[Leaf, int] | None:
        """The page that is read from here, and the place after its last entry."""
        for leaf, following in zip(self._leaves, [*self._leaves[1:], None], strict=True):
            if leaf.before == before:
                return leaf, following.start if following is not None else len(self.numbers)
        return None

    def _touch(self, before: int | None) -> None:
        """This page was looked at last; of too many the one longest not looked at is let go, never the newest of the journal."""
        self._recent.pop(before, None)
        self._recent[before] = None
        while len(self._recent) - (None in self._recent) > HELD:
            oldest = next(each for each in self._recent if each is not None)
            del self._recent[oldest]
            found = self._find(oldest)
            if found is not None:
                found[0].rows = None


def _falling(numbers: Sequence[int]) -> bool:
    return all(upper > lower for upper, lower in pairwise(numbers))
