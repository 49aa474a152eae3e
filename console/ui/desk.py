"""From a wish to the record: the signatures a command needs are collected, then it is submitted, and the answer told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.domain.commands.command import Command
from console.domain.refusal import Refusal
from console.domain.signing import Consent, SignatureNeed
from console.service.change import Change, Trouble
from console.service.ports import Front
from console.ui.signing import SigningDialog, SignRequest
from console.view import signed

Then = Callable[[Change | Refusal | Trouble | None], None]
"""Told the answer; None says that the signing was left and nothing was recorded."""


class FrontSigner:
    """Turns id and password into a consent over one command."""

    def __init__(self, front: Front, command: Command) -> None:
        self._front = front
        self._command = command

    def who(self, user: str) -> tuple[str, str] | None:
        """Printed name and roles of a user."""
        person = self._front.floor.people.get(user)
        if person is None:
            return None
        return person.name, ", ".join(role.value.replace("_", " ") for role in person.roles)

    def sign(self, user: str, password: str, need: SignatureNeed) -> object | Refusal:
        """The consent of this user in the need's meaning."""
        return self._front.consent(self._command, user, password, need.meaning)


class Desk(QObject):
    """Takes commands from every screen; the one place where the signing box opens."""

    recorded = Signal(object)
    trouble = Signal(object)

    def __init__(self, front: Front, zone: ZoneInfo, window: QWidget) -> None:
        super().__init__(window)
        self._front = front
        self._zone = zone
        self._window = window
        self.box: SigningDialog | None = None

    def take(self, command: Command, then: Then | None = None) -> None:
        """Ask this of the floor; signatures first where it needs them."""
        needs = self._front.needs(command)
        if needs:
            self._sign(command, needs, then)
        else:
            self._submit(command, then, ())

    def _sign(self, command: Command, needs: tuple[SignatureNeed, ...], then: Then | None) -> None:
        floor = self._front.floor
        shown = signed.lines(command, floor, self._zone)
        request = SignRequest(signed.title(command, floor), shown, needs, self._front.user)
        box = SigningDialog(request, FrontSigner(self._front, command), self._window)
        box.complete.connect(partial(self._submit, command, then))
        box.rejected.connect(partial(self._left, then))
        box.finished.connect(self._closed)
        self.box = box
        box.open()

    def _closed(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
            self.box = None

    def _left(self, then: Then | None) -> None:
        if then is not None:
            then(None)

    def _submit(self, command: Command, then: Then | None, consents: tuple[Consent, ...]) -> None:
        self._front.submit(command, consents, partial(self._answered, then))

    def _answered(self, then: Then | None, answer: Change | Refusal | Trouble) -> None:
        if isinstance(answer, Change):
            self.recorded.emit(answer)
        elif isinstance(answer, Trouble):
            self.trouble.emit(answer)
        if then is not None:
            then(answer)
