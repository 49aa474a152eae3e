"""What tests of paper share: a sheet of A4 to lay reports out on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtWidgets import QApplication

from console.ui import fonts
from console.ui.paper.printer import RESOLUTION


@pytest.fixture(scope="module")
def writer(qapp: QApplication) -> QPdfWriter:
    fonts.load()
    buffer = QBuffer(qapp)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QPdfWriter(buffer)
    made.setResolution(RESOLUTION)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return made
