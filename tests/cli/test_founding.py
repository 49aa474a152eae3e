"""A site asked for in the window: made on another thread, answered through the post, refused by its field."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.founding import founder
from console.cli.opened import reading
from console.domain.facility import Role
from console.domain.refusal import Refusal
from console.ui.newsite.panel import NewSite

SECRET, PHRASE = "correct horse battery", "a phrase for the safe of QA"


def answer_to(wish: NewSite) -> list[Refusal | None]:
    """What the founder answers, delivered by a post that waits for its turn."""
    posted: list[Callable[[], None]] = []
    answers: list[Refusal | None] = []
    with ThreadPoolExecutor(1) as away:
        founder(away, posted.append)(wish, answers.append)
    assert answers == []
    for work in posted:
        work()
    return answers


def test_a_wished_site_stands_empty_with_its_administrator(tmp_path: Path, state: Path) -> None:
    folder = tmp_path / "site"
    assert answer_to(NewSite(str(folder), "AID", "", "first.admin", SECRET, PHRASE)) == [None]
    with reading(folder) as seen:
        assert seen.floor.batches == {}
        assert seen.floor.people["first.admin"].roles == (Role.ADMIN,)


@pytest.mark.parametrize(
    ("change", "place"),
    [({"password": "short"}, "password"), ({"passphrase": "short"}, "passphrase"), ({"source": "none.toml"}, "source")],
)
def test_what_hinders_is_refused_at_its_field_and_makes_nothing(
    tmp_path: Path, state: Path, change: dict[str, str], place: str
) -> None:
    folder = tmp_path / "site"
    plain = {"source": "", "password": SECRET, "passphrase": PHRASE} | change
    found = answer_to(NewSite(str(folder), "AID", plain["source"], "a", plain["password"], plain["passphrase"]))
    assert isinstance(found[0], Refusal)
    assert found[0].place == place
    assert not folder.exists()


def test_a_folder_that_holds_a_site_is_left_alone(tmp_path: Path, state: Path, demo: Path) -> None:
    found = answer_to(NewSite(str(demo), "AID", "", "a", SECRET, PHRASE))
    assert isinstance(found[0], Refusal)
    assert found[0].place == "folder"


def test_a_facility_that_can_never_make_its_product_is_refused_with_the_culprit(tmp_path, verb):
    text = (resources.files("resources.facilities") / "demo.toml").read_text(encoding="utf-8")
    broken = tmp_path / "facility.toml"
    broken.write_text(text.replace('recipes = ["FILL-FINISH-v1", ', "recipes = ["), encoding="utf-8")
    code, _, err = verb("new", tmp_path / "site", "--class", "aid", "--from", broken)
    assert code == Exit.REFUSED
    assert "QM-7F" in err and "Nothing was made" in err
    assert not (tmp_path / "site").exists()
