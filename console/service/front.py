"""The counter between the screens and the rest: questions go in, answers come back on the screens' own thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.plan import StepMove
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning, SignatureNeed
from console.forecast.durations import History, learn
from console.forecast.explained import CardWish, Explain, ForecastAnswer, ForecastWish, Moved
from console.forecast.outlook import Outlook
from console.forecast.report_card import ReportCard
from console.planning.answers.plan_view import Answer, PlanView, Wish
from console.planning.answers.tried import Tried, tried
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditWish
from console.service.cards import BEGINNING, beside, card_of
from console.service.change import Change, Trouble
from console.service.digest import command_digest
from console.service.dispatcher import Dispatcher
from console.service.found import Found, found_on
from console.service.handed import AT_ONCE, PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.originals import NoShelf, Shelf, StagedOriginal, stage
from console.service.past import Past
from console.service.ports import Clock, HistoryRow, ImportPreview, Readings, SiteFacts, WholeHistory
from console.service.session import Session
from console.service.since import since_left
from console.service.spelling import Asked
from console.service.zones import zone_of

T = TypeVar("T")
PAGE = 100
"""How many lines of history one page holds."""

LINES = 50
"""How many lines of the audit are read at once: what a large screen shows, and a person waits for unnoticed."""


class Settings(Protocol):
    """What this console remembers between starts."""

    def get(self, name: str) -> str:
        """The remembered value, or an empty text."""

    def put(self, name: str, value: str) -> None:
        """Remember a value, without keeping the caller waiting."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the counter; executors and ways are handed in by the wiring."""

    site: SiteFacts
    dispatcher: Dispatcher
    session: Session
    readings: Readings
    settings: Settings
    clock: Clock
    readers: Executor
    post: Callable[[Callable[[], None]], None]
    bug: Callable[[BaseException], None]
    read_workbook: Callable[[str, Floor], ImportPreview | Refusal]
    pace: Callable[[int], None]
    ask_plan: Callable[[Wish], Future[Answer | Refusal]]
    ask_why: Callable[[Explain | Moved, Past | None], Future[ForecastAnswer | Refusal]]
    backtest: Callable[[Callable[[], Past], datetime], Future[ReportCard | Refusal]] | None = None
    originals: Shelf = field(default_factory=NoShelf)


