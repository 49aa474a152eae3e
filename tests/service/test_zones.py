"""Zones by their names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.service.zones import ZoneUnknown, zone_of


def test_a_zone_is_found_by_its_name_and_kept():
    assert zone_of("Australia/Lord_Howe") is zone_of("Australia/Lord_Howe")
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone_of("Australia/Lord_Howe")).utcoffset() == timedelta(hours=10.5)


@pytest.mark.parametrize("name", ["", "Nowhere/Else", "../etc/passwd", "America"])
def test_a_name_no_zone_bears_is_said_so(name: str):
    with pytest.raises(ZoneUnknown):
        zone_of(name)
