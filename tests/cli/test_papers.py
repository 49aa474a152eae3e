"""Pages from the command line: made without the window, and said to be no logged copy."""

from __future__ import annotations

import subprocess
import sys

from console.view.imprint import NO_COPY

SCRIPT = """
import sys
from console.cli.papers import pages
from tests.report.documents import report
made = pages(report(3))
assert made.startswith(b"%PDF-1.4")
for heavy in ("console.cli.window", "console.ui.desktop", "pyqtgraph", "PySide6.QtWidgets"):
    assert heavy not in sys.modules, heavy
from tests.ui.paper.reading import texts
print(texts(made)[0])
"""


def test_pages_need_no_window_and_say_that_nobody_was_logged_in() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert NO_COPY == "Made without a session: not a logged copy"
    assert done.stdout.count(NO_COPY) == 2, "among the facts and at the foot"
