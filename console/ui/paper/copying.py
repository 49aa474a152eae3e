"""Printing from a screen: a place is chosen, the copy is logged under its number, and only then it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from console.domain import events as e
from console.domain.commands import LogPrint, ReportNotWritten
from console.domain.copies import Outlet
from console.domain.refusal import Refusal
from console.report.plain import content_digest, document_csv, document_json
from console.report.tree import Document, Imprint
from console.service.change import Change, Trouble
from console.service.heads import JournalHead
from console.service.ports import Front
from console.ui.notices import Notice
from console.ui.paper.printer import Press
from console.ui.paper.strips import Drawing
from console.ui.saving import where_to
from console.ui.shell.window import Shell
from console.view.imprint import copied, imprint

KEY = "printed copy"
PAGES_ONLY = "Papers (*.pdf)"
KINDS = f"{PAGES_ONLY};;Tables (*.csv);;Data (*.json)"
WORK_MS = 8
"""So long it works at a paper before the window may move again."""
SEEN = "Seen"
"""What failed stays said until somebody has seen it, or the same paper is printed."""
NOBODY = Refusal("session", "Nobody is logged in, and every print is logged.", "Log in, and print again.", "by")

Then = Callable[[Document | Refusal], None]
Answer = Change | Refusal | Trouble


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be printed: its kind (one word), what it is about (like `batch:B-0412`), the name offered for the file.

    `made` makes the document for an imprint, at once or later, or says why it cannot; `drawings` draw its pictures by name.
    `lost` is what to do when a copy was logged and its file could not be written; another place, where that is enough.
    """

    kind: str
    name: str
    made: Callable[[Imprint, Then], None]
    subject: str = ""
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    lost: str = ""

    @property
    def key(self) -> str:
        """What is said of this paper has its own place: another one that goes well takes no trouble away."""
        return f"{KEY} {self.kind} {self.subject}".rstrip()


def at_once(make: Callable[[Imprint], Document]) -> Callable[[Imprint, Then], None]:
    """A document that needs no waiting."""
    return lambda said, then: then(make(said))


def plain(document: Document, path: str) -> bytes | None:
    """The report for spreadsheets or programs where the file's name asks for that; None for pages."""
    kind = Path(path).suffix.casefold()
    if kind == ".csv":
        return document_csv(document).encode()
    if kind == ".json":
        return json.dumps(document_json(document), indent=1, ensure_ascii=False).encode()
    return None


class Copying(QObject):
    """Asks where to, and prints logged copies; `printed` is told the number of each copy that was written."""

    def __init__(self, front: Front, shell: Shell) -> None:
        super().__init__(shell)
        self._front, self._shell = front, shell
        self.dialog: QFileDialog | None = None
        shell.notices.pressed.connect(self._seen)

    def ask(self, paper: Paper, printed: Callable[[int], None] = lambda _: None) -> None:
        """Ask for the place of the file, then print this paper."""
        self.choose(paper.name, lambda path: self.print(paper, path, printed))

    def choose(self, name: str, chosen: Callable[[str], None], kinds: str = KINDS) -> None:
        """Ask for the place of the file; only who is logged in is asked."""
        if self._front.user:
            self.dialog = where_to(self._shell, name, kinds, chosen)
        else:
            self.refuse(NOBODY)

    def print(self, paper: Paper, path: str, printed: Callable[[int], None] = lambda _: None) -> None:
        """Print this paper into this file."""
        if not self._front.user:
            self.refuse(NOBODY, paper.key)  # the session may have ended while the place was chosen
            return
        self._shell.say("Printing…")
        _Job(self, self._front, self._shell, paper, path, printed).start()

    def refuse(self, refusal: Refusal, key: str = KEY) -> None:
        """Say why nothing was printed."""
        self._shell.notices.put(Notice(key, f"Not printed. {refusal.why}", refusal.instead, "2", SEEN))

    def _seen(self, key: str) -> None:
        if key.startswith(KEY):
            self._shell.notices.take(key)


