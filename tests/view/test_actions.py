"""The action table: each row whole, each key used once, each word found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest

from console.domain.facility import Role
from console.domain.rights import Right
from console.view.action_table import TABLE
from console.view.actions import Action, Situation, When, find, usable, why_not

ROWS = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
ABLE = Situation(
    tuple(Role), logged_in=True, demo=True, batch="B-1", step="THAW", held=True, room_out=True, instrument_out=True, page="board"
)
STATES = ("planned", "running", "done")


def test_ids_are_used_once() -> None:
    assert [name for name, times in Counter(row.id for row in TABLE).items() if times > 1] == []


def test_a_key_means_one_thing() -> None:
    keys = Counter(key.lower() for row in TABLE for key in row.keys)
    assert [key for key, times in keys.items() if times > 1] == []


@ROWS
def test_a_row_is_whole(row: Action) -> None:
    assert row.title and row.says and "." in row.id
    assert not row.says.endswith(".")
    assert not row.icon or (files("resources.icons") / f"{row.icon}.svg").is_file()


@ROWS
def test_what_leaves_an_entry_needs_a_session_and_a_console_that_writes(row: Action) -> None:
    if row.writes:
        assert any(usable(row, replace(ABLE, step_state=state, page=row.page)) for state in STATES)
        for worse in (
            Situation(tuple(Role), batch="B-1", step="THAW"),
            Situation(tuple(Role), logged_in=True, locked=True, batch="B-1", step="THAW"),
            Situation(tuple(Role), logged_in=True, read_only=True, batch="B-1", step="THAW"),
            *([] if row.right is Right.PRINT else [Situation((Role.INSPECTOR,), logged_in=True, batch="B-1", step="THAW")]),
        ):
            assert why_not(row, worse)


@ROWS
def test_an_action_that_needs_something_says_what(row: Action) -> None:
    nothing = Situation(tuple(Role), logged_in=row.when is not When.LOGGED_OUT, page=row.page)
    if row.when not in (When.ALWAYS, When.LOGGED_IN, When.LOGGED_OUT):
        assert row.when.value in why_not(row, nothing)


@ROWS
def test_the_palette_finds_an_action_by_its_own_title(row: Action) -> None:
    assert row in find(row.title, TABLE)


def test_the_palette_finds_by_any_words_in_any_order_and_prefers_the_title() -> None:
    assert [row.id for row in find("HOLD place", TABLE)] == ["batch.hold"]
    assert find("import", TABLE)[0].id == "site.import"
    assert find("no such words", TABLE) == []
    assert find("", TABLE) == list(TABLE)


def test_a_board_action_is_only_offered_on_the_board() -> None:
    row = next(row for row in TABLE if row.id == "board.now")
    assert usable(row, Situation(page="board"))
    assert why_not(row, Situation(page="charts")) == "only on the page board"
