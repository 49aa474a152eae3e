"""A foreign file is read in a child process that may use only so much time and memory: the console itself never stumbles."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from console.exchange.workbook.reader import Wish, read_content
from console.exchange.workbook.reading import Fault, Reading, Weight

if sys.platform != "win32":
    import resource


def read_file(path: Path, wish: Wish) -> Reading:
    """The file as read within the wish's bounds; whatever goes wrong comes back as the Reading's one error.

    Blocks until the child has answered or its time is over (30 s by default): call it from a pool, not from a screen.
    """
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(theirs, path, wish), daemon=True)
    child.start()
    theirs.close()
    try:
        if mine.poll(wish.bounds.seconds):
            answer: Reading = mine.recv()
            return answer
        return _failed(path, "file.time", "reading took too long", f"over {wish.bounds.seconds:g} seconds")
    except EOFError:
        return _failed(path, "file.reader", "the file could not be read", "it asked for more than a reader may use")
    finally:
        mine.close()
        child.kill()
        child.join()


def _read(answer: Connection, path: Path, wish: Wish) -> None:
    """The child: limited before it opens the file."""
    _limit(wish)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= wish.bounds.size else bytes(wish.bounds.size) + b"\1"
        reading = read_content(path.name, content, wish)
    except MemoryError:
        reading = _failed(path, "file.memory", "the file needs too much memory", "it unpacks to more than a reader may hold")
    except OSError as wrong:
        reading = _failed(path, "file.missing", "the file cannot be opened", wrong.strerror or type(wrong).__name__)
    answer.send(reading)
    answer.close()


def _limit(wish: Wish) -> None:
    """Bound processor time and memory where the system can; elsewhere the parent's clock bounds the time."""
    if sys.platform == "win32":
        return
    seconds = max(int(wish.bounds.seconds), 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    pages = Path("/proc/self/statm")
    if pages.exists():
        held = int(pages.read_text().split()[0]) * resource.getpagesize()  # the libraries themselves are not the file's doing
        resource.setrlimit(resource.RLIMIT_AS, (held + wish.bounds.memory, held + wish.bounds.memory))


def _failed(path: Path, rule: str, what: str, why: str) -> Reading:
    fault = Fault(Weight.ERROR, rule, "", 0, 0, "", "", what, why)
    return Reading(path.name, "", errors=(fault,))
