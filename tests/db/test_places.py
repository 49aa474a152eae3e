"""Where things lie: shares are refused, the keystore is asked in this product's name, small files are whole or absent."""

import sys

import keyring
import keyring.backend
import keyring.errors
import pytest

from db import place
from db.keyring_store import KeyringStore, has_keystore
from db.place import free_bytes, refuse_remote, write_durably
from db.secret_store import DATABASE_KEY
from db.trouble import RemoteFolder
from tests.db.place import fill, made, reopened, workplace


class Drawer(keyring.backend.KeyringBackend):
    """A keystore that lives as long as the test."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def drawer():
    before = keyring.get_keyring()
    opened = Drawer()
    keyring.set_keyring(opened)
    yield opened
    keyring.set_keyring(before)


def test_the_keystore_holds_a_sites_secrets_in_this_products_name(drawer, tmp_path):
    store = KeyringStore("cleanroom-console")
    site = made(tmp_path / "site", workplace(store))
    fill(site, 3)
    site.close()
    assert {service for service, _ in drawer.kept} == {f"cleanroom-console/{site.identity.scope}"}
    assert {name for _, name in drawer.kept} == {"database-key", "device-key", "high-water"}
    again = reopened(tmp_path / "site", workplace(store))
    assert again.standing.restored is None
    again.close()


def test_what_the_keystore_does_not_hold_is_not_there(drawer):
    store = KeyringStore("cleanroom-console")
    assert store.get("site", DATABASE_KEY) is None
    store.forget("site", DATABASE_KEY)
    store.put("site", DATABASE_KEY, b"\x00\xff")
    assert store.get("site", DATABASE_KEY) == b"\x00\xff"
    store.forget("site", DATABASE_KEY)
    assert store.get("site", DATABASE_KEY) is None


def test_a_session_without_a_keystore_is_known(drawer, monkeypatch):
    assert has_keystore()
    monkeypatch.setattr(Drawer, "priority", 0)
    assert not has_keystore()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_mounted_share_is_refused(monkeypatch, tmp_path, kind):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(place, "_file_system", lambda folder: kind)
    with pytest.raises(RemoteFolder):
        refuse_remote(tmp_path)


def test_a_disk_of_this_computer_is_not_refused(tmp_path):
    refuse_remote(tmp_path)
    assert free_bytes(tmp_path) > 0


def test_a_small_file_is_replaced_whole(tmp_path):
    write_durably(tmp_path / "card", b"first")
    write_durably(tmp_path / "card", b"second, and longer")
    assert (tmp_path / "card").read_bytes() == b"second, and longer"
    assert [path.name for path in tmp_path.iterdir()] == ["card"]
