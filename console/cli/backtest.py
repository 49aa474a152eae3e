"""`backtest`: would the forecast suit this site? Any event log of finished cases is walked and judged."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from console.cli.codes import Exit
from console.exchange.event_log import LogFaults, read_event_log
from console.exchange.workbook.clocks import DayOrder
from console.forecast.backtest.figures import Figures
from console.forecast.backtest.outcome import Backtest, TooLittle, backtest

NULLS: dict[str, Any] = dict.fromkeys(Figures.__slots__) | {
    "n_predictions": 0, "n_cases_learned": 0, "n_cases_scored": 0, "baselines": {}, "baseline_coverage80": {},
}  # fmt: skip
"""What programs are told when there are no figures."""


def judge(asked: argparse.Namespace) -> int:
    """Read a log, walk it, and say how good the forecasts were; a log that cannot be read or judged says why."""
    if asked.db is not None:
        from console.cli.backtest_site import backtest_site

        return backtest_site(asked)
    try:
        read = read_event_log(asked.log, DayOrder(asked.dates))
    except LogFaults as wrong:
        return _refused(wrong, asked.json)
    for note in read.notes:
        print(f"cleanroom-console: {note}", file=sys.stderr)
    outcome = backtest(read.events)
    return say(outcome, asked.json)


def say(outcome: Backtest | TooLittle, as_json: bool) -> int:
    """Print the outcome for people or programs; the code tells whether there are figures."""
    if isinstance(outcome, TooLittle):
        cases = {"n_cases_learned": outcome.n_cases_learned, "n_cases_scored": outcome.n_cases_scored}
        print(_json(NULLS | cases | {"reason": outcome.reason}) if as_json else f"{outcome.reason.capitalize()}.")
        return Exit.REFUSED
    print(_json(told(outcome)) if as_json else table(outcome))
    return Exit.WELL


def told(outcome: Backtest) -> dict[str, Any]:
    """The outcome as programs are told it."""
    return {
        **asdict(outcome.figures),
        "n_predictions": outcome.n_predictions,
        "n_cases_learned": outcome.n_cases_learned,
        "n_cases_scored": outcome.n_cases_scored,
        "baselines": outcome.baselines,
        "baseline_coverage80": outcome.baseline_coverage80,
    }


def table(outcome: Backtest) -> str:
    """The outcome as people read it, the verdict last."""
    found = outcome.figures
    lines = [
        f"{outcome.n_predictions:,} predictions in {outcome.n_cases_scored:,} cases, "
        f"after {outcome.n_cases_learned:,} cases to learn from; days remaining.",
        "",
        f"{'':24}{'errs by':>10}{'80 % interval held':>21}",
        f"{'forecast':24}{found.mae_days:>10.2f}{found.coverage80:>20.1%}",
        *(
            f"{name.replace('_', ' '):24}{days:>10.2f}{outcome.baseline_coverage80[name]:>20.1%}"
            for name, days in outcome.baselines.items()
        ),
        "",
        f"Its 80 % interval is {found.width80_days:.1f} days wide; CRPS {found.crps_days:.2f} days, "
        f"pinball loss of the 90 % level {found.pinball90_days:.2f} days.",
        outcome.verdict,
    ]
    return "\n".join(lines)


def _refused(wrong: LogFaults, as_json: bool) -> int:
    if as_json:
        errors = [{"line": fault.line, "why": fault.why} for fault in wrong.faults]
        print(_json(NULLS | {"reason": f"the log has {wrong.count} errors" if wrong.count > 1 else str(wrong), "errors": errors}))
    for fault in wrong.faults:
        print(f"cleanroom-console: {fault.sentence}", file=sys.stderr)
    if wrong.count > len(wrong.faults):
        print(f"cleanroom-console: … and {wrong.count - len(wrong.faults):,} more. Nothing was read.", file=sys.stderr)
    return Exit.REFUSED


def _json(words: dict[str, Any]) -> str:
    return json.dumps(words, indent=1, ensure_ascii=False)
