"""Whatever is drawn can be said in words, with the zone, and never by colour alone."""

from console.view.board.columns import Badge
from console.view.board.marks import MarkKind
from console.view.board.story import TABLE_HEADINGS, badge_words, cells, full, mark_text, name, nothing_here
from tests.view.board.invented import DAY, NOW, picture

PICTURE = picture()


def find(batch: str, step: str) -> int:
    found = PICTURE.bars.find(batch, step)
    assert found is not None
    return found


def test_a_late_bar_says_so_in_words_with_its_cause_its_place_and_its_spread() -> None:
    i = find("B-0440", "EXPAND")
    said = name(PICTURE, i)
    assert "Priority 1, act now" in said and "late 9 h: vector lot waits for QC" in said
    assert "CR2 CAR-T B, station S1" in said and "EST" in said
    text = full(PICTURE, i, NOW)
    assert "P10–P90" in text and "left" in text and "later" in text and "drives the forecast" in text


def test_every_bar_has_a_name_and_a_full_row() -> None:
    for i in range(len(PICTURE.bars)):
        row = cells(PICTURE, i)
        assert len(row) == len(TABLE_HEADINGS) and row[0] and row[4] and row[5]
        assert name(PICTURE, i)


def test_badges_are_words_too() -> None:
    assert [badge_words(badge) for badge in Badge] == [
        "", "Priority 1, act now", "Priority 2, act soon", "Priority 3, watch", "Priority 4, for your knowledge", "On hold",
    ]  # fmt: skip


def test_a_flag_counts_down() -> None:
    mark = next(m for m in PICTURE.marks.rows if m.kind is MarkKind.PROMISE and m.at > NOW)
    assert "in " in mark_text(PICTURE, mark, NOW) and "ago" in mark_text(PICTURE, mark, mark.at + 3600)


def test_an_empty_window_says_where_there_is_something() -> None:
    assert "The last bar ended" in nothing_here(PICTURE, NOW + 300 * DAY, NOW + 301 * DAY)
    assert "The first bar starts" in nothing_here(PICTURE, NOW - 300 * DAY, NOW - 299 * DAY)


def test_flags_within_a_window_include_those_whose_clock_runs_through_it() -> None:
    marks = PICTURE.marks
    for start in range(NOW - 10 * DAY, NOW + 10 * DAY, DAY // 2):
        end = start + DAY // 4
        due = [m for m in marks.rows if (m.since or m.at) < end and m.at >= start]
        assert list(marks.within(start, end)) == due
