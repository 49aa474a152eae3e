"""A site to look at, for every test of the record."""

import pytest

from tests.db.place import fill, made, workplace


@pytest.fixture
def work():
    return workplace()


@pytest.fixture
def folder(tmp_path, work):
    """A closed site of 120 entries."""
    site = made(tmp_path / "site", work)
    fill(site, 119)
    site.close()
    return tmp_path / "site"
