"""A small plant in a site of its own, for every test of the store."""

import pytest

from tests.store.place import dispatcher, furnish, made, workplace
from tests.store.scenes import order


@pytest.fixture
def work():
    return workplace()


@pytest.fixture
def site(tmp_path, work):
    opened = made(tmp_path / "site", work)
    yield opened
    opened.db.close()


@pytest.fixture
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-1")
    return running
