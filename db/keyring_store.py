"""The operating system's own keystore (Credential Manager, Keychain, Secret Service) as a place for secrets.

Imported by the wiring only when it is wanted: loading the keystore's back-ends takes longer than a verb may.
"""

from __future__ import annotations

import base64

import keyring
import keyring.errors


class KeyringStore:
    """Secrets in the operating system's keystore, in the name of this product and the site."""

    title = "in the operating system's keystore"

    def __init__(self, product: str) -> None:
        self._product = product

    def get(self, site: str, name: str) -> bytes | None:
        """The secret, or None when there is none."""
        text = keyring.get_password(self._service(site), name)
        return None if text is None else base64.b64decode(text)

    def put(self, site: str, name: str, value: bytes) -> None:
        """Keep a secret in place of the one before."""
        keyring.set_password(self._service(site), name, base64.b64encode(value).decode("ascii"))

    def forget(self, site: str, name: str) -> None:
        """Keep it no longer."""
        try:
            keyring.delete_password(self._service(site), name)
        except keyring.errors.PasswordDeleteError:
            return  # there was none

    def _service(self, site: str) -> str:
        return f"{self._product}/{site}"


def has_keystore() -> bool:
    """Whether this session has a keystore at all; on a computer without a desktop it often has none."""
    return float(keyring.get_keyring().priority) > 0
