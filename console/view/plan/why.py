"""Why a bar lies where it lies: what binds it link by link, what would bring it sooner, and from when on other places would do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.planning.answers.plan_view import Entrance, Explained, Lever, Link
from console.view.plan.lines import Line, Section, Told, hours, when

TITLE = "Why here, and not earlier?"


def explained_told(explained: Explained, zone: ZoneInfo) -> Told:
    """The explanation as a panel."""
    sections = (
        Section("What binds it, step by step", tuple(_link(link, zone) for link in explained.links)),
        Section("What would bring it sooner (each tried)", tuple(_lever(lever, zone) for lever in explained.levers)),
        Section("Earliest lawful start in each place", tuple(_entrance(entrance, zone) for entrance in explained.entrances)),
    )
    return Told(TITLE, explained.sentence, tuple(section for section in sections if section.lines))


def _link(link: Link, zone: ZoneInfo) -> Line:
    return Line(f"{link.title}, {when(link.start, zone)}", link.words)


def _lever(lever: Lever, zone: ZoneInfo) -> Line:
    small = f"promise ends {hours(lever.gain_h)} sooner, {when(lever.end, zone)}"
    paid = [f"{batch} {hours(late)} later" for batch, late in lever.others]
    return Line(lever.words, " · ".join([small, *paid]), "3" if paid else "")


def _entrance(entrance: Entrance, zone: ZoneInfo) -> Line:
    place = f"{entrance.room} station {entrance.station}" if entrance.station else entrance.room
    said = f"from {when(entrance.start, zone)}" if entrance.start is not None else "no lawful start"
    words = entrance.words
    return Line(f"{place}: {said}", f"not sooner: {words}" if words and entrance.start is not None else words)
