"""A site's plain card: which site, which format, which key; so that wrong key and foreign file can be told apart."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from db.place import write_durably
from db.schema import FORMAT
from db.trouble import NewerFormat, NotASite, NotWhole

IDENTITY_NAME = "identity.json"
JOURNAL_NAME = "journal.db"
BACKUPS_NAME = "backups"
PRODUCT = "cleanroom-console"

_KEY_NAME = b"cleanroom-console-key-name-v1\0"
_PLAIN_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which site a folder holds, in which format, under which key; nothing secret."""

    site: str
    format: int
    key: str

    @property
    def scope(self) -> str:
        """Under which name this computer keeps the folder's secrets: two sites of one seed must not share them."""
        return f"{self.site}-{self.key}"

    def write(self, folder: Path) -> None:
        """Put the card in its folder; from then on the folder is a site."""
        words = {"product": PRODUCT, "site": self.site, "format": self.format, "key": self.key}
        write_durably(folder / IDENTITY_NAME, (json.dumps(words, indent=1) + "\n").encode("utf-8"))


def read_identity(folder: Path) -> Identity:
    """The card of a folder; raises NotASite, NotWhole or NewerFormat."""
    try:
        words = json.loads((folder / IDENTITY_NAME).read_bytes())
    except FileNotFoundError:
        raise NotASite(f"{folder.name} holds no site: it has no {IDENTITY_NAME}.") from None
    except ValueError:
        raise NotWhole(f"{IDENTITY_NAME} in {folder.name} cannot be read.") from None
    if not isinstance(words, dict) or words.get("product") != PRODUCT:
        raise NotASite(f"{IDENTITY_NAME} in {folder.name} is not one of this program's.")
    if not isinstance(words.get("format"), int) or words["format"] > FORMAT:
        raise NewerFormat(f"{folder.name} was written by a newer program (format {words.get('format')}).")
    if not isinstance(words.get("site"), str) or not isinstance(words.get("key"), str):
        raise NotWhole(f"{IDENTITY_NAME} in {folder.name} lacks the site or the key's name.")
    return Identity(words["site"], words["format"], words["key"])


def key_name(key: bytes) -> str:
    """What a database key is called in public: a digest that gives nothing of it away."""
    return hashlib.sha256(_KEY_NAME + key).hexdigest()[:16]


def is_plain_sqlite(path: Path) -> bool:
    """Whether a file is an unencrypted SQLite file, so not one of ours."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE
