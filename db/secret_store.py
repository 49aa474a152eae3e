"""Where a computer keeps what opens a site and what proves its head: outside the site's folder, always."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.place import write_durably

DATABASE_KEY = "database-key"
DEVICE_KEY = "device-key"
HIGH_WATER = "high-water"


class SecretStore(Protocol):
    """Keeps small secrets by site and name; `title` says in plain words where."""

    @property
    def title(self) -> str:
        """Where the secrets lie, as the person at the screen is told."""

    def get(self, site: str, name: str) -> bytes | None:
        """The secret, or None when there is none."""

    def put(self, site: str, name: str, value: bytes) -> None:
        """Keep a secret in place of the one before."""

    def forget(self, site: str, name: str) -> None:
        """Keep it no longer."""


class MemoryStore:
    """Secrets of a test or of a site that lives only as long as the program."""

    title = "in memory only"

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def get(self, site: str, name: str) -> bytes | None:
        """The secret, or None when there is none."""
        return self._kept.get((site, name))

    def put(self, site: str, name: str, value: bytes) -> None:
        """Keep a secret in place of the one before."""
        self._kept[site, name] = value

    def forget(self, site: str, name: str) -> None:
        """Keep it no longer."""
        self._kept.pop((site, name), None)


class PrivateFolderStore:
    """Secrets in files that only this user may read (mode 0600), unencrypted: whoever is this user can read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.title = "in a private folder of this user, readable by whoever is this user"

    def get(self, site: str, name: str) -> bytes | None:
        """The secret, or None when there is none."""
        try:
            return self._path(site, name).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, site: str, name: str, value: bytes) -> None:
        """Keep a secret in place of the one before."""
        path = self._path(site, name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(path, value)

    def forget(self, site: str, name: str) -> None:
        """Keep it no longer."""
        self._path(site, name).unlink(missing_ok=True)

    def _path(self, site: str, name: str) -> Path:
        if not site.replace("-", "").isalnum():
            raise ValueError("a site's id is letters, figures and hyphens")
        return self._folder / site / name


@dataclass(frozen=True, slots=True)
class HighWater:
    """The highest head this computer has sealed for a site: an older file put back is known by it."""

    chain: str
    seq: int
    hash: str

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps({"chain": self.chain, "seq": self.seq, "hash": self.hash}).encode("utf-8")

    @classmethod
    def from_bytes(cls, kept: bytes) -> HighWater:
        """As it was kept."""
        words = json.loads(kept)
        return cls(words["chain"], words["seq"], words["hash"])
