"""The rest of a floor dispatched: each batch goes on as far as it can; steps that want the same people or room take turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from heapq import heappop, heappush

import numpy as np

from console.forecast.network import Job
from console.forecast.passage import Passage
from console.forecast.rota import Rota
from console.forecast.second_look import Floor, Place, SecondLook, Wish
from console.forecast.spread import Hours
from console.forecast.standing import After
from console.forecast.taken import Key, Taken, Wanted
from console.forecast.turns import first_free


class Dispatch(Floor):
    """One run of a floor: what is settled, who waits for what, and who asks."""

    def __init__(
        self, passages: Mapping[str, Passage], rota: Rota, standing: Mapping[Key, tuple[After, ...]], scenarios: int
    ) -> None:
        self.passages = passages
        self.groups: list[Taken] = []
        self.place: dict[Key, Place] = {}
        self.wishes: dict[Key, Wish] = {}
        self.settled: set[Key] = set()
        self.standing = {key: found for key, told in standing.items() if (found := tuple(self._present(told)))}
        self._rota = rota
        self._waits: dict[Key, int] = {}
        self._followers: dict[Key, list[Key]] = {}
        self._queue: list[tuple[float, Place, Key]] = []
        self._look = SecondLook(self)
        self._share(scenarios)

    def run(self) -> None:
        """Settles every step of every batch."""
        for batch, passage in self.passages.items():
            self._waits |= {(batch, code): count for code, count in passage.network.waits.items()}
        for key, told in self.standing.items():
            self._waits[key] += len(told)
            for after in told:
                self._followers.setdefault((after.batch, after.code), []).append(key)
        ready = [key for key, count in self._waits.items() if not count]
        for key in sorted(ready, key=self._runs, reverse=True):
            self._arrive(key)
        while self._queue or self._stuck():
            if self._queue:
                self._look.settle(self._queue[0][0])
                self._serve(heappop(self._queue)[2])
        self._look.settle(float("inf"))

    @property
    def looks(self) -> int:
        """How many steps were looked at again because somebody served later was ahead."""
        return self._look.looks

    def following(self, key: Key) -> list[Key]:
        """The steps that wait for this one, those of others who come to its station included."""
        batch, network = key[0], self.passages[key[0]].network
        return [*((batch, code) for code in network.followers.get(key[1], ())), *self._followers.get(key, ())]

    def free(self, key: Key, ready: Hours) -> Hours:
        """When the station of a step is free, too."""
        for after in self.standing.get(key, ()):
            ready = np.maximum(ready, self.passages[after.batch].ends[after.code] + after.hours)
        return ready

    def begin(self, key: Key, wish: Wish, start: Hours) -> None:
        """Settles a step that asked, and notes whom and what it takes."""
        passage, taken = self.passages[key[0]], self.groups[wish.place[0]]
        passage.begin(passage.network.by_code[key[1]], start, wish.lasts)
        taken.take(wish.place[1], wish.ready, start, passage.ends[key[1]])
        wish.start = start
        if start is not wish.own:
            passage.held[key[1]] = start - wish.own

    def _runs(self, key: Key) -> bool:
        return self.passages[key[0]].network.by_code[key[1]].started is not None

    def _present(self, told: tuple[After, ...]) -> Iterator[After]:
        return (after for after in told if after.batch in self.passages)

    def _share(self, scenarios: int) -> None:
        """Parts the steps into groups that share no people and no room."""
        jobs = [(p.network.batch, job) for p in self.passages.values() for job in p.network.jobs if job.asks and not job.panel]
        asking = [(batch, job, _shared(job)) for batch, job in jobs]
        now = max((passage.now for passage in self.passages.values()), default=0.0)
        for n, group in enumerate(_groups({kind for _, _, kind in asking})):
            here = [_wanted(batch, job) for batch, job, kind in asking if kind <= group]
            here.sort(key=lambda wanted: self._planned(wanted.key))
            self.groups.append(Taken(self._rota, here, now, scenarios))
            self.place |= {wanted.key: (n, row) for row, wanted in enumerate(here)}

    # ------------------------------------------------------------------------------------------- going on

    def _arrive(self, key: Key) -> None:
        """All a step waits for is settled: it goes on by itself, or asks for its people and its room."""
        passage = self.passages[key[0]]
        job = passage.network.by_code[key[1]]
        if job.started is not None or job.panel:
            passage.go_on(job)
            if key in self.place:
                taken = self.groups[self.place[key][0]]
                taken.runs(self.place[key][1], passage.ends[job.code])
            self._go_on(key)
            return
        own, lasts = passage.ask(job)
        free = self.free(key, own)
        if key in self.place:
            self.wishes[key] = Wish(self.place[key], own, free, lasts)
            heappush(self._queue, (float(np.add.reduce(free)) / len(free), self.place[key], key))
            return
        passage.begin(job, free, lasts)
        if free is not own:
            passage.held[job.code] = free - own
        self._go_on(key)

    def _go_on(self, key: Key) -> None:
        """What waited for this step may be next."""
        self.settled.add(key)
        for follower in self.following(key):
            self._waits[follower] -= 1
            if not self._waits[follower]:
                self._arrive(follower)

    # ------------------------------------------------------------------------------------------- taking turns

    def _serve(self, key: Key) -> None:
        wish = self.wishes[key]
        taken, row = self.groups[wish.place[0]], wish.place[1]
        self.begin(key, wish, first_free(taken, row, wish.ready, taken.on_shift(row, wish.ready)))
        self._look.stir(wish.place)
        self._go_on(key)

    def _stuck(self) -> bool:
        """Frees a stand that waits in a circle: plans that contradict one another hold nobody up for ever."""
        left = [key for key, count in self._waits.items() if count and key in self.standing and key not in self.settled]
        for key in sorted(left, key=self._planned):
            if self._waits[key] == sum((after.batch, after.code) not in self.settled for after in self.standing[key]):
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


def _shared(job: Job) -> frozenset[str]:
    return frozenset({*(pool for pool, _ in job.crew), *((f"@{job.room}",) if job.room else ())})


def _groups(kinds: Set[frozenset[str]]) -> list[frozenset[str]]:
    """What hangs together: sets that share something are one."""
    groups: list[frozenset[str]] = []
    for one in kinds:
        meeting = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one]
        groups.append(one.union(*meeting))
    return sorted(groups, key=sorted)
