"""A pytest plugin that makes Qt, SQL, the database and the solver impossible to import: `-p tests.blocked -p no:pytest-qt`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

BLOCKED = frozenset({
    "PySide6", "shiboken6", "pyqtgraph", "sqlalchemy", "alembic", "sqlcipher3", "sqlite3", "db", "ortools", "pandas",
})  # fmt: skip


class Blocker:
    """Refuses every import that would bring a screen or a database in."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} is blocked: this ring must live without it")
        return None


def block() -> None:
    """Block from here on; what was already imported from the blocked names is forgotten."""
    for name in [name for name in sys.modules if name.partition(".")[0] in BLOCKED]:
        del sys.modules[name]
    sys.meta_path.insert(0, Blocker())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Stand in for the settings of pytest-qt, which cannot be loaded here."""
    parser.addini("qt_log_level_fail", "unused while Qt is blocked")
    parser.addini("qt_log_ignore", "unused while Qt is blocked", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Start blocking once pytest itself has loaded."""
    block()
