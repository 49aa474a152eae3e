"""Who may ask what: roles and rights (data.md 6), enforced here and not on screens."""

from __future__ import annotations

from enum import StrEnum

from console.domain.facility import Role


class Right(StrEnum):
    """A kind of act that roles are allowed or not."""

    RECORD_STEP = "record step"
    VERIFY_STEP = "verify step"
    CORRECT = "correct entry"
    PLAN = "plan"
    ORDER = "order and cancel batches"
    HOLD = "place hold"
    LIFT_HOLD = "lift hold"
    TAKE_OUT = "take a room or instrument out"
    RETURN = "return a room or instrument"
    SAMPLE = "take samples"
    TEST = "run tests and enter results"
    REVIEW_RESULT = "review results"
    OPEN_DEVIATION = "open deviation"
    ASSESS_DEVIATION = "assess and close deviation"
    REVIEW_RECORD = "review record"
    RELEASE = "release or reject"
    NOTE = "note and own"
    DUTY = "come on and leave duty"
    HANDOVER = "give, accept or take the duty of a shift"
    IMPORT = "import history"
    CONFIGURE = "users, recipes and facility"
    PROMOTE = "promote a forecast model"
    MATERIAL = "receive and change materials"
    PRINT = "print a logged copy"
    ISSUE_BLANK = "issue and void controlled blanks"
    KEY_BLANK = "bring controlled blanks back"
    MACHINE = "the console's own entries"


_FLOOR = {Role.OPERATOR, Role.SUPERVISOR}
_PLANT = {Role.OPERATOR, Role.SUPERVISOR, Role.PLANNER, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA}

ALLOWED: dict[Right, frozenset[Role]] = {
    Right.RECORD_STEP: frozenset(_PLANT - {Role.PLANNER}),
    Right.VERIFY_STEP: frozenset(_PLANT - {Role.PLANNER}),
    Right.CORRECT: frozenset(_FLOOR | {Role.QC_ANALYST, Role.QC_REVIEWER}),
    Right.PLAN: frozenset({Role.SUPERVISOR, Role.PLANNER}),
    Right.ORDER: frozenset({Role.SUPERVISOR, Role.PLANNER}),
    Right.HOLD: frozenset(_PLANT),
    Right.LIFT_HOLD: frozenset({Role.QA}),
    Right.TAKE_OUT: frozenset(_PLANT),
    Right.RETURN: frozenset({Role.QA}),
    Right.SAMPLE: frozenset(_FLOOR | {Role.QC_ANALYST}),
    Right.TEST: frozenset({Role.QC_ANALYST, Role.QC_REVIEWER}),
    Right.REVIEW_RESULT: frozenset({Role.QC_REVIEWER}),
    Right.OPEN_DEVIATION: frozenset(_PLANT),
    Right.ASSESS_DEVIATION: frozenset({Role.QA}),
    Right.REVIEW_RECORD: frozenset({Role.QA}),
    Right.RELEASE: frozenset({Role.QA}),
    Right.NOTE: frozenset(_PLANT),
    Right.DUTY: frozenset(_PLANT | {Role.ADMIN}),
    Right.HANDOVER: frozenset({Role.SUPERVISOR}),
    Right.IMPORT: frozenset({Role.SUPERVISOR, Role.PLANNER}),
    Right.CONFIGURE: frozenset({Role.ADMIN, Role.QA}),
    Right.PROMOTE: frozenset({Role.QA}),
    Right.MATERIAL: frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.QA}),
    Right.PRINT: frozenset(_PLANT | {Role.ADMIN, Role.INSPECTOR}),
    Right.ISSUE_BLANK: frozenset({Role.SUPERVISOR, Role.QA}),
    Right.KEY_BLANK: frozenset(_PLANT - {Role.PLANNER}),
    Right.MACHINE: frozenset({Role.SYSTEM}),
}
"""Which roles hold which right. An inspector holds only the print: inspectors read."""


STEP_ROLES: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(_FLOOR),
    Role.SUPERVISOR: frozenset({Role.SUPERVISOR, Role.QA}),
    Role.QC_ANALYST: frozenset({Role.QC_ANALYST, Role.QC_REVIEWER}),
}
"""Who may record a step that its recipe gives to a role; a role not named here records its own steps only."""


def does(roles: tuple[Role, ...], role: Role) -> bool:
    """Whether any of these roles records the steps of that role."""
    return not STEP_ROLES.get(role, frozenset({role})).isdisjoint(roles)


def may(roles: tuple[Role, ...], right: Right) -> bool:
    """Whether any of these roles carries the right."""
    return not ALLOWED[right].isdisjoint(roles)
