"""A site held still at one instant: everything can be read, nothing recorded; for pictures and for reading verbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.plan import StepMove
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning, SignatureNeed
from console.forecast.durations import History, learn
from console.forecast.explained import Explain, ForecastAnswer, ForecastWish, Moved
from console.forecast.outlook import Outlook
from console.planning.answers.answering import answer
from console.planning.answers.plan_view import Answer, PlanView, Wish
from console.planning.answers.proposing import standing_of, view_of
from console.planning.answers.tried import Tried, tried
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditWish
from console.service.cards import card_of
from console.service.change import Change, Trouble
from console.service.explainer_process import Explainer, Why
from console.service.found import Found, found_on
from console.service.handed import AT_ONCE, PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.originals import StagedOriginal
from console.service.outlook_process import Drawn
from console.service.past import until
from console.service.ports import HistoryRow, ImportPreview, Readings, SiteFacts, WholeHistory
from console.service.since import since_left
from console.service.spelling import Asked
from console.service.zones import zone_of

T = TypeVar("T")
STILL = Refusal("still", "This is a picture of the site; nothing can be recorded in it.", "Open the site to act.")
PAGE = 100


def with_plan(still: Still) -> Still:
    """The same site with what the planner would tell of it at that instant."""
    still.plan, _ = view_of(standing_of(still.floor, still.at, zone_of), still.at)
    return still


@dataclass
class Still:
    """The front of a site that stands still; what was kept or recorded after the instant is not shown."""

    site: SiteFacts
    floor: Floor
    outlook: Outlook | None
    readings: Readings
    at: datetime
    user: str = ""
    plan: PlanView | None = None
    _settings: dict[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at

    def login(self, user: str, password: str, then: Callable[[Refusal | None], None]) -> None:
        """Nobody logs into a picture."""
        then(STILL)

    def logout(self, why: str) -> None:
        """Nobody is logged in."""

    def needs(self, command: Command) -> tuple[SignatureNeed, ...]:
        """Which signatures this command would need."""
        return signatures_needed(self.floor, command)

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        """Nothing is signed."""
        return STILL

    def submit(self, command: Command, consents: tuple[Consent, ...], then: Callable[[Change | Refusal | Trouble], None]) -> None:
        """Nothing is recorded."""
        then(STILL)

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        """A page of a batch's history, up to the instant."""
        then([row for row in self.readings.history(batch, before, PAGE) if row.recorded_at <= self.at])

    def whole_history(self, batch: str, then: Callable[[WholeHistory], None]) -> None:
        """Every entry of a batch, up to the instant."""
        whole = self.readings.whole_history(batch)
        then(replace(whole, rows=tuple(row for row in whole.rows if row.recorded_at <= self.at)))

    def kept(self, batch: str, then: Callable[[Sequence[KeptForecast]], None]) -> None:
        """The forecasts made of one batch, up to the instant."""
        then([row for row in self.readings.kept(batch or None, None) if row.made_at <= self.at])

    def held(self, at: datetime, then: Callable[[Held], None]) -> None:
        """What was held at an instant before the one it stands at."""
        then(self.readings.held(min(at, self.at)))

    def moments(self, before: datetime | None, after: datetime | None, then: Callable[[Sequence[Moment]], None]) -> None:
        """Instants to jump to, up to the one it stands at."""
        end = self.at + timedelta.resolution
        if before is not None or after is None:
            before = end if before is None else min(before, end)
        then([one for one in self.readings.moments(before, after, PAGE) if one.at <= self.at])

    def changes(self, then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        """What changed up to the instant since duty last passed."""
        floor, at = (self.floor, self.at) if held is None else (held.floor, min(held.at, self.at))
        then(since_left(self.readings, floor, "" if anybody else self.user, at))

    def handovers(self, before: int | None, then: Callable[[Sequence[PastHandover]], None]) -> None:
        """A page of handovers that are over."""
        then(self.readings.handovers(before, AT_ONCE))

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        """A page of the journal, up to the instant."""
        page = self.readings.audit(wish, before, PAGE)
        then(replace(page, rows=tuple(row for row in page.rows if row.recorded_at <= self.at)))

    def find(self, asked: Asked, seek: Callable[[Floor], Sequence[T]], then: Callable[[Found[T]], None]) -> None:
        """What is found up to the instant."""
        found = found_on(self.readings, self.floor, asked, seek)
        then(replace(found, entries=tuple(row for row in found.entries if row.recorded_at <= self.at)))

    def preview_import(self, path: str, then: Callable[[ImportPreview | Refusal], None]) -> None:
        """Nothing is taken in."""
        then(STILL)

    def stage_original(self, path: str, then: Callable[[StagedOriginal | Refusal], None]) -> None:
        """No scan is brought in."""
        then(STILL)

    def save_original(self, digest: str, path: str, then: Callable[[Refusal | None], None]) -> None:
        """No file is written."""
        then(STILL)

    def try_moves(self, moves: tuple[StepMove, ...], then: Callable[[Tried], None]) -> None:
        """Moves may be tried in a picture, too."""
        then(tried(self.floor, self.at, zone_of, moves))

    def ask_plan(self, wish: Wish, then: Callable[[Answer | Refusal], None]) -> None:
        """What the planner would answer."""
        then(answer(wish, self.floor, self.at, zone_of))

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Why a forecast is what it is, as of the instant."""
        made = self.outlook
        drawn = Drawn(made.scenarios, made.seed) if made is not None else Drawn()
        if isinstance(wish, Moved):
            then(Explainer().moved(self.at, Why(wish, until(self.readings.past(wish.since), self.at), drawn)))
        elif isinstance(wish, Explain):
            then(Explainer().explain(self.floor, self.at, Why(wish, None, drawn)))
        else:
            then(card_of(self.readings, self.floor, made, self.at, wish.since))

    def head(self, then: Callable[[JournalHead], None]) -> None:
        """Where the journal stands; pictures print nothing."""
        then(self.readings.head())

    def learned(self, then: Callable[[History], None]) -> None:
        """What the batches of its floor teach."""
        then(learn(self.floor, zone_of))

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        """Nothing is written."""
        then(STILL)

    def setting(self, name: str) -> str:
        """Nothing is remembered between two pictures."""
        return self._settings.get(name, "")

    def remember(self, name: str, value: str) -> None:
        """Remembered only as long as the picture is being made."""
        self._settings[name] = value

    def pace(self, speed: int) -> None:
        """It stands still."""
