"""What changed since somebody left, without a window: for people, for programs, from an instant or from their leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from console.cli.changes import changes_json, changes_text
from console.cli.codes import Exit
from console.cli.opened import reading
from console.report.changes.leaving import left_at
from console.report.changes.lines import Since
from console.service.still import Still
from console.store.changes import between, last_left, stood_at
from console.store.replay import floor_at
from console.view.listing import utc
from tests.cli.conftest import AT

SINCE = AT - timedelta(hours=20)


def told(verb: Any, demo: Path, *words: object) -> dict[str, Any]:
    code, out, _ = verb("changes", "--db", demo, "--json", *words)
    assert code == Exit.WELL
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_every_entry_that_came_since_is_told_once(demo: Path, verb) -> None:
    found = told(verb, demo, "--since", SINCE.isoformat(), "--at", AT.isoformat())
    changes = found["changes"]
    ids = [entry for line in changes for entry in line["entries"]]
    with reading(demo) as opened:
        before, after = floor_at(opened.site, SINCE), floor_at(opened.site, AT)
        history = between(opened.site, SINCE, AT)
    assert (history.before, history.after) == (before, after)
    assert len(ids) == len(set(ids)) == found["entries"] == after.entries - before.entries
    assert sorted(ids) == sorted(entry.id for entry in history.entries)
    assert len(ids) > 60 and len(changes) <= 25
    assert [line["rank"] for line in changes] == list(range(1, len(changes) + 1))
    assert any(place.startswith("batch:") for line in changes for place in line["places"])


def test_the_forecasts_are_those_that_were_kept(demo: Path) -> None:
    with reading(demo) as opened:
        batches = list(opened.floor.batches)
        stood = stood_at(opened.site, batches, SINCE)
        for batch in batches:
            kept = [one for one in opened.pages.kept(batch, None) if one.made_at <= SINCE]
            if not kept:
                assert batch not in stood
                continue
            found = stood[batch]
            assert (found.made_at, found.release, found.p_keep) == (kept[-1].made_at, kept[-1].p50, kept[-1].p_keep)
    assert stood


def test_what_one_did_oneself_stands_apart_at_the_end(demo: Path, verb) -> None:
    with reading(demo) as opened:
        entries = between(opened.site, SINCE, AT).entries
        user = max(opened.floor.people, key=lambda one: sum(entry.event.by == one for entry in entries))
    found = told(verb, demo, "--since", SINCE.isoformat(), "--user", user)
    own = [line for line in found["changes"] if line["own"]]
    assert own == found["changes"][-1:] and own[0]["sentence"].startswith("You did ")
    code, text, _ = verb("changes", "--db", demo, "--since", SINCE.isoformat(), "--user", user)
    assert code == Exit.WELL and text.startswith("What changed since yesterday 14:00, until ")
    assert own[0]["sentence"] in text.splitlines()


def test_without_an_instant_it_begins_when_the_person_left_or_duty_passed(demo: Path, verb) -> None:
    with reading(demo) as opened:
        floor, now = opened.floor, opened.floor.latest or AT
        gone = {user: at for user in floor.people if (at := last_left(opened.site, user, now)) and left_at(floor, user) is None}
        user, left = next(iter(gone.items()))
        stranger = next(one for one in floor.people if last_left(opened.site, one, now) is None and left_at(floor, one) is None)
        earlier = last_left(opened.site, user, left - timedelta(microseconds=1))
    assert told(verb, demo, "--user", user)["since"] == utc(left)
    assert earlier is None or earlier < left
    assert told(verb, demo)["since"] == utc(left_at(floor, ""))
    supervisor = next(iter(floor.duties))
    assert told(verb, demo, "--user", supervisor)["since"] == utc(left_at(floor, supervisor))
    code, out, err = verb("changes", "--db", demo, "--user", stranger)
    assert code == Exit.REFUSED and not out
    assert f"does not know when {stranger} last left" in err and "--since" in err


def test_whom_nobody_knows_and_what_lies_ahead_is_said_in_plain_words(demo: Path, verb) -> None:
    code, _, err = verb("changes", "--db", demo, "--user", "no-such-person")
    assert code == Exit.REFUSED and "nobody here is called 'no-such-person'" in err
    code, _, err = verb("changes", "--db", demo, "--since", AT.isoformat(), "--at", SINCE.isoformat())
    assert code == Exit.USAGE and "--since lies after" in err


def test_where_nothing_happened_it_says_so(demo: Path) -> None:
    with reading(demo) as opened:
        zone = opened.zone
    quiet = Since(AT, AT, "", ())
    assert changes_text(quiet, zone).endswith(": 0 entries")
    assert changes_json(quiet)["changes"] == []


def test_a_site_held_still_tells_it_too(demo: Path) -> None:
    answers: list[Any] = []
    with reading(demo) as opened:
        floor = opened.floor
        assert floor.latest is not None
        Still(opened.journal.site, floor, None, opened.pages, floor.latest).changes(answers.append)
    (found,) = answers
    assert isinstance(found, Since) and (found.since, found.user) == (left_at(floor, ""), "")
