"""The real window on a floor in memory, on the page of the handover."""

from __future__ import annotations

from tests.ui.plan.conftest import floor, opened, site

__all__ = ["floor", "opened", "site"]
