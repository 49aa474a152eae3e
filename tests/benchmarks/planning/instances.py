"""Public project instances with least and most lags (RCPSP/max, ProGen/max .SCH): read, verified, told as a planning problem."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from console.planning.problem import Grid, Lag, Penalty, PlanBatch, PlanStep, Pool, Problem

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "benchmarks"
"""Where the instances lie when they lie beside the clone."""
PER_SLOT = 100
"""What one slot of makespan costs in the planning problem."""


@dataclass(frozen=True)
class Project:
    """One instance: durations and needs of activities (dummies first and last), lags from start to start, capacities."""

    name: str
    durations: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    lags: tuple[tuple[int, int, int], ...]
    capacities: tuple[int, ...]

    @property
    def horizon(self) -> int:
        """No plan need be longer, if there is one at all."""
        longest = [0] * len(self.durations)
        for before, _, least in self.lags:
            longest[before] = max(longest[before], least)
        return sum(max(duration, lag) for duration, lag in zip(self.durations, longest, strict=True)) + 1

    def makespan(self, starts: Sequence[int]) -> int:
        """When the last activity ends."""
        return max(start + duration for start, duration in zip(starts, self.durations, strict=True))

    def broken(self, starts: Sequence[int]) -> list[str]:
        """What these starts break, found slot by slot."""
        wrong = [f"{u}->{v} {least}" for u, v, least in self.lags if starts[v] - starts[u] < least]
        wrong += [f"{n} before 0" for n, start in enumerate(starts) if start < 0]
        for slot in range(self.makespan(starts)):
            running = [n for n, start in enumerate(starts) if start <= slot < start + self.durations[n]]
            for r, capacity in enumerate(self.capacities):
                if sum(self.needs[n][r] for n in running) > capacity:
                    wrong.append(f"resource {r} at {slot}")
        return wrong


def read(path: Path) -> Project:
    """An instance from its file."""
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    count = int(lines[0][0]) + 2
    lags = []
    for line in lines[1 : count + 1]:
        before, many = int(line[0]), int(line[2])
        after = [int(word) for word in line[3 : 3 + many]]
        least = [int(number) for number in re.findall(r"-?\d+", " ".join(line[3 + many :]))]
        lags += [(before, to, lag) for to, lag in zip(after, least, strict=True)]
    modes = [[int(word) for word in line] for line in lines[count + 1 : 2 * count + 1]]
    return Project(
        path.name,
        tuple(mode[2] for mode in modes),
        tuple(tuple(mode[3:]) for mode in modes),
        tuple(lags),
        tuple(int(word) for word in lines[2 * count + 1]),
    )


def problem_of(project: Project) -> Problem:
    """The instance as one batch: activities are steps, resources are pools, and the promise is the end of the last."""
    codes = [str(n) for n in range(len(project.durations))]
    steps = tuple(
        PlanStep(
            codes[n],
            project.durations[n],
            crew=tuple((f"R{r}", need) for r, need in enumerate(project.needs[n]) if need),
            windows=((0, 1),) if n == 0 else None,
        )
        for n in _in_order(project)
    )
    lags = tuple(Lag(codes[u], codes[v], least, from_end=False) for u, v, least in project.lags)
    batch = PlanBatch(project.name, steps, lags, promise_step=codes[-1], penalty=Penalty(((0, PER_SLOT),)))
    pools = tuple(Pool(f"R{r}", f"Resource {r}", ((0, capacity),)) for r, capacity in enumerate(project.capacities))
    return Problem(Grid(datetime(2026, 1, 1, tzinfo=UTC)), project.horizon, pools=pools, batches=(batch,))


def _in_order(project: Project) -> list[int]:
    """The activities so that each follows those it waits for; a circle of waits is left as it is numbered."""
    waits: dict[int, set[int]] = {n: set() for n in range(len(project.durations))}
    for before, after, least in project.lags:
        if least >= 0 and before != after:
            waits[after].add(before)
    order: list[int] = []
    while waits:
        ready = [n for n, before in waits.items() if not before & waits.keys()] or [min(waits)]
        order += ready
        for n in ready:
            del waits[n]
    return order


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an instance: least and greatest makespan (None, None: proved infeasible)."""

    lower: int | None
    upper: int | None


def known(folder: Path) -> Mapping[tuple[str, str], Known]:
    """Best known values under (set's folder, file), from best_known.csv in or above the folder; empty where there is none."""
    table = next((place / "best_known.csv" for place in (folder, *folder.parents) if (place / "best_known.csv").is_file()), None)
    if table is None:
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        return {(row["set"].rpartition("/")[2], row["instance"]): _known(row["lb"], row["ub"]) for row in csv.DictReader(lines)}


def _known(lower: str, upper: str) -> Known:
    return Known(*(int(float(text)) if re.fullmatch(r"\d+(\.0+)?", text) else None for text in (lower, upper)))


def found(folder: Path) -> Iterator[Path]:
    """Every instance in a folder and below, in a fixed order."""
    yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".sch")
