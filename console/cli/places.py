"""Where sites and their secrets live on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from db.identity import read_identity
from db.secret_store import DATABASE_KEY, PrivateFolderStore, SecretStore

NAME = "cleanroom-console"
STATE = "CLEANROOM_CONSOLE_STATE"
"""An environment variable that puts this user's private state elsewhere: for tests and for portable installations."""


def demo_folder() -> Path:
    """Where the demo site lives unless a folder is given."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "demo"


def pictures_folder() -> Path:
    """Where a session without a display puts its pictures unless a folder is given."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "pictures"


def private_store() -> PrivateFolderStore:
    """The per-user folder of secrets, mode 0600: plainly readable by whoever is this user."""
    home = os.environ.get(STATE)
    folder = Path(home) if home else Path(platformdirs.user_state_dir(NAME, appauthor=False))
    return PrivateFolderStore(folder / "sites")


def store_for_new(real: bool) -> SecretStore:
    """Where a new site's secrets go: a real site's into the operating system's keystore where there is one."""
    if real and not os.environ.get(STATE):
        from db.keyring_store import KeyringStore, has_keystore

        if has_keystore():
            return KeyringStore(NAME)
    return private_store()


def store_for(folder: Path) -> SecretStore:
    """Where this site's secrets are: the private folder if it has them, else the keystore."""
    private = private_store()
    identity = read_identity(folder)
    if private.get(identity.scope, DATABASE_KEY) is not None or os.environ.get(STATE):
        return private
    from db.keyring_store import KeyringStore, has_keystore

    return KeyringStore(NAME) if has_keystore() else private
