"""The plan without a window: what it breaks, what would mend it, what would be if, and one signed change."""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.opened import reading
from tests.cli.conftest import AT

PROPOSED = {"words", "late_before_h", "late_after_h", "moves", "effects", "stuck", "decisions"}


def planner(folder: Path) -> str:
    with reading(folder) as seen:
        return next(p.id for p in seen.floor.people.values() if any(r.value == "supervisor" for r in p.roles))


def patient(folder: Path) -> str:
    """A patient's batch that has still to be infused."""
    with reading(folder) as seen:
        steps = {b.id: b.steps["INFUSE"] for b in seen.floor.batches.values() if b.live and "INFUSE" in b.steps}
        return next(name for name, step in steps.items() if not step.over and step.placement is not None)


def test_check_lists_every_broken_rule_with_its_times_for_programs_and_people(demo: Path, verb) -> None:
    code, out, _ = verb("plan", "check", "--db", demo, "--json")
    told = json.loads(out)
    assert code == Exit.WELL and isinstance(told, list)
    assert all(set(one) == {"rule", "words", "steps", "start", "end"} and one["start"] <= one["end"] for one in told)
    _, text, _ = verb("plan", "check", "--db", demo)
    assert text.strip() == "The plan is lawful." if not told else len(text.strip().splitlines()) == len(told)


def test_a_plan_is_mended_and_says_what_moves_who_gains_and_who_loses(demo: Path, verb) -> None:
    code, out, _ = verb("plan", "--db", demo, "--seconds", "0", "--json")
    told = json.loads(out)
    assert code == Exit.WELL and told["applied"] is None
    assert told["conflicts"] and set(told["proposal"]) == PROPOSED
    assert told["proposal"]["moves"] or told["proposal"]["stuck"]
    code, text, _ = verb("plan", "--db", demo, "--seconds", "0.2")
    assert code == Exit.WELL and text.startswith("Plan as of 2026-11-03")


def test_applying_records_one_change_after_which_the_plan_is_lawful(own_demo: Path, verb, monkeypatch) -> None:
    user = planner(own_demo)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    before = json.loads(verb("plan", "check", "--db", own_demo, "--json")[1])
    code, out, err = verb("plan", "--db", own_demo, "--seconds", "0", "--apply", "--user", user, "--json")
    told = json.loads(out)
    assert code == Exit.WELL, err
    assert before == told["conflicts"]
    assert told["applied"] == "PC-1"
    with reading(own_demo) as seen:
        change = seen.floor.changes["PC-1"]
        assert change.by == user and len(change.moves) == len(told["proposal"]["moves"])
    stuck = {one["batch"] for one in told["proposal"]["stuck"]}
    left = json.loads(verb("plan", "check", "--db", own_demo, "--json")[1])
    assert all({step["batch"] for step in one["steps"]} & stuck for one in left)
    assert verb("verify", "--db", own_demo)[0] == Exit.WELL


def test_a_wrong_password_records_nothing(own_demo: Path, verb, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("not it\n"))
    code, _, err = verb("plan", "--db", own_demo, "--seconds", "0", "--apply", "--user", planner(own_demo))
    assert code == Exit.REFUSED and "password" in err
    with reading(own_demo) as seen:
        assert seen.floor.changes == {}


