"""An invented floor: nine rooms, sixty batches, everything a board has to show; no clock, no chance."""

from itertools import pairwise
from zoneinfo import ZoneInfo

from console.view.board.columns import Badge, Bar, Bars, Flag, Kind, State
from console.view.board.lanes import Group, Lane
from console.view.board.marks import MarkAt, MarkKind, Marks
from console.view.board.picture import Band, BoardPicture, Closed

HOUR = 3600
DAY = 24 * HOUR
ZONE = ZoneInfo("America/New_York")
NOW = 1_795_374_300  # 2026-11-22 14:05 EST
ROOMS = (
    ("CR1", "CAR-T A", "Grade C"), ("CR2", "CAR-T B", "Grade C"), ("CR3", "CAR-T C", "Grade C"),
    ("CR4", "CAR-T D", "Grade C"), ("CR5", "Open steps", "Grade B"), ("CR6", "Vector up", "Grade C"),
    ("CR7", "Vector down", "Grade C"), ("CR8", "mRNA and LNP", "Grade C"), ("CR9", "Fill and finish", "Grade A"),
)  # fmt: skip
STATES = ("in use", "in use", "changeover", "in use", "on hold", "in use", "clean", "in use", "idle, clean")
BADGES = {4: Badge.HOLD}
STEPS = (
    ("ENRICH", "Enrich", 0, 5, True), ("LOAD", "Activate and load", 5, 1.5, True),
    ("TRANSDUCE", "Transduce", 26, 2, True), ("EXPAND", "Expand", 28, 108, False),
    ("HARVEST", "Harvest and wash", 137, 3, True), ("FILL", "Formulate and fill", 140, 1.5, True),
)  # fmt: skip


def lanes() -> tuple[Lane, ...]:
    rooms = [
        Lane(f"{key}", f"{key} {title}", Group.ROOMS, grade, STATES[n], BADGES.get(n, Badge.NONE), ("S1", "S2"))
        for n, (key, title, grade) in enumerate(ROOMS)
    ]
    instruments = [Lane(f"I{n}", f"Processor {n}", Group.INSTRUMENTS) for n in range(1, 9)]
    return (
        *rooms, *instruments,
        Lane("QC", "QC bench", Group.QC, stations=tuple(f"{n}" for n in range(1, 7)), exclusive=False),
        Lane("QA", "QA desk", Group.QA, stations=("1", "2"), exclusive=False),
        Lane("CLINIC", "Clinic East", Group.EXTERNAL, exclusive=False),
        Lane("COURIER", "Courier", Group.EXTERNAL, exclusive=False),
    )  # fmt: skip


def state_of(start: int, end: int) -> State:
    return State.DONE if end <= NOW else State.RUNNING if start <= NOW else State.PLANNED


def run(number: int, track: int, start: int, badge: Badge = Badge.NONE, note: str = "") -> list[Bar]:
    """One patient's batch in one station, with its instrument, tests, review, courier and infusion."""
    batch, bars = f"B-{400 + number:04d}", []
    for code, title, after, hours, attended in STEPS:
        begin = start + round(after * HOUR)
        end = begin + round(hours * HOUR)
        late = 9 * HOUR if badge is Badge.P1 and code in ("EXPAND", "HARVEST", "FILL") else 0
        begin, end = begin + (late if code != "EXPAND" else 0), end + late
        state = state_of(begin, end)
        said = badge if state is State.RUNNING or (badge and state is State.PLANNED and code == "HARVEST") else Badge.NONE
        bars.append(Bar(
            track, begin, end, batch, code, f"{batch} {title}", note if said else "", state=state, badge=said,
            flags=Flag.DRIVING if badge is Badge.P1 and state is not State.DONE and not attended else Flag.NONE,
            base_start=begin - late - (number % 3) * HOUR // 2, base_end=end - late - (number % 3) * HOUR // 2,
            p10=end - 3 * HOUR if state is State.RUNNING and not attended else 0,
            p90=end + (6 + number % 5) * HOUR if state is State.RUNNING and not attended else 0,
        ))  # fmt: skip
    finish = bars[-1].end
    bars.append(Bar(track, finish, finish + 2 * HOUR, batch, "CHANGEOVER", "Changeover", kind=Kind.CHANGEOVER,
                    state=state_of(finish, finish + 2 * HOUR)))  # fmt: skip
    bars.append(Bar(18 + track % 8, bars[1].start, bars[4].end, batch, "INSTRUMENT", f"{batch} on processor",
                    state=state_of(bars[1].start, bars[4].end)))  # fmt: skip
    for n, (code, title) in enumerate((("FLOW", "Flow"), ("LAL", "Endotoxin"), ("STERILITY", "Sterility"))):
        begin = finish + HOUR // 2 + n * HOUR // 4
        end = begin + (4 - n) * HOUR
        bars.append(Bar(26 + (number + 2 * n) % 6, begin, end, batch, code, f"{batch} {title}", kind=Kind.TEST,
                        state=state_of(begin, end)))  # fmt: skip
    review = finish + 5 * HOUR
    bars.append(Bar(32 + number % 2, review, review + 2 * HOUR, batch, "REVIEW", f"{batch} Record review",
                    state=state_of(review, review + 2 * HOUR)))  # fmt: skip
    bars.append(Bar(35, review + 3 * HOUR, review + 5 * HOUR, batch, "SHIP", f"{batch} to the clinic",
                    kind=Kind.EXTERNAL, state=state_of(review + 3 * HOUR, review + 5 * HOUR)))  # fmt: skip
    infuse = review + 6 * HOUR
    bars.append(Bar(34, infuse, infuse + HOUR, batch, "INFUSE", f"{batch} Infusion", kind=Kind.EXTERNAL,
                    state=state_of(infuse, infuse + HOUR)))  # fmt: skip
    return bars


