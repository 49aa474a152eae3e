"""A site that an older program wrote: verbs that only read say what to do, opening it brings it up after a backup."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.demo import wake
from console.cli.engine import Relay
from console.cli.places import STATE
from db import schema

OLD = Path(__file__).parents[1] / "old" / "0.1.0"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site of release 0.1.0, on a computer that holds its keys."""
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    shutil.copytree(OLD / "secrets", tmp_path / "state" / "sites")
    return Path(shutil.copytree(OLD / "site", tmp_path / "site"))


def test_a_reading_verb_says_how_it_is_brought_up(older: Path, verb) -> None:
    code, _, said = verb("report-card", "--db", older)
    assert code == Exit.TROUBLE and "written by an older program" in said and "after a backup" in said
    assert not (older / "backups").exists()


def test_opening_a_demo_of_an_older_program_brings_it_up_and_it_can_be_judged(older: Path, verb) -> None:
    opened, _ = wake(older, 7, 0, Relay())
    opened.close()
    assert [path.name for path in (older / "backups").iterdir()] == [f"journal.pre-{schema.REVISION}-from-0001.db"]
    assert verb("verify", "--db", older)[0] == Exit.WELL
    card = json.loads(verb("report-card", "--db", older, "--json")[1])
    assert card["batches"] == 0 and card["verdict"] == "Unproven: 0 releases judged, 20 needed."
