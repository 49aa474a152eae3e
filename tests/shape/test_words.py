"""The words of the house: what modules and classes may be called, and that each module says what it is."""

from __future__ import annotations

import ast
import re

from tests.shape.tree import HOUSE, classes, named, parsed, sources

AVOIDED = {
    "manager", "managers", "helper", "helpers", "util", "utils", "data", "info", "common", "misc", "base",
}  # fmt: skip
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")


def test_no_module_has_a_name_that_says_nothing():
    wrong = [
        named(path)
        for path in sources(*HOUSE, "tests")
        if AVOIDED & set(path.stem.lower().split("_")) or AVOIDED & set(path.parent.name.lower().split("_"))
    ]
    assert not wrong


def test_no_class_has_a_name_that_says_nothing():
    wrong = [
        f"{named(path)}:{node.name}"
        for path in sources(*HOUSE)
        for node in classes(path)
        if AVOIDED & {word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", node.name)}
    ]
    assert not wrong


def test_every_module_opens_with_a_sentence():
    silent = [named(path) for path in sources(*HOUSE) if parsed(path).body and not ast.get_docstring(parsed(path))]
    assert not silent


def test_nothing_is_left_for_later():
    marks = [
        f"{named(path)}:{number}"
        for path in sources(*HOUSE, "tests")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not marks


def test_no_function_only_promises():
    empty = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*HOUSE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node)
    ]
    assert not empty


def test_no_test_is_switched_off():
    off = [
        f"{named(path)}:{node.lineno}"
        for path in sources("tests")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"})
        or (isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant))
    ]
    assert not off
