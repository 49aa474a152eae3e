"""The one line of an entry names steps and people where the floor knows them."""

from __future__ import annotations

from console.view.audit.told import cells, parts, who
from tests.ui.audit.scene import entry
from tests.ui.front import ZONE
from tests.view.blanks.invented import BATCH, returned


def test_steps_and_people_stand_by_name_in_the_line_and_by_code_in_the_record() -> None:
    new = (("performer", "areyes"), ("step", "ENRICH"), ("verifier", "bokafor"), ("values ph", "7.1"))
    row = entry(1, about=(f"batch:{BATCH}",), new=new)
    assert cells(row, returned(), ZONE)[5] == "step: Enrichment; performer: A. Reyes; verifier: B. Okafor; values ph: 7.1"
    assert ("Step", "ENRICH") in parts(row, returned(), ZONE)[0].lines


def test_what_the_floor_does_not_know_stays_as_it_is_written() -> None:
    row = entry(1, about=("batch:B-0001",), new=(("step", "ENRICH"), ("verifier", "nobody")))
    assert cells(row, returned(), ZONE)[5] == "step: ENRICH; verifier: nobody"


def test_a_device_is_told_in_words() -> None:
    row = entry(1, user="device:console-1", who="device:console-1")
    assert who(row, returned()) == "device console-1"
    assert ("Who", "device console-1") in parts(row, returned(), ZONE)[0].lines
