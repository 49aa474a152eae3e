"""A front without disk or threads: the real rules on a floor in memory, hand-written, for tests of the screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from console.domain.codec import to_wire
from console.domain.commands import AdoptFacility, ApproveRecipe, ComeOnDuty, FinishStep, OrderBatch, StartStep
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, decide
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.needs import missing_signature, signatures_needed
from console.domain.plan import StepMove
from console.domain.recipe import Limit
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning, SignatureNeed
from console.forecast.durations import History, learn
from console.forecast.explained import ForecastAnswer, ForecastWish
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.planning.answers.plan_view import Answer, PlanView, Wish
from console.planning.answers.tried import Tried, tried
from console.planning.floor.nominal import nominal_plan
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.change import Change, EntryFact, Signed, Trouble
from console.service.digest import command_digest
from console.service.found import Found, patients
from console.service.handed import PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.library import shipped_facility, shipped_recipes
from console.service.originals import StagedOriginal, stage
from console.service.ports import HistoryRow, ImportPreview, SiteFacts, WholeHistory
from console.service.spelling import Asked
from tests.service.fakes import ScansInMemory

T = TypeVar("T")
ZONE = ZoneInfo("America/New_York")
DAY0 = datetime(2026, 11, 16, 13, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 19, 5, 9, tzinfo=UTC)
PASSWORD = "demo"


def floor_of(*commands: tuple[Command, datetime], start: Floor | None = None) -> Floor:
    """The floor after these commands, each asked at its instant; a refusal fails the test."""
    floor = start or Floor()
    for command, at in commands:
        events = decide(floor, command, at)
        assert not isinstance(events, Refusal), (command, events)
        for event in events:
            floor = evolve(floor, event)
    return floor


def site_floor() -> Floor:
    """The demo facility with every shipped recipe approved, nobody's batch yet."""
    facility = shipped_facility()
    at = DAY0 - timedelta(days=1)
    commands: list[tuple[Command, datetime]] = [(AdoptFacility(by=CONSOLE, facility=facility), at)]
    commands += [(ApproveRecipe(by=CONSOLE, recipe=recipe), at) for recipe in shipped_recipes().values()]
    floor = floor_of(*commands)
    duty: list[tuple[Command, datetime]] = [
        (ComeOnDuty(by=person.id, user=person.id), at) for person in tuple(floor.people.values())[:4]
    ]
    return floor_of(*duty, start=floor)


def person(floor: Floor, role: str, nth: int = 0) -> str:
    """The id of the nth person with this role."""
    return [p.id for p in floor.people.values() if role in {r.value for r in p.roles}][nth]


def ordered(floor: Floor, batch: str, start: datetime, coi: str) -> Floor:
    """The floor with one more planned CAR-T batch."""
    facility = floor.facility
    assert facility is not None
    product = next(p for p in facility.products if p.patient)
    recipe = next(r for r in floor.recipes.values() if product.recipe in (r.id, r.name))
    clinic = facility.clinics[0].id
    command = OrderBatch(
        by=person(floor, "supervisor"), batch=batch, recipe=recipe.id, product=product.id, clinic=clinic, coi=coi,
        subject="S-014", placements=nominal_plan(floor, recipe, clinic, start, ZoneInfo),
    )  # fmt: skip
    return floor_of((command, start - timedelta(hours=12)), start=floor)


def run_until(floor: Floor, batch: str, until: datetime) -> Floor:
    """Start and finish every step of a batch at its planned times, as far as they lie before an instant."""
    found = floor.batches[batch]
    recipe = floor.recipe_of(found)
    assert recipe is not None
    done: list[tuple[Command, datetime]] = []
    for told in recipe.steps:
        placement = found.steps[told.code].placement
        if placement is not None and told.code != "DISPOSITION":
            one = person(floor, told.role.value)
            two = person(floor, told.role.value, 1) if told.verified else ""
            done.append((StartStep(by=one, batch=batch, step=told.code), placement.start))
            values = {limit.name: _good(limit) for limit in told.limits}
            finish = FinishStep(by=one, batch=batch, step=told.code, verifier=two, values=values)
            done.append((finish, placement.end))
    return floor_of(*sorted((x for x in done if x[1] < until), key=lambda x: x[1]), start=floor)


def _good(limit: Limit) -> Decimal:
    low, high = limit.alert_low or limit.action_low, limit.alert_high or limit.action_high
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else (high - 1 if high is not None else Decimal("4.2"))


def expected(batch: str, now: datetime, hours: float, promise: datetime, keep: float) -> Forecast:
    """A forecast with release so many hours from now."""
    middle = now + timedelta(hours=hours)
    spread = [middle + timedelta(hours=h) for h in (-2, -1, 0, 1.5, 4)]
    end = [at + timedelta(hours=5) for at in spread]
    return Forecast(batch, "", now, "INFUSE", promise, Quantiles(*spread), Quantiles(*end), keep, 0.02, 84)


