"""Listens to what Qt says while no test is listening, so that no warning goes by unheard."""

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

OWN_NOTICES = ("This plugin does not support raise()", "This plugin does not support propagateSizeHints()")
_said: list[str] = []


def heard() -> list[str]:
    """What Qt has said since this was last asked."""
    said = _said.copy()
    _said.clear()
    return said


def _listen(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or message.startswith(OWN_NOTICES):
        return
    _said.append(message)


qInstallMessageHandler(_listen)
