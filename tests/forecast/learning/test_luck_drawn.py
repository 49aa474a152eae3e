"""Luck in common as it is drawn: steps of one batch miss together, each keeps its own law, and a slow beginning tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from console.domain.floor import Floor
from console.forecast.draws import draws_of
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_batch
from console.forecast.hours import DayClocks
from console.forecast.learning.luck import NO_LUCK, Luck
from console.forecast.network import Network, network_of
from console.forecast.seen import Seen
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until, zones

MANY = 20_000
SHARED = History(shared=0.4)


def living(factor: float, hours: float) -> Floor:
    """A batch that has run for so many hours, its steps stretched by `factor`."""
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    return after(floor, until(Life(floor, "B", np.random.default_rng(1), factor).lived().events, MONDAY + hours * HOUR))


def network(floor: Floor, history: History, hours: float = 0.0) -> Network:
    now = MONDAY + hours * HOUR
    return network_of(Seen(floor, now, zones, history, DayClocks(now)), floor.batches["B"], floor.recipes[CART], "")


def rows(net: Network, *codes: str) -> list[np.ndarray]:
    drawn = draws_of("B", net.rows, MANY, 7).hours(net)
    return [np.log(drawn[net.by_code[code].row + 1]) for code in codes]


def test_steps_of_one_batch_share_what_they_are_said_to_and_waits_do_not():
    net = network(living(1.0, 0.0), SHARED)
    assert net.luck == Luck(0.4)
    enrich, expand = rows(net, "ENRICH", "EXPAND")
    assert np.corrcoef(enrich, expand)[0, 1] == pytest.approx(0.4, abs=0.03)
    drawn = draws_of("B", net.rows, MANY, 7).hours(net)
    waits = [drawn[net.by_code[code].row] for code in ("ENRICH", "HARVEST_WASH")]
    assert abs(np.corrcoef(waits[0], waits[1])[0, 1]) < 0.03


def test_each_step_keeps_its_own_law():
    floor = living(1.0, 0.0)
    mixed, plain = rows(network(floor, SHARED), "ENRICH"), rows(network(floor, History()), "ENRICH")
    assert np.quantile(mixed, (0.1, 0.5, 0.9)) == pytest.approx(np.quantile(plain, (0.1, 0.5, 0.9)), abs=0.02)


def test_without_luck_in_common_every_draw_is_what_it_was():
    net = network(living(1.0, 0.0), History())
    draws = draws_of("B", net.rows, 50, 7)
    assert net.luck is NO_LUCK and draws.z_of(net) is draws.z


def test_a_batch_that_began_slowly_is_expected_to_go_on_slowly_and_one_that_began_fast_not():
    slow, fast = living(1.5, 40.0), living(0.75, 40.0)
    mean = [network(floor, SHARED, 40.0).luck.mean for floor in (slow, fast)]
    assert mean[0] > 0.3 and mean[1] < -0.3
    now = MONDAY + 40 * HOUR
    releases = []
    for history in (SHARED, History()):
        told = forecast_batch(slow, slow.batches["B"], now, zones, history, 400)
        assert told is not None
        assert told.release is not None
        releases.append(told.release.p50)
    assert releases[0] >= releases[1]


def test_a_site_whose_batches_have_luck_in_common_is_found_out():
    """Twelve batches, each stretched or squeezed as a whole."""
    floor = site(calm(shipped_facility()))
    rng = np.random.default_rng(8)
    for n in range(12):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
        stretch = float(np.exp(0.3 * rng.standard_normal()))
        floor = after(floor, Life(floor, f"B-{n}", np.random.default_rng(n), stretch).lived().events)
    assert learn(floor).shared > 0.2
    steady = site(calm(shipped_facility()))
    for n in range(12):
        steady = ordered(steady, f"B-{n}", MONDAY + n * 24 * HOUR)
        steady = after(steady, Life(steady, f"B-{n}", np.random.default_rng(n)).lived().events)
    assert learn(steady).shared < 0.08
    assert learn(replace(steady, batches={})).shared == 0.0
