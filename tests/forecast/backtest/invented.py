"""Logs of invented places that have little in common: a job shop, an emergency ward, a billing office and others, in days."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from console.forecast.backtest.event_log import LogEvent

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
Row = tuple[str, str, str, float, float]
"""Case, activity, resource, start and end in days."""


def events(rows: list[Row]) -> tuple[LogEvent, ...]:
    """The rows as a log tells them."""
    return tuple(LogEvent(c, a, EPOCH + timedelta(days=e), EPOCH + timedelta(days=s), r) for c, a, r, s, e in rows)


def at_work(t: float, opens: float, closes: float, days: int = 5) -> float:
    """The next instant at which somebody is there."""
    while True:
        day, hour = math.floor(t), t % 1
        if day % 7 >= days:
            t = day + 7 - day % 7 + opens
        elif hour < opens:
            return day + opens
        elif hour >= closes:
            t = day + 1.0
        else:
            return t


def worked(t: float, lasts: float, opens: float, closes: float) -> float:
    """When work of `lasts` days of open hours that begins at `t` is done."""
    t = at_work(t, opens, closes)
    while lasts > (left := math.floor(t) + closes - t):
        lasts -= left
        t = at_work(math.floor(t) + closes + 1e-9, opens, closes)
    return t + lasts


def job_shop(seed: int = 1, cases: int = 225, horizon: float = 90.0, cut: bool = True) -> list[Row]:
    """Orders of lots over twelve machines, queues by due date, two shifts, inspections; `cut`: the log ends with orders open."""
    r = np.random.default_rng(seed)
    machines, inspect, pack = 12, 12, 13
    families = [[int(m) for m in r.permutation(machines)[: r.integers(2, 6)]] for _ in range(14)]
    slowness = r.lognormal(0, 0.6, 14)
    jobs: list[tuple[int, list[int], float]] = []
    heap: list[tuple[float, int, str, int, int]] = []
    rows: list[Row] = []
    for case in range(cases):
        came, family, lots = float(r.uniform(-25, horizon)), int(r.integers(14)), int(min(12, 1 + r.geometric(0.35)))
        route: list[int] = []
        for machine in families[family]:
            if r.random() >= 0.1:
                route += [machine] * (1 if r.random() < 0.4 else lots) + ([inspect] if r.random() < 0.7 else [])
        jobs.append((family, [*route, inspect, pack], came + float(r.lognormal(math.log(18), 0.6))))
        heapq.heappush(heap, (came, case, "comes", case, 0))
    waiting: list[list[tuple[int, int]]] = [[] for _ in range(14)]
    free, number = [2] * machines + [3, 1], cases

    def begin(machine: int, now: float) -> None:
        nonlocal number
        while waiting[machine] and free[machine]:
            waiting[machine].sort(key=lambda w: jobs[w[0]][2])
            case, place = waiting[machine].pop(0 if r.random() < 0.8 else int(r.integers(len(waiting[machine]))))
            free[machine] -= 1
            slow = float(r.lognormal(math.log(0.22), 0.7)) * float(slowness[jobs[case][0]])
            start = at_work(now, 7 / 24, 23 / 24)
            end = worked(start, slow if machine < machines else float(r.lognormal(math.log(0.06), 0.6)), 7 / 24, 23 / 24)
            name = f"Machine {machine}" if machine < machines else ("Final inspection", "Packing")[machine - machines]
            if start >= 0 and (end <= horizon or not cut):
                rows.append((f"J{case}", name, f"W{case * 7 % 19}", start, end))
            number += 1
            heapq.heappush(heap, (end, number, "done", case, place))

    while heap:
        now, _, what, case, place = heapq.heappop(heap)
        machine = jobs[case][1][place]
        if what == "comes":
            waiting[machine].append((case, place))
        else:
            free[machine] += 1
            if place + 1 < len(jobs[case][1]):
                number += 1
                wait = float(r.lognormal(math.log(0.5), 1.2)) if r.random() < 0.35 else 0.02
                heapq.heappush(heap, (now + wait, number, "comes", case, place + 1))
        begin(machine, now)
    return rows


def emergency(seed: int = 2, cases: int = 1050) -> list[Row]:
    """Patients with loops of laboratory tests; a third of those sent home return after weeks or many months."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    for case in range(cases):
        rows += [(f"S{case}", a, g, t, t) for a, g, t in _patient(r)]
    return rows