class Counter:
    """The one object screens hold; it does no work of its own on their thread."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind
        self._outlook: Outlook | None = None
        self._plan: PlanView | None = None

    @property
    def site(self) -> SiteFacts:
        """Which site this is."""
        return self._behind.site

    @property
    def floor(self) -> Floor:
        """The floor as of the last commit."""
        return self._behind.dispatcher.floor

    @property
    def outlook(self) -> Outlook | None:
        """The latest outlook, or None while the first is being made."""
        return self._outlook

    def take_outlook(self, outlook: Outlook) -> None:
        """A newer outlook has come."""
        self._outlook = outlook

    @property
    def plan(self) -> PlanView | None:
        """How the plan stands, or None while the first look is being taken."""
        return self._plan

    def take_plan(self, view: PlanView) -> None:
        """A newer look at the plan has come."""
        self._plan = view

    @property
    def user(self) -> str:
        """Who is logged in; empty when nobody is."""
        return self._behind.session.user

    def now(self) -> datetime:
        """The site's instant."""
        return self._behind.clock.now()

    def login(self, user: str, password: str, then: Callable[[Refusal | None], None]) -> None:
        """Log in; the password is checked away from the screens' thread."""
        self._away(lambda: self._behind.session.login(user, password), then)

    def logout(self, why: str) -> None:
        """End the session."""
        self._behind.session.logout(why)

    def needs(self, command: Command) -> tuple[SignatureNeed, ...]:
        """Which signatures this command needs on the floor of now."""
        return signatures_needed(self.floor, command)

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        """Turn a password into a consent; a tenth of a second, on purpose while the signing box is up."""
        return self._behind.session.consent(command, user, password, meaning)

    def submit(self, command: Command, consents: tuple[Consent, ...], then: Callable[[Change | Refusal | Trouble], None]) -> None:
        """Ask; the answer comes back later. Whoever acts is logged in, or signs it with their own id and password."""
        if not self.user or (command.by != self.user and not _signs(command, consents)):
            refusal = Refusal("session", "The session has ended, or is another person's.", "Log in.", "by")
            self._behind.post(lambda: then(refusal))
            return
        self._back(self._behind.dispatcher.submit(command, consents), then)

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        """Read a page of a batch's history."""
        self._away(lambda: self._behind.readings.history(batch, before, PAGE), then)

    def whole_history(self, batch: str, then: Callable[[WholeHistory], None]) -> None:
        """Read every entry of a batch with its signatures."""
        self._away(lambda: self._behind.readings.whole_history(batch), then)

    def kept(self, batch: str, then: Callable[[Sequence[KeptForecast]], None]) -> None:
        """Read the forecasts made of one batch, or of all when `batch` is empty."""
        self._away(lambda: self._behind.readings.kept(batch or None, None), then)

    def held(self, at: datetime, then: Callable[[Held], None]) -> None:
        """Read what this console held at an instant."""
        self._away(lambda: self._behind.readings.held(at), then)

    def moments(self, before: datetime | None, after: datetime | None, then: Callable[[Sequence[Moment]], None]) -> None:
        """Read instants to jump to."""
        self._away(lambda: self._behind.readings.moments(before, after, PAGE), then)

    def changes(self, then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        """Read what changed since the person who is logged in left, until now or until what was held at an instant."""
        floor, now = (self.floor, self.now()) if held is None else (held.floor, held.at)
        user = "" if anybody else self.user
        self._away(lambda: since_left(self._behind.readings, floor, user, now), then)

    def handovers(self, before: int | None, then: Callable[[Sequence[PastHandover]], None]) -> None:
        """Read a page of handovers that are over."""
        self._away(lambda: self._behind.readings.handovers(before, AT_ONCE), then)

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        """Read a page of the journal for an audit."""
        self._away(lambda: self._behind.readings.audit(wish, before, LINES), then)

    def find(self, asked: Asked, seek: Callable[[Floor], Sequence[T]], then: Callable[[Found[T]], None]) -> None:
        """Look for entries and on the floor of now."""
        floor = self.floor
        self._away(lambda: found_on(self._behind.readings, floor, asked, seek), then)

    def preview_import(self, path: str, then: Callable[[ImportPreview | Refusal], None]) -> None:
        """Read a workbook and say what it would bring."""
        floor = self.floor
        self._away(lambda: self._behind.read_workbook(path, floor), then)

    def stage_original(self, path: str, then: Callable[[StagedOriginal | Refusal], None]) -> None:
        """Read the scan of a paper, away from the screens' thread."""
        self._away(lambda: stage(self._behind.originals, path), then)

    def save_original(self, digest: str, path: str, then: Callable[[Refusal | None], None]) -> None:
        """Write a recorded scan to a file."""
        self._away(lambda: _copied(self._behind.originals, digest, path), then)

    def try_moves(self, moves: tuple[StepMove, ...], then: Callable[[Tried], None]) -> None:
        """Try moves on the plan of now, away from the screens' thread."""
        floor, now = self.floor, self.now()
        self._away(lambda: tried(floor, now, zone_of, moves), then)

    def ask_plan(self, wish: Wish, then: Callable[[Answer | Refusal], None]) -> None:
        """Ask the planner."""
        self._back(self._behind.ask_plan(wish), then)

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Ask why a forecast is what it is or why it moved (what was held in the past is read first), or how far to trust it."""
        if isinstance(wish, Moved):
            since = wish.since
            self._away(lambda: self._behind.readings.past(since), lambda past: self._back(self._behind.ask_why(wish, past), then))
        elif isinstance(wish, Explain):
            self._back(self._behind.ask_why(wish, None), then)
        else:
            self._card(wish, then)

    def _card(self, wish: CardWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """What was kept, judged; while that proves nothing, the journal's backtest beside it as soon as it is done."""
        floor, outlook, now = self.floor, self._outlook, self.now()

        def answered(kept: ReportCard) -> None:
            ask = self._behind.backtest
            if ask is None or kept.proven or not wish.journal:
                then(kept)
                return
            made = ask(lambda: self._behind.readings.past(BEGINNING), now)
            if not made.done():
                then(kept)
            self._back(made, lambda card: then(beside(kept, card) if isinstance(card, ReportCard) else kept))

        self._away(lambda: card_of(self._behind.readings, floor, outlook, now, wish.since), answered)

    def head(self, then: Callable[[JournalHead], None]) -> None:
        """Read where the journal stands, for the foot of a paper."""
        self._away(self._behind.readings.head, then)

    def learned(self, then: Callable[[History], None]) -> None:
        """What the batches of now teach, learned away from the screens' thread."""
        floor = self.floor
        self._away(lambda: learn(floor, zone_of), then)

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        """Write a file a person asked for."""
        self._away(lambda: _written(path, content), then)

    def setting(self, name: str) -> str:
        """A remembered setting, or an empty text."""
        return self._behind.settings.get(name)

    def remember(self, name: str, value: str) -> None:
        """Remember a setting; the settings see to it that it is written elsewhere, and the last word last."""
        self._behind.settings.put(name, value)

    def pace(self, speed: int) -> None:
        """Set the demo's speed."""
        self._behind.pace(speed)

    def _away(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._back(self._behind.readers.submit(work), then)

    def _back(self, future: Future[T], then: Callable[[T], None]) -> None:
        def answer(done: Future[T]) -> None:
            if done.cancelled():
                return
            wrong = done.exception()
            if wrong is not None:
                self._behind.post(lambda: self._behind.bug(wrong))
            else:
                self._behind.post(lambda: then(done.result()))

        future.add_done_callback(answer)


def _signs(command: Command, consents: tuple[Consent, ...]) -> bool:
    """Whether the one in whose name it is asked agreed to this very command."""
    return any(consent.user == command.by and consent.over == command_digest(command) for consent in consents)


def _copied(shelf: Shelf, digest: str, path: str) -> Refusal | None:
    body = shelf.original(digest)
    if body is None:
        return Refusal("original-elsewhere", "The scan does not lie on this console.", "Ask where it was attached.", "digest")
    return _written(path, body)


def _written(path: str, content: bytes) -> Refusal | None:
    """The file whole or not at all: half a paper would look like one."""
    target = Path(path)
    try:
        half = target.with_name(f".{target.name[:60]}.part")  # a name as long as the disk allows has room for no more
        try:
            half.write_bytes(content)
            half.replace(target)
        except OSError:
            with suppress(OSError):
                half.unlink()
            raise
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "its name cannot be used"
        return Refusal("file", f"The file could not be written: {why}.", "Choose another place.", "path")
    return None
