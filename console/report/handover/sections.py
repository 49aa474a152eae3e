"""The ten sections of a handover by name, and who owns what in them."""

from __future__ import annotations

from console.domain.facility import Role
from console.domain.floor import Floor

TITLES: dict[int, str] = {
    1: "Safety",
    2: "Patients at risk",
    3: "Rooms",
    4: "Instruments",
    5: "Steps in progress",
    6: "QC",
    7: "Deviations",
    8: "Materials",
    9: "People",
    10: "Must know, open actions",
}
"""The sections of domain.md 6 by number."""

NEXT_SHIFT = "next shift"
"""Who owns what nobody can be named for: the supervisor who accepts."""

NOBODY = "nobody named"

_ROLES = {
    Role.QA.value: "QA",
    Role.QC_ANALYST.value: "QC analyst",
    Role.QC_REVIEWER.value: "QC reviewer",
    Role.OPERATOR.value: "operators",
    Role.SUPERVISOR.value: "supervisor",
    Role.PLANNER.value: "planner",
    NEXT_SHIFT: "next shift",
}


def owner_words(floor: Floor, owner: str) -> str:
    """A person by the printed name; a role or a desk by its word, and that nobody is named there."""
    role = _ROLES.get(owner)
    return f"{role} ({NOBODY})" if role else floor.person_name(owner)
