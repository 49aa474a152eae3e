"""Writes every kind of paper for a validator: `python -m tests.ui.paper.write FOLDER` (docs/validation/paper.md)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console.ui.paper.printer import pdf
from tests.ui.paper.kinds import kinds, stretched


def main(folder: Path) -> None:
    """Each kind at 100 % and 200 %, as it is and with the longest strings."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in kinds().items():
        for title, document in ((name, kind.document), (f"{name}-longest", stretched(kind.document)[0])):
            for percent in (100, 200):
                (folder / f"{title}-{percent}.pdf").write_bytes(pdf(document, percent / 100, kind.drawings))
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]))
