"""Chance by name: the same question always gets the same answer, different questions have nothing to do with each other."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from console.domain.durations import DurationLaw, LawKind
from console.service.library import shipped_facility
from console.simulation.draws import Draws
from console.simulation.fate import incident_of, patient_fate

FACILITY = shipped_facility()


@given(st.integers(0, 2**40), st.text(max_size=20))
def test_a_share_is_strictly_between_and_never_changes(seed: int, key: str) -> None:
    share = Draws(seed).share(key)
    assert 0 < share < 1
    assert share == Draws(seed).share(key)


def test_another_seed_or_another_key_is_another_draw() -> None:
    assert len({Draws(seed).share(key) for seed in range(20) for key in "abcdefgh"}) == 160


@given(st.integers(0, 10_000))
def test_a_triangle_stays_within_its_ends(seed: int) -> None:
    law = DurationLaw(LawKind.TRIANGULAR, Decimal(1), Decimal("1.5"), Decimal(3))
    assert timedelta(hours=1) <= Draws(seed).span(law, "changeover") <= timedelta(hours=3)


def test_chances_come_out_as_the_facility_file_says() -> None:
    draws = Draws(5)
    fates = [patient_fate(draws, FACILITY, f"CI{n}") for n in range(8000)]
    shares = {
        "patient_drop": sum(f.drop is not None for f in fates),
        "patient_unfit": sum(f.unfit for f in fates),
        "final_oos": sum(bool(f.oos) for f in fates),
        "minor_deviation": sum(bool(f.minor_at) for f in fates),
    }
    for name, n in shares.items():
        chance = float(FACILITY.chance(name))
        assert abs(n / 8000 - chance) < 4 * (chance * (1 - chance) / 8000) ** 0.5, name


def test_how_long_an_incident_lasts_does_not_depend_on_whether_it_came() -> None:
    slips = [slip for n in range(20_000) if (slip := incident_of(Draws(3), FACILITY, f"CI{n}")[1])]
    hours = sorted(slip.total_seconds() / 3600 for slip in slips)
    assert 4.5 < hours[len(hours) // 2] < 7.5
