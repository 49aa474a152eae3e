"""Who may call the clock, start threads or pump events: the rules that no import contract can see."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib

import pytest

from tests.shape.tree import HOUSE, ROOT, functions, named, parsed, sources

CLOCK = "console/service/clock.py"
FREE_RINGS = ("domain", "planning", "forecast", "report", "service", "view", "simulation")
NOW = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
SOLVER = "console/planning/cpsat/"  # the one place that may know ortools
QT_SHORTCUTS = {"QThread", "processEvents", "singleShot", "QtSql"}


def test_nothing_is_imported_inside_a_function():
    late = {
        f"{named(path)}:{inner.lineno}"
        for path in sources(*HOUSE)
        if not named(path).startswith("console/cli/")
        for function in functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert not late


def test_only_the_clock_asks_for_the_time():
    asked = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*HOUSE)
        if named(path) != CLOCK
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (getattr(node.value, "id", getattr(node.value, "attr", "")), node.attr) in NOW
    ]
    asked += [
        f"{named(path)}:{node.lineno}"
        for path in sources(*HOUSE)
        if named(path) != CLOCK
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "time" and {alias.name for alias in node.names} & {"time", "time_ns"}
    ]
    assert not asked


def test_no_thread_of_qt_and_no_pumped_events():
    used = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*HOUSE)
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Name) and node.id in QT_SHORTCUTS)
        or (isinstance(node, ast.Attribute) and node.attr in QT_SHORTCUTS)
        or (isinstance(node, ast.alias) and QT_SHORTCUTS & set(node.name.split(".")))
        or (isinstance(node, ast.ImportFrom) and QT_SHORTCUTS & set((node.module or "").split(".")))
    ]
    assert not used


@pytest.mark.parametrize("ring", FREE_RINGS)
def test_a_ring_below_the_screens_imports_without_qt_sql_or_solver(ring: str):
    files = [path for path in sources(f"console/{ring}") if not named(path).startswith(SOLVER)]
    modules = [named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files]
    program = "import importlib, sys; from tests.blocked import block; block(); " + "".join(
        f"importlib.import_module({module!r}); " for module in modules
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr


def test_every_screen_is_named_in_the_contract_that_keeps_screens_apart():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named_screens = next(set(contract["modules"]) for contract in contracts if contract["type"] == "independence")
    folders = {f"console.ui.{path.parent.name}" for path in (ROOT / "console/ui").glob("*/__init__.py")}
    assert named_screens == folders - {"console.ui.shell", "console.ui.paper"}, "what stands on screens is none of them"