class _Job(QObject):
    """One paper on its way: laid out, logged, drawn, written; the window moves between two steps."""

    def __init__(
        self, copying: Copying, front: Front, shell: Shell, paper: Paper, path: str, printed: Callable[[int], None]
    ) -> None:
        super().__init__(copying)
        self._copying, self._front, self._shell = copying, front, shell
        self._paper, self._path, self._printed = paper, path, printed
        self._user, self._copy = front.user, 0
        self._content: Document | None = None
        self._press: Press | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)

    def start(self) -> None:
        """Read where the journal stands, and have the document made."""
        self._front.head(self._headed)

    def _headed(self, head: JournalHead) -> None:
        sight = self._shell.sight
        if sight is not None:
            said = imprint(self._front.site, head, self._front.now(), sight.zone)
            self._paper.made(said, self._made)

    def _made(self, document: Document | Refusal) -> None:
        if isinstance(document, Refusal):
            self._refused(document)
            return
        told = plain(document, self._path)
        if told is not None:
            self._front.save(self._path, told, self._saved)
            return
        self._content = document
        self._copy = self._front.floor.copies.number_of_next(self._paper.kind, self._paper.subject)
        self._lay_out(document, self._log)

    def _saved(self, refusal: Refusal | None) -> None:
        """A table or data for programs: no copy, so nothing is logged."""
        if refusal is None:
            self._shell.notices.take(self._paper.key)
            self._shell.say(f"Saved: {Path(self._path).name}")
            self.deleteLater()
        else:
            self._refused(refusal)

    def _lay_out(self, document: Document, then: Callable[[], None]) -> None:
        marked = copied(document, self._front.floor, self._copy, self._user)
        self._press = Press(marked, 1.0, self._paper.drawings)
        self._work(self._press.lay_out(), then)

    def _log(self) -> None:
        if self._content is None or self._press is None:
            return
        made = self._content.imprint
        command = LogPrint(
            by=self._user, at=made.made_at, kind=self._paper.kind, subject=self._paper.subject, title=self._content.title,
            pages=self._press.pages, digest=content_digest(self._content), head=made.head, entries=made.entries,
            outlet=Outlet.FILE, name=Path(self._path).name,
        )  # fmt: skip
        self._front.submit(command, (), self._logged)

    def _logged(self, answer: Answer) -> None:
        if not isinstance(answer, Change):
            self._refused(Refusal("copy", answer.why, answer.instead))
            return
        number = next((event.copy for event in answer.events if isinstance(event, e.CopyPrinted)), self._copy)
        if number != self._copy and self._content is not None:
            self._copy = number  # another copy was logged meanwhile: this one is laid out with its own number
            self._lay_out(self._content, self._draw)
        else:
            self._draw()

    def _draw(self) -> None:
        if self._press is not None:
            self._work(self._press.draw(), self._write)

    def _write(self) -> None:
        if self._press is not None:
            self._front.save(self._path, self._press.content(), self._written)

    def _written(self, refusal: Refusal | None) -> None:
        name = Path(self._path).name
        if refusal is None:
            self._shell.notices.take(self._paper.key)
            self._shell.say(f"Copy {self._copy} printed: {name}")
            self._printed(self._copy)
            self.deleteLater()
            return
        told = ReportNotWritten(
            by=self._user, kind=self._paper.kind, subject=self._paper.subject, copy=self._copy, reason=refusal.why
        )
        self._front.submit(told, (), lambda answer: self._not_written(refusal, answer))

    def _not_written(self, refusal: Refusal, answer: Answer) -> None:
        said = f"Copy {self._copy} is logged as not written: {refusal.why}"
        if not isinstance(answer, Change):
            said = f"Copy {self._copy} was logged, but not written, and the journal does not say so: {refusal.why} {answer.why}"
        self._refused(Refusal("file", said, self._paper.lost or refusal.instead))

    def _refused(self, refusal: Refusal) -> None:
        self._copying.refuse(refusal, self._paper.key)
        self.deleteLater()

    def _work(self, steps: Iterator[None], then: Callable[[], None]) -> None:
        def turn() -> None:
            until = perf_counter() + WORK_MS / 1000
            for _ in steps:
                if perf_counter() >= until:
                    return
            self._timer.stop()
            self._timer.timeout.disconnect()
            then()

        self._timer.timeout.connect(turn)
        self._timer.start()
