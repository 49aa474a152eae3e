"""What changed since a person left: each entry in one sentence and no other, what hurts a promise first, own work last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.codec import Unknown, entities
from console.domain.events.event import Event
from console.domain.floor import Floor, RoomOut
from console.domain.quality import Impact, Severity, Verdict
from console.report.changes.difference import KEPT, difference
from console.report.changes.lines import Between, ChangeLine, Entered, Expected, Tier
from tests.domain.anything import events, floors
from tests.domain.builders import HOUR, MINUTE, OPERATOR, QA, REVIEWER, START, SUPERVISOR, folded, lived, ordered

BY = st.sampled_from(["", SUPERVISOR, OPERATOR, "nobody"])


def between(before: Floor, told: Sequence[Event | Unknown], then: dict[str, Expected], now: dict[str, Expected]) -> Between:
    entries = tuple(Entered(f"E-{n}", event) for n, event in enumerate(told))
    return Between(before, folded(before, told), entries, then, now)


def lines(before: Floor, *told: Event | Unknown, user: str = SUPERVISOR) -> tuple[ChangeLine, ...]:
    return difference(between(before, told, {}, {}), user)


def hoped(release: timedelta, chance: float) -> Expected:
    return Expected(START, START + release, None, chance)


def unknown(event: Event) -> Unknown:
    return Unknown("thing.done", 9, entities(event), event.by, event.at)


@settings(max_examples=60)
@given(before=floors(), told=st.lists(events() | events().map(unknown), max_size=40), user=BY, chance=st.floats(0, 1))
def test_every_entry_stands_in_one_sentence_and_no_other(
    before: Floor, told: list[Event | Unknown], user: str, chance: float
) -> None:
    then, now = {"B-1": hoped(5 * HOUR, 0.5)}, {"B-1": hoped(4 * HOUR, chance), "B-2": hoped(HOUR, chance)}
    history = between(before, told, then, now)
    found = difference(history, user)
    assert Counter(entry for line in found for entry in line.entries) == Counter(entry.id for entry in history.entries)
    assert found == difference(history, user), "the same history is told the same way"
    by = {entry.id: entry.event.by for entry in history.entries}
    for line in found:
        assert line.sentence.strip() and "\n" not in line.sentence
        own = {by[entry] == user and bool(user) for entry in line.entries}
        assert own <= {line.tier is Tier.OWN}, "what the person did stands apart"
    ranks = [line.tier for line in found]
    assert ranks == sorted(ranks), "from the promises down to what one did oneself"
    hurt = [(-round(line.fall, 4), -line.late) for line in found if line.tier is Tier.PROMISE]
    assert hurt == sorted(hurt)


def test_a_number_with_a_new_line_in_it_breaks_no_sentence() -> None:
    """It was typed or came from elsewhere: an entry is told, whatever stands in it (law 1)."""
    (line,) = lines(Floor(), e.AppointmentCancelled(by=OPERATOR, at=START, appointment="AP-1", batch="B\n-1", reason=""))
    assert line.sentence == "B -1: Clinic slot given back"


@settings(max_examples=40)
@given(told=st.lists(events(), max_size=20))
def test_no_sentence_holds_what_names_a_patient(told: list[Event]) -> None:
    marked = [
        e.BatchOrdered(
            by=QA, at=START, batch="B-7", recipe="CART-7D-v1", product="AV-119", coi="COI-SECRET-9", subject="SUBJ-SECRET"
        )
    ]
    said = " ".join(line.sentence for line in lines(Floor(), *marked, *told))
    assert "SECRET" not in said


def test_a_batch_is_one_sentence_with_its_result_and_what_became_of_the_forecast() -> None:
    floor, now = lived("RECORD_REVIEW")
    batch = floor.batches["B-1"]
    test = next(t for t in batch.tests.values())
    told = [
        e.NoteAdded(by=OPERATOR, at=now, batch="B-1", text="cells look well"),
        e.ResultReviewed(by=REVIEWER, at=now, test=test.id, batch="B-1", verdict=Verdict.PASS),
    ]
    then, later = {"B-1": hoped(5 * HOUR, 0.9)}, {"B-1": hoped(3 * HOUR + 40 * MINUTE, 0.9)}
    (line,) = difference(between(floor, told, then, later), SUPERVISOR)
    assert line.sentence.startswith("B-1: ") and " passed" in line.sentence
    assert line.sentence.endswith("; forecast 1 h 20 min earlier")
    assert line.places == ("batch:B-1",) and line.entries == ("E-0", "E-1") and line.tier is Tier.BATCH
    worse = {"B-1": hoped(7 * HOUR, 0.64)}
    (line,) = difference(between(floor, told, then, worse), SUPERVISOR)
    assert line.tier is Tier.PROMISE
    assert line.sentence.endswith("forecast 2 h later, chance of keeping its promise 64 % (was 90 %)")


def test_lost_promises_come_first_then_holds_deviations_rooms_and_the_rest() -> None:
    floor = ordered().floor
    at = START + HOUR
    found = lines(
        floor,
        e.PersonCameOnDuty(by=OPERATOR, at=at, user=OPERATOR),
        e.RoomTakenOut(by=QA, at=at, room="CR3", out=RoomOut.OUT_OF_SERVICE, reason="dP", expected_at=at + 4 * HOUR),
        e.DeviationOpened(by=QA, at=at, deviation="DV-7", title="Late feed", severity=Severity.MAJOR, batches=("B-2",)),
        e.BatchHeld(by=QA, at=at, batch="B-1", hold="H-1", reason="identity in doubt"),
        e.NoteAdded(by=QA, at=at, batch="B-3", text="a word"),
        e.BatchTerminated(by=QA, at=at, batch="B-9", reason="no cells"),
        e.NoteAdded(by=SUPERVISOR, at=at, batch="B-1", text="mine"),
    )
    assert [line.sentence for line in found] == [
        "B-9: Ended without product: no cells; its promise is lost",
        "B-1: Put on hold: identity in doubt",
        "B-2: Deviation DV-7 opened (major): Late feed",
        "CR3 taken out of service, 4 h",
        "B-3: Note added",
        "A. Reyes came on duty",
        "You did one thing yourself: note added",
    ]
    assert [line.places[:1] for line in found[:4]] == [("batch:B-9",), ("batch:B-1",), ("batch:B-2",), ("room:CR3",)]


def test_a_batch_is_one_sentence_that_stands_where_the_gravest_of_it_does() -> None:
    at = START + HOUR
    (first, second) = lines(
        ordered().floor,
        e.NoteAdded(by=QA, at=at, batch="B-2", text="a word"),
        e.NoteAdded(by=QA, at=at, batch="B-1", text="a word"),
        e.DeviationOpened(by=QA, at=at, deviation="DV-7", title="Late feed", severity=Severity.MAJOR, batches=("B-1",)),
        e.OwnerSet(by=QA, at=at, subject="deviation:DV-7", owner=QA, what="close it"),
        e.DeviationAssessed(by=QA, at=at, deviation="DV-7", impact=Impact.NONE),
        e.BatchHeld(by=QA, at=at, batch="B-1", hold="H-1", reason="identity in doubt"),
    )
    assert first.sentence == (
        "B-1: Deviation DV-7 opened (major): Late feed, without impact; Put on hold: identity in doubt; Note added; and 1 more"
    )
    assert first.tier is Tier.HOLD and len(first.entries) == 5 and first.places == ("batch:B-1",)
    assert second.sentence == "B-2: Note added"


def test_what_has_no_promise_is_not_ranked_among_promises_however_late_it_is() -> None:
    floor = ordered().floor
    unpromised = Expected(START, START + HOUR, None, None), Expected(START, START + 60 * HOUR, None, None)
    note = e.NoteAdded(by=QA, at=START, batch="B-1", text="a word")
    (line,) = difference(between(floor, [note], {"B-1": unpromised[0]}, {"B-1": unpromised[1]}), SUPERVISOR)
    assert line.tier is Tier.BATCH and line.sentence == "B-1: Note added; forecast 2 d 11 h later"


def test_a_release_that_comes_later_hurts_no_promise_whose_chance_stands() -> None:
    floor = ordered().floor
    note = e.BatchHeld(by=QA, at=START, batch="B-1", hold="H-1", reason="two labels")
    (line,) = difference(between(floor, [note], {"B-1": hoped(HOUR, 0.98)}, {"B-1": hoped(3 * HOUR, 0.99)}), SUPERVISOR)
    assert line.tier is Tier.HOLD and "forecast 2 h later" in line.sentence
    (line,) = difference(between(floor, [note], {"B-1": hoped(HOUR, 0.98)}, {"B-1": hoped(3 * HOUR, 0.9)}), SUPERVISOR)
    assert (line.tier, line.kind) == (Tier.PROMISE, Tier.HOLD)


def test_a_sentence_leads_to_the_step_that_weighs_most_in_it() -> None:
    at = START + HOUR
    (line,) = lines(
        ordered().floor,
        e.StepStarted(by=OPERATOR, at=at, batch="B-1", step="ENRICH", lane="CR1"),
        e.StepFinished(by=OPERATOR, at=at, batch="B-1", step="APH_COLLECT"),
        e.NoteAdded(by=OPERATOR, at=at, batch="B-1", text="seen"),
    )
    assert (line.places, line.step) == (("batch:B-1",), "APH_COLLECT")


def test_what_overtook_an_earlier_entry_is_named_and_the_rest_is_counted() -> None:
    floor = ordered().floor
    steps = list(floor.batches["B-1"].steps)[:5]
    told: list[Event] = []
    for n, step in enumerate(steps):
        told.append(e.StepStarted(by=OPERATOR, at=START + n * HOUR, batch="B-1", step=step, lane="CR1"))
        told.append(e.StepFinished(by=OPERATOR, at=START + n * HOUR + MINUTE, batch="B-1", step=step))
    (line,) = lines(floor, *told)
    assert line.sentence.startswith("B-1: 5 steps finished, the last of them ") and "started" not in line.sentence
    assert len(line.entries) == 10
    (line,) = lines(floor, *told[:6])
    assert line.sentence.endswith(") finished") and line.sentence.count(" and ") == 2, "few are named"


def test_three_hundred_entries_are_some_fifteen_sentences_and_no_bad_result_goes_under() -> None:
    told: list[Event] = []
    for n in range(300):
        at, batch = START + n * MINUTE, f"B-{n % 30}"
        told.append(e.NoteAdded(by=OPERATOR, at=at, batch=batch, text=f"{n}"))
    told.insert(0, e.ResultReviewed(by=REVIEWER, at=START, test="T-1", batch="B-3", verdict=Verdict.OOS))
    told.insert(1, e.DispositionSigned(by=QA, at=START, batch="B-4", decision=BatchStatus.RELEASED))
    found = lines(Floor(), *told)
    assert len(found) == KEPT + 3
    assert {line.sentence[:4] for line in found[:2]} == {"B-3:", "B-4:"} and "out of specification" in found[0].sentence + found[
        1
    ].sentence
    assert found[-1].sentence.startswith("Work went on at 22 more batches, 220 entries: B-")
    assert len(found[-1].places) == 22


def test_a_forecast_that_fell_is_told_where_nobody_wrote_anything_and_small_moves_are_not() -> None:
    floor = ordered().floor
    (line,) = difference(between(floor, [], {"B-1": hoped(HOUR, 0.9)}, {"B-1": hoped(HOUR, 0.4)}), SUPERVISOR)
    assert line.sentence == "B-1: chance of keeping its promise 40 % (was 90 %)" and line.entries == ()
    assert line.tier is Tier.PROMISE and round(line.fall, 4) == 0.5
    assert difference(between(floor, [], {"B-1": hoped(HOUR, 0.9)}, {"B-1": hoped(HOUR + 20 * MINUTE, 0.88)}), SUPERVISOR) == ()
    own = e.NoteAdded(by=SUPERVISOR, at=START, batch="B-1", text="mine")
    told = difference(between(floor, [own], {"B-1": hoped(HOUR, 0.9)}, {"B-1": hoped(HOUR, 0.4)}), SUPERVISOR)
    assert [line.tier for line in told] == [Tier.PROMISE, Tier.OWN], "what one did oneself hides no promise"
