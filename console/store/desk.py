"""What lies on the desk: drafts of forms not yet asked for, and the settings of this site."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from db.site import Site
from db.tables import draft, setting


class SiteDesk:
    """Keeps drafts by person and place, and settings by name; encrypted with the site, no part of its record."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def draft(self, user: str, place: str) -> Any:
        """What this person left unfinished at this place, or None."""
        query = select(draft.c.body).where(draft.c.user == user, draft.c.place == place)
        with self._site.reading() as connection:
            return connection.execute(query).scalar()

    def keep_draft(self, user: str, place: str, body: Any) -> None:
        """Keep a plain value as this person's draft; None throws it away."""
        with self._site.writing() as connection:
            if body is None:
                connection.execute(delete(draft).where(draft.c.user == user, draft.c.place == place))
                return
            row = {"user": user, "place": place, "body": body, "changed_at": self._site.pen.clock.now()}
            connection.execute(insert(draft).on_conflict_do_update(set_=row, index_elements=["user", "place"]), [row])

    def setting(self, name: str, default: str = "") -> str:
        """A remembered setting, or its default."""
        with self._site.reading() as connection:
            value = connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
        return value if isinstance(value, str) else default

    def remember(self, name: str, value: str) -> None:
        """Remember a setting."""
        with self._site.writing() as connection:
            row = {"name": name, "value": value, "changed_at": self._site.pen.clock.now()}
            connection.execute(insert(setting).on_conflict_do_update(set_=row, index_elements=["name"]), [row])
