"""Initials on a sheet lead to one person, or to a question; an id always leads to its owner."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.facility import Person, Role
from console.domain.refusal import Refusal
from console.view.blanks.initials import initials, meant, read

PEOPLE = tuple(
    Person(user, name, (Role.OPERATOR,))
    for user, name in (
        ("jhart", "J. Hart"),
        ("jhill", "J. Hill"),
        ("kbauer", "K. Bauer"),
        ("jh", "Z. Olsen"),
        ("mosei", "Mara Osei"),
    )
)


def test_a_user_id_goes_before_initials_that_look_like_it() -> None:
    assert read("jh", PEOPLE, "by") == "jh"
    assert [p.id for p in meant("J.H.", PEOPLE)] == ["jhart", "jhill"]


def test_initials_names_and_beginnings_of_names_are_enough_where_they_are_one_persons() -> None:
    assert [read(said, PEOPLE, "by") for said in ("kb", "K. Bauer", "bau", "MO", " m o ")] == ["kbauer"] * 3 + ["mosei"] * 2


def test_what_may_be_two_names_them_and_nobody_is_said_to_be_nobody() -> None:
    two = read("J.H.", PEOPLE, "by")
    assert isinstance(two, Refusal) and "J. Hart (jhart) or J. Hill (jhill)" in two.why and two.place == "by"
    none = read("qq", PEOPLE, "by")
    assert isinstance(none, Refusal) and none.rule == "form.person" and none.instead


def test_who_has_left_is_meant_by_nothing() -> None:
    assert read("kb", tuple(replace(p, active=False) for p in PEOPLE), "by") != "kbauer"


@given(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_whoever_is_meant_fits_what_was_written(one: Person, other: Person) -> None:
    assert read(one.id.upper(), PEOPLE, "by") == one.id
    assert one in meant(initials(one.name), PEOPLE) or initials(one.name).casefold() in {p.id for p in PEOPLE}
    assert (other in meant(one.name, PEOPLE)) == (one is other)
