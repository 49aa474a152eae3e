"""Who acts at this console: login beside the page, lock by hand or by idleness, and what everybody may do then."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from console.domain.refusal import Refusal
from console.service.ports import Front
from console.ui.login import DemoUser, LoginPanel
from console.ui.shell.sight import Who
from console.ui.shell.window import Shell


class SessionKeeper(QObject):
    """Carries out login, lock and logout."""

    def __init__(self, shell: Shell, front: Front, demo_users: tuple[DemoUser, ...] = ()) -> None:
        super().__init__(shell)
        self._shell, self._front = shell, front
        self.panel = LoginPanel(demo_users)
        self.panel.setProperty("kept", True)
        self.panel.setParent(shell.drawer)
        self.panel.hide()
        self.panel.asked.connect(self._ask)
        self.panel.left.connect(shell.drawer.leave)
        shell.acts.on({"session.login": self.open, "session.lock": self.lock, "session.logout": self.logout})

    def open(self) -> None:
        """Ask who it is."""
        locked = self._shell.who.locked
        self._shell.drawer.open("Log in", self.panel)
        self.panel.open(self._shell.who.user if locked else "", locked=locked)

    def lock(self) -> None:
        """Readable for all, actionable for nobody; an open question is left."""
        who = self._shell.who
        if who.user and not who.locked:
            self._front.logout("locked")
            self._shell.drawer.leave()
            self._shell.show_who(Who(who.user, who.name, locked=True))

    def logout(self) -> None:
        """End the session."""
        self._front.logout("logged out")
        self._shell.drawer.leave()
        self._shell.show_who(Who())

    def _ask(self, user: str, password: str) -> None:
        self._front.login(user, password, partial(self._answered, user))

    def _answered(self, user: str, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.panel.refuse(refusal)
            return
        person = self._front.floor.people.get(user)
        name, roles = (person.name, person.roles) if person else (user, ())
        self.panel.open()
        self._shell.drawer.leave()
        self._shell.show_who(Who(user, name), roles)
