"""What was shown is kept once; what could not be kept is tried again."""

from datetime import timedelta

import pytest

from console.forecast.outlook import Outlook
from console.service.clock import SetClock
from console.service.keeping import Keeping
from tests.forecast.test_keeping import forecast
from tests.forecast.truth import HOUR, MONDAY
from tests.service.fakes import FakeJournal


def shown(seconds: int, later: timedelta = timedelta(0)) -> Outlook:
    at = MONDAY + timedelta(seconds=seconds)
    return Outlook(at, 1, {"B": forecast(at, MONDAY + 50 * HOUR + later), "C": forecast(at, None, "C")})


def test_only_what_says_something_else_is_kept():
    journal = FakeJournal(SetClock(MONDAY))
    keeping = Keeping(journal)
    for seconds, later in ((0, 0), (1, 0), (2, 30), (3, 0)):
        keeping.keep(shown(seconds, later * timedelta(minutes=1)))
    assert [set(kept.forecasts) for kept in journal.kept] == [{"B", "C"}, {"B"}, {"B"}]


def test_what_did_not_reach_the_disk_is_kept_with_the_next(monkeypatch):
    journal = FakeJournal(SetClock(MONDAY))
    keeping = Keeping(journal)
    whole = journal.keep

    def full(outlook: Outlook) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(journal, "keep", full)
    with pytest.raises(OSError, match="full"):
        keeping.keep(shown(0))
    monkeypatch.setattr(journal, "keep", whole)
    keeping.keep(shown(1))
    assert [set(kept.forecasts) for kept in journal.kept] == [{"B", "C"}]


def test_a_batch_that_comes_back_is_kept_anew():
    journal = FakeJournal(SetClock(MONDAY))
    keeping = Keeping(journal)
    keeping.keep(shown(0))
    keeping.keep(Outlook(MONDAY + timedelta(seconds=1), 1, {}))
    keeping.keep(shown(2))
    assert len(journal.kept) == 2