def _patient(r: np.random.Generator) -> Iterator[tuple[str, str, float]]:
    t = float(r.uniform(0, 500))
    yield "Registration", "A", t
    for name, group in (("Triage", "C"), ("Sepsis triage", "A"), *((str(x), "B") for x in r.permutation(["Leucocytes", "CRP"]))):
        t += r.exponential(0.006)
        yield name, group, t
    if r.random() < 0.75:
        t += r.exponential(0.02)
        yield "IV antibiotics", "A", t
    if r.random() < 0.22:
        return
    intensive = r.random() < 0.1
    t += r.exponential(0.1)
    yield "Admission IC" if intensive else "Admission NC", str(r.choice(list("GFHIK"))), t
    home = t + float(r.lognormal(math.log(11 if intensive else 5.5), 0.75))
    while (t := t + float(r.gamma(2, 0.7)) * (0.6 if intensive else 1.0)) < home:
        yield "CRP" if r.random() < 0.55 else "Leucocytes", "B", t
    if r.random() < 0.9:
        yield "Release A" if r.random() < 0.8 else "Release B", "E", home
        if r.random() < 0.33:
            yield "Return", "?", home + float(r.lognormal(math.log(45), 1.3))


def billing(seed: int = 3, cases: int = 1500) -> list[Row]:
    """Bills that wait for a run every thirty days."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    for case in range(cases):
        t = float(r.uniform(0, 700))
        told = [("New", t)]
        if r.random() >= 0.15:
            if r.random() < 0.4:
                told.append(("Change diagnosis", t := t + r.exponential(10)))
            told.append(("Finish", t := t + float(r.lognormal(math.log(70), 0.6))))
            told.append(("Release", t := t + r.exponential(2)))
            if r.random() < 0.15:
                told += [("Not in order", t := t + r.exponential(4)), ("Reopen", t := t + r.exponential(20))]
                told += [("Finish", t := t + r.exponential(2)), ("Release", t := t + 0.5)]
            told.append(("In order", t := t + r.exponential(1.5) + (r.exponential(9) if r.random() < 0.2 else 0)))
            told.append(("Billed", t := math.floor(t / 30) * 30 + 30.4 + r.exponential(0.3)))
            if r.random() < 0.06:
                told += [("Cancel", t := t + r.exponential(30)), ("Billed", t := t + r.exponential(8))]
        rows += [(f"B{case}", name, f"R{case % 9}", at, at) for name, at in told]
    return rows


def branches(seed: int = 4, cases: int = 400) -> list[Row]:
    """Three parallel branches that meet before a committee that sits on Wednesdays; open hours."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    came = 0.0
    for case in range(cases):
        came += r.exponential(0.6)

        def done(name: str, start: float, lasts: float, who: str, case: int = case) -> float:
            end = worked(start, lasts, 8 / 24, 18 / 24)
            rows.append((f"P{case}", name, who, min(start, end), end))
            return end

        size = float(r.lognormal(0, 0.5))
        t = done("Register", at_work(came, 8 / 24, 18 / 24), 0.02, "desk")
        laboratory = t
        for k in range(3):
            laboratory = done(f"Lab {k}", laboratory + r.exponential(0.3), 0.1 * size * r.lognormal(0, 0.3), "lab")
        review = done("Review", t + r.exponential(1.5), 0.2 * size, "reader")
        if r.random() < 0.4:
            review = done("Review", done("Ask back", review + 0.1, 0.05, "reader") + float(r.lognormal(1.2, 0.7)), 0.1, "reader")
        t = max(laboratory, review, done("Visit", t + float(r.lognormal(1.3, 0.5)), 0.15, "visitor"))
        t = done("Committee", math.floor(t) + 1 + (1 - math.floor(t)) % 7 + 9 / 24, 0.02, "board")
        if r.random() < 0.2:
            t = done("Amend", t + r.exponential(2), 0.3, "desk")
        done("Issue", t + r.exponential(0.4), 0.05, "desk")
    return rows


