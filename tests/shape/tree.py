"""The source as the shape tests see it: files, their lines and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("console", "db", "resources")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*tops: str) -> list[Path]:
    """Every Python file under the named top folders, in a fixed order."""
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def length(node: ast.stmt) -> int:
    """Lines from the head of a class or function to its last line, docstring and comments included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def classes(path: Path) -> Iterator[ast.ClassDef]:
    """Every class of a file, nested ones too."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones too."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def named(path: Path) -> str:
    """A file as people name it: its path from the root of the clone."""
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """Every file the repository holds; in an unpacked archive, every file that is not hidden."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if answer.returncode == 0 and answer.stdout:
        return [path for name in answer.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and "/." not in path.relative_to(ROOT).as_posix()]
