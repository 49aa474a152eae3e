"""The ledger: whatever pages came in whatever sizes, every entry has one line, and a review lies above what it reaches."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from console.service.audited import AuditPage, AuditWish
from console.view.audit import ledger as of
from console.view.audit.ledger import Ledger
from console.view.audit.reviews import review_of
from tests.ui.audit.scene import entry, reading, reviewed


def told(ledger: Ledger) -> list[str]:
    """Every line in words: an entry's number, or a review's."""
    lines = []
    for line in range(len(ledger)):
        review = ledger.review(line)
        lines.append(f"through {review.through}" if review is not None else str(ledger.number(line)))
    return lines


def plain(numbers: list[int], through: dict[int, int]) -> list[str]:
    """The same without any pages: each review just above the first entry it reaches, the further one first."""
    lines: list[str] = []
    left = sorted(through.values(), reverse=True)
    for n in numbers:
        while left and n <= left[0]:
            lines.append(f"through {left.pop(0)}")
        lines.append(str(n))
    return lines


@given(
    count=st.integers(0, 60), limit=st.integers(1, 9), span=st.integers(1, 30), about=st.sampled_from(["", "B-2", "B-9"]),
    marks=st.dictionaries(st.integers(100, 109), st.integers(0, 70), max_size=4), late=st.booleans(), held=st.integers(1, 4),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_every_entry_has_one_line_and_every_review_its_place(
    count: int, limit: int, span: int, about: str, marks: dict[int, int], late: bool, held: int
) -> None:
    marks = dict(zip(marks, dict.fromkeys(marks.values()), strict=False))
    rows = [entry(n) for n in range(1, count + 1)]
    page, wish = reading(rows, limit, span), AuditWish(about=about)
    reviews = [found for n, through in marks.items() if (found := review_of(reviewed(n, through))) is not None]
    ledger, before = Ledger(), None
    kept, of.HELD = of.HELD, held
    try:
        while not ledger.whole:
            ledger.add(page(wish, before))
            before = ledger.further
            for review in [] if late and not ledger.whole else reviews:
                if ledger.place_for(review) is not None:
                    ledger.draw(review)
        asked = [row.n for row in rows[::-1] if not about or f"batch:{about}" in row.about]
        assert told(ledger) == plain(asked, marks)
        assert ledger.held <= (held + 1) * limit
        for line in range(len(ledger)):
            gone = ledger.missing([line])
            if gone is not None:
                assert ledger.restore(gone[0], page(wish, gone[0]))
            row = ledger.row(line)
            assert (row is None) == (ledger.review(line) is not None)
            if row is not None:
                assert row.n == ledger.number(line) and ledger.line_of(row.n) == line
    finally:
        of.HELD = kept


def test_newer_entries_stand_above_and_what_was_let_go_comes_back() -> None:
    rows = [entry(n) for n in range(1, 31)]
    page = reading(rows, 5, 100)
    ledger, before = Ledger(), None
    kept, of.HELD = of.HELD, 2
    try:
        while not ledger.whole:
            ledger.add(page(AuditWish(), before))
            before = ledger.further
        review = review_of(reviewed(32, 29))
        assert review is not None
        ledger.draw(review)
        ledger.put_before([entry(33), entry(32), entry(31)])
        assert told(ledger)[:6] == ["33", "32", "31", "30", "through 29", "29"]
        assert ledger.missing(range(len(ledger))) is not None
        more = reading([*rows, entry(31), entry(32), entry(33)], 5, 100)
        while (gone := ledger.missing(range(len(ledger) - 3, len(ledger)))) is not None:
            assert ledger.restore(gone[0], more(AuditWish(), gone[0]))
        assert [ledger.row(line) for line in range(len(ledger) - 3, len(ledger))] == [entry(3), entry(2), entry(1)]
    finally:
        of.HELD = kept


def test_a_page_that_reads_otherwise_than_before_is_not_taken_for_what_it_was() -> None:
    ledger = Ledger()
    ledger.add(AuditPage((entry(9), entry(8)), 8, 9))
    assert not ledger.restore(None, AuditPage((entry(9), entry(7)), 7, 9))
    assert ledger.restore(4711, AuditPage((entry(9),), 9, 9)), "nobody asks for this page any more"


def test_entries_out_of_their_order_have_lines_all_the_same() -> None:
    ledger = Ledger()
    ledger.add(AuditPage((entry(4), entry(9), entry(3)), 3, 9))
    review = review_of(reviewed(12, 4))
    assert review is not None and ledger.place_for(review) == 0
    ledger.draw(review)
    assert told(ledger) == ["through 4", "4", "9", "3"]
    assert ledger.place_for(review) is None, "it is drawn once"
