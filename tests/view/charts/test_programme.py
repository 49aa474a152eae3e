"""The programme of each sponsor: every figure with its own n and denominator, and nobody sees another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import isnan
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus
from console.domain.facility import Measure
from console.domain.floor import Floor
from console.view.charts.cases import Case
from console.view.charts.programme import LAST, Figures, attrition, figures, first_pass, programme_state
from tests.view.charts.programmes import HOUR, NOW, SITE, START, batch, case, done, floor_of, forecast, months, outlook

ZONE = ZoneInfo("America/New_York")


def judged(cases: list[Case]) -> Figures:
    return figures(cases, (), 7, NOW, ZONE)


def cases(count: int, took_h: float = 160.0) -> list[Case]:
    return [case(f"B-{n}", took_h + n, START + n * 24 * HOUR) for n in range(count)]


def lost(name: str, how: str, **changes: object) -> Case:
    return replace(case(name, None, lost_as=how, lost_at=START + 60 * HOUR), **changes)  # type: ignore[arg-type]


def test_every_product_with_a_promise_is_a_programme_sponsor_by_sponsor() -> None:
    state = programme_state(floor_of(*months(3)), None, NOW, ZoneInfo)
    assert [each.naming.product for each in state.programmes] == ["AV-119", "HL-22", "QM-7"], "in the order of the sponsors"
    assert state.sponsors() == (("AV", "Aldervale"), ("HL", "Harborlight"), ("QM", "Quillmark"))
    patient, _, lot = (each.naming for each in state.programmes)
    assert (patient.length, patient.began, patient.end) == ("Vein-to-vein", "leukapheresis", "infusion")
    assert (lot.length, lot.measure) == ("Fill to disposition", Measure.HOURS)
    assert programme_state(Floor(), None, NOW, ZoneInfo).programmes == ()


def test_another_sponsors_programme_is_not_there_at_all() -> None:
    state = programme_state(floor_of(*months(3), *months(3, product="HL-22")), None, NOW, ZoneInfo)
    mine = state.of("HL")
    assert [each.naming.product for each in mine.programmes] == ["HL-22"]
    assert mine.counted.cases == {} and mine.counted.of == {}, "nor in what it was read from"
    assert "AV" not in repr(mine)
    assert mine.find("AV-119") is None and state.find("AV-119") is not None
    assert state.of("") is state and state.of("nobody").programmes == ()


def test_the_median_is_that_of_the_last_twenty() -> None:
    found = judged(cases(LAST + 10))
    assert found.length_h.n == LAST
    assert found.length_h.value == pytest.approx(160 + 10 + 9.5)
    assert (found.length_h.low, found.length_h.high) == (160 + 10 + 5, 160 + 10 + 14), "the sixth and the fifteenth"
    assert found.turnaround_h.value == pytest.approx(found.length_h.value - 4)


def test_the_share_kept_counts_all_begun_whose_promise_is_decided() -> None:
    begun = [
        case("kept", 160.0), case("missed", 170.0), lost("lost", "terminated"),
        case("overdue", None, NOW - 200 * HOUR), case("open", None, NOW - 24 * HOUR),
    ]  # fmt: skip
    found = judged(begun)
    assert (found.kept.hits, found.kept.n, found.open_) == (1, 4, 1)


def test_first_pass_as_kite_counts_it() -> None:
    found = first_pass([
        case("released"), lost("terminated", "terminated"), lost("rejected", "rejected"), lost("off", "called off"),
        case("again", first=False), lost("again and lost", "terminated", first=False), case("running", None),
        case("failed later", None, released_at=START + 150 * HOUR, lost_as="failed after release", lost_at=START + 400 * HOUR),
    ])  # fmt: skip
    assert (found.hits, found.n) == (2, 4)


def test_attrition_is_told_by_how_they_were_lost() -> None:
    released = START + 90 * HOUR
    found = attrition([
        case("in"), case("running", None), lost("a", "terminated"), lost("b", "terminated"), lost("c", "called off"),
        lost("d", "terminated", released_at=released), lost("e", "failed after release", released_at=released),
        lost("f", "terminated", formulated_at=START + 50 * HOUR),
    ])  # fmt: skip
    assert (found.share.hits, found.share.n) == (6, 7)
    assert found.reasons == (
        ("terminated in process", 2), ("called off", 1), ("failed after release", 1), ("terminated after formulation", 1),
        ("terminated after release", 1),
    )  # fmt: skip


def test_few_batches_are_told_as_few_everywhere() -> None:
    found = judged(cases(4))
    assert not found.length_h.enough and not found.kept.enough and not found.first_pass.enough
    assert not found.attrition.share.enough and not found.quarter.enough and found.kept.n == 4
    empty = judged([])
    assert isnan(empty.length.value) and empty.kept.n == 0 and empty.attrition.reasons == ()


def test_clocks_that_jumped_stand_in_no_figure() -> None:
    jumped = case("jumped", -5.0)
    assert judged([*cases(8), jumped]) == judged(cases(8))
    state = programme_state(floor_of(*months(3), batch("J", START, -5.0)), None, NOW, ZoneInfo)
    programme = state.find("AV-119")
    assert programme is not None and programme.contradict == 1 and programme.length.n == 3


@given(st.permutations(range(9)))
def test_the_order_of_batches_on_the_floor_changes_nothing(order: list[int]) -> None:
    batches = months(9)
    made = outlook(forecast("live", NOW + 30 * HOUR))
    live = batch("live", NOW - 100 * HOUR, None)
    one = programme_state(floor_of(*batches, live), made, NOW, ZoneInfo).programmes[0]
    other = programme_state(floor_of(live, *(batches[n] for n in order)), made, NOW, ZoneInfo).programmes[0]
    assert one.figures == other.figures and one.length == other.length and one.cases == other.cases


def test_the_quarter_counts_what_ended_in_it_with_what_is_to_come() -> None:
    summer = [batch(f"S-{n}", START - timedelta(days=40 + n)) for n in range(4)]
    autumn = [batch(f"A-{n}", START + timedelta(days=40 + n)) for n in range(4)]
    live, ahead = batch("live", NOW - 100 * HOUR, None), batch("planned", None)
    over = replace(batch("over", NOW - 90 * HOUR, None), status=BatchStatus.TERMINATED, status_at=NOW)
    made = outlook(*(forecast(name, NOW + 60 * HOUR) for name in ("live", "planned", "over", "unknown")))
    quarter = programme_state(floor_of(*summer, *autumn, live, ahead, over), made, NOW, ZoneInfo).programmes[0].figures.quarter
    assert (quarter.done, quarter.live) == (4, 2)
    assert quarter.expected == pytest.approx(2.0) and quarter.enough


def test_the_next_state_takes_over_what_did_not_change() -> None:
    floor = floor_of(*months(30), batch("live", NOW - 100 * HOUR, None))
    one = programme_state(floor, None, NOW, ZoneInfo)
    later = NOW + 2 * HOUR
    two = programme_state(floor, None, later, ZoneInfo, one)
    assert two.counted is one.counted and two.programmes[0].length is one.programmes[0].length
    fresh = programme_state(floor, None, later, ZoneInfo)
    assert two.programmes[0].figures == fresh.programmes[0].figures
    assert two.programmes[0].chance.fates == fresh.programmes[0].chance.fates
    renamed = replace(SITE, sponsors=())
    assert (
        programme_state(replace(floor, facility=renamed), None, later, ZoneInfo, one).programmes[0].naming.sponsor_name
        != "Aldervale"
    )


def test_a_lot_has_its_programme_up_to_its_release() -> None:
    filled = [
        Batch(
            f"L-{n}", "FILL-v1", "QM-7", status=BatchStatus.RELEASED, released_at=START + (300 + n) * HOUR,
            steps={"FILL": done("FILL", START + n * HOUR)},
        )
        for n in range(8)
    ]  # fmt: skip
    lot = programme_state(floor_of(*filled), None, NOW, ZoneInfo).find("QM-7")
    assert lot is not None and lot.length.n == 8 and lot.length.mean == pytest.approx(300.0)
    assert lot.figures.kept.value == 1.0 and lot.figures.length.value == pytest.approx(12.5)
