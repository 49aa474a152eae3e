"""The proportions of the house: no file, class or function grows past what one reads at a glance."""

from __future__ import annotations

from statistics import quantiles

import pytest

from tests.shape.tree import HOUSE, ROOT, classes, functions, length, named, sources

FILE_LINES = 400
CLASS_LINES = 250
FUNCTION_LINES = 40
FUNCTION_LINES_P95 = 25


def test_no_file_is_longer_than_its_limit():
    long = {
        named(path): lines
        for path in sources(*HOUSE, "tests", "setup")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long


def test_no_class_is_longer_than_its_limit():
    long = {
        f"{named(path)}:{node.name}": length(node)
        for path in sources(*HOUSE)
        for node in classes(path)
        if length(node) > CLASS_LINES
    }
    assert not long


def test_no_function_is_longer_than_its_limit():
    long = {
        f"{named(path)}:{node.lineno} {node.name}": length(node)
        for path in sources(*HOUSE)
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    }
    assert not long


@pytest.mark.parametrize("top", ["console", "db"])
def test_most_functions_are_short(top: str):
    lengths = [length(node) for path in sources(top) for node in functions(path)]
    assert len(lengths) < 20 or quantiles(lengths, n=20)[-1] <= FUNCTION_LINES_P95


@pytest.mark.parametrize(("name", "limit"), [("console/ui/shell/window.py", 250), ("console/__main__.py", 150)])
def test_the_doors_stay_small(name: str, limit: int):
    path = ROOT / name
    assert not path.exists() or len(path.read_text(encoding="utf-8").splitlines()) <= limit