class FakeFront:
    """The front of a site in memory; every password is `demo`, every answer comes at once."""

    def __init__(self, floor: Floor, now: datetime = NOW) -> None:
        self.site = SiteFacts("site", "Watertown", "DEMO", "folder", "chain")
        self.floor = floor
        self.outlook: Outlook | None = None
        self.plan: PlanView | None = None
        self.plan_answer: Answer | Refusal | None = None
        self.forecast_answer: ForecastAnswer | Refusal = Refusal("explain", "The forecast cannot be explained now.")
        self.user = ""
        self.at = now
        self.submitted: list[Command] = []
        self.kept_settings: dict[str, str] = {}
        self.trouble: Trouble | None = None
        self.preview: ImportPreview | Refusal | None = None
        self.heard: list[Change] = []
        self.speed = 60
        self.rows: list[HistoryRow] = []
        self.signed: dict[str, tuple[Signed, ...]] = {}
        self.floors: list[tuple[datetime, Floor]] = []
        self.made: list[KeptForecast] = []
        self.instants: list[Moment] = []
        self.pages: Callable[[AuditWish, int | None], AuditPage] = lambda wish, before: AuditPage((), None)
        self.found: Callable[[Asked], tuple[AuditRow, ...]] = lambda asked: ()
        self.wishes: list[Asked] = []
        self.slow: list[Callable[[], None]] | None = None
        self.handed: list[PastHandover] = []
        self.learners: list[Callable[[], None]] = []
        self.learns_later = False
        self.scans = ScansInMemory()
        self.since: Since | Refusal = Refusal("since", "This site does not know any handover.")
        self.told: Callable[[Change], None] = self.heard.append

    def now(self) -> datetime:
        return self.at

    def login(self, user: str, password: str, then: Callable[[Refusal | None], None]) -> None:
        if user not in self.floor.people or password != PASSWORD:
            then(Refusal("login", "This id and password do not belong together.", "Try again.", "user"))
        else:
            self.user = user
            then(None)

    def logout(self, why: str) -> None:
        self.user = ""

    def needs(self, command: Command) -> tuple[SignatureNeed, ...]:
        return signatures_needed(self.floor, command)

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        if user not in self.floor.people or password != PASSWORD:
            return Refusal("login", "This id and password do not belong together.", "Try again.", "user")
        return Consent(user, meaning, command_digest(command), self.at, str(ZONE))

    def submit(
        self, command: Command, consents: tuple[Consent, ...], then: Callable[[Change | Refusal | Trouble], None]
    ) -> None:
        self.submitted.append(command)
        if self.trouble is not None:
            then(self.trouble)
            return
        missing = missing_signature(self.needs(command), consents, command_digest(command))
        answer = Refusal("signature", "It must be signed.", "") if missing else decide(self.floor, command, self.at)
        if isinstance(answer, Refusal):
            then(answer)
            return
        before = self.floor
        for event in answer:
            self.floor = evolve(self.floor, event)
        entries = tuple(
            EntryFact(f"e{n}", "chain", n, n, n, to_wire(event), self.at, "0" * 64) for n, event in enumerate(answer)
        )
        change = Change(tuple(answer), entries, before, self.floor)
        self.told(change)
        then(change)

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        newest = [row for row in self.rows if before is None or row.n < before]
        then(sorted(newest, key=lambda row: -row.n)[:100])

    def whole_history(self, batch: str, then: Callable[[WholeHistory], None]) -> None:
        then(WholeHistory(tuple(sorted(self.rows, key=lambda row: -row.n)), self.signed))

    def kept(self, batch: str, then: Callable[[Sequence[KeptForecast]], None]) -> None:
        then(())

    def held(self, at: datetime, then: Callable[[Held], None]) -> None:
        held = [one for one in self.floors if one[0] <= at]
        kept = {one.batch: one for one in sorted(self.made, key=lambda one: one.made_at) if one.made_at <= at}
        first = self.floors[0][0] if self.floors else DAY0
        latest = held[-1] if held else None
        floor = Floor() if latest is None else latest[1]
        then(Held(at, floor, tuple(kept.values()), first, len(held), None if latest is None else latest[0]))

    def moments(self, before: datetime | None, after: datetime | None, then: Callable[[Sequence[Moment]], None]) -> None:
        found = [m for m in self.instants if (before is None or m.at < before) and (after is None or m.at > after)]
        then(sorted(found, key=lambda m: (m.at, m.n), reverse=before is not None or after is None)[:100])

    def changes(self, then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        then(replace(self.since, user="") if anybody and isinstance(self.since, Since) else self.since)

    def handovers(self, before: int | None, then: Callable[[Sequence[PastHandover]], None]) -> None:
        then([row for row in self.handed if before is None or row.n < before])

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        then(self.pages(wish, before))

    def find(self, asked: Asked, seek: Callable[[Floor], Sequence[T]], then: Callable[[Found[T]], None]) -> None:
        self.wishes.append(asked)
        answer = Found(tuple(seek(self.floor)), self.found(asked), patients(self.floor))
        if self.slow is None:
            then(answer)
        else:
            self.slow.append(lambda: then(answer))

    def preview_import(self, path: str, then: Callable[[ImportPreview | Refusal], None]) -> None:
        assert self.preview is not None
        then(self.preview)

    def stage_original(self, path: str, then: Callable[[StagedOriginal | Refusal], None]) -> None:
        then(stage(self.scans, path))

    def save_original(self, digest: str, path: str, then: Callable[[Refusal | None], None]) -> None:
        then(None if self.scans.original(digest) else Refusal("original-elsewhere", "The scan does not lie on this console."))

    def try_moves(self, moves: tuple[StepMove, ...], then: Callable[[Tried], None]) -> None:
        then(tried(self.floor, self.at, ZoneInfo, moves))

    def ask_plan(self, wish: Wish, then: Callable[[Answer | Refusal], None]) -> None:
        assert self.plan_answer is not None
        then(self.plan_answer)

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        then(self.forecast_answer)

    def head(self, then: Callable[[JournalHead], None]) -> None:
        then(JournalHead(self.floor.entries, "chain/1 00ff"))

    def learned(self, then: Callable[[History], None]) -> None:
        self.learners.append(lambda: then(learn(self.floor, ZoneInfo)))
        if not self.learns_later:
            self.learners.pop()()

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        then(None)

    def setting(self, name: str) -> str:
        return self.kept_settings.get(name, "")

    def remember(self, name: str, value: str) -> None:
        self.kept_settings[name] = value

    def pace(self, speed: int) -> None:
        self.speed = speed
