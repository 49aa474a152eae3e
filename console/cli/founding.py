"""A new site asked for in the window: made away from the screens, answered on their thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path

from console.cli.new import facility_of, make_site, never_made, with_first
from console.domain.refusal import Refusal
from console.exchange.facility_workbook import FacilityFaults
from console.service.library import LibraryError
from console.ui.newsite.panel import Found, NewSite
from db.trouble import SiteTrouble


def founder(away: Executor, post: Callable[[Callable[[], None]], None]) -> Found:
    """What the new-site panel asks: makes the site on another thread and tells the refusal, or None."""

    def found(wish: NewSite, then: Callable[[Refusal | None], None]) -> None:
        def answer(done: Future[Refusal | None]) -> None:
            post(lambda: then(done.result()))

        away.submit(_made, wish).add_done_callback(answer)

    return found


def _made(wish: NewSite) -> Refusal | None:
    try:
        facility = facility_of(Path(wish.source) if wish.source else None)
    except (LibraryError, FacilityFaults, OSError) as wrong:
        return Refusal("site.facility", f"The facility cannot be read: {wrong}.", "Mend it, or choose another.", "source")
    hinders = never_made(facility) if wish.source else ""
    if hinders:
        return Refusal("site.impossible", hinders, "Mend the facility's file, or choose another.", "source")
    try:
        folder = Path(wish.folder)
        return make_site(folder, wish.kind, with_first(facility, wish.admin), {wish.admin: wish.password}, wish.passphrase)
    except (SiteTrouble, OSError) as wrong:
        return Refusal("site.folder", f"The site cannot be made: {wrong}", "Choose an empty folder.", "folder")
