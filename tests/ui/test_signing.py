"""The signing box: who, what and meaning in sight; password every time; two people for two parts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.rights import Right
from console.domain.signing import Meaning, SignatureNeed
from console.ui.signing import WORDS, SigningDialog, SignRequest
from console.ui.theme import Theme

PEOPLE = {"ana": ("Ana Lima", "operator"), "ben": ("Ben Okoro", "operator"), "sam": ("Sam Rivera", "supervisor")}
PERFORM = SignatureNeed(Meaning.PERFORMED, Right.RECORD_STEP, "ana")
VERIFY = SignatureNeed(Meaning.VERIFIED, Right.VERIFY_STEP, "", ("ana",))
LINES = (("Step", "Transduce"), ("Viability", "91.2 %"))


class FakeSigner:
    """Knows three people, whose password is their id backwards (ana keeps hers)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Meaning]] = []

    def who(self, user: str) -> tuple[str, str] | None:
        return PEOPLE.get(user)

    def sign(self, user: str, password: str, need: SignatureNeed) -> object | Refusal:
        self.asked.append((user, need.meaning))
        if password != user[::-1]:
            return Refusal("sign.password", "The password is wrong.", "Type it again.")
        return (user, need.meaning)


@pytest.fixture
def signer() -> FakeSigner:
    return FakeSigner()


@pytest.fixture
def box(theme: Theme, qtbot: QtBot, signer: FakeSigner) -> SigningDialog:
    made = SigningDialog(SignRequest("Finish Transduce of B-0412", LINES, (PERFORM, VERIFY), "ana"), signer)
    qtbot.addWidget(made)
    made.open()
    return made


def sign(box: SigningDialog, qtbot: QtBot, part: int, password: str, user: str = "") -> None:
    if user:
        box.parts[part].user.setText(user)
    qtbot.keyClicks(box.parts[part].password, password)
    qtbot.mouseClick(box.parts[part].button, Qt.MouseButton.LeftButton)


def test_the_button_says_the_meaning_and_every_meaning_has_words(box: SigningDialog) -> None:
    assert [part.button.text() for part in box.parts] == ["Sign as performer", "Sign as verifier"]
    assert set(WORDS) == set(Meaning)


def test_full_name_role_and_what_is_signed_are_in_sight(box: SigningDialog) -> None:
    assert box.parts[0].name.text() == "Ana Lima, operator"
    shown = [label.text() for label in box.findChildren(type(box.parts[0].name))]
    assert {"Step", "Transduce", "Viability", "91.2 %"} <= set(shown)


def test_what_is_signed_is_shown_letter_for_letter(theme: Theme, qtbot: QtBot, signer: FakeSigner) -> None:
    hidden = "do <!-- not --> release <b>B-0412</b>"
    made = SigningDialog(SignRequest("Sign <i>this</i>", (("Must know", hidden),), (PERFORM,), "ana"), signer)
    qtbot.addWidget(made)
    (label,) = (one for one in made.findChildren(QLabel) if one.text() == hidden)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert all(one.textFormat() is not Qt.TextFormat.AutoText for one in made.findChildren(QLabel))


def test_two_signatures_complete_the_command(box: SigningDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.complete) as complete:
        sign(box, qtbot, 0, "ana")
        assert box.parts[1].isEnabled()
        sign(box, qtbot, 1, "neb", "ben")
    assert complete.args == [(("ana", Meaning.PERFORMED), ("ben", Meaning.VERIFIED))]
    assert not box.isVisible()


def test_the_verifier_is_another_person_and_is_told_so_before_any_password_is_checked(
    box: SigningDialog, qtbot: QtBot, signer: FakeSigner
) -> None:
    sign(box, qtbot, 0, "ana")
    sign(box, qtbot, 1, "ana", "ana")
    assert box.parts[1].refusal.rule.text() == "rule sign.other-person"
    assert signer.asked == [("ana", Meaning.PERFORMED)]
    assert box.isVisible()


def test_a_wrong_password_is_said_and_counted_and_forgotten(box: SigningDialog, qtbot: QtBot) -> None:
    for times in ("first time", "2 times now", "3 times now"):
        sign(box, qtbot, 0, "wrong")
        assert times in box.parts[0].refusal.why.text()
        assert box.parts[0].password.text() == ""
    assert not box.parts[1].isEnabled()


def test_a_password_is_never_pasted(box: SigningDialog, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("ana")
    line = box.parts[0].password
    with qtbot.waitSignal(line.paste_refused):
        qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(line, Qt.MouseButton.MiddleButton)
    qtbot.keyClick(line, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    assert line.text() == ""
    assert not line.acceptDrops()


def test_a_badge_fills_the_id_of_the_part_whose_turn_it_is(box: SigningDialog, qtbot: QtBot) -> None:
    box.fill("ben")
    assert box.parts[0].user.text() == "ana"
    sign(box, qtbot, 0, "ana")
    box.fill("ben")
    assert box.parts[1].user.text() == "ben"
    assert box.parts[1].password.text() == ""


def test_closing_the_box_signs_nothing(box: SigningDialog, qtbot: QtBot) -> None:
    sign(box, qtbot, 0, "ana")
    with qtbot.assertNotEmitted(box.complete):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
