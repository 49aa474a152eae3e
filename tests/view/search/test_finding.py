"""What the search finds on a floor, against the plainest look at everything there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.floor import Floor, MaterialLot, MaterialState
from console.domain.quality import Deviation, Sample, Severity
from console.service.spelling import asked
from console.view.search.floor_index import FloorIndex, far, near
from console.view.search.hits import MOST_OF_A_KIND, grouped
from console.view.search.seen import Seen
from console.view.search.things import BEGINS, EXACT, HOLDS, SPELT, WORDS, Kind, Thing, Where, fit, thing
from console.view.search.within import batches_spoken_of, within
from tests.domain.anything import floors
from tests.ui.front import DAY0, NOW, ZONE, ordered, person, run_until, site_floor

NEW_YORK = ZoneInfo("America/New_York")


def everything(floor: Floor) -> list[Thing]:
    seen = Seen(floor, None, NEW_YORK)
    return [*FloorIndex(near).things(seen), *FloorIndex(far).things(seen)]


def known(floor: Floor) -> Iterator[tuple[Kind, str]]:
    """All that must be findable, counted by hand."""
    yield from ((Kind.BATCH, name) for name in (*floor.batches, *floor.left))
    yield from ((Kind.LOT, name) for name in floor.materials)
    yield from ((Kind.PERSON, name) for name in floor.people)
    yield from ((Kind.DEVIATION, name) for name in floor.deviations)
    yield from ((Kind.SAMPLE, name) for batch in (*floor.batches.values(), *floor.left.values()) for name in batch.samples)
    yield from ((Kind.APPOINTMENT, name) for name in floor.appointments)


def plain(text: str) -> str:
    """Lower case, no accents, and a space for whatever is neither letter nor figure."""
    bare = (c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def bare(text: str) -> str:
    """An identifier without what is mixed up."""
    told = plain(text).replace(" ", "")
    return told.replace("o", "0").replace("i", "1").replace("l", "1") if any(c.isdigit() for c in told) else told


def plainly(found: Thing, words: tuple[str, ...]) -> bool:
    """Whether each word begins a word of the thing, or begins its identifier, or stands in it where it has figures."""
    told, names = f" {found.text.strip()}", [name for name in found.names.split("\n") if name]
    return all(
        f" {plain(word)}" in told
        or any(name.startswith(bare(word)) for name in names)
        or (len(bare(word)) > 1 and any(c.isdigit() for c in bare(word)) and any(bare(word) in name for name in names))
        for word in words
    )


@given(floors(), st.data())
@settings(max_examples=60, deadline=None)
def test_everything_is_found_by_its_identifier_and_by_each_of_its_words(floor: Floor, data: st.DataObject) -> None:
    things = everything(floor)
    findable = {(one.kind, one.id) for one in things}
    assert set(known(floor)) <= findable
    for one in data.draw(st.lists(st.sampled_from(things), max_size=8)) if things else []:
        for word in {*plain(one.id).split(), *plain(one.line).split()}:
            wish = asked(word)
            if wish.words:
                assert fit(one, wish) is not None, (word, one)
        if plain(one.id) and len(one.id) < 100:
            how = fit(one, asked(one.id))
            assert how is not None


TYPED = st.lists(
    st.sampled_from(["b", "B-1", "b1", "CR", "1", "on", "duty", "av-119", "T", "0", "l1", "opened", "zzz", "é"]), max_size=3
)


@given(floors(), TYPED)
@settings(max_examples=60, deadline=None)
def test_what_is_found_is_what_a_plain_look_finds_and_nothing_else(floor: Floor, typed: list[str]) -> None:
    wish = asked(" ".join(typed))
    for one in everything(floor):
        assert (fit(one, wish) is not None) == (bool(wish.words) and plainly(one, wish.words)), (wish, one)


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("B-0412", EXACT), ("b-0412", EXACT), ("b0412", SPELT), ("B-O412", SPELT), ("b 0412", SPELT), ("bo4l2", SPELT),
        ("B-04", BEGINS),
        ("412", HOLDS), ("car harv", WORDS), ("CR3", WORDS), ("4", None), ("412 zzz", None), ("", None), ("arv", None),
    ],
)  # fmt: skip
def test_how_well_an_identifier_fits_what_was_typed(typed: str, how: int | None) -> None:
    one = thing(Kind.BATCH, "B-0412", "AV-119 CAR-T · in process · Harvest in CR3", Where("batch", "B-0412"))
    assert fit(one, asked(typed)) == how


@pytest.fixture(scope="module")
def floor() -> Floor:
    """A site with a batch that runs, one that left, a lot, a sample and deviations open and closed."""
    made = ordered(site_floor(), "B-0412", DAY0, "W1234567788")
    made = run_until(made, "B-0412", DAY0 + timedelta(hours=30))
    code = next(code for code, step in made.batches["B-0412"].steps.items() if step.started_at is None and step.placement)
    starts = replace(
        made.batches["B-0412"].steps[code], state=StepState.RUNNING, started_at=NOW, performer=person(made, "operator")
    )
    begun = replace(made.batches["B-0412"], steps={**made.batches["B-0412"].steps, code: starts})
    made = replace(made, batches={"B-0412": begun})
    here = made.batches["B-0412"]
    gone = replace(here, id="B-0007", coi="W1234560007", status=BatchStatus.FINAL_CONFIRMED, status_at=DAY0 - timedelta(days=40))
    lot = MaterialLot("VEC-2291", "Lentiviral vector", MaterialState.RELEASED, NOW + timedelta(days=30))
    one = Deviation("DV-77", "Pressure fell in Größe 3", Severity.MAJOR, NOW, person(made, "operator"), ("B-0412",), "CR3")
    sample = Sample("S-0412-3", "B-0412", "IPC_SAMPLE_D5", NOW, person(made, "operator"))
    return replace(
        made,
        batches={**made.batches, "B-0412": replace(here, samples={sample.id: sample})},
        left={gone.id: gone},
        materials={lot.id: lot},
        deviations={one.id: one, "DV-70": replace(one, id="DV-70", closed_at=NOW)},
    )


def found(floor: Floor, words: str) -> list[tuple[Kind, str]]:
    seen, wish = Seen(floor, None, ZONE), asked(words)
    groups = grouped([*FloorIndex(near).find(seen, wish), *FloorIndex(far).find(seen, wish)])
    return [(one.kind, one.id) for group in groups for one in group.things]


def test_the_kind_that_holds_what_was_typed_comes_first(floor: Floor) -> None:
    assert found(floor, "vec 2291") == [(Kind.LOT, "VEC-2291")]
    assert found(floor, "dv77")[0] == (Kind.DEVIATION, "DV-77")
    assert found(floor, "CR3")[0] == (Kind.PLACE, "CR3")
    assert found(floor, "s-0412-3")[0] == (Kind.SAMPLE, "S-0412-3")
    assert found(floor, "b-0412")[0] == (Kind.BATCH, "B-0412")


def test_what_left_the_floor_is_found_and_says_so(floor: Floor) -> None:
    seen = Seen(floor, None, ZONE)
    [(_, one)] = FloorIndex(far).find(seen, asked("b-0007"))
    assert "left the live floor" in one.line and one.where == Where("batch", "B-0007")
    assert found(floor, "DV-70") == [(Kind.DEVIATION, "DV-70")]


def test_words_are_found_without_their_accents_and_a_clinic_by_its_title(floor: Floor) -> None:
    assert (Kind.DEVIATION, "DV-77") in found(floor, "grosse") or (Kind.DEVIATION, "DV-77") in found(floor, "große")
    clinic = floor.facility.clinics[0] if floor.facility else None
    assert clinic is not None and (Kind.APPOINTMENT, clinic.id) in found(floor, clinic.title)


def test_no_patient_is_found_by_more_than_the_last_four(floor: Floor) -> None:
    assert (Kind.BATCH, "B-0412") in found(floor, "7788")
    for words in ("W1234567788", "W12345", "S-014"):
        assert (Kind.BATCH, "B-0412") not in found(floor, words)
    assert not any("W123456" in one.text.upper() or "W123456" in one.line for one in everything(floor))


def test_only_so_many_of_a_kind_are_listed_and_the_rest_is_counted(floor: Floor) -> None:
    batch = floor.batches["B-0412"]
    many = {f"B-{n:04}": replace(batch, id=f"B-{n:04}", coi="") for n in range(100, 120)}
    seen = Seen(replace(floor, batches=many), None, ZONE)
    [group] = [g for g in grouped(FloorIndex(near).find(seen, asked("b-01"))) if g.kind is Kind.BATCH]
    assert len(group.things) == MOST_OF_A_KIND and group.more == 20 - MOST_OF_A_KIND
    assert [one.id for one in group.things] == sorted((one.id for one in group.things), reverse=True)


def test_words_are_made_anew_only_where_something_changed(floor: Floor) -> None:
    index, seen = FloorIndex(near), Seen(floor, None, ZONE)
    before = {one.id: one for one in index.things(seen)}
    held: Batch = replace(floor.batches["B-0412"], status=BatchStatus.QUARANTINE)
    later = Seen(replace(floor, batches={"B-0412": held}, entries=9), None, ZONE)
    after = {one.id: one for one in index.things(later)}
    assert "quarantine" in after["B-0412"].line and "quarantine" not in before["B-0412"].line
    assert all(after[name] is before[name] for name in before if name != "B-0412")


def test_what_a_person_has_on_is_told(floor: Floor) -> None:
    seen = Seen(floor, None, ZONE)
    running = next(step for step in floor.batches["B-0412"].steps.values() if step.started_at and not step.finished_at)
    [(_, who), *_] = FloorIndex(near).find(seen, asked(running.performer))
    told = within(seen, who)
    assert ("B-0412", running.code) in {(one.where.batch, one.where.step) for one in told}
    opened = [one.id for one in told if one.kind is Kind.DEVIATION]
    assert ("DV-77" in opened) == (floor.deviations["DV-77"].by == who.id) and "DV-70" not in opened


def test_the_batches_of_a_lots_entries_are_told_once(floor: Floor) -> None:
    assert batches_spoken_of(Seen(floor, None, ZONE), []) == []
