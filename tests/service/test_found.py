"""What is found: from the record and the floor together, never by a patient's identifier, and of the past only what had come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.floor import Floor
from console.service.audited import AuditRow
from console.service.found import MOST_ENTRIES, Found, found_on, patients, without_patients
from console.service.held import Held
from console.service.past_front import PastFront
from console.service.spelling import Asked, asked, folded, key, parts
from tests.ui.front import DAY0, NOW, FakeFront, ordered, run_until, site_floor


def row(n: int) -> AuditRow:
    return AuditRow(n, f"id{n}", NOW, NOW, "mia", "M. Ito", "note.added", "Note added", (), (), (), "", ())


class Record:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.wishes: list[tuple[Asked, int]] = []

    def find(self, asked: Asked, limit: int) -> tuple[AuditRow, ...]:
        self.wishes.append((asked, limit))
        return (row(1),)


@pytest.fixture(scope="module")
def floor() -> Floor:
    return ordered(site_floor(), "B-0412", DAY0, "W1234567788")


def test_the_record_is_never_asked_for_a_patient(floor: Floor) -> None:
    record = Record()
    found = found_on(record, floor, asked("W1234567788 s-014 wrong bag"), lambda held: [held.entries])
    assert found == Found((floor.entries,), (row(1),), patients(floor))
    assert record.wishes == [(Asked(("wrong", "bag")), MOST_ENTRIES)]
    gone = replace(floor, batches={}, left=dict(floor.batches))
    assert patients(gone) == patients(floor) == {"w1234567788", "s-014"}
    assert not without_patients(asked("W1234567788"), patients(floor)).words


def test_the_past_finds_what_had_come_by_then_on_the_floor_held_then(floor: Floor) -> None:
    live = FakeFront(run_until(floor, "B-0412", NOW), NOW)
    live.found = lambda wish: tuple(row(n) for n in (9, 3, 4) if not wish.upto or n <= wish.upto)
    past = PastFront(live, Held(NOW, floor, (), DAY0, 3, DAY0))
    told: list[Found[Floor]] = []
    past.find(asked("pump"), lambda held: [held], told.append)
    assert [one.n for one in told[0].entries] == [3] and told[0].things == (floor,)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("#12", Asked((), 12)), ("12", Asked(("12",), 12)), ("0412", Asked(("0412",))), ("#0412", Asked((), 412)),
        ("12 pumps", Asked(("12", "pumps"))), ("", Asked()), ("# -", Asked()),
        ("Später SPATER", Asked(("spater",))), ("#x", Asked(("#x",))), ("9" * 30, Asked(("9" * 30,))), ("٣", Asked(("٣",))),
        ("01A204B7-5b77-7d8d-89ec-cdc13efe799e",
         Asked(("01a204b7-5b77-7d8d-89ec-cdc13efe799e",), 0, "01a204b7-5b77-7d8d-89ec-cdc13efe799e")),
    ],
)  # fmt: skip
def test_what_was_typed_is_read_plainly(text: str, wish: Asked) -> None:
    assert asked(text) == wish
    assert bool(asked(text)) == bool(wish.words or wish.number)


def test_spelling_is_forgiven_where_people_misspell() -> None:
    assert key("B-0412") == key("b O4l2") == "b0412" and key("mia") == "mia" and key("CR-A") == "cra"
    assert folded("Größe ÉÀ") == "große ea" and parts("CAR-T, 7 d") == ("car", "t", "7", "d")
