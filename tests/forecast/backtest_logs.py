"""Event logs of two invented houses to try the backtest on: a job shop with queues and rework, a hospital with long stays."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import simpy

Row = tuple[str, str, str, str, str]
"""Case, activity, resource, start and end; the last three may be empty but the end."""
HEAD = ("case_id", "activity", "resource", "start_timestamp", "timestamp")
BEGINS = datetime(2023, 1, 2, 6, tzinfo=UTC)
HOUR_S = 3600.0
Run = Generator[Any, Any, None]


@dataclass
class Log:
    """What is written as it happens; instants are hours from BEGINS."""

    rows: list[tuple[float, Row]] = field(default_factory=list)
    starts: bool = True

    def write(self, case: str, activity: str, resource: str, start: float, end: float) -> None:
        """One activity of one case."""
        told = _text(start) if self.starts else ""
        self.rows.append((end, (case, activity, resource, told, _text(end))))

    def told(self) -> list[Row]:
        """The log in the order of time, as systems hand it out."""
        return [row for _, row in sorted(self.rows)]


def _text(hours: float) -> str:
    return (BEGINS + timedelta(seconds=round(hours * HOUR_S))).isoformat(sep=" ")


def save(rows: Iterable[Row], path: Path) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows)
    return path


# ----------------------------------------------------------------------------------------------- a job shop

MACHINES = {"Saw": 2, "Lathe": 2, "Mill": 2, "Drill": 1, "Grind": 1, "Heat": 1, "Coat": 1, "Weld": 2, "Inspect": 1, "Pack": 1}
ROUTES = (
    ("Saw", "Lathe", "Drill", "Inspect", "Pack"),
    ("Saw", "Mill", "Drill", "Heat", "Grind", "Inspect", "Pack"),
    ("Saw", "Weld", "Grind", "Coat", "Inspect", "Pack"),
    ("Saw", "Lathe", "Mill", "Heat", "Grind", "Coat", "Inspect", "Pack"),
    ("Weld", "Mill", "Drill", "Inspect", "Coat", "Pack"),
    ("Saw", "Lathe", "Heat", "Lathe", "Grind", "Inspect", "Pack"),
)
NIGHT_SHIFT = frozenset({"Heat", "Coat"})
REWORK, SCRAP = 0.12, 0.02


class JobShop:
    """Jobs of six routes over ten machines in day shifts; inspection sends some back, and one machine is replaced halfway."""

    def __init__(self, seed: int, jobs: int, every_h: float = 5.2) -> None:
        self._env = simpy.Environment()
        self._rng = np.random.default_rng(seed)
        self._machines = {name: simpy.PriorityResource(self._env, count) for name, count in MACHINES.items()}
        self._usual = {(n, name): float(self._rng.lognormal(0.9, 0.5)) for n in range(len(ROUTES)) for name in MACHINES}
        self._half = jobs * every_h / 2
        self._jobs, self._every = jobs, every_h
        self.log = Log()

    def lived(self) -> list[Row]:
        """Every job to its end."""
        self._env.process(self._arrive())
        self._env.run()
        return self.log.told()

    def _arrive(self) -> Run:
        for n in range(self._jobs):
            busy = 1.0 + 0.25 * np.sin(2 * np.pi * n / self._jobs * 3)
            yield self._env.timeout(float(self._rng.exponential(self._every / busy)))
            self._env.process(self._job(f"J{n:05}", int(self._rng.choice(len(ROUTES), p=(0.3, 0.2, 0.2, 0.1, 0.1, 0.1)))))

    def _job(self, case: str, route: int) -> Run:
        urgent = int(self._rng.random() > 0.1)
        size = float(self._rng.lognormal(0.0, 0.35))
        self.log.write(case, "Order released", "Planning", self._env.now, self._env.now)
        left = list(ROUTES[route])
        while left:
            name = left.pop(0)
            yield from self._work(case, route, name, size, urgent)
            if name == "Inspect" and self._rng.random() < SCRAP:
                self.log.write(case, "Scrapped", "Quality", self._env.now, self._env.now)
                return
            if name == "Inspect" and self._rng.random() < REWORK:
                left = [str(self._rng.choice(["Grind", "Mill", "Weld"])), "Inspect", *left]
        yield self._env.timeout(float(self._rng.lognormal(2.6, 0.8)))
        yield from self._open(False)
        self.log.write(case, "Shipped", "Carrier", self._env.now, self._env.now)

    def _work(self, case: str, route: int, name: str, size: float, urgent: int) -> Run:
        with self._machines[name].request(priority=urgent) as turn:
            yield turn
            yield from self._open(name in NIGHT_SHIFT)
            start = self._env.now
            hours = self._usual[route, name] * size * float(self._rng.lognormal(0.0, 0.35))
            hours *= 0.65 if name == "Grind" and start > self._half else 1.0
            hours += float(self._rng.lognormal(2.0, 0.6)) if self._rng.random() < 0.02 else 0.0  # it broke down
            yield self._env.timeout(hours)
            self.log.write(case, name, f"{name} {1 + int(self._rng.integers(MACHINES[name]))}", start, self._env.now)

    def _open(self, night: bool) -> Run:
        """Until the shop is manned: weekdays from six to ten at night, some machines round the clock."""
        day, hour = int(self._env.now // 24) % 7, self._env.now % 24
        if day >= 5:
            yield self._env.timeout((7 - day) * 24 - hour)
        elif hour >= 16 and not night:
            yield self._env.timeout((3 if day == 4 else 1) * 24 - hour)


def job_shop(seed: int, jobs: int = 1200) -> list[Row]:
    """A job shop's log."""
    return JobShop(seed, jobs).lived()


