"""The library takes in what is sound and names the place of every fault in what is not."""

from __future__ import annotations

import pytest

from console.service.library import LibraryError, facility_from, recipe_from, shipped_facility

STEP = """
[[steps]]
code = "{code}"
title = "{title}"
lane = "room"
law = {{ kind = "fixed", a = "1" }}
{more}
"""


def recipe(*steps: str, more: str = "") -> str:
    return f'id = "X-v1"\nname = "X"\nversion = 1\ntitle = "X"\nkind = "lot"\n{more}' + "".join(steps)


def step(code: str, more: str = "", title: str = "") -> str:
    return STEP.format(code=code, title=title or code, more=more)


def test_a_sound_recipe_is_read() -> None:
    made = recipe_from(recipe(step("A"), step("B", 'after = ["A"]\nday = 3\nclock = "09:00"')))
    assert made.by_code["B"].clock is not None
    assert made.by_code["B"].clock.hour == 9


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (recipe(step("A", 'after = ["Z"]')), "own.toml: step A: no step is called Z"),
        (recipe(step("A", 'after = ["B"]'), step("B", 'after = ["A"]')), "own.toml: step A waits for itself"),
        (recipe(step("A"), step("A")), "own.toml: step A stands twice"),
        (recipe(step("A"), step("B", title="a")), "own.toml: the label 'a' names two steps"),
        (recipe(step("A", "verified = true")), "own.toml: step A: a second person is needed to verify"),
        (recipe(step("A", 'reaches = "GONE"')), "own.toml: step A: no status is called GONE"),
        (recipe(step("A", 'clock = "09:00"')), "own.toml: step A: day and clock go together"),
        (recipe(step("A", 'until = "A"')), "own.toml: step A: it keeps no instrument, so it cannot keep one until A"),
        (recipe(step("A", "peple = 2")), "own.toml: steps[0].peple: no such field"),
        (recipe(step("A", 'clock = "late"')), "own.toml: steps[0].clock"),
        (recipe(step("A", 'limits = [{ name = "x", title = "x", action_low = 1.5 }]')), "own.toml: steps[0].limits[0].action_low"),
    ],
)
def test_a_fault_names_its_place(text: str, fault: str) -> None:
    with pytest.raises(LibraryError) as raised:
        recipe_from(text, "own.toml")
    assert any(f.startswith(fault) for f in raised.value.faults), raised.value.faults


def test_a_lag_between_unknown_steps_is_a_fault() -> None:
    lag = '[[lags]]\nname = "L"\ntitle = "L"\nkind = "hold"\nfrom_step = "A"\nfrom_edge = "end"\nto_step = "Q"\nto_edge = "start"\n'
    with pytest.raises(LibraryError) as raised:
        recipe_from(recipe(step("A"), lag), "own.toml")
    assert raised.value.faults == ("own.toml: lag L: no step is called Q", "own.toml: lag L: it has no limit")


def test_text_that_is_no_toml_is_a_fault() -> None:
    with pytest.raises(LibraryError, match=r"own\.toml"):
        recipe_from("= = =", "own.toml")


def test_a_facility_without_its_desks_or_stations_is_a_fault() -> None:
    text = (
        'site = "s"\nzone = "Asia/Kolkata"\n[[rooms]]\nid = "R1"\ntitle = "R1"\ngrade = "C"\n'
        '[[instruments]]\nid = "I"\ntitle = "I"\nkind = "k"\nroom = "R1"\nstation = "9"\n'
    )
    with pytest.raises(LibraryError) as raised:
        facility_from(text, "site.toml")
    assert "site.toml: instrument I: R1 has no station 9" in raised.value.faults
    assert "site.toml: no desk of the kind dock" in raised.value.faults


def test_a_facility_file_nobody_ships_is_said_plainly() -> None:
    with pytest.raises(LibraryError, match="no facility file is called moon"):
        shipped_facility("moon")
