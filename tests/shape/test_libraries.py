"""The libraries the house stands on: those versions, from those files, that we know to be sound."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from sqlcipher3 import dbapi2

from tests.shape.tree import ROOT, tracked

LOCKS = sorted(ROOT.glob("requirements*.lock"))
HOSTS = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "--(extra-)?index" + "-url", "--find" + "-links")))
MACHINE = re.compile("(?<![\\w.])/(" + "|".join(("wor" + "k/", "tm" + "p/[a-z]", "roo" + "t/", "far" + "m/")) + ")")

# PySide6 6.12.0 on Python 3.11 drops a reference to None, True or False with each call and aborts after some thousand.
PROBE = """
import sys
from PySide6.QtCore import QObject, QPointF
thing, kept = QObject(), (None, True, False)
before = [sys.getrefcount(value) for value in kept]
for _ in range(5_000):
    thing.setObjectName("probe"), thing.signalsBlocked(), thing.parent(), QPointF().isNull(), thing.isWidgetType()
after = [sys.getrefcount(value) for value in kept]
sys.exit(any(abs(new - old) > 1_000 for old, new in zip(before, after, strict=True)))
"""


def test_five_thousand_calls_leave_python_whole():
    answer = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr.decode()


def test_sqlite_is_new_enough_for_the_record():
    # 3.51.3 repairs the WAL-reset fault that could lose a committed transaction
    assert dbapi2.sqlite_version_info >= (3, 51, 3)


def test_there_is_a_lock_for_running_optimising_testing_and_building():
    assert [path.name for path in LOCKS] == [
        "requirements-build.lock",
        "requirements-dev.lock",
        "requirements-optimise.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_everything_locked_is_pinned_and_hashed(lock):
    entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    loose = [
        entry
        for entry in entries
        if entry.strip() and not re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;]+\s*(;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry)
    ]
    assert entries and not loose


def test_the_tree_names_no_registry_and_no_path_of_one_machine():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font, a workbook
        marks = (HOSTS,) if path.suffix == ".lock" else (HOSTS, MACHINE)
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for mark in marks for hit in mark.finditer(text)]
    assert not found


def test_the_licence_list_names_every_locked_package_in_its_version():
    listed = {
        (re.sub(r"[-_.]+", "-", name.split()[0].lower()), version)
        for name, version in re.findall(r"^\| ([^|]+?) \| ([0-9][^ |]*) \|", _text("THIRD_PARTY.md"), re.MULTILINE)
    }
    locks = _text("requirements.lock") + _text("requirements-optimise.lock")
    locked = set(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", locks, re.MULTILINE))
    assert listed == locked


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