def drifting(seed: int = 5, cases: int = 600) -> list[Row]:
    """From one day on everything takes more than twice as long, later less than at first, with more rework."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    came = 0.0
    for case in range(cases):
        came += r.exponential(0.5)
        t, slow = came, 1.0 if case < cases / 2 else 2.2 if case < 0.75 * cases else 0.7
        told = [("Open", t)]
        told += [(name, t := t + slow * r.lognormal(math.log(3), 0.6)) for name in ("Check", "Assess")]
        while r.random() < (0.25 if case < 0.75 * cases else 0.5):
            told.append(("Rework", t := t + slow * r.lognormal(math.log(4), 0.8)))
        if r.random() < 0.3:
            told.append(("Escalate", t := t + slow * float(r.lognormal(math.log(12), 0.5))))
        told.append(("Close", t + slow * r.lognormal(math.log(2), 0.5)))
        rows += [(f"D{case}", name, "x", at, at) for name, at in told]
    return rows


def few(seed: int = 6, cases: int = 60) -> list[Row]:
    """Sixty cases of a dozen steps, each case quicker or slower as a whole."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    came = 0.0
    for case in range(cases):
        came += r.exponential(4)
        t, slow = came, float(r.lognormal(0, 0.35))
        for k in range(12):
            lasts = slow * float(r.lognormal(math.log(0.4 + 0.25 * (k % 4)), 0.4))
            rows.append((f"F{case}", f"Step {k:02d}", f"p{k % 3}", t, t + lasts))
            t += lasts + r.exponential(0.1)
            if k == 8 and r.random() < 0.25:
                rows.append((f"F{case}", "Repeat", "p1", t, t + 2))
                t += 2.2
    return rows


def long_cases(seed: int = 7, cases: int = 90) -> list[Row]:
    """Cases of a hundred events and more, in three phases."""
    r = np.random.default_rng(seed)
    phases = (("Intake", "Plan", "Measure"), ("Treat", "Measure", "Visit", "Call"), ("Measure", "Call", "Wrap up"))
    rows: list[Row] = []
    came = 0.0
    for case in range(cases):
        came += r.exponential(5)
        t, many, pace = came, int(r.lognormal(math.log(110), 0.5)), float(r.lognormal(math.log(0.35), 0.4))
        for k in range(many):
            t += r.exponential(pace)
            phase = phases[0 if k < 0.3 * many else 1 if k < 0.85 * many else 2]
            rows.append((f"L{case}", phase[int(r.integers(3))], f"n{k % 5}", t, t))
        rows.append((f"L{case}", "Discharge", "n0", t + 1, t + 1))
    return rows


def loans(seed: int = 8, cases: int = 1200) -> list[Row]:
    """Applications that are declined at once, cancelled after a month of silence, or called after in office hours."""
    r = np.random.default_rng(seed)
    rows: list[Row] = []
    came = 0.0
    for case in range(cases):
        came += r.exponential(0.12)
        rows += [(f"A{case}", name, f"u{case % 23}", t, t) for name, t in _application(r, came)]
    return rows


def _application(r: np.random.Generator, t: float) -> Iterator[tuple[str, float]]:
    def office(t: float, closes: float = 17 / 24) -> float:
        return at_work(t, 9 / 24, closes)

    fate = r.random()
    yield "Submitted", t
    yield "Partly submitted", t + 0.001
    if fate < 0.35:
        yield "Declined", office(t + 0.02)
        return
    yield "Taken", (t := office(t + r.exponential(0.2), 20 / 24))
    if fate < 0.45:
        yield "Cancelled", t + float(r.uniform(28, 31))
        return
    yield "Offer sent", (t := office(t + r.exponential(0.8), 20 / 24))
    if fate < 0.6:
        yield "Cancelled", t + 30 + float(r.exponential(1))
        return
    for _ in range(int(r.geometric(0.45))):
        yield "Call about files", (t := office(t + float(r.lognormal(math.log(4), 0.6)), 20 / 24))
    yield "Validated", (t := office(t + r.exponential(2)))
    while r.random() < 0.35:
        yield "Call incomplete", (t := office(t + r.exponential(3)))
        yield "Validated", (t := office(t + r.exponential(1)))
    yield ("Approved" if r.random() < 0.7 else "Refused"), t + 0.2


def finished_shop(seed: int = 1) -> list[Row]:
    """The same shop once all its orders are done."""
    return job_shop(seed, cut=False)


PLACES: dict[str, Callable[[int], list[Row]]] = {
    "job shop": job_shop, "finished shop": finished_shop, "emergency": emergency, "billing": billing, "branches": branches,
    "drifting": drifting, "few": few, "long cases": long_cases, "loans": loans,
}  # fmt: skip
