"""The recovery file: a site's key under a passphrase, for the day the computer that held it is gone."""

from __future__ import annotations

import base64
import json
import secrets as chance
from pathlib import Path

from db.identity import PRODUCT, key_name, read_identity
from db.people import FULL_COST, SEAL_NONCE, SEAL_SALT, Cost, open_under, seal_under
from db.place import write_durably
from db.secret_store import DATABASE_KEY, SecretStore
from db.trouble import KeyMissing, NotASite, SiteTrouble, WrongKey

SHORTEST_PASSPHRASE = 15


class WeakPassphrase(SiteTrouble):
    """A passphrase too short to guard a site's key."""


def write_recovery(folder: Path, path: Path, passphrase: str, secrets: SecretStore, cost: Cost = FULL_COST) -> None:
    """Write a site's key under a passphrase of at least 15 characters; raises WeakPassphrase or KeyMissing."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise WeakPassphrase(f"A passphrase for the recovery file has at least {SHORTEST_PASSPHRASE} characters.")
    identity = read_identity(folder)
    key = secrets.get(identity.scope, DATABASE_KEY)
    if key is None:
        raise KeyMissing(f"No key for {folder.name} is kept {secrets.title}.")
    sealed = seal_under(passphrase, key, chance.token_bytes(SEAL_SALT + SEAL_NONCE), cost)
    words = {
        "product": PRODUCT,
        "what": "recovery",
        "format": 1,
        "site": identity.site,
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }
    write_durably(path, (json.dumps(words, indent=1) + "\n").encode("utf-8"))


def recover_key(folder: Path, path: Path, passphrase: str, secrets: SecretStore) -> None:
    """Bring a site's key back to this computer; raises NotASite for a foreign file, WrongKey for a wrong passphrase.

    The device key is not in the file: the site goes on in a new chain.
    """
    identity = read_identity(folder)
    try:
        words = json.loads(path.read_bytes())
        ours = words["product"] == PRODUCT and words["what"] == "recovery" and words["format"] == 1
        sealed = base64.b64decode(words["sealed"], validate=True)
    except (OSError, ValueError, KeyError, TypeError):
        raise NotASite(f"{path.name} is no recovery file.") from None
    if not ours or words.get("site") != identity.site:
        raise NotASite(f"{path.name} is not the recovery file of {folder.name}.")
    key = open_under(passphrase, sealed) if sealed else None
    if key is None or key_name(key) != identity.key:
        raise WrongKey("The passphrase does not open the recovery file.")
    secrets.put(identity.scope, DATABASE_KEY, key)
