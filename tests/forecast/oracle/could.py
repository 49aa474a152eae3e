"""For how long a step could have begun already, but did not: a wait for people who are not there says nothing of its own wait."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from tests.forecast.oracle.works import NEVER, Levels, Task

STEP_H = 1.0 / 12.0


def idle(task: Task, tasks: Sequence[Task], pools: Mapping[str, Levels]) -> float:
    """Hours from when it was ready to the last instant before now at which nothing but its own wait stood in its way."""
    if task.since == NEVER or task.stand_before:
        return 0.0
    running = [t for t in tasks if t.started is not None and t.key != task.key]
    at = 0.0
    while at > task.since:
        if _free(task, running, pools, at):
            return at - task.since
        at -= STEP_H
    return 0.0


def _free(task: Task, running: Sequence[Task], pools: Mapping[str, Levels], at: float) -> bool:
    here = [t for t in running if t.started is not None and t.started <= at]
    if task.room and any(t.room == task.room for t in here):
        return False
    return all(_staffed(task, pool, count, here, pools[pool], at) for pool, count in task.crew)


def _staffed(task: Task, pool: str, count: int, here: Sequence[Task], levels: Levels, at: float) -> bool:
    times = [t for t, _ in levels]
    first, last = bisect_right(times, at) - 1, bisect_right(times, at + task.typical - 1e-9)
    level = max(levels[first][1], count) if task.stays else levels[first][1]
    busy = sum(n for t in here for name, n in t.crew if name == pool)
    return level - busy >= count and (task.stays or min(n for _, n in levels[first : max(last, first + 1)]) >= count)
