"""The pictures of README and tour: made by the program itself, and still what it shows today.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.cli.pictures import write_picture
from console.cli.places import STATE
from console.cli.simulate import make_demo
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.service.still import Still, with_plan
from console.service.zones import zone_of
from console.view.standing import Standing, tally
from tests.looks.pictures import as_kept

SEED, DAYS = 11, 56
NOON = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
SIZE = (1600, 900)
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"

PICTURES = (
    ("board-light", "board", "light", "", ""),
    ("board-dark", "board", "dark", "", ""),
    ("batch-light", "batch", "light", "", ""),
    ("batch-timers-light", "batch", "light", "B-1024", ""),
    ("charts-light", "charts", "light", "", ""),
    ("charts-dark", "charts", "dark", "", ""),
    ("repair-light", "board", "light", "", "plan.look"),
    ("conflicts-dark", "board", "dark", "", "plan.conflicts"),
)
"""Name, screen, theme, batch (the one most in danger where none is named), and the action taken before."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Still]:
    """The demo plant at noon of a day on which something is late, at risk, held and on time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        opened = make_demo(tmp_path_factory.mktemp("sites") / "demo", SEED, DAYS, NOON)
        floor = opened.dispatcher.floor
        outlook = forecast_floor(floor, NOON, zone_of, learn(floor))
        yield with_plan(Still(opened.journal.site, floor, outlook, opened.pages, NOON))
        opened.close()


def test_the_pictured_day_has_something_of_everything(site: Still) -> None:
    patients = tally(site.floor, site.outlook, patients=True).by
    assert all(patients[each] for each in (Standing.LATE, Standing.AT_RISK, Standing.HELD, Standing.ON_TIME)), patients


@pytest.mark.parametrize(("name", "screen", "theme", "batch", "act"), PICTURES, ids=[row[0] for row in PICTURES])
def test_the_picture_is_what_the_program_shows(
    site: Still, qapp: QApplication, tmp_path: Path, name: str, screen: str, theme: str, batch: str, act: str
) -> None:
    fresh = tmp_path / "fresh.png"
    write_picture(replace(site, _settings={}), screen, SIZE, theme, batch, fresh, act)
    as_kept(fresh, FOLDER / f"{name}.png")
