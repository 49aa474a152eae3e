"""The front of an hour that is past: everything this console held then can be read, and nothing can be asked of the floor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.plan import StepMove
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning, SignatureNeed
from console.forecast.durations import History
from console.forecast.explained import ForecastAnswer, ForecastWish
from console.forecast.outlook import Outlook
from console.planning.answers.plan_view import Answer, PlanView, Wish
from console.planning.answers.tried import Tried
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditWish
from console.service.change import Change, Trouble
from console.service.found import Found
from console.service.handed import PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.originals import StagedOriginal
from console.service.ports import Front, HistoryRow, ImportPreview, SiteFacts, WholeHistory
from console.service.recalled import recalled
from console.service.spelling import Asked
from console.service.zones import zone_of

T = TypeVar("T")
WAY_OUT = "Go back to now."
READ_ONLY = Refusal("replay", "Replay is read-only: it shows what this console showed, and records nothing.", WAY_OUT)
NOT_KEPT = Refusal("replay", "This was not kept, and replay makes nothing anew.", f"{WAY_OUT} It is answered there for today.")

LOOKS = ("charts.since",)
"""The settings that are how somebody likes to look, not what lies on the desk today: a draft of now was not there then."""


class PastFront:
    """Stands before the real front; `show` moves it to another instant. Rights are today's: who is logged in now reads."""

    plan: PlanView | None = None
    """What the planner told then was not kept."""

    def __init__(self, front: Front, held: Held) -> None:
        self._front = front
        self._own: dict[str, str] = {}
        self.show(held)

    def show(self, held: Held) -> None:
        """Stand at this instant from now on."""
        self.shown = held
        self.outlook: Outlook | None = recalled(held, zone_of)

    @property
    def site(self) -> SiteFacts:
        """Which site this is."""
        return self._front.site

    @property
    def floor(self) -> Floor:
        """The floor this console held at the instant."""
        return self.shown.floor

    @property
    def user(self) -> str:
        """Who is logged in today."""
        return self._front.user

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.shown.at

    def login(self, user: str, password: str, then: Callable[[Refusal | None], None]) -> None:
        """Nobody logs in in the past."""
        then(READ_ONLY)

    def logout(self, why: str) -> None:
        """A session ends where it began: in the window of now."""

    def needs(self, command: Command) -> tuple[SignatureNeed, ...]:
        """Which signatures this command would have needed."""
        return signatures_needed(self.floor, command)

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        """Nothing is signed in the past."""
        return READ_ONLY

    def submit(self, command: Command, consents: tuple[Consent, ...], then: Callable[[Change | Refusal | Trouble], None]) -> None:
        """Nothing is recorded in the past."""
        then(READ_ONLY)

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        """The latest page of a batch's history as far as it had come by then: entries are numbered as they come."""
        held = self.shown.entries

        def came(rows: Sequence[HistoryRow]) -> None:
            # An answer may come when an earlier instant is shown already.
            found = [row for row in rows if row.n <= min(held, self.shown.entries)]
            if found or not rows:
                then(found)
            else:
                self.history(batch, min(row.n for row in rows), then)

        self._front.history(batch, before, came)

    def whole_history(self, batch: str, then: Callable[[WholeHistory], None]) -> None:
        """Every entry of a batch as far as it had come by then."""
        held = self.shown.entries
        self._front.whole_history(batch, lambda whole: then(replace(whole, rows=tuple(row for row in whole.rows if row.n <= held))))

    def kept(self, batch: str, then: Callable[[Sequence[KeptForecast]], None]) -> None:
        """The forecasts made of one batch by then."""
        at = self.shown.at
        self._front.kept(batch, lambda rows: then([row for row in rows if row.made_at <= min(at, self.shown.at)]))

    def held(self, at: datetime, then: Callable[[Held], None]) -> None:
        """What was held at another instant."""
        self._front.held(at, then)

    def moments(self, before: datetime | None, after: datetime | None, then: Callable[[Sequence[Moment]], None]) -> None:
        """Instants to jump to, in the whole record."""
        self._front.moments(before, after, then)

    def changes(self, then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        """What had changed by then since the person who is logged in had left."""
        self._front.changes(then, held or self.shown, anybody=anybody)

    def handovers(self, before: int | None, then: Callable[[Sequence[PastHandover]], None]) -> None:
        """The handovers that were over by then: a page of them that came later is passed over."""
        held = self.shown.entries

        def came(rows: Sequence[PastHandover]) -> None:
            found = [row for row in rows if row.n <= held]
            if found or not rows:
                then(found)
            else:
                self.handovers(min(row.n for row in rows), then)

        self._front.handovers(before, came)

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        """The journal as far as it had come by then."""
        held = self.shown.entries

        def came(page: AuditPage) -> None:
            upto = min(held, self.shown.entries)
            then(replace(page, rows=tuple(row for row in page.rows if row.n <= upto), last=min(page.last, upto)))

        self._front.audit(wish, held + 1 if before is None else min(before, held + 1), came)

    def find(self, asked: Asked, seek: Callable[[Floor], Sequence[T]], then: Callable[[Found[T]], None]) -> None:
        """What is found on the floor held then, and in the entries that had come."""
        floor = self.floor
        self._front.find(replace(asked, upto=self.shown.entries), lambda _now: seek(floor), then)

    def preview_import(self, path: str, then: Callable[[ImportPreview | Refusal], None]) -> None:
        """Nothing is taken in in the past."""
        then(READ_ONLY)

    def stage_original(self, path: str, then: Callable[[StagedOriginal | Refusal], None]) -> None:
        """No scan is brought in in the past."""
        then(READ_ONLY)

    def save_original(self, digest: str, path: str, then: Callable[[Refusal | None], None]) -> None:
        """No paper of the past leaves a window that only shows it."""
        then(READ_ONLY)

    def try_moves(self, moves: tuple[StepMove, ...], then: Callable[[Tried], None]) -> None:
        """No move is judged in the past: nobody can make it any more."""

    def ask_plan(self, wish: Wish, then: Callable[[Answer | Refusal], None]) -> None:
        """What the planner told then was not kept."""
        then(NOT_KEPT)

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Why a forecast was what it was has not been kept."""
        then(NOT_KEPT)

    def head(self, then: Callable[[JournalHead], None]) -> None:
        """Where the journal stands now: no paper of the past is made."""
        self._front.head(then)

    def learned(self, then: Callable[[History], None]) -> None:
        """What the batches of today teach: a model is promoted in the window of now."""
        self._front.learned(then)

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        """No paper of the past leaves a window that only shows it."""
        then(READ_ONLY)

    def setting(self, name: str) -> str:
        """How somebody likes to look, from today; everything else as it was left in this replay."""
        return self._own.get(name) or (self._front.setting(name) if name in LOOKS else "")

    def remember(self, name: str, value: str) -> None:
        """Remembered as long as this replay is open."""
        self._own[name] = value

    def pace(self, speed: int) -> None:
        """The past stands still."""