def picture(now: int = NOW) -> BoardPicture:
    """The invented board as it stands at 14:05 on a Sunday."""
    bars: list[Bar] = []
    marks: list[MarkAt] = []
    notes = {
        2: (Badge.P1, "late 9 h: vector lot waits for QC"), 5: (Badge.P2, "keeps its promise 7 in 10"),
        6: (Badge.P3, "transduction window closes 16:40"), 9: (Badge.HOLD, "deviation DV-77"), 3: (Badge.P4, "reading due 14:30"),
    }  # fmt: skip
    turns = {track: NOW - 17 * DAY + (track * 5 % 17) * 7 * HOUR for track in range(18)}
    for number in range(60):
        track = (number * 5) % 18
        start = turns[track]
        turns[track] = start + (150 + number * 3 % 11) * HOUR
        running = start <= NOW <= start + 142 * HOUR
        badge, note = notes.pop(track, (Badge.NONE, "")) if running else (Badge.NONE, "")
        made = run(number, track, start, badge, note)
        bars += made
        promise = start - 6 * HOUR + 7 * DAY
        marks.append(MarkAt(track, promise, MarkKind.PROMISE, f"promise of {made[0].batch}", made[0].batch,
                            badge=Badge.P1 if badge is Badge.P1 else Badge.NONE))  # fmt: skip
        marks.append(MarkAt(track, start + 34 * HOUR, MarkKind.CLOSES, "transduction 18–30 h", made[0].batch,
                            since=start + 6 * HOUR))  # fmt: skip
    bars.append(Bar(16, NOW - 5 * HOUR, NOW - 2 * HOUR, "FF-031", "SETUP", "FF-031 Set-up", state=State.REPORTED))
    bars.append(Bar(17, NOW + 9 * HOUR, NOW + 57 * HOUR, "EM-12", "EM", "EM requalification", kind=Kind.BLOCK))
    bars.append(Bar(16, NOW + 5 * HOUR, NOW + 5 * HOUR, "FF-031", "GO", "FF-031 go / no go", kind=Kind.MILESTONE))
    midnight = NOW - NOW % DAY + 5 * HOUR
    shifts = [
        Band(midnight + day + round(begin * HOUR), midnight + day + round(end * HOUR), title)
        for day in range(-30 * DAY, 40 * DAY, DAY)
        for title, begin, end in (("Day", 6.5, 15), ("Evening", 14.5, 23), ("Night", 22.5, 31))
    ]
    closed = (Closed("CR9", NOW - 40 * HOUR, NOW - 14 * HOUR, "weekend"),)
    batches = {bar.batch for bar in bars}
    chain = [code for code, *_ in STEPS] + ["FLOW", "REVIEW", "SHIP", "INFUSE"]
    links = {batch: tuple(pairwise(chain)) for batch in batches}
    return BoardPicture(ZONE, now, lanes(), Bars.of(bars, 36), Marks.of(marks), tuple(shifts), closed, links)