def test_what_if_tells_what_it_would_break_and_take(demo: Path, verb) -> None:
    batch = patient(demo)
    for question in ("room CR1 out 48h", "instrument CP3 out 2d", f"step {batch} INFUSE late 3h", f"courier late {batch} 2h"):
        code, out, err = verb("plan", "what-if", question, "--db", demo, "--json")
        assert code == Exit.WELL, err
        told = json.loads(out)
        assert told["asked"] == question and set(told["proposal"]) == PROPOSED
    late = verb("plan", "what-if", f"step {batch} INFUSE late 9h", "--db", demo)
    assert late[0] == Exit.WELL and batch in late[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("what-if", "the moon is full"), Exit.REFUSED, "room CR3 out 48h"),
        (("what-if", "room CR77 out 3h"), Exit.REFUSED, "CR1"),
        (("what-if",), Exit.USAGE, "needs a question"),
        (("explain",), Exit.USAGE, "needs the number"),
        (("explain", "B-0"), Exit.REFUSED, "no live batch"),
        (("offer", "--product", "AV-119"), Exit.USAGE, "--around"),
        (("offer", "--product", "X", "--around", "2026-11-12T14:00:00Z"), Exit.REFUSED, "AV-119"),
        (("offer", "--product", "AV-119", "--around", "2026-11-01T14:00:00Z"), Exit.REFUSED, "passed"),
        (("offer", "--product", "HL-22", "--around", "2026-11-12T14:00:00Z", "--clinic", "X"), Exit.REFUSED, "clinic"),
        (("check", "everything"), Exit.USAGE, "cannot be read"),
        (("--apply",), Exit.USAGE, "--user"),
        (("--apply", "--user", "x", "--at", "2026-11-03T12:00:00Z"), Exit.USAGE, "now alone"),
        (("nonsense",), Exit.USAGE, "invalid choice"),
        (("--seconds", "-1"), Exit.USAGE, "seconds"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(demo: Path, verb, words, code, said) -> None:
    got, _, err = verb("plan", *words, "--db", demo)
    assert got == code and said in err


def test_an_earlier_instant_is_planned_as_it_was_known_then(demo: Path, verb) -> None:
    code, out, _ = verb("plan", "--db", demo, "--seconds", "0", "--at", (AT - timedelta(days=2)).isoformat(), "--json")
    assert code == Exit.WELL and json.loads(out)["at"].startswith("2026-11-01")


def test_explain_says_in_one_sentence_why_a_batch_is_where_it_is_and_link_by_link(demo: Path, verb) -> None:
    batch = patient(demo)
    code, out, err = verb("plan", "explain", batch, "--db", demo, "--json")
    assert code == Exit.WELL, err
    told = json.loads(out)
    assert set(told) == {"batch", "step", "sentence", "chain", "levers", "places"}
    assert (told["batch"], told["step"]) == (batch, "INFUSE") and batch in told["sentence"]
    starts = [link["start"] for link in told["chain"]]
    assert starts == sorted(starts, reverse=True)
    code, text, _ = verb("plan", "explain", batch, "--step", "COURIER_OUT", "--db", demo)
    assert code == Exit.WELL and text.startswith("Courier to clinic")


def test_offer_tells_the_asked_start_first_and_what_each_costs_the_others(demo: Path, verb) -> None:
    around = (AT + timedelta(days=6)).isoformat()
    code, out, err = verb("plan", "offer", "--product", "AV-119", "--around", around, "--db", demo, "--json")
    assert code == Exit.WELL, err
    told = json.loads(out)
    assert (told["product"], told["clinic"]) == ("AV-119", "NORTHQUAY")
    starts = [one["start"] for one in told["offers"]]
    assert starts == sorted(starts) and starts[0].startswith("2026-11-09T15:00")
    assert any(one["lawful"] for one in told["offers"])
    assert all(one["end"] > one["start"] for one in told["offers"] if one["lawful"])
    code, text, _ = verb("plan", "offer", "--product", "AV-119", "--around", around, "--clinic", "LAKEMONT", "--db", demo)
    assert code == Exit.WELL and len(text.strip().splitlines()) == len(told["offers"])


def test_the_week_of_a_workbook_taken_in_is_checked_too(own_demo: Path, verb, monkeypatch) -> None:
    book = Path(__file__).parents[1] / "exchange" / "samples" / "whiteboard.xlsx"
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _, err = verb("import", book, "--db", own_demo, "--user", planner(own_demo))
    assert code == Exit.WELL, err
    told = json.loads(verb("plan", "check", "--db", own_demo, "--json")[1])
    assert any(step["batch"].startswith("B-04") for one in told for step in one["steps"])


def test_adherence_is_counted_by_room_and_by_step_from_an_instant_on(demo: Path, verb) -> None:
    code, out, err = verb("plan", "adherence", "--db", demo, "--json")
    assert code == Exit.WELL, err
    told = json.loads(out)
    assert {row["key"] for row in told["rooms"]} <= {f"CR{n}" for n in range(1, 10)}
    all_starts = sum(row["starts"]["n"] for row in told["steps"])
    since = (AT - timedelta(days=2)).isoformat()
    later = json.loads(verb("plan", "adherence", "--since", since, "--db", demo, "--json")[1])
    assert 0 < sum(row["starts"]["n"] for row in later["steps"]) < all_starts
    text = verb("plan", "adherence", "--db", demo)[1]
    assert "Within 30 min" in text and "Leukapheresis" in text
    assert verb("plan", "check", "--since", since, "--db", demo)[0] == Exit.USAGE


def test_a_finer_grid_tells_times_in_five_minutes_and_is_lawful_by_itself(demo: Path, verb) -> None:
    code, out, err = verb("plan", "--grid", "5", "--seconds", "0.2", "--db", demo, "--json")
    assert code == Exit.WELL, err
    told = json.loads(out)
    moves = told["proposal"]["moves"] if told["proposal"] else []
    starts = [datetime.fromisoformat(move["to"]["start"]) for move in moves]
    assert all(at.minute % 5 == 0 for at in starts)
    assert verb("plan", "check", "--grid", "7", "--db", demo)[0] == Exit.USAGE
