"""Entries found by the one search: against a plain look at every entry, and whatever is typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.service.audited import AuditWish
from console.service.spelling import LONGEST, MOST, asked, key, parts
from console.store.search import phrase_of
from tests.store.place import START, clock_of, dispatcher, furnish, made, workplace
from tests.store.scenes import hold, note, order

WRITTEN = (
    "Die Pumpe rauscht später", "pump P-0412 rattles", "PUMP rattled again", "courier late", "centrifuge: 12 min at 300 g",
    "remark", "odd 'colour' (seen twice)", "pump-head changed; see #7", "lot 0412 réservé",
)  # fmt: skip


@pytest.fixture(scope="module")
def work():
    return workplace()


@pytest.fixture(scope="module")
def site(tmp_path_factory, work):
    opened = made(tmp_path_factory.mktemp("search") / "site", work)
    yield opened
    opened.db.close()


@pytest.fixture(scope="module")
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-0412")
    order(running, "B-O7")
    for n, text in enumerate(WRITTEN):
        clock_of(work).put(START + timedelta(hours=n))
        note(running, ("B-0412", "B-O7")[n % 2], text)
    hold(running, "B-0412", "odd colour of the pump")
    return running


@pytest.fixture(scope="module")
def pages(site, run):
    return site.pages(lambda: run.floor)


@pytest.fixture(scope="module")
def entries(pages):
    return pages.audit(AuditWish(), None, 500).rows


def said(row):
    """What an entry may be found by: what was written in it, and what it speaks of, plainly."""
    written = [str(value) for name, value in row.new if name.split()[-1] in ("text", "title", "comment", "label", "note", "what")]
    names = [name.partition(":")[2] for name in row.about] + [row.user]
    return [*written, row.why], names


def plainly(row, words):
    texts, names = said(row)
    tokens = [token for text in (*texts, *names) for token in parts(text)]
    runs = [" ".join(parts(text)) for text in (*texts, *names)]
    return all(
        (len(parts(word)) == 1 and any(token.startswith(parts(word)[0]) for token in tokens))
        or any(f" {' '.join(parts(word))}" in f" {run}" for run in runs)
        or any(key(name).startswith(key(word)) for name in names)
        for word in words
    )


TYPED = st.lists(
    st.sampled_from(
        ["pump", "PUMPE", "ratt", "rattles", "0412", "b0412", "B-0412", "b-o412", "bo7", "B-07", "reserve", "spater", "odd",
         "colour", "12", "p-0412", "pump-head", "zzz", "c", "B"]
    ),
    min_size=1, max_size=3,
).map(" ".join)  # fmt: skip


@given(TYPED)
@settings(max_examples=120, deadline=None)
def test_what_is_found_is_what_a_plain_look_at_every_entry_finds(pages, entries, text):
    wish = asked(text)
    notes = [row for row in entries if row.kind in ("note.added", "batch.held", "batch.ordered")]
    expected = {row.n for row in notes if plainly(row, wish.words)}
    found = pages.find(wish, 500)
    assert {row.n for row in found if row.kind in ("note.added", "batch.held", "batch.ordered")} - {wish.number} == expected - {
        wish.number
    }
    assert len({row.n for row in found}) == len(found)


def test_an_entry_is_found_by_its_number_and_by_its_id(pages, entries):
    row = entries[3]
    assert [found.n for found in pages.find(asked(f"#{row.n}"), 5)] == [row.n]
    assert pages.find(asked(str(row.n)), 5)[0].n == row.n
    assert [found.n for found in pages.find(asked(row.entry), 5)] == [row.n]
    assert [found.n for found in pages.find(asked(row.entry.replace("-", "").upper()), 5)] == [row.n]
    assert pages.find(asked("#999999"), 5) == ()


@pytest.mark.parametrize("text", ["pump", "b0412", "#7", "7"])
def test_of_the_past_only_what_had_come_is_found_however_much_came_later(pages, text):
    every = [row.n for row in pages.find(asked(text), 500)]
    middle = sorted(every)[len(every) // 2]
    found = [row.n for row in pages.find(replace(asked(text), upto=middle), 500)]
    assert found == [n for n in every if n <= middle] and found
    assert pages.find(replace(asked(text), upto=1), 500) == ()


def test_whole_words_come_before_words_that_only_begin_so_and_each_youngest_first(pages):
    found = [dict(row.new).get("text", row.why) for row in pages.find(asked("pump"), 9)]
    assert found[:3] == ["odd colour of the pump", "pump-head changed; see #7", "PUMP rattled again"]
    assert found[-1] == "Die Pumpe rauscht später"
    assert len(pages.find(asked("pump"), 2)) == 2


@pytest.mark.parametrize(
    "words",
    ['"', "note*", "a OR b", "words : x", "NEAR(a b)", "'; DROP TABLE entry", "(", "^x", "-", "#", "named:b", "\x00", "�" * 9],
)
def test_nothing_typed_is_taken_for_an_order(pages, words):
    assert len(pages.find(asked(words), 10)) <= 1


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_bounded_and_answered(pages, text):
    wish = asked(text)
    assert len(wish.words) <= MOST and sum(map(len, wish.words)) <= LONGEST * 4
    pages.find(wish, 3)


def test_a_word_is_quoted_however_it_is_written():
    assert phrase_of(asked('car"t* B-O412'), True) == '("car t"* OR named : "cart"*) AND ("b o412"* OR named : "b0412"*)'
