"""Bars that a scanner reads: held against a reader written here, and against symbols known from the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.labels import parse
from console.report.code128 import _PATTERNS, START_B, START_C, STOP, TO_C, modules, values

BY_WIDTHS = {pattern: value for value, pattern in enumerate(_PATTERNS)}


def read(widths: tuple[int, ...]) -> str:
    """What a scanner makes of bars and gaps; an assertion fails where it would refuse them."""
    line = "".join(map(str, widths))
    assert line.endswith(_PATTERNS[STOP])
    found = [BY_WIDTHS[line[n : n + 6]] for n in range(0, len(line) - 7, 6)]
    *symbols, check = found
    assert check == (symbols[0] + sum(n * value for n, value in enumerate(symbols))) % 103
    pairs, text = symbols[0] == START_C, ""
    for value in symbols[1:]:
        if value == TO_C and not pairs:
            pairs = True
        else:
            text += f"{value:02}" if pairs else chr(value + 32)
    return text


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_what_was_drawn_is_read(text: str) -> None:
    assert read(modules(text)) == text


def test_the_patterns_are_those_of_the_standard() -> None:
    assert len(_PATTERNS) == len(set(_PATTERNS)) == 107
    assert all(sum(map(int, pattern)) == 11 for pattern in _PATTERNS[:-1])
    assert sum(map(int, _PATTERNS[-1])) == 13
    assert all(sum(map(int, pattern[::2])) % 2 == 0 for pattern in _PATTERNS[:-1])  # bars of every symbol make an even sum
    assert values("PJJ123C") == (START_B, 48, 42, 42, 17, 18, 19, 35, 55, STOP)  # the worked example of the standard


def test_the_number_of_a_sheet_is_short_and_opens_as_what_it_is() -> None:
    assert sum(modules("P-7K3M-000123")) < 160
    label = parse(read(modules("P-7K3M-000123")))
    assert label is not None and label.get("blank") == "P-7K3M-000123" and label.get("text") == "P-7K3M-000123"


@pytest.mark.parametrize("text", ["", "ä", "a\n"])
def test_what_has_no_bars_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no bars"):
        modules(text)