# ----------------------------------------------------------------------------------------------- a hospital

WARDS = ("Ward A", "Ward B", "Ward C", "Intensive care")
TESTS = ("Blood count", "Lactate", "CRP", "Imaging", "Culture")


class Hospital:
    """Patients through emergency, tests again and again, wards and discharge; some come back; halfway discharge grows quicker."""

    def __init__(self, seed: int, patients: int, every_h: float = 7.0) -> None:
        self._env = simpy.Environment()
        self._rng = np.random.default_rng(seed)
        self._desk = {"Triage": simpy.Resource(self._env, 2), "Imaging": simpy.Resource(self._env, 1)}
        self._beds = {ward: simpy.Resource(self._env, beds) for ward, beds in zip(WARDS, (10, 10, 8, 5), strict=True)}
        self._patients, self._every = patients, every_h
        self.log = Log(starts=False)

    def lived(self) -> list[Row]:
        """Every patient until they have left."""
        self._env.process(self._arrive())
        self._env.run()
        return self.log.told()

    def _arrive(self) -> Run:
        for n in range(self._patients):
            by_day = 1.3 if int(self._env.now // 24) % 7 in (0, 4) else 0.9
            yield self._env.timeout(float(self._rng.exponential(self._every / by_day)))
            self._env.process(self._patient(f"P{n:05}"))

    def _patient(self, case: str) -> Run:
        rng, ill = self._rng, float(self._rng.gamma(1.6, 0.7))
        yield from self._at("Triage", case, "Registration", rng.lognormal(-1.6, 0.5))
        yield from self._at("Triage", case, "Triage", rng.lognormal(-1.2, 0.5))
        for test in TESTS[: 2 + int(rng.random() < 0.8)]:
            yield from self._test(case, test)
        yield self._env.timeout(float(rng.lognormal(0.4, 0.7)))
        self.log.write(case, "Doctor's assessment", "Emergency", 0.0, self._env.now)
        if ill < 0.35 and rng.random() < 0.75:
            yield self._env.timeout(float(rng.lognormal(0.3, 0.6)))
            self.log.write(case, "Sent home", "Emergency", 0.0, self._env.now)
            return
        if ill > 2.2:
            yield from self._ward(case, "Intensive care", ill, 1.4)
        yield from self._ward(case, str(rng.choice(WARDS[:3])), ill, 2.6 + 0.8 * ill)
        yield from self._discharge(case)

    def _ward(self, case: str, ward: str, ill: float, days: float) -> Run:
        rng = self._rng
        with self._beds[ward].request() as bed:
            yield bed
            self.log.write(case, f"Admission {ward.split()[0]}", ward, 0.0, self._env.now)
            ends = self._env.now + 24.0 * days * float(rng.lognormal(-0.1, 0.7))
            while self._env.now < ends:
                yield self._env.timeout(min(float(rng.exponential(22.0)), ends - self._env.now + 0.1))
                if self._env.now < ends:
                    yield from self._test(case, str(rng.choice(TESTS, p=(0.35, 0.15, 0.3, 0.12, 0.08))))
                if rng.random() < 0.03 * ill:
                    self.log.write(case, "Antibiotics changed", ward, 0.0, self._env.now)
                    ends += 24.0 * float(rng.lognormal(0.5, 0.6))

    def _test(self, case: str, test: str) -> Run:
        if test == "Imaging":
            yield from self._at("Imaging", case, "Imaging", self._rng.lognormal(-0.4, 0.5))
            return
        yield self._env.timeout(float(self._rng.lognormal(0.2, 0.5) + (36.0 * self._rng.random() + 24.0) * (test == "Culture")))
        self.log.write(case, test, "Laboratory", 0.0, self._env.now)

    def _at(self, place: str, case: str, activity: str, hours: float) -> Run:
        with self._desk[place].request() as turn:
            yield turn
            yield self._env.timeout(float(hours))
            self.log.write(case, activity, place, 0.0, self._env.now)

    def _discharge(self, case: str) -> Run:
        """Letters are written on weekdays; from halfway on, at weekends, too. One in six comes back within weeks."""
        half = self._patients * self._every / 2
        day = int(self._env.now // 24) % 7
        if day >= 5 and self._env.now < half:
            yield self._env.timeout((7 - day) * 24 - self._env.now % 24)
        yield self._env.timeout(float(self._rng.lognormal(1.2 if self._env.now < half else 0.8, 0.7)))
        self.log.write(case, "Discharge", "Ward clerk", 0.0, self._env.now)
        if self._rng.random() < 0.16:
            yield self._env.timeout(24.0 * float(self._rng.lognormal(2.3, 0.9)))
            self.log.write(case, "Return visit", "Emergency", 0.0, self._env.now)


def hospital(seed: int, patients: int = 1100) -> list[Row]:
    """A hospital's log: ends only."""
    return Hospital(seed, patients).lived()
