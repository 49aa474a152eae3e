"""`find`: what the search finds, told to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

from console.cli.codes import Exit


def hits(verb, demo: Path, *words: str) -> list[dict[str, str]]:
    code, said, _ = verb("find", *words, "--db", demo, "--json")
    assert code == Exit.WELL
    found: list[dict[str, str]] = json.loads(said)
    return found


def test_a_batch_is_found_by_its_number_however_it_is_written(demo: Path, verb) -> None:
    number = json.loads(verb("batches", "--db", demo, "--json")[1])[0]["batch"]
    for words in (number, number.lower(), number.replace("-", "")):
        first = hits(verb, demo, words)[0]
        assert (first["kind"], first["id"], first["batch"]) == ("batch", number, number)


def test_kinds_can_be_asked_for_alone_and_an_unknown_one_is_refused(demo: Path, verb) -> None:
    found = hits(verb, demo, "supervisor", "--kind", "person")
    assert found and {each["kind"] for each in found} == {"person"}
    code, _, said = verb("find", "x", "--db", demo, "--kind", "dragon")
    assert code == Exit.USAGE and "batch, lot, person" in said


def test_an_entry_is_found_by_its_number_and_what_nobody_wrote_is_not(demo: Path, verb) -> None:
    [entry] = hits(verb, demo, "#1")
    assert (entry["kind"], entry["id"]) == ("entry", "#1")
    assert verb("find", "nowherewritten", "--db", demo)[1].strip() == "Nothing has these words."
    assert "Rooms and instruments" in verb("find", "cr1", "--db", demo)[1]


def test_nothing_told_holds_a_patients_identifier(demo: Path, verb) -> None:
    _, said, _ = verb("find", "b", "car", "--db", demo)
    assert "COI …" in said
    assert not any(word.startswith("CI") and len(word) >= 12 for word in said.replace("…", " ").split())
