"""The colours stay legible on every ground they are used on."""

from __future__ import annotations

import pytest

from console.view.tokens import MARKS, THEMES, Mark, Tokens, contrast

THEME = pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)


@THEME
@pytest.mark.parametrize("ground", ["bg", "panel", "stripe", "field"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_words_are_legible_on_every_ground(tokens: Tokens, ground: str, ink: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@THEME
@pytest.mark.parametrize("bar", ["run", "done", "selected"])
def test_bar_labels_are_legible(tokens: Tokens, bar: str) -> None:
    assert contrast(tokens.text, getattr(tokens, bar)) >= 4.5


@THEME
@pytest.mark.parametrize("shape", ["edge", "baseline", "focus"])
@pytest.mark.parametrize("ground", ["bg", "panel"])
def test_shapes_stand_out(tokens: Tokens, shape: str, ground: str) -> None:
    assert contrast(getattr(tokens, shape), getattr(tokens, ground)) >= 3.0


@THEME
def test_the_picked_row_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.selected_text, tokens.selected) >= 4.5


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_the_sign_inside_a_mark_can_be_read(mark: Mark) -> None:
    assert contrast(mark.fill, mark.ink) >= 4.5


@THEME
@pytest.mark.parametrize("sign", MARKS)
def test_a_mark_stands_out_by_fill_or_by_its_outline(tokens: Tokens, sign: str) -> None:
    best = max(contrast(MARKS[sign].fill, tokens.panel), contrast(tokens.text, tokens.panel))
    assert best >= 3.0


def test_every_mark_has_its_own_shape_and_sign() -> None:
    assert len({m.shape for m in MARKS.values()}) == len(MARKS)
    assert all(sign == mark.sign for sign, mark in MARKS.items())
