"""Founding a site: its facility, its recipes, and a password and key for those who act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from console.domain.commands import AdoptFacility, ApproveRecipe, CertifyKey
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE
from console.domain.facility import Facility
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal
from console.service.change import Change, Trouble
from console.service.dispatcher import Asked, Dispatcher
from console.service.ports import Credentials

DEMO_PASSWORD = "demo"
"""The password of every demo user: said on the login card, refused nowhere, worth nothing."""


class NotFounded(Exception):
    """The site refused its own facility, recipes or people; the text says which and why."""


def found(
    dispatcher: Dispatcher, credentials: Credentials, facility: Facility, recipes: Iterable[Recipe], passwords: Mapping[str, str]
) -> None:
    """Adopt the facility, approve the recipes and certify a key for everyone with a password; raises NotFounded."""
    keys = {user: _key(credentials, user, password) for user, password in passwords.items()}
    commands: list[Command] = [AdoptFacility(by=CONSOLE, facility=facility)]
    commands += [ApproveRecipe(by=CONSOLE, recipe=recipe) for recipe in recipes]
    commands += [CertifyKey(by=CONSOLE, user=user, public_key=key) for user, key in keys.items()]
    for answer in dispatcher.submit_all([Asked(command) for command in commands]).result():
        if not isinstance(answer, Change):
            raise NotFounded(_words(answer))


def give_password(dispatcher: Dispatcher, credentials: Credentials, admin: str, user: str, password: str) -> Refusal | None:
    """Let a person choose a password in an administrator's presence; the old key's signatures stay valid."""
    key = credentials.create(user, password)
    if isinstance(key, Refusal):
        return key
    answer = dispatcher.submit(CertifyKey(by=admin, user=user, public_key=key)).result()
    if isinstance(answer, Trouble):
        return Refusal(answer.kind, answer.why, answer.instead)
    return answer if isinstance(answer, Refusal) else None


def _key(credentials: Credentials, user: str, password: str) -> str:
    key = credentials.create(user, password)
    if isinstance(key, Refusal):
        raise NotFounded(f"{user}: {key.why} {key.instead}")
    return key


def _words(answer: Refusal | Trouble) -> str:
    return f"{answer.why} {answer.instead}".strip()
