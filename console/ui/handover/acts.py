"""What people do at a handover: give, check, ask, answer, accept, withdraw; each asked of the floor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from console.domain.commands import AcceptHandover, CheckPoint, GiveHandover
from console.domain.facility import Role
from console.domain.handover import Handover
from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.report.handover.changed import changes_of
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.service.change import Change
from console.service.ports import Front
from console.ui.asker import Answer, Asker
from console.ui.asking import AskPanel
from console.ui.handover.reading import HandoverReading
from console.ui.handover.screen import HandoverScreen
from console.ui.notices import RefusalSheet
from console.ui.shell.window import Shell
from console.view.asks import handover as asks
from console.view.asks.ask import Ask
from console.view.handover.draft import Draft, new_name

NOTHING = ("", "")
"""Nobody's check is on its way."""


class HandoverActs(QObject):
    """Between the page, the drawer and the floor."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, screen: HandoverScreen) -> None:
        super().__init__(shell)
        self._shell, self._front, self._asker, self._screen = shell, front, asker, screen
        self._checking = NOTHING
        self.reading = HandoverReading(shell, front, screen)
        screen.bind(shell.acts)
        screen.goes.connect(shell.go)
        screen.checks.connect(self._check)
        shell.situation_changed.connect(screen.show_again)
        shell.acts.on(
            {
                "handover.give": self._give,
                "handover.check": lambda: self._check(screen.lines.point),
                "handover.section": self._check_section,
                "handover.assign": self._assign,
                "handover.accept": self._accept,
                "handover.ask": self._ask,
                "handover.answer": self._answer,
                "handover.point": self._add,
                "handover.withdraw": self._withdraw,
            }
        )

    def _give(self) -> None:
        """Look up what changed since the last handover, then freeze it all; without a must-know nothing is begun."""
        if self._screen.draft.must_know.strip():
            user = self._front.user
            self._front.changes(lambda since: self._freeze(user, since), anybody=True)
        else:
            self._screen.must_know.setFocus()
            self._refused(Refusal("must-know", "There is no must-know message.", "Say the one thing they must know.", "must_know"))

    def _freeze(self, user: str, since: Since | Refusal) -> None:
        """Freeze what is shown, and sign it; whoever owes a signature gives that one first."""
        shown = self._screen.shown
        if shown is None or user != self._front.user:
            return
        floor, now = self._front.floor, self._front.now()
        filled = self._screen.draft.laid_over(fill(Seen(floor, self._front.outlook, now, shown.zone, self._screen.zones)))
        settles = next((owed.id for owed in floor.owed.values() if owed.giver == user), "")
        draft = self._screen.draft
        command = GiveHandover(
            by=user, handover=new_name(floor, now.astimezone(shown.zone)), must_know=draft.must_know.strip(),
            points=filled.points, facts=filled.facts, remarks=draft.remarks, settles=settles,
            **_told(since),
        )  # fmt: skip
        self._asker.take(command, self._given)

    def _given(self, answer: Answer) -> None:
        if isinstance(answer, Change):
            self._screen.keep(Draft())
            self._shell.say("Given. You stay responsible until another supervisor has accepted it.")
        self._refused(answer)

    def _check(self, point: str) -> None:
        """Check a point; one that is checked, or is being checked, leads on to the next: nobody is refused for being quick."""
        found, user = self._under_way(), self._front.user
        if found is None or found.point(point) is None:
            return
        if (user, point) == self._checking or (user and point not in {p.id for p in found.unchecked(user)}):
            self._screen.go_on()
        else:
            self._checking = (user, point)
            self._asker.take(CheckPoint(by=user, handover=found.id, point=point), self._checked)

    def _checked(self, answer: Answer) -> None:
        self._checking = NOTHING
        if isinstance(answer, Change):
            self._screen.go_on()
        self._refused(answer)

    def _check_section(self) -> None:
        """Check every point of the section that has been in sight, one after the other; then on to what has not."""
        found, shown, lines = self._under_way(), self._screen.shown, self._screen.lines
        if found is None or shown is None:
            return
        lines.look()
        todo = shown.left_in(self._screen.part)
        seen = tuple(point for point in todo if point in lines.seen)
        if self._checking != NOTHING:
            return  # what was asked before is still on its way: nobody is refused for being quick
        if seen:
            self._check_each(found.id, self._front.user, seen)
        else:
            self._screen.go_on()

    def _check_each(self, handover: str, user: str, points: tuple[str, ...]) -> None:
        def checked(answer: Answer) -> None:
            self._checking = NOTHING
            if not isinstance(answer, Change):
                self._refused(answer)
            elif points[1:] and self._front.user == user:
                self._check_each(handover, user, points[1:])
            else:
                self._screen.go_on()

        self._checking = (user, points[0])
        self._asker.take(CheckPoint(by=user, handover=handover, point=points[0]), checked)

    def _accept(self) -> None:
        """Sign what was read; what nobody answered is taken over by name, and the signing box shows it."""
        found = self._under_way()
        if found is not None:
            carried = tuple(q.id for q in found.open_questions())
            command = AcceptHandover(by=self._front.user, handover=found.id, digest=found.digest, carried=carried)
            self._asker.take(command, self._accepted)

    def _accepted(self, answer: Answer) -> None:
        if isinstance(answer, Change):
            self._shell.say(f"Accepted. {self._front.floor.person_name(self._front.floor.responsible)} has duty.")
        self._refused(answer)

    def _ask(self) -> None:
        found, sight = self._under_way(), self._shell.sight
        if found is not None and sight is not None:
            self._asker.show(asks.question(self._asker.scene(sight), found, found.point(self._screen.lines.point)))

    def _answer(self) -> None:
        floor, sight = self._front.floor, self._shell.sight
        open_ = [h for h in (floor.handover, floor.handed) if h is not None and h.open_questions()]
        if open_ and sight is not None:
            self._asker.show(asks.answer(self._asker.scene(sight), open_[0]))
        else:
            self._shell.say("No question is open.")

    def _withdraw(self) -> None:
        found, sight = self._under_way(), self._shell.sight
        if found is not None and sight is not None:
            self._asker.show(asks.withdraw(self._asker.scene(sight), found))

    def _add(self) -> None:
        """An open action of one's own: it goes into the draft."""
        shown, sight = self._screen.shown, self._shell.sight
        if shown is None or sight is None:
            return
        seen = Seen(sight.floor, None, self._front.now(), sight.zone, self._screen.zones)
        self._fill_in(asks.added(self._asker.scene(sight), seen.until, seen.holder(Role.SUPERVISOR)))

    def _assign(self) -> None:
        """Whose the picked point is, and until when: it goes into the draft."""
        shown, sight = self._screen.shown, self._shell.sight
        point = next((p for p in shown.points if p.id == self._screen.lines.point), None) if shown is not None else None
        if point is None or sight is None or (shown is not None and shown.handover is not None):
            self._shell.say("Pick a point of the handover that is not given yet.")
            return
        self._fill_in(asks.assigned(self._asker.scene(sight), point))

    def _fill_in(self, ask: Ask) -> None:
        """Something to fill in that goes into the draft."""
        panel = AskPanel(ask, self._asker.answers)
        panel.asked.connect(self._added)
        self._shell.drawer.open(ask.title, panel)
        panel.start()

    def _added(self, command: object) -> None:
        if isinstance(command, GiveHandover):
            (point,) = command.points
            draft = self._screen.draft
            if point.due is not None:
                self._screen.keep(
                    draft.with_owner(point.id, point.owner, point.due)
                    if point.id
                    else draft.with_point(point.words, point.owner, point.due)
                )
            self._shell.drawer.leave()

    def _under_way(self) -> Handover | None:
        found = self._front.floor.handover
        if found is None:
            self._shell.say("No handover is under way.")
        return found

    def _refused(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self._shell.drawer.open("Refused", RefusalSheet(answer))


def _told(since: Since | Refusal) -> dict[str, Any]:
    """What changed, from when and until when, as a handover is given with it; nothing where nobody knows."""
    if isinstance(since, Refusal):
        return {}
    return {"changes": changes_of(since), "since": since.since, "until": since.now}
