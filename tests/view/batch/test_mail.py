"""The sentence that may be pasted into a mail: true, whole, and free of what is nobody's business outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus, Hold, Note, StepState
from console.domain.floor import Floor
from console.domain.quality import Deviation, Severity, Test, TestState
from console.domain.recipe import Gate
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Forecast, Quantiles
from console.view.batch.card import Seen
from console.view.batch.mail import REVIEWED, mail
from tests.ui.front import DAY0, ordered, run_until, site_floor

ZONE = ZoneInfo("America/New_York")
START = DAY0 + timedelta(days=1)
HOUR = timedelta(hours=1)
COI, SUBJECT = "W1234561234", "S-014"
UNREVIEWED = (TestState.IN_TEST, TestState.RESULT_ENTERED)


@pytest.fixture(scope="module")
def before() -> Floor:
    """One batch ordered, nothing begun."""
    return ordered(site_floor(), "B-0412", START, COI)


@pytest.fixture(scope="module")
def harvested(before: Floor) -> Floor:
    """The same batch after its harvest, no test begun."""
    placement = before.batches["B-0412"].steps["FORMULATE_FILL"].placement
    assert placement is not None
    return run_until(before, "B-0412", placement.end + HOUR)


def now_of(floor: Floor) -> datetime:
    """An hour after the last step that was done, or before the first."""
    done = [step.finished_at for step in floor.batches["B-0412"].steps.values() if step.finished_at]
    return max(done, default=START - 2 * HOUR) + HOUR


def test_of(code: str, state: TestState, attempt: int = 1, **changes: object) -> Test:
    plain: dict[str, object] = {
        "id": f"T-{code}-{attempt}", "batch": "B-0412", "code": code, "attempt": attempt, "sample": "S", "state": state,
        "started_at": START, "by": "ana", "value": Decimal("1.5"), "entered_by": "ana", "reviewed_by": "rev",
    }  # fmt: skip
    return Test(**(plain | changes))  # type: ignore[arg-type]


test_of.__test__ = False  # type: ignore[attr-defined]


def with_batch(floor: Floor, **changes: object) -> Floor:
    batch = replace(floor.batches["B-0412"], **changes)  # type: ignore[arg-type]
    return replace(floor, batches={**floor.batches, "B-0412": batch})


def with_tests(floor: Floor, *tests: Test) -> Floor:
    return with_batch(floor, tests={test.id: test for test in tests})


def forecast(
    now: datetime, hours: float = 3.4, keep: float = 0.91, spread: float = 1.75, promise: datetime | None = None
) -> Forecast:
    at = [now + (hours + share * spread) * HOUR for share in (-1, -0.5, 0, 0.5, 1)]
    by = datetime(2026, 11, 25, 2, tzinfo=UTC)
    end = Quantiles(*(each + 4 * HOUR for each in at))
    return Forecast("B-0412", "AV-119", now, "INFUSE", by, Quantiles(*at), end, keep, 0.01, 42)


def said(floor: Floor, made: Forecast | None = None, judged: int | None = 30, now: datetime | None = None) -> str:
    return mail(Seen(floor, floor.batches["B-0412"], made, now or now_of(floor), ZONE, ZoneInfo), judged)


def gating(floor: Floor) -> list[str]:
    recipe = floor.recipe_of(floor.batches["B-0412"])
    assert recipe is not None
    return [spec.code for spec in recipe.gating]


def test_the_whole_sentence(harvested: Floor) -> None:
    codes = gating(harvested)
    floor = with_tests(harvested, *(test_of(code, TestState.PASS) for code in codes[:3]))
    assert said(floor, forecast(now_of(floor))) == (
        "B-0412 (AV-119): harvested today 04:30; 3 of 10 release tests passed; release expected today between 08:27 and 11:57 "
        "EST (UTC-5) (8 chances in 10), most likely about 10:12; the promise (24 Nov) is expected to be kept (91 %). "
        "As of 24 Nov 2026 06:48 EST (UTC-5)."
    )


def test_a_forecast_that_nobody_has_judged_often_enough_is_told_as_an_estimate(harvested: Floor) -> None:
    made = forecast(now_of(harvested))
    for judged in (None, 0, 19):
        assert "the forecast is an estimate, not yet proven on this site. As of" in said(harvested, made, judged)
    assert "estimate" not in said(harvested, made, 20)
    assert "estimate" not in said(harvested, None), "no forecast, nothing to prove"


@pytest.mark.parametrize(
    ("keep", "hours", "words"),
    [
        (0.91, 3.4, "is expected to be kept (91 %)"),
        (0.62, 3.4, "is at risk; chance of keeping it 62 %"),
        (0.12, 40.0, "is expected to be missed; chance of keeping it 12 %"),
        (0.9999, 3.4, "is expected to be kept (>99 %)"),
    ],
)
def test_the_promise_in_the_words_of_the_house(harvested: Floor, keep: float, hours: float, words: str) -> None:
    assert f"the promise (24 Nov) {words}" in said(harvested, forecast(now_of(harvested), hours, keep))


def test_a_batch_that_has_not_begun(before: Floor) -> None:
    words = said(before, forecast(now_of(before), 170))
    assert words.startswith("B-0412 (AV-119): not begun, leukapheresis planned today 0")
    assert "its promise does not run yet" in words and "release tests" not in words


def test_a_batch_under_way_names_its_running_step(before: Floor) -> None:
    placement = before.batches["B-0412"].steps["EXPAND"].placement
    assert placement is not None
    floor = run_until(before, "B-0412", placement.start + HOUR)
    assert "in process, expansion since today" in said(floor, forecast(now_of(floor), 90), now=placement.start + HOUR)


def test_a_hold_is_told_without_its_reason(harvested: Floor) -> None:
    held = with_batch(harvested, holds={"h": Hold("h", "Ana Lima saw growth in the sterility bottle", "ana", now_of(harvested))})
    words = said(held, forecast(now_of(harvested)))
    assert "on hold since today 06:48; harvested today 04:30" in words and "if the hold is lifted in time" in words
    assert "growth" not in words and "Ana" not in words
    assert "the promise (24 Nov) is expected to be kept (91 %)" in words
    assert "is expected to be missed" in said(held, forecast(now_of(harvested), 40, 0.05))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (BatchStatus.TERMINATED, "terminated today 06:48; there will be no infusion. As of"),
        (BatchStatus.REJECTED, "rejected at disposition today 06:48; there will be no infusion. As of"),
        (BatchStatus.CANCELLED, "called off today 06:48; there will be no infusion. As of"),
    ],
)
def test_a_lost_batch_is_told_in_one_breath(harvested: Floor, status: BatchStatus, words: str) -> None:
    floor = with_batch(harvested, status=status, status_at=now_of(harvested))
    assert f"B-0412 (AV-119): {words}" in said(floor, forecast(now_of(harvested)))


def test_after_release_the_infusion_is_what_is_expected(harvested: Floor) -> None:
    now = now_of(harvested)
    floor = with_batch(harvested, released_at=now, status=BatchStatus.RELEASED)
    words = said(floor, replace(forecast(now), release=None))
    assert "released today 06:48; infusion expected today between 12:27 and 15:57 EST (UTC-5)" in words
    assert "release tests" not in words, "what release waited for is behind it"


def test_after_infusion_the_promise_was_kept_or_missed(harvested: Floor) -> None:
    now = now_of(harvested)
    steps = harvested.batches["B-0412"].steps
    given = {**steps, "INFUSE": replace(steps["INFUSE"], state=StepState.DONE, finished_at=now)}
    floor = with_batch(harvested, released_at=now - HOUR, status=BatchStatus.ADMINISTERED, steps=given)
    assert "infused today 06:48; the promise (24 Nov) was kept. As of" in said(floor)
    late = {**steps, "INFUSE": replace(steps["INFUSE"], state=StepState.DONE, finished_at=now + timedelta(days=2))}
    assert "the promise (24 Nov) was missed" in said(with_batch(floor, steps=late), now=now + timedelta(days=2))


def test_a_promise_that_has_passed_is_missed_whatever_is_forecast(harvested: Floor) -> None:
    later = now_of(harvested) + timedelta(days=3)
    assert "the promise (24 Nov) is missed" in said(harvested, forecast(later), now=later)


def test_a_release_that_may_never_come_is_told_with_that(harvested: Floor) -> None:
    made = forecast(now_of(harvested))
    assert "most likely about 10:12, if it is released at all (70 %); the promise" in said(harvested, replace(made, p_never=0.3))
    assert "at all" not in said(harvested, replace(made, p_never=0.04))


def test_without_a_forecast_nothing_is_invented(harvested: Floor) -> None:
    assert "no forecast yet; the promise (24 Nov) is open. As of" in said(harvested, None)


def test_what_was_reported_or_is_no_product_says_so(harvested: Floor) -> None:
    assert "as reported in a workbook" in said(with_batch(harvested, reported=True))
    block = next(recipe.id for recipe in harvested.recipes.values() if recipe.kind.value == "block")
    assert "no product is made" in said(with_batch(harvested, recipe=block, product="ROOM"))


def test_two_days_are_both_named_and_the_night_that_comes_twice_has_two_zones(harvested: Floor) -> None:
    assert "between today 20:48 and tomorrow 00:48 EST" in said(harvested, forecast(now_of(harvested), 16, spread=2))
    night = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    words = said(harvested, forecast(night, 2.0, spread=1.0), now=night)
    assert "release expected between today 01:00 EDT and today 02:00 (8 chances in 10), most likely about today 01:00 EST" in words
    skipped = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
    assert "between today 01:45 and today 03:45 (8" in said(harvested, forecast(skipped, 0.75, spread=0.5), now=skipped)


def test_a_repeat_counts_only_once_it_is_reviewed(harvested: Floor) -> None:
    code = gating(harvested)[0]
    missed = test_of(code, TestState.OOS)
    for state in UNREVIEWED:
        assert "0 of 10 release tests passed, 1 out of specification;" in said(
            with_tests(harvested, missed, test_of(code, state, 2))
        )
    assert "1 of 10 release tests passed;" in said(with_tests(harvested, missed, test_of(code, TestState.PASS, 2)))
    assert "0 of 10 release tests passed, 1 to be repeated;" in said(with_tests(harvested, test_of(code, TestState.INVALID)))


def test_a_test_that_only_confirms_is_not_counted(harvested: Floor) -> None:
    recipe = harvested.recipe_of(harvested.batches["B-0412"])
    assert recipe is not None
    code = next(spec.code for spec in recipe.tests if spec.gate is Gate.CONFIRM)
    assert "0 of 10 release tests passed;" in said(with_tests(harvested, test_of(code, TestState.OOS)))


def shaken(floor: Floor, data: st.DataObject) -> Mapping[str, Test]:
    """The same tests with other words and numbers in whatever nobody has reviewed."""
    found = {}
    for test in floor.batches["B-0412"].tests.values():
        if test.state in UNREVIEWED:
            value = data.draw(st.one_of(st.none(), st.decimals(-1000, 1000, places=2)))
            text = data.draw(st.sampled_from(["", "growth", "no growth", "positive", "OOS"]))
            comment = data.draw(st.sampled_from(["", "fails", "repeat at once"]))
            test = replace(test, value=value, text=text, comment=comment, entered_by=data.draw(st.sampled_from(["ana", "bo"])))
        found[test.id] = test
    return found


@settings(max_examples=40)
@given(data=st.data())
def test_what_nobody_has_reviewed_changes_nothing_in_the_sentence(harvested: Floor, data: st.DataObject) -> None:
    """With the forecast given, results entered, running or not begun are one and the same."""
    codes = gating(harvested)
    known = [test_of(code, data.draw(st.sampled_from(sorted(REVIEWED)))) for code in data.draw(st.sets(st.sampled_from(codes)))]
    made = forecast(now_of(harvested))
    without = said(with_tests(harvested, *known), made)
    unseen = [
        test_of(code, data.draw(st.sampled_from(UNREVIEWED)), 2, text=data.draw(st.sampled_from(["growth", ""])))
        for code in data.draw(st.sets(st.sampled_from(codes)))
    ]
    floor = with_tests(harvested, *known, *unseen)
    assert said(floor, made) == without
    assert said(with_batch(floor, tests=shaken(floor, data)), made) == without


@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_not_even_the_forecast_knows_what_nobody_has_reviewed(harvested: Floor, data: st.DataObject) -> None:
    """The whole way round: another unreviewed value, the outlook made anew, the same sentence."""
    now, codes = now_of(harvested), gating(harvested)
    entered = [test_of(code, TestState.RESULT_ENTERED, entered_at=now - HOUR) for code in codes[:4]]
    floor = with_tests(harvested, *entered, *(test_of(code, TestState.PASS, reviewed_at=now - HOUR) for code in codes[4:7]))
    other = with_batch(floor, tests=shaken(floor, data))

    def whole(seen: Floor) -> str:
        return said(seen, forecast_floor(seen, now, ZoneInfo, learn(seen)).forecasts["B-0412"])

    assert whole(floor) == whole(other)


def test_nobody_is_named_and_no_other_batch_or_sponsor(harvested: Floor) -> None:
    """Whatever people wrote or signed, whoever else is on the floor."""
    now, site = now_of(harvested), harvested.facility
    assert site is not None
    names = [each.name for each in harvested.people.values()]
    floor = ordered(harvested, "B-0999", START + timedelta(days=9), "W9999999999")
    floor = with_batch(
        floor,
        notes=(Note(names[0], now, f"{names[0]} told Harborlight"),),
        holds={"h": Hold("h", f"{names[1]}: B-0999 has the same lot", names[1], now)},
        tests={"T": test_of(gating(floor)[0], TestState.PASS, by=names[2], comment=names[2])},
    )
    floor = replace(floor, deviations={"D": Deviation("D-77", "growth", Severity.CRITICAL, now, names[0], ("B-0412",))})
    words = said(floor, forecast(now))
    secret = [COI, COI[-4:], SUBJECT, "B-0999", "W9999999999", "D-77", "growth", "lot", *names]
    secret += [part for name in names for part in name.split()] + [each.id for each in harvested.people.values()]
    secret += [word for sponsor in site.sponsors for word in (sponsor.id, sponsor.name)] + [clinic.title for clinic in site.clinics]
    assert [word for word in secret if word in words] == []
    assert "\n" not in words and words.endswith(".")


@given(st.sampled_from(list(BatchStatus)), st.booleans(), st.booleans(), st.integers(-40, 400))
def test_every_state_has_a_sentence(harvested: Floor, status: BatchStatus, released: bool, foretold: bool, hours: int) -> None:
    now = now_of(harvested) + hours * HOUR
    changes: dict[str, object] = {"status": status, "status_at": now, "released_at": now - HOUR if released else None}
    floor = with_batch(harvested, **changes)
    words = said(floor, forecast(now) if foretold else None, now=now)
    assert words.startswith("B-0412 (AV-119): ") and f"As of {(now.astimezone(ZONE)).day} " in words
    assert "None" not in words and ";;" not in words and ": ;" not in words and "  " not in words


def test_a_lot_of_no_promise_is_told_too() -> None:
    floor = site_floor()
    lot = next(each.id for each in floor.recipes.values() if each.name.startswith("LVV"))
    now = START
    one = Batch("LVV-9", lot, "AV-LVV", status=BatchStatus.STARTED)
    told = mail(Seen(replace(floor, batches={"LVV-9": one}), one, None, now, ZONE, ZoneInfo))
    assert told.startswith("LVV-9 (AV-LVV): not begun, not planned yet; no forecast yet. As of")
