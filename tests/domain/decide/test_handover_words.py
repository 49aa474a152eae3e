"""The words of a handover as they are signed: the digest of old ones stays, every part that was added belongs to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from console.domain import events as e
from console.domain.codec import Wire, floor_from_plain, floor_plain, from_wire, to_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.handover import HandoverChange, HandoverWords, Sbar, Standing
from tests.domain.builders import HOUR, START
from tests.domain.decide.test_handover import FIRST, SECOND, accept, begun, check, give
from tests.domain.test_codec import GOLDEN

CHANGED = HandoverChange("B-1: flow result passed", START - HOUR, 3, "batch:B-1")
OLD_DIGEST = "cdfea80c172554f2892096d63e24e2276631063827f31fed44e3ae1fa015d69f"


def test_a_handover_of_before_changes_were_told_has_the_digest_it_always_had() -> None:
    line = next(one for one in map(json.loads, GOLDEN.read_text("utf-8").splitlines()) if one["type"] == "handover.given")
    event = from_wire(Wire(line["type"], line["v"], line["payload"], tuple(line["entities"]), line["by"], START))
    assert isinstance(event, e.HandoverGiven) and line["v"] == 1 and event.changes == ()
    floor = evolve(Floor(), replace(event, settles=""))
    assert floor.handover is not None and floor.handover.digest == OLD_DIGEST


@pytest.mark.parametrize(
    "other",
    [
        {"changes": (replace(CHANGED, words="B-1: something else"),)},
        {"changes": ()},
        {"since": START - HOUR},
        {"until": START},
        {"points": (replace(FIRST, sbar=Sbar(assessment="holds up B-1")), SECOND)},
        {"facts": (HandoverWords(3, "CR1 runs B-1", Standing.RUNS),)},
    ],
    ids=["words", "none", "since", "until", "four parts", "standing"],
)
def test_what_changed_and_what_stands_behind_a_point_is_part_of_what_is_signed(other: dict[str, Any]) -> None:
    told: dict[str, Any] = {"changes": (CHANGED,), "since": START - 2 * HOUR}
    first, second = begun(), begun()
    first.ask(give(**told))
    second.ask(give(**{**told, **other}))
    one, two = first.floor.handover, second.floor.handover
    assert one is not None and two is not None and one.digest != two.digest
    assert (one.changes, one.since) == ((CHANGED,), START - 2 * HOUR)
    assert floor_from_plain(floor_plain(first.floor)) == first.floor
    for point in ("P-1", "P-2"):
        second.ask(check(point))
    assert second.no(accept(second, digest=one.digest)) == "handover-words"


V2 = {
    "handover": "HO-2",
    "must_know": "Nothing in CR3",
    "since": "2026-10-12T05:30:00.000000Z",
    "until": "2026-10-12T13:20:00.000000Z",
    "changes": [
        {"words": "B-0412: flow result passed", "at": "2026-10-12T12:30:00.000000Z", "entries": 3, "subject": "batch:B-0412"}
    ],
    "facts": [{"section": 5, "words": "B-0412 Harvest may begin already", "standing": "eligible", "subject": "batch:B-0412"}],
    "points": [
        {
            "id": "2.patient.batch:B-0412", "section": 2, "words": "B-0412: Expansion in CR1", "owner": "mkeller",
            "due": "2026-10-12T17:30:00.000000Z", "subject": "batch:B-0412", "standing": "on hold",
            "sbar": {"background": "Last done: wash", "assessment": "On hold", "recommendation": "lift the hold"},
        }
    ],
}  # fmt: skip
"""A handover as version 2 writes it; whoever changes what it says writes another version."""
V2_DIGEST = "847ddc47aff3cf217404bdcf276311fb2c90b7965ba21f598aaa7ade351f8383"


def test_a_handover_of_version_two_is_read_written_and_signed_the_same_for_ever() -> None:
    event = from_wire(Wire("handover.given", 2, V2, ("handover:HO-2",), "jhart", START))
    assert isinstance(event, e.HandoverGiven)
    wire = to_wire(event)
    assert (wire.v, wire.payload, wire.entities) == (2, V2, ("handover:HO-2",))
    found = evolve(Floor(), event).handover
    assert found is not None and found.digest == V2_DIGEST
