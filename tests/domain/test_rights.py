"""Who may ask what: the complete table of roles and commands, held against data.md 6; and whose steps are whose."""

from __future__ import annotations

import pytest

from console.domain.codec import COMMANDS
from console.domain.decide import CONSOLE, decide, roles_of
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.rights import ALLOWED, Right, does, may
from tests.domain.anything import plainest
from tests.domain.builders import BY_ROLE, START, ordered

OP, S, P, A, R, Q, D, INS = (
    Role.OPERATOR, Role.SUPERVISOR, Role.PLANNER, Role.QC_ANALYST, Role.QC_REVIEWER, Role.QA, Role.ADMIN, Role.INSPECTOR,
)  # fmt: skip
PLANT = {OP, S, P, A, R, Q}
MATRIX: dict[str, set[Role]] = {
    # record and verify step: the floor; the lab and QA record the steps that the recipe gives to them
    "StartStep": PLANT - {P}, "FinishStep": PLANT - {P}, "RecordStep": PLANT - {P}, "CleanStation": PLANT - {P},
    # correct entry: operator and analyst their own, supervisor and QC reviewer
    "CorrectStep": {OP, S, A, R},
    # move plan slot
    "MoveStep": {S, P}, "PlanBatch": {S, P}, "SkipStep": {S, P}, "OrderBatch": {S, P}, "CancelBatch": {S, P},
    "MakeAppointment": {S, P}, "MoveAppointment": {S, P}, "CancelAppointment": {S, P}, "ReportHistory": {S, P},
    "ChangePlan": {S, P}, "KeepDraft": {S, P}, "DropDraft": {S, P},
    # place hold, lift hold; taking out is a hold on a place
    "PlaceHold": PLANT, "LiftHold": {Q}, "TakeRoomOut": PLANT, "TakeInstrumentOut": PLANT,
    "ReturnRoom": {Q}, "ReturnInstrument": {Q},
    # enter and review result
    "TakeSample": {OP, S, A}, "ReceiveSample": {A, R}, "StartTest": {A, R}, "EnterResult": {A, R}, "ReviewResult": {R},
    # open and close deviation
    "OpenDeviation": PLANT, "AssessDeviation": {Q}, "CloseDeviation": {Q},
    # release and reject
    "SignDisposition": {Q}, "ConfirmBatch": {Q}, "TerminateBatch": {Q},
    # the duty of a shift: the supervisor's (data.md 6 lets an operator accept; who holds duty must hold its rights)
    "GiveHandover": {S}, "QuestionHandover": {S}, "AnswerQuestion": {S}, "CheckPoint": {S}, "AcceptHandover": {S},
    "TakeDuty": {S}, "WithdrawHandover": {S},
    # users, roles, configuration
    "AdoptFacility": {D, Q}, "ApproveRecipe": {D, Q}, "AddPerson": {D, Q}, "ChangePerson": {D, Q}, "CertifyKey": {D, Q},
    # the model a forecast rests on: configuration that QA alone signs
    "PromoteForecastModel": {Q},
    # that the journal was read
    "ReviewAudit": {Q},
    # a logged copy: whoever may read
    "LogPrint": PLANT | {D, INS}, "ReportNotWritten": PLANT | {D, INS},
    # sheets of paper: given out by the supervisor or QA, brought back by whoever records steps
    "IssueBlanks": {S, Q}, "VoidBlank": {S, Q}, "ReturnBlank": PLANT - {P}, "KeyBlank": PLANT - {P}, "VerifyBlank": PLANT - {P},
    "AttachOriginal": PLANT - {P}, "SignBlank": PLANT - {P},
    # everyone who is there
    "ComeOnDuty": PLANT | {D}, "LeaveDuty": PLANT | {D}, "AddNote": PLANT, "SetOwner": PLANT,
    "ReceiveMaterial": {OP, S, Q}, "ChangeMaterial": {OP, S, Q},
    # nobody: the console's own entries
    "OpenSession": set(), "CloseSession": set(), "RefuseSession": set(), "NoteAbsorbed": set(),
    "NoteUpgrade": set(), "LeaveFloor": set(),
}  # fmt: skip
PEOPLE = sorted(BY_ROLE, key=lambda role: role.value)


def rule(floor: Floor, name: str, by: str) -> str:
    answer = decide(floor, plainest(COMMANDS[name], by=by, reason="asked"), START)
    return answer.rule if isinstance(answer, Refusal) else ""


def test_the_table_names_every_command() -> None:
    assert set(MATRIX) == set(COMMANDS)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_role_may_ask_what_the_table_says_and_nothing_else(name: str, role: Role) -> None:
    allowed = rule(ordered().floor, name, BY_ROLE[role]) != "right"
    assert allowed == (role in MATRIX[name])


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_an_inspector_may_only_print_and_the_console_ask_only_its_own(name: str) -> None:
    floor = ordered().floor
    assert (rule(floor, name, BY_ROLE[Role.INSPECTOR]) != "right") == (COMMANDS[name].right is Right.PRINT)
    assert (rule(floor, name, CONSOLE) != "right") == (COMMANDS[name].right is Right.MACHINE)


def test_the_console_acts_as_administrator_only_while_the_site_is_empty() -> None:
    assert roles_of(Floor(), CONSOLE) == (Role.SYSTEM, Role.ADMIN)
    assert roles_of(ordered().floor, CONSOLE) == (Role.SYSTEM,)


def test_two_roles_carry_the_rights_of_both() -> None:
    assert may((P, Q), Right.RELEASE) and may((P, Q), Right.PLAN)
    assert not may((), Right.NOTE)


def test_no_right_is_held_by_nobody() -> None:
    assert all(ALLOWED[right] for right in Right)


@pytest.mark.parametrize(
    ("role", "doers"), [(OP, {OP, S}), (S, {S, Q}), (A, {A, R}), (Q, {Q}), (P, {P}), (Role.SYSTEM, {Role.SYSTEM})]
)
def test_steps_are_recorded_by_those_they_are_given_to(role: Role, doers: set[Role]) -> None:
    assert {one for one in Role if does((one,), role)} == doers
