"""What the console needs from outside its rings, and what its screens may ask: protocols only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from console.domain.codec import Wire
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning, SignatureNeed
from console.forecast.durations import History
from console.forecast.explained import ForecastAnswer, ForecastWish
from console.forecast.judged import Stood
from console.forecast.outlook import Outlook
from console.planning.answers.plan_view import Answer, PlanView, Wish
from console.planning.answers.tried import Tried
from console.report.changes.lines import Between, Since
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.change import Change, EntryFact, Signed, Trouble
from console.service.found import Found
from console.service.handed import PastHandover
from console.service.heads import JournalHead
from console.service.held import Held, KeptForecast, Moment
from console.service.originals import StagedOriginal
from console.service.past import Past
from console.service.spelling import Asked

T = TypeVar("T")


class StoreTrouble(Exception):
    """The store could not do it; its text says what and what to do instead, in words for a person."""


class Clock(Protocol):
    """Tells the instant, the running time since start-up, and how far it can be trusted."""

    @property
    def boot(self) -> str:
        """Names the start-up that `mono_ns` counts from."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def mono_ns(self) -> int:
        """Nanoseconds of a clock that nobody can set."""

    def standing(self) -> Mapping[str, int | str]:
        """How the clock stands against the site's."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Which site this is: its id, name, class (DEMO, TRAINING, AID, RECORD), folder and own chain."""

    id: str
    name: str
    kind: str
    folder: str
    chain: str


@dataclass(frozen=True, slots=True)
class ToRecord:
    """One event on its way into the journal; `recorded_at` is stated by a simulation only, where the class allows it."""

    id: str
    wire: Wire
    signatures: tuple[Signed, ...] = ()
    recorded_at: datetime | None = None


class Journal(Protocol):
    """The writer's side of the record; one thread calls it."""

    @property
    def site(self) -> SiteFacts:
        """Which site this is."""

    def load(self) -> Floor:
        """The floor: sealed snapshot and tail, or the fold of everything."""

    def append(self, records: Sequence[ToRecord], floor: Floor, touched: Iterable[str]) -> tuple[EntryFact, ...]:
        """Record in one transaction, with the projection rows of the touched batches on the floor that results."""

    def absorb(self, entries: Sequence[EntryFact | bytes]) -> tuple[EntryFact, ...]:
        """Check and store entries from elsewhere in one transaction; returns those that are new, in canonical order."""

    def holds(self, ids: Sequence[str]) -> bool:
        """Whether every one of these entries is on disk: asked after a commit that failed (law 3)."""

    def place(self) -> tuple[int, str, int]:
        """The place (lamport, chain, seq) of the last entry in canonical order."""

    def fold_from(self, place: tuple[int, str, int] | None) -> tuple[Floor, tuple[EntryFact, ...]]:
        """The last snapshot before this place and all entries after that snapshot, in canonical order."""

    def snapshot(self, floor: Floor) -> None:
        """Seal the floor as it stands, so that the next start is quick."""

    def rewrite(self, floor: Floor, batches: Iterable[str]) -> None:
        """Write the projection rows of these batches anew, after a fold in another order."""

    def keep(self, outlook: Outlook) -> None:
        """Keep the forecasts as they were made."""


class Credentials(Protocol):
    """Passwords and signing keys; a key unlocked by its password stays unlocked until it is locked."""

    def create(self, user: str, password: str) -> str | Refusal:
        """Give a user a password and a key; returns the public key (hex)."""

    def unlock(self, user: str, password: str, at: datetime) -> Refusal | None:
        """Check the password and unlock the key; five wrong tries lock for 15 minutes."""

    def lock(self, user: str) -> None:
        """Forget the unlocked key."""

    def unlocked(self, user: str) -> bool:
        """Whether this user's key is unlocked."""

    def sign(self, wire: Wire, consent: Consent, name: str, role: str) -> Signed:
        """Sign an event's content in the consent's meaning with the unlocked key; KeyError when it is locked."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a batch's own history, readable by a person."""

    n: int
    at: datetime
    recorded_at: datetime
    who: str
    what: str
    detail: str
    reason: str = ""
    signed: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class WholeHistory:
    """Every entry of a batch, newest first, and the signatures of those that were signed, by the entry's id."""

    rows: tuple[HistoryRow, ...]
    signed: Mapping[str, tuple[Signed, ...]]


