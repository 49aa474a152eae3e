"""The rest of a floor dispatched: each batch goes on as far as it can; steps that want the same people or room take turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

import numpy as np

from console.forecast.network import Job
from console.forecast.passage import Passage
from console.forecast.rota import Rota
from console.forecast.second_look import Place, SecondLook, Settled
from console.forecast.spread import Hours
from console.forecast.standing import After
from console.forecast.taken import Key, Taken, Wanted
from console.forecast.turns import Wish, serve

MOST_AT_ONCE = 12
"""Steps of one group of people that are looked at together."""

Waiting = tuple[float, int, Wish]
"""A wish in its queue: when it is ready on average, its row, and the wish itself."""


class Dispatch(Settled):
    """One run of a floor: what is settled, who waits for what, and the queues."""

    def __init__(
        self, passages: Mapping[str, Passage], rota: Rota, standing: Mapping[Key, tuple[After, ...]], scenarios: int
    ) -> None:
        self.passages = passages
        self._rota = rota
        self.standing = {key: found for key, told in standing.items() if (found := tuple(self._present(told)))}
        self._waits: dict[Key, int] = {}
        self._followers: dict[Key, list[Key]] = {}
        self._settled: set[Key] = set()
        self.place: dict[Key, Place] = {}
        self.groups: list[Taken] = []
        self._queues: list[list[Waiting]] = []
        self._share(scenarios)

    def run(self) -> None:
        """Settles every step of every batch."""
        for batch, passage in self.passages.items():
            self._waits |= {(batch, code): count for code, count in passage.network.waits.items()}
        for key, told in self.standing.items():
            self._waits[key] += len(told)
            for after in told:
                self._followers.setdefault((after.batch, after.code), []).append(key)
        for key in [key for key, count in self._waits.items() if not count]:
            self._arrive(key)
        while any(self._queues) or self._stuck():
            self._serve()
        SecondLook(self).settle()

    def _present(self, told: tuple[After, ...]) -> Iterator[After]:
        return (after for after in told if after.batch in self.passages)

    def _share(self, scenarios: int) -> None:
        """Parts the steps into groups that share no people and no room."""
        asking = [(p.network, job) for p in self.passages.values() for job in p.network.jobs if job.asks]
        groups = _groups([{*(pool for pool, _ in job.crew), *((f"@{job.room}",) if job.room else ())} for _, job in asking])
        for n, group in enumerate(groups):
            here = [_wanted(network.batch, job) for network, job in asking if group.issuperset(_shared(job))]
            here.sort(key=lambda wanted: self._planned(wanted.key))
            self.groups.append(Taken(self._rota, here, scenarios))
            self._queues.append([])
            self.place |= {wanted.key: (n, row) for row, wanted in enumerate(here)}

    # ------------------------------------------------------------------------------------------- going on

    def _arrive(self, key: Key) -> None:
        """All a step waits for is settled: it goes on by itself, or asks for its people and its room."""
        passage = self.passages[key[0]]
        job = passage.network.by_code[key[1]]
        if job.started is not None or job.panel:
            passage.go_on(job)
            if job.asks and not job.panel:
                taken = self.groups[self.place[key][0]]
                taken.take(taken.row[key], float("-inf"), float("-inf"), passage.ends[job.code])
            self._go_on(key)
            return
        ready, lasts = passage.ask(job)
        free = self.free(key, ready)
        if not job.asks:
            passage.begin(job, free, lasts)
            self._note(passage, job.code, ready, free)
            self._go_on(key)
            return
        group = self.place[key][0]
        wish = Wish(self.groups[group].row[key], free, lasts)
        heappush(self._queues[group], (float(np.add.reduce(free)) / len(free), wish.row, wish))

    def free(self, key: Key, ready: Hours) -> Hours:
        """When the station of a step is free, too."""
        for after in self.standing.get(key, ()):
            ready = np.maximum(ready, self.passages[after.batch].ends[after.code] + after.hours)
        return ready

    def _go_on(self, key: Key) -> None:
        """What waited for this step may be next."""
        self._settled.add(key)
        for follower in self.following(key):
            self._waits[follower] -= 1
            if not self._waits[follower]:
                self._arrive(follower)

    def following(self, key: Key) -> list[Key]:
        """The steps that wait for this one, those of others who come to its station included."""
        batch, network = key[0], self.passages[key[0]].network
        return [*((batch, code) for code in network.followers.get(key[1], ())), *self._followers.get(key, ())]

    # ------------------------------------------------------------------------------------------- taking turns

    def _serve(self) -> None:
        """Serves the steps that are ready first, together with those ready before any of them can be over."""
        group = min((n for n, queue in enumerate(self._queues) if queue), key=lambda n: self._queues[n][0][:2])
        queue, taken = self._queues[group], self.groups[group]
        together: list[Wish] = []
        over = float("inf")
        while queue and len(together) < MOST_AT_ONCE and queue[0][0] < over:
            middle, _, wish = heappop(queue)
            together.append(wish)
            over = min(over, middle + taken.wanted[wish.row].typical)
        for wish, start in zip(together, serve(taken, together), strict=True):
            batch, code = taken.wanted[wish.row].key
            passage = self.passages[batch]
            passage.begin(passage.network.by_code[code], start, wish.lasts)
            taken.take(wish.row, wish.ready, start, passage.ends[code])
            self._note(passage, code, wish.ready, start)
        for wish in together:
            self._go_on(taken.wanted[wish.row].key)

    def _note(self, passage: Passage, code: str, ready: Hours, start: Hours) -> None:
        if start is not ready:
            passage.held[code] = start - ready

    def _stuck(self) -> bool:
        """Frees a stand that waits in a circle: plans that contradict one another hold nobody up for ever."""
        left = [key for key, count in self._waits.items() if count and key in self.standing and key not in self._settled]
        for key in sorted(left, key=self._planned):
            open_ones = sum((after.batch, after.code) not in self._settled for after in self.standing[key])
            if self._waits[key] == open_ones:
                del self.standing[key]
                for followers in self._followers.values():
                    followers[:] = [follower for follower in followers if follower != key]
                self._waits[key] = 0
                self._arrive(key)
                return True
        return False

    def _planned(self, key: Key) -> tuple[float, Key]:
        planned = self.passages[key[0]].network.by_code[key[1]].planned
        return float("inf") if planned is None else planned, key


def _wanted(batch: str, job: Job) -> Wanted:
    return Wanted((batch, job.code), job.crew, job.room, job.typical, job.stays)


def _shared(job: Job) -> set[str]:
    return {*(pool for pool, _ in job.crew), *((f"@{job.room}",) if job.room else ())}


def _groups(sets: list[set[str]]) -> list[frozenset[str]]:
    """What hangs together: sets that share something are one."""
    groups: list[set[str]] = []
    for one in sets:
        meeting = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one]
        groups.append(one.union(*meeting))
    return sorted((frozenset(group) for group in groups), key=sorted)
