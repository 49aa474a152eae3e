"""What the window tells its actions: who is there, what is selected, and how the console and the site stand."""

from __future__ import annotations

from console.domain.facility import Role
from console.domain.floor import Floor, RoomOut
from console.ui.selection import Selection
from console.ui.shell.sight import Sight, Who
from console.view.actions import Situation


def situation(sight: Sight | None, who: Who, roles: tuple[Role, ...], selection: Selection, page: str) -> Situation:
    """The situation of this moment."""
    floor = sight.floor if sight else Floor()
    batch = floor.batches.get(selection.batch)
    step = batch.steps.get(selection.step) if batch else None
    return Situation(
        roles=roles,
        logged_in=bool(who.user),
        locked=who.locked,
        read_only=bool(sight and sight.read_only),
        demo=bool(sight and sight.site_class == "DEMO"),
        batch=batch.id if batch else "",
        step=step.code if step else "",
        step_state=step.state.value if step else "",
        held=bool(batch and batch.held),
        room_out=any(room.out is not RoomOut.NO for room in floor.rooms.values()),
        instrument_out=any(instrument.out_reason for instrument in floor.instruments.values()),
        page=page,
    )