class Readings(Protocol):
    """What is paged and searched, read from the database by the reader threads."""

    def history(self, batch: str, before: int | None, limit: int) -> Sequence[HistoryRow]:
        """The latest entries of a batch, newest first; `before` is the smallest n of the page shown so far."""

    def whole_history(self, batch: str) -> WholeHistory:
        """Every entry of a batch with its signatures, read at once."""

    def kept(self, batch: str | None, since: datetime | None) -> Sequence[KeptForecast]:
        """Forecasts as made, oldest first; of one batch or of all."""

    def stood(self, since: datetime | None) -> Sequence[Stood]:
        """Of the forecasts kept since an instant, or ever, those that can be judged."""

    def entries(self) -> int:
        """How many entries this site holds."""

    def head(self) -> JournalHead:
        """Where the journal stands, for the foot of a paper."""

    def past(self, since: datetime) -> Past:
        """What this console held at an instant, and what came after."""

    def held(self, at: datetime) -> Held:
        """What this console held at an instant (law 8)."""

    def moments(self, before: datetime | None, after: datetime | None, limit: int) -> Sequence[Moment]:
        """Instants at which something came: the latest before one, youngest first; with `after` alone the next, oldest first."""

    def between(self, since: datetime, now: datetime) -> Between:
        """The floors held at two instants, the entries that came between, and the forecasts that stood."""

    def last_left(self, user: str, now: datetime) -> datetime | None:
        """When this person last ended a session or left duty by an instant, or None."""

    def handovers(self, before: int | None, limit: int) -> Sequence[PastHandover]:
        """Handovers that are over, the latest first, each whole; `before` is the smallest n of the page shown so far."""

    def audit(self, wish: AuditWish, before: int | None, limit: int) -> AuditPage:
        """The journal for an audit, youngest first; `before` is where the page shown so far says to go on."""

    def find(self, asked: Asked, limit: int) -> tuple[AuditRow, ...]:
        """The entries that the one search finds: the one of this number or id, then those of these words, youngest first."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would bring: rows for the eye, and what hinders (errors) or is remarkable (findings)."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    errors: tuple[tuple[str, str, str, str], ...]
    findings: tuple[tuple[str, str, str, str], ...]
    command: Command | None


class Front(Protocol):
    """Everything a screen may ask; every answer comes back on the screens' own thread."""

    @property
    def site(self) -> SiteFacts:
        """Which site this is."""

    @property
    def floor(self) -> Floor:
        """The floor as of now."""

    @property
    def outlook(self) -> Outlook | None:
        """The latest outlook, or None while the first is being made."""

    @property
    def plan(self) -> PlanView | None:
        """How the plan stands and what is proposed, or None while the first look is being taken."""

    @property
    def user(self) -> str:
        """Who is logged in; empty when nobody is, or the console is locked."""

    def now(self) -> datetime:
        """The site's instant."""

    def login(self, user: str, password: str, then: Callable[[Refusal | None], None]) -> None:
        """Log in; the answer is None or the refusal."""

    def logout(self, why: str) -> None:
        """End the session."""

    def needs(self, command: Command) -> tuple[SignatureNeed, ...]:
        """Which signatures this command needs on the floor of now."""

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        """Turn a password into a consent over exactly this command."""

    def submit(self, command: Command, consents: tuple[Consent, ...], then: Callable[[Change | Refusal | Trouble], None]) -> None:
        """Ask; the answer is the change, the refusal, or the trouble that kept it from being recorded."""

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        """Read a page of a batch's history."""

    def whole_history(self, batch: str, then: Callable[[WholeHistory], None]) -> None:
        """Read every entry of a batch with its signatures."""

    def kept(self, batch: str, then: Callable[[Sequence[KeptForecast]], None]) -> None:
        """Read the forecasts made of one batch."""

    def held(self, at: datetime, then: Callable[[Held], None]) -> None:
        """Read what this console held at an instant (law 8)."""

    def moments(self, before: datetime | None, after: datetime | None, then: Callable[[Sequence[Moment]], None]) -> None:
        """Read instants to jump to: the latest before one, youngest first; with `after` alone the next, oldest first."""

    def changes(self, then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        """Read what changed since the person who is logged in left, until now or until what was held at an instant.

        With `anybody` it is what changed since duty last passed, and nobody's own work is told apart.
        Refused where the site does not know when that was.
        """

    def handovers(self, before: int | None, then: Callable[[Sequence[PastHandover]], None]) -> None:
        """Read handovers that are over, the latest first, each whole; `before` is the smallest n of the page shown so far."""

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        """Read a page of the journal for an audit; `before` is where the page shown so far says to go on."""

    def find(self, asked: Asked, seek: Callable[[Floor], Sequence[T]], then: Callable[[Found[T]], None]) -> None:
        """Look for entries, and beside them for what `seek` finds on the floor of now: it is called away from the screens."""

    def preview_import(self, path: str, then: Callable[[ImportPreview | Refusal], None]) -> None:
        """Read a workbook and say what it would bring; nothing is recorded."""

    def stage_original(self, path: str, then: Callable[[StagedOriginal | Refusal], None]) -> None:
        """Read the scan of a paper and let it wait for the command that attaches it; nothing is recorded."""

    def save_original(self, digest: str, path: str, then: Callable[[Refusal | None], None]) -> None:
        """Write a recorded scan to a file a person asked for, byte for byte."""

    def try_moves(self, moves: tuple[StepMove, ...], then: Callable[[Tried], None]) -> None:
        """Try moves on the plan of now, and say who judges the next one; nothing is recorded."""

    def ask_plan(self, wish: Wish, then: Callable[[Answer | Refusal], None]) -> None:
        """Ask the planner; nothing is recorded."""

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Ask why a forecast is what it is, why it moved, or how far forecasts can be trusted; nothing is recorded."""

    def head(self, then: Callable[[JournalHead], None]) -> None:
        """Read where the journal stands, for the foot of a paper."""

    def learned(self, then: Callable[[History], None]) -> None:
        """What the batches of now teach about durations; nothing is recorded."""

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        """Write a file a person asked for (CSV, PNG, PDF)."""

    def setting(self, name: str) -> str:
        """A remembered setting of this console, or its default."""

    def remember(self, name: str, value: str) -> None:
        """Remember a setting."""

    def pace(self, speed: int) -> None:
        """Set the demo's speed (0 pauses); nothing on a real site."""
