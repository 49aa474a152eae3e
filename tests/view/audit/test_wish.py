"""What is typed into the filter: days and minutes whole, nights of two lengths, people by a part of their name; and told again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Person, Role
from console.domain.floor import Floor
from console.service.audited import AuditWish
from console.view.audit.wish import Typed, chips, kind_choices, kind_words, wish_of
from tests.ui.front import DAY0, NOW, ZONE

PEOPLE = {
    "jhart": Person("jhart", "J. Hart", (Role.SUPERVISOR,)),
    "khartmann": Person("khartmann", "K. Hartmann", (Role.QA,)),
    "mosei": Person("mosei", "M. Osei", (Role.SUPERVISOR,)),
}
FLOOR = Floor(people=PEOPLE)


def asked(**typed: str) -> AuditWish:
    found = wish_of(Typed(**typed), FLOOR, NOW, ZONE)
    assert isinstance(found, AuditWish), found
    return found


def refused(**typed: str) -> list[tuple[str, str]]:
    found = wish_of(Typed(**typed), FLOOR, NOW, ZONE)
    assert isinstance(found, tuple)
    return [(refusal.place, refusal.rule) for refusal in found]


def test_nothing_typed_asks_for_everything() -> None:
    assert asked() == asked(words="   ", about=" ", who="  ") == AuditWish()


def test_a_day_is_the_whole_day_also_the_one_of_25_hours() -> None:
    wish = asked(since="2026-11-01", until="2026-11-01")
    assert wish.since == datetime(2026, 11, 1, tzinfo=ZONE) and wish.until is not None
    assert wish.until - wish.since == timedelta(hours=25) - timedelta(microseconds=1)
    short = asked(since="2027-03-14", until="2027-03-14")
    assert short.since is not None and short.until is not None
    assert short.until - short.since == timedelta(hours=23) - timedelta(microseconds=1)


@given(seconds=st.integers(0, 2 * 365 * 86_400))
def test_a_minute_that_stands_on_a_line_finds_what_was_recorded_in_it(seconds: int) -> None:
    at = DAY0 - timedelta(days=300) + timedelta(seconds=seconds)
    local = at.astimezone(ZONE)
    words = f"{local:%Y-%m-%d %H:%M} {local:%Z}"
    wish = asked(since=words, until=words)
    assert wish.since is not None and wish.until is not None and wish.since <= at <= wish.until
    assert wish.until - wish.since < timedelta(minutes=1)


def test_today_and_yesterday_are_those_of_the_site() -> None:
    wish = asked(since="yesterday", until="Today")
    assert wish.since == datetime(2026, 11, 21, tzinfo=ZONE)
    assert wish.until == datetime(2026, 11, 23, tzinfo=ZONE) - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("typed", "user"),
    [
        ("mosei", "mosei"),
        ("osei", "mosei"),
        ("J. Hart (jhart)", "jhart"),
        ("khart", ""),
        ("console", "console"),
        ("device:console-1", "device:console-1"),
    ],
)
def test_people_are_found_by_id_by_their_line_and_by_a_part_of_one_name(typed: str, user: str) -> None:
    if user:
        assert asked(who=typed).who == user
    else:
        assert refused(who=typed) == [("who", "audit.who")]


def test_a_part_of_two_names_names_both() -> None:
    found = wish_of(Typed(who="hart"), FLOOR, NOW, ZONE)
    assert isinstance(found, tuple) and "J. Hart (jhart), K. Hartmann (khartmann)" in found[0].why


@pytest.mark.parametrize("kind", [kind for kind, _ in kind_choices()])
def test_every_kind_is_found_by_its_words_and_by_its_name(kind: str) -> None:
    assert asked(kind=kind).kind == asked(kind=kind_words(kind)).kind == asked(kind=kind_words(kind).upper()).kind == kind


def test_a_kind_of_another_program_is_asked_for_as_it_stands() -> None:
    assert asked(kind="chain.opened").kind == "chain.opened"
    assert refused(kind="opened") == [("kind", "audit.kind")]


def test_all_that_cannot_be_read_is_said_at_once() -> None:
    assert refused(since="soon", until="2026-02-30", who="nobody", kind="x") == [
        ("since", "form.time"), ("until", "form.time"), ("who", "audit.who"), ("kind", "audit.kind"),
    ]  # fmt: skip
    assert refused(since="2026-11-02", until="2026-11-01") == [("until", "audit.times")]


def test_what_is_on_is_told_in_short_and_comes_off_one_by_one() -> None:
    typed = Typed("2026-11-16", "2026-11-17", "osei", "B-0412", "step corrected", "scale  settled")
    wish = wish_of(typed, FLOOR, NOW, ZONE)
    assert isinstance(wish, AuditWish)
    told = chips(wish, FLOOR, ZONE)
    assert [chip.words for chip in told] == [
        "since 2026-11-16 00:00 EST", "until 2026-11-17 23:59 EST", "by M. Osei", "about B-0412", "step corrected",
        "“scale settled”",
    ]  # fmt: skip
    for chip in told:
        typed = replace(typed, **{chip.field: ""})
    assert typed == Typed()
