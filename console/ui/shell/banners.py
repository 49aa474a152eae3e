"""The two banners the window itself puts up: a console that only reads, and data that have grown old."""

from __future__ import annotations

from console.ui.notices import Notice, Notices


def read_only(notices: Notices, why: str) -> None:
    """Say why nothing can be recorded here; nothing to say when it can."""
    way = "Everything can be read; nothing can be recorded here."
    _stand(notices, bool(why), Notice("read-only", f"Read-only: {why}", way, "calm"))


def stale(notices: Notices, is_stale: bool) -> None:
    """Say that what is seen is old."""
    words = "What you see is old: nothing has come from the plant for more than five minutes."
    _stand(notices, is_stale, Notice("stale", words, "The clock on top says how old.", "3"))


def _stand(notices: Notices, needed: bool, notice: Notice) -> None:
    if needed:
        notices.put(notice)
    else:
        notices.take(notice.key)
