"""What people do with the sheets: issue, bring back, void, key, attach, sign; each asked of the floor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from console.domain import events as e
from console.domain.blanks import HOURS, Blank, Original
from console.domain.commands import VerifyBlank
from console.domain.refusal import Refusal
from console.service.change import Change, Trouble
from console.service.originals import ENDINGS
from console.service.ports import Front
from console.ui.asker import Answer, Asker
from console.ui.blanks.issue import IssuePanel
from console.ui.blanks.originals import OriginalPanel
from console.ui.blanks.printing import Printing
from console.ui.blanks.screen import BlanksScreen
from console.ui.desk import Desk
from console.ui.notices import Notice
from console.ui.paper.copying import Copying
from console.ui.saving import where_to
from console.ui.shell.window import Shell
from console.view.asks import Ask, Scene
from console.view.asks import blanks as asks
from console.view.spoken import counted

KEY = "saved original"


class BlanksActs(QObject):
    """Between the page, the drawer and the floor."""

    def __init__(self, shell: Shell, front: Front, desk: Desk, asker: Asker, screen: BlanksScreen, copying: Copying) -> None:
        super().__init__(shell)
        self._shell, self._front, self._desk, self._asker, self._screen = shell, front, desk, asker, screen
        self.printing = Printing(front, shell, copying)
        self.dialog: QFileDialog | None = None
        screen.bind(shell.acts)
        screen.keying.asks.connect(self._record)
        shell.situation_changed.connect(screen.show_again)
        desk.recorded.connect(lambda _: screen.show_again())  # the window is told of the change a moment later
        shell.acts.on(
            {
                "blanks.return": partial(self._ask, asks.back),
                "blanks.void": partial(self._ask, asks.void),
                "blanks.sign": self._sign,
                "blanks.key": screen.key_in,
                "blanks.record": screen.keying.record,
                "blanks.free": screen.keying.free,
                "blanks.pause": self._pause,
                "blanks.attach": self._attach,
                "blanks.original": self._save,
                "blanks.issue": self._issue,
                "blanks.print": lambda: self._of_the_picked(self.printing.again),
                "blanks.account": self.printing.account,
            }
        )

    def _of_the_picked(self, does: Callable[[Blank], None]) -> None:
        blank = self._screen.blank
        if blank is None:
            self._shell.say("No sheet is picked.")
        else:
            does(blank)

    def _ask(self, question: Callable[[Scene, Blank], Ask]) -> None:
        sight = self._shell.sight
        if sight is not None:
            scene = self._asker.scene(sight)
            self._of_the_picked(lambda blank: self._show(question(scene, blank)))

    def _show(self, ask: Ask) -> None:
        self._asker.show(ask)

    # ------------------------------------------------------------------------------------------------------- giving sheets out

    def _issue(self) -> None:
        panel = IssuePanel(self._front, HOURS)
        panel.asked.connect(lambda command, folder: self._desk.take(command, partial(self._issued, panel, folder)))
        self._shell.drawer.open("Issue sheets", panel)
        panel.start()

    def _issued(self, panel: IssuePanel, folder: str, answer: Answer) -> None:
        """What was signed is printed at once: a number without its sheet would only be missed."""
        if isinstance(answer, Change):
            numbers = [event.blank for event in answer.events if isinstance(event, e.BlankIssued)]
            blanks = [answer.after.blanks[number] for number in numbers if number in answer.after.blanks]
            self._shell.say(f"Issued: {counted(len(numbers), 'sheet')}. Printing into {folder}…")
            self.printing.first(blanks, Path(folder))
            if self._shell.drawer.panel is panel:
                self._shell.drawer.leave()
            if numbers:
                self._screen.open(numbers[0])
        elif self._shell.drawer.panel is panel:
            if isinstance(answer, Refusal):
                panel.refuse(answer)
            else:
                panel.let_go()

    # ----------------------------------------------------------------------------------------------------- keying them back

    def _record(self, command: object) -> None:
        self._asker.take(command, partial(self._recorded, isinstance(command, VerifyBlank)))

    def _recorded(self, second: bool, answer: Answer) -> None:
        keying = self._screen.keying
        if isinstance(answer, Change):
            keying.drop()
            self._screen.show_again()
            words = "Keyed and checked by two: what the sheet says is in the record." if second else ""
            self._shell.say(words or "Keyed. Another person keys the sheet again before it counts.")
        elif isinstance(answer, Refusal):
            keying.refused(answer)

    def _pause(self) -> None:
        if self._screen.keying.work is not None:
            self._screen.keying.leave()
            self._shell.say("What was keyed is kept for you on this console.")
            self._screen.lines.setFocus()

    def _sign(self) -> None:
        blank = self._screen.blank
        if blank is None or self._front.user not in blank.owed:
            self._shell.say("No signature of yours is missing on this sheet.")
            return
        sight = self._shell.sight
        if sight is not None:
            scene = self._asker.scene(sight)
            command = asks.signed(scene, blank).command(self._asker.answers({}))
            self._asker.take(command)

    # ------------------------------------------------------------------------------------------------------- their originals

    def _attach(self) -> None:
        self._of_the_picked(self._attach_to)

    def _attach_to(self, blank: Blank) -> None:
        panel = OriginalPanel(self._front, blank)
        panel.asked.connect(lambda command: self._desk.take(command, partial(self._attached, panel)))
        self._shell.drawer.open("Attach the original", panel)
        panel.start()

    def _attached(self, panel: OriginalPanel, answer: Change | Refusal | Trouble | None) -> None:
        if isinstance(answer, Change):
            self._shell.say("Attached: the scan is in the record.")
            if self._shell.drawer.panel is panel:
                self._shell.drawer.leave()
        elif self._shell.drawer.panel is panel and isinstance(answer, Refusal):
            panel.refuse(answer)

    def _save(self) -> None:
        blank = self._screen.blank
        if blank is None or not blank.originals:
            self._shell.say("No original lies beside this sheet.")
            return
        name = f"{blank.number} original{ENDINGS[blank.originals[0].kind]}"
        kinds = " ".join(sorted({f"*{ENDINGS[one.kind]}" for one in blank.originals}))
        self.dialog = where_to(self._shell, name.replace("/", "-"), f"Scans ({kinds})", partial(self.save, blank.originals))

    def save(self, originals: tuple[Original, ...], path: str) -> None:
        """Write every scan to a file, away from the screens' thread: the first under this name, others with their number."""
        for n, original in enumerate(originals, 1):
            place = Path(path).with_suffix(ENDINGS[original.kind])
            numbered = str(place if n == 1 else place.with_stem(f"{place.stem} {n}"))
            self._front.save_original(original.digest, numbered, partial(self._saved, numbered))

    def _saved(self, path: str, refusal: Refusal | None) -> None:
        if refusal is None:
            self._shell.notices.take(KEY)
            self._shell.say(f"Saved: {Path(path).name}")
        else:
            self._shell.notices.put(Notice(KEY, refusal.why, refusal.instead, "2"))
