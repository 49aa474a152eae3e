"""The verbs by name, each with its options; a verb's own module is loaded only when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path

from console import __version__
from console.cli.codes import MEANS, Exit

VERBS: dict[str, tuple[str, str]] = {
    "demo": ("console.cli.demo:demo", "open a demo site that is alive (made on the first start)"),
    "open": ("console.cli.demo:open_site", "open a site's window"),
    "new": ("console.cli.new:new", "make an empty site from a workbook or a facility file"),
    "password": ("console.cli.new:password", "let a person choose a password in an administrator's presence"),
    "recover": ("console.cli.new:recover", "bring a site's lost key back from its recovery file"),
    "import": ("console.cli.history:take_in", "read a supervisor's workbook into a site; all of it or nothing"),
    "export": ("console.cli.history:give_out", "write a site's steps in the same form"),
    "status": ("console.cli.status:status", "the sentence of the day and what needs somebody"),
    "forecast": ("console.cli.status:forecast", "when each batch will be released and reach its patient"),
    "batches": ("console.cli.status:batches", "every live batch"),
    "rooms": ("console.cli.status:rooms", "what is in each room now and next"),
    "replay": ("console.cli.replay:replay", "what this console showed at an instant, forecasts as they were kept"),
    "handover": ("console.cli.handover:handover", "the shift handover: as given, as accepted, or as the floor fills it now"),
    "changes": ("console.cli.changes:changes", "what changed since you left, what hurts a promise first"),
    "audit": ("console.cli.audit:audit", "the journal line by line: who, what, old, new, why, when and signed by whom"),
    "find": ("console.cli.find:find", "batches, lots, people, deviations, samples, rooms and entries by identifier or words"),
    "blanks": ("console.cli.blanks:blanks", "the sheets of paper given out: where each is, and whether all are accounted for"),
    "plan": ("console.cli.plan:plan", "mend and better the plan; `plan check`, `plan what-if` and others ask about it"),
    "why": ("console.cli.why:why", "what a batch's release hangs on, what would help, and why its forecast moved"),
    "history": (
        "console.cli.batch_history:history",
        "everything the journal says of one batch, with every signature; also on paper",
    ),
    "report-card": ("console.cli.report_card:report_card", "how far the forecast can be trusted, from what it said and what came"),
    "programme": ("console.cli.programme:programme", "how each sponsor's products keep their promise"),
    "backtest": ("console.cli.backtest:judge", "would the forecast suit this site? walk any event log, or its own journal"),
    "verify": ("console.cli.verify:verify", "prove that no entry was altered or removed"),
    "backup": ("console.cli.backup:backup", "copy a site's journal, prove the copy whole, and keep it"),
    "screenshot": ("console.cli.screenshot:screenshot", "write a screen as a picture"),
    "simulate": ("console.cli.simulate:simulate", "make a demo site as fast as it can"),
    "self-test": ("console.cli.selftest:self_test", "prove this installation on a temporary site"),
}
"""Every verb: where it is done, and its sentence."""

PLAN_ASKS = ("check", "explain", "what-if", "offer", "adherence")
"""What `plan` can be asked beside mending and bettering the plan."""


def run(arguments: list[str]) -> int:
    """Read the command line and do the verb; the code is one of Exit."""
    parser = build_parser()
    try:
        asked = parser.parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    if not asked.verb:
        parser.print_help()
        return Exit.USAGE
    module, name = VERBS[asked.verb][0].split(":")
    verb: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    opened = import_module("console.cli.opened")
    try:
        return int(verb(asked))
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.WELL
    except opened.TROUBLES as wrong:
        return int(opened.say_trouble(wrong))


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    codes = "\n".join(f"  {code.value}  {words}" for code, words in MEANS.items())
    parser = argparse.ArgumentParser(
        prog="cleanroom-console",
        description="A desktop console for the supervisors of a GMP cell-therapy facility.",
        epilog=f"exit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    made = {name: verbs.add_parser(name, help=sentence, description=sentence) for name, (_, sentence) in VERBS.items()}
    _windows(made)
    _sites(made)
    _reports(made)
    _proofs(made)
    _plan(made["plan"])
    return parser


def _windows(made: dict[str, argparse.ArgumentParser]) -> None:
    demo = made["demo"]
    demo.add_argument("--db", type=Path, metavar="FOLDER", help="the demo's folder (default: your own data folder)")
    demo.add_argument("--seed", type=int, default=7, help="which invented plant (default 7)")
    demo.add_argument("--speed", type=int, default=60, choices=(0, 1, 60), help="site seconds a second: 0 paused, 1, 60")
    demo.add_argument("--offscreen", action="store_true", help="no window: the sentence, the table and the pictures")
    demo.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the offscreen session puts its pictures")
    made["open"].add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    picture = made["screenshot"]
    picture.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    picture.add_argument("--screen", choices=("board", "batch", "charts", "handover"), default="board")
    picture.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH")
    picture.add_argument("--theme", choices=("light", "dark"), default="light")
    picture.add_argument("--at", type=instant, metavar="INSTANT", help="as of this instant (ISO 8601 with offset)")
    picture.add_argument("--batch", default="", help="the batch to select (default: the latest one)")
    picture.add_argument("--out", type=Path, required=True, metavar="F.png")


def _sites(made: dict[str, argparse.ArgumentParser]) -> None:
    new = made["new"]
    new.add_argument("folder", type=Path, metavar="FOLDER")
    new.add_argument("--class", dest="kind", choices=("aid", "record"), required=True)
    new.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a facility workbook (.xlsx) or file (.toml)")
    new.add_argument("--admin", default="admin", help="user id of the first administrator")
    new.add_argument("--template", action="store_true", help="write an empty facility workbook to FOLDER/facility.xlsx instead")
    chosen = made["password"]
    chosen.add_argument("user", metavar="USER")
    chosen.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    chosen.add_argument("--admin", default="admin", help="the administrator who vouches")
    back = made["recover"]
    back.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    back.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE", help="its recovery file")
    history = made["import"]
    history.add_argument("file", type=Path, metavar="FILE")
    history.add_argument("--dry-run", action="store_true", help="say what it would bring and what hinders; record nothing")
    history.add_argument("--db", type=Path, metavar="FOLDER", help="the site (default: a dry run against the demo facility)")
    history.add_argument("--user", default="", help="who imports and signs; the password is asked, or read from standard input")
    history.add_argument("--dates", choices=("day-first", "month-first"), default="", help="how dates in figures are meant")
    history.add_argument("--sheet", default="", metavar="NAME", help="one sheet of the workbook (default: every visible one)")
    history.add_argument("--json", action="store_true")
    out = made["export"]
    out.add_argument("file", type=Path, metavar="FILE")
    out.add_argument("--db", type=Path, required=True, metavar="FOLDER")
    simulate = made["simulate"]
    simulate.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="an empty folder")
    simulate.add_argument("--days", type=int, required=True)
    simulate.add_argument("--seed", type=int, required=True)
    simulate.add_argument("--until", type=instant, metavar="INSTANT", help="when the history ends (default: now)")


def _reports(made: dict[str, argparse.ArgumentParser]) -> None:
    for name in ("status", "forecast", "batches", "rooms"):
        _told_by(made[name])
    past = made["replay"]
    past.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    past.add_argument("--at", type=instant, required=True, metavar="INSTANT", help="the hour (ISO 8601 with offset)")
    past.add_argument("--json", action="store_true", help="for programs")
    _told_by(made["report-card"])
    _told_by(made["handover"])
    _printed(made["handover"])
    made["handover"].add_argument("--last", action="store_true", help="the last one by which duty passed")
    _told_by(made["changes"])
    made["changes"].add_argument("--since", type=instant, metavar="INSTANT", help="from then on (default: since --user left)")
    made["changes"].add_argument("--user", default="", metavar="U", help="for this person, whose own work is told apart")
    _told_by(made["blanks"])
    _printed(made["blanks"])
    _audit(made["audit"])
    _find(made["find"])
    _told_by(made["why"])
    made["why"].add_argument("batch", metavar="BATCH", help="the number of a batch")
    made["why"].add_argument("--since", type=instant, metavar="INSTANT", help="why it moved since then (default: a day before)")
    _told_by(made["programme"])
    made["programme"].add_argument(
        "--sponsor", default="", metavar="S", help="only this sponsor's; the others are not there at all"
    )
    _printed(made["programme"])
    past = made["history"]
    past.add_argument("batch", metavar="BATCH", help="the number of a batch")
    past.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    past.add_argument("--json", action="store_true", help="for programs")
    _printed(past)
    made["report-card"].add_argument("--since", type=instant, metavar="INSTANT", help="of forecasts made from then on")


def _proofs(made: dict[str, argparse.ArgumentParser]) -> None:
    what = made["backtest"].add_mutually_exclusive_group(required=True)
    what.add_argument("log", type=Path, nargs="?", metavar="LOG.csv", help="an event log with case_id, activity, timestamp")
    what.add_argument("--db", type=Path, metavar="FOLDER", help="a site: its own journal and imported history")
    made["backtest"].add_argument("--dates", choices=("day-first", "month-first"), default="", help="how its dates are meant")
    made["backtest"].add_argument("--json", action="store_true", help="for programs")
    made["verify"].add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    made["verify"].add_argument("--json", action="store_true", help="for programs")
    made["backup"].add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    made["backup"].add_argument("--to", type=Path, metavar="FOLDER", help="where to (default: the site's own backups folder)")
    made["self-test"].add_argument("--keep", type=Path, metavar="FOLDER", help="keep the temporary site here")


def _audit(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    audit.add_argument("--since", type=instant, metavar="INSTANT", help="recorded from then on (ISO 8601 with offset)")
    audit.add_argument("--until", type=instant, metavar="INSTANT", help="recorded until then")
    audit.add_argument("--who", default="", metavar="U", help="by this user")
    audit.add_argument("--about", default="", metavar="E", help="about this batch, room, person, ...: B-0412 or batch:B-0412")
    audit.add_argument("--kind", default="", metavar="K", help="of this kind, such as step.corrected")
    audit.add_argument("--words", default="", metavar="W", help="in which people wrote these words")
    audit.add_argument("--limit", type=_count, default=0, metavar="N", help="so many lines (default: 100, in a file all)")
    audit.add_argument("--before", type=_count, metavar="N", help="go on before this entry")
    _printed(audit)
    audit.add_argument("--review", type=_count, metavar="N", help="sign, as QA, that the journal was reviewed through entry N")
    audit.add_argument("--user", default="", help="who signs; the password is asked, or read from standard input")
    audit.add_argument("--comment", default="", metavar="W", help="words beside the signature of the review")
    audit.add_argument("--json", action="store_true", help="for programs")


def _find(find: argparse.ArgumentParser) -> None:
    find.add_argument("words", nargs="+", metavar="WORDS", help="a number, or the beginnings of words; '#1234' is an entry")
    find.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    find.add_argument("--kind", default="", metavar="K", help="only these, such as batch, lot, person, deviation, sample or entry")
    find.add_argument("--json", action="store_true", help="for programs")


def _told_by(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    verb.add_argument("--json", action="store_true", help="for programs")
    verb.add_argument("--at", type=instant, metavar="INSTANT", help="as of this instant (ISO 8601 with offset)")


def _printed(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--pdf", type=Path, metavar="F.pdf", help="write it as pages (PDF/A)")
    verb.add_argument("--text", type=int, choices=(100, 150, 200), default=100, help="size of the pages' letters in per cent")
    verb.add_argument("--csv", type=Path, metavar="F.csv", help="write it for spreadsheets")


def _plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("what", nargs="?", default="", choices=("", *PLAN_ASKS), metavar="WHAT", help=", ".join(PLAN_ASKS))
    plan.add_argument(
        "about", nargs="?", default="", metavar="ABOUT", help="the batch to explain, or the question of what-if in quotes"
    )
    plan.add_argument("--step", default="", metavar="CODE", help="explain this step (default: the one the promise ends with)")
    plan.add_argument("--product", default="", metavar="P", help="offer: what would be made")
    plan.add_argument("--around", type=instant, metavar="INSTANT", help="offer: when it would begin (ISO 8601 with offset)")
    plan.add_argument("--clinic", default="", help="offer: where the patient is (default: the first clinic)")
    plan.add_argument("--db", type=Path, required=True, metavar="FOLDER", help="the site")
    plan.add_argument("--json", action="store_true", help="for programs")
    plan.add_argument("--at", type=instant, metavar="INSTANT", help="as of this instant (ISO 8601 with offset)")
    plan.add_argument("--since", type=instant, metavar="INSTANT", help="adherence: of steps that began from then on")
    plan.add_argument("--grid", type=int, choices=(5, 15), default=15, help="minutes a slot of the plan: 5 for the last day")
    plan.add_argument("--seconds", type=_seconds, default=5.0, metavar="N", help="how long to search for a better plan (default 5)")
    plan.add_argument("--apply", action="store_true", help="record it as one change, signed by --user")
    plan.add_argument("--user", default="", help="who signs; the password is asked, or read from standard input")


def instant(text: str) -> datetime:
    """An instant of the command line; it must carry its offset, because a local time may be two instants."""
    try:
        at = datetime.fromisoformat(text)
        if not 1 < at.year < 9999:
            raise ValueError  # at the ends of the calendar other zones have no such day
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO 8601 instant, such as 2026-11-23T14:05:00Z") from None
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset; write 2026-11-23T14:05:00Z or …-05:00")
    return at


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**12):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to an hour")
    return seconds


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 240 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"{text!r} is no size, such as 1920x1080")
    return int(width), int(height)
