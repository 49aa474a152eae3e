"""A foreign file is read in a child process that may use only so much time and memory: the console itself never stumbles."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from console.exchange.workbook.bounds import BOUNDS, Bounds
from console.exchange.workbook.reader import Wish, read_content
from console.exchange.workbook.reading import Fault, Reading, Weight
from console.exchange.workbook.sheets import Unfit

if sys.platform != "win32":
    import resource

T = TypeVar("T")


def read_file(path: Path, wish: Wish) -> Reading:
    """The file as read within the wish's bounds; whatever goes wrong comes back as the Reading's one error.

    Blocks until the child has answered or its time is over (30 s by default): call it from a pool, not from a screen.
    """
    try:
        return in_child(partial(read_content, wish=wish), path, wish.bounds)
    except Unfit as wrong:
        fault = Fault(Weight.ERROR, wrong.rule, wrong.sheet, 0, 0, "", "", wrong.what, wrong.why, wrong.instead)
        return Reading(path.name, "", errors=(fault,))


def in_child(work: Callable[[str, bytes], T], path: Path, bounds: Bounds = BOUNDS) -> T:
    """What `work` makes of the file's name and content, done in a limited child; raises Unfit when it cannot be done."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_do, args=(theirs, work, path, bounds), daemon=True)
    child.start()
    theirs.close()
    try:
        if not mine.poll(bounds.seconds):
            raise Unfit("file.time", "reading took too long", f"over {bounds.seconds:g} seconds", "Split the file")
        answer: T | Unfit = mine.recv()
    except EOFError as gone:
        why = "it asked for more time or memory than a reader may use"
        raise Unfit("file.reader", "the file could not be read", why, "Split the file") from gone
    finally:
        mine.close()
        child.kill()
        child.join()
    if isinstance(answer, Unfit):
        raise answer
    return answer


def _do(answer: Connection, work: Callable[[str, bytes], object], path: Path, bounds: Bounds) -> None:
    """The child: limited before it opens the file."""
    _limit(bounds)
    try:
        size = path.stat().st_size
        if size > bounds.size:
            raise Unfit("file.size", "the file is too large", f"{size:,} bytes, at most {bounds.size:,} are read", "Split it")
        given = work(path.name, path.read_bytes())
    except Unfit as wrong:
        given = wrong
    except MemoryError:
        given = Unfit("file.memory", "the file needs too much memory", "it unpacks to more than a reader may hold", "Split it")
    except OSError as wrong:
        given = Unfit("file.missing", "the file cannot be opened", wrong.strerror or type(wrong).__name__)
    answer.send(given)
    answer.close()


def _limit(bounds: Bounds) -> None:
    """Bound processor time and memory where the system can; elsewhere the parent's clock bounds the time."""
    if sys.platform == "win32":
        return
    seconds = max(int(bounds.seconds), 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    pages = Path("/proc/self/statm")
    if pages.exists():
        held = int(pages.read_text().split()[0]) * resource.getpagesize()  # the libraries themselves are not the file's doing
        resource.setrlimit(resource.RLIMIT_AS, (held + bounds.memory, held + bounds.memory))
