"""A draft on paper: that it is not the plan, of which site and journal, who printed it when, what moves, who gains and loses."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from console.planning.answers.tried import Tried
from console.service.ports import SiteFacts
from console.view.plan.compare import compared_draft
from console.view.plan.lines import Told
from console.view.site_class import CLASS_WORDS
from console.view.spoken import stamp

NOT_THE_PLAN = "DRAFT: not the plan"


@dataclass(frozen=True, slots=True)
class Printer:
    """Who prints, on which site, with which version of the program."""

    site: SiteFacts
    user: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: words for the top and the foot of every page, facts by name, and the comparison with the plan."""

    number: str
    title: str
    top: tuple[str, str]
    foot: str
    facts: tuple[tuple[str, str], ...]
    told: Told


def paper(tried: Tried, number: str, title: str, by: Printer, zone: ZoneInfo) -> Paper:
    """The draft as it was tried. The number means what the journal keeps under it; the paper itself claims nothing."""
    site, kind = by.site, CLASS_WORDS.get(by.site.kind, "")
    as_of = f"{tried.floor.entries:,} entries"
    at = stamp(tried.at, zone)
    facts = (
        ("Number", f"{number}, if the journal keeps a draft of this number with these moves. A draft moves nothing."),
        ("Site", f"{site.name}, {site.kind}. {kind}"),
        ("Compared with", f"the plan of {at}, after {as_of} of the journal"),
        ("Printed by", f"{by.name} ({by.user}), {at}"),
        ("Program", f"Cleanroom Console {by.version}"),
    )
    foot = f"{site.name} · draft {number} · {at} · after {as_of} · Cleanroom Console {by.version}"
    told = compared_draft(f"Draft {number}: {title}", tried, zone)
    return Paper(number, title, (NOT_THE_PLAN, f"{site.kind}. {kind}"), foot, facts, told)
