"""What can be offered for one more batch, as a panel with a way to order each start, and as the one line of a new batch."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.planning.answers.plan_view import Offer, Offers, Paid
from console.view.plan.lines import Line, Section, Told, from_to, hours, later, when
from console.view.spoken import counted

TITLE = "Can we take a patient…"
ORDER = "Order it…"
LEAST_H = 0.05
"""Less expected lateness than this is none."""


def offers_told(offers: Offers, floor: Floor, zone: ZoneInfo) -> Told:
    """Every start that was tried and may be asked for; the key of a button is the place of its offer."""
    facility = floor.facility
    product = facility.product(offers.product) if facility is not None else None
    clinic = facility.clinic(offers.clinic) if facility is not None else None
    asked, others = offers.offers[:1], offers.offers[1:]
    count = counted(len(others), "other lawful start") if others else "no other lawful start within two weeks"
    name = product.title if product is not None else offers.product
    place = f" from {clinic.title}" if clinic is not None else ""
    sections = (
        Section("As asked", tuple(offer_line(offer, n, zone) for n, offer in enumerate(asked))),
        Section("The earliest lawful starts after it", tuple(offer_line(offer, n, zone) for n, offer in enumerate(others, 1))),
    )
    said = "can be begun as asked" if any(offer.lawful for offer in asked) else "cannot be begun as asked"
    return Told(TITLE, f"{name}{place} {said}; {count}.", tuple(section for section in sections if section.lines))


def offer_line(offer: Offer, place: int, zone: ZoneInfo) -> Line:
    """One start: when its promise would end, whether it is kept, and who pays."""
    start = when(offer.start, zone)
    if not offer.lawful:
        return Line(f"{start}: no lawful plan", "Begun then, it would break a limit or find no place.", "1")
    small = [f"promise ends {end}"] if (end := _end(offer, zone)) else []
    small += [f"expected lateness {hours(offer.late_h)}"] if offer.late_h >= LEAST_H else []
    small += [_paid(each, zone) for each in offer.others] or ["costs nobody anything"]
    return Line(f"{start}: {_kept(offer)}", " · ".join(small), _sign(offer), ((str(place), ORDER),))


def offer_words(offers: Offers, zone: ZoneInfo) -> tuple[str, str]:
    """The start that was asked for in one line, and the sign of its mark."""
    asked = offers.offers[0] if offers.offers else None
    if asked is None or not asked.lawful:
        found = next((offer for offer in offers.offers if offer.lawful), None)
        way = f"the earliest one: {when(found.start, zone)}" if found is not None else "none within two weeks"
        return f"No lawful plan from this start; {way}", "1"
    paid = [f"{each.batch} {later(each.end_before, each.end_after)}" for each in asked.others]
    end = f" (ends {when(asked.end, zone)})" if asked.end is not None else ""
    return f"Lawful: {_kept(asked)}{end}; {', '.join(paid) or 'costs nobody anything'}", _sign(asked)


def _kept(offer: Offer) -> str:
    if offer.end is None or offer.due is None:
        return "can be made"
    return "keeps its promise" if offer.end <= offer.due else f"{later(offer.due, offer.end)} than promised"


def _end(offer: Offer, zone: ZoneInfo) -> str:
    if offer.end is None:
        return ""
    return when(offer.end, zone) if offer.due is None else from_to(offer.end, offer.due, zone, "· promised by")


def _paid(paid: Paid, zone: ZoneInfo) -> str:
    return f"{paid.batch} {later(paid.end_before, paid.end_after)} ({from_to(paid.end_before, paid.end_after, zone)})"


def _sign(offer: Offer) -> str:
    """Late is a mark, and so is that another batch pays for it."""
    if offer.end is not None and offer.due is not None and offer.end > offer.due:
        return "2"
    return "3" if any(each.end_after > each.end_before for each in offer.others) else ""
