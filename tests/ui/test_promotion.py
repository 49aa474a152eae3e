"""A forecast model promoted in the window: what the batches teach is read elsewhere, and the window does not wait for it."""

from __future__ import annotations

from console.domain.commands import PromoteForecastModel
from tests.ui.plan.conftest import floor, opened, site
from tests.ui.plan.window import Site

__all__ = ["floor", "opened", "site"]


def test_the_question_stands_before_anything_was_learned_and_can_be_asked_once_it_was(site: Site) -> None:
    site.front.learns_later = True
    site.log_in("qa")
    assert site.shell.acts.run("model.promote")
    panel = site.desktop.asker.panel
    assert panel is not None and site.front.learners, "it was asked of the front, not done here"
    panel.boxes["reason"].fill("first figures")
    panel.press()
    line = panel.boxes["version"].refusal
    assert line.isVisible() and "still being read" in line.why.text()
    site.front.learners.pop()()
    assert panel.boxes["reason"].answer() == "first figures", "what was filled in stays"
    panel.press()
    site.sign()
    assert any(isinstance(command, PromoteForecastModel) for command in site.front.submitted)
