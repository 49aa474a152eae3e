"""Which row of a sheet is its row of headings, and what each column says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from console.exchange.workbook.sheets import Area, Cell, Kind, Sheet
from console.exchange.workbook.spelling import fold
from console.exchange.workbook.words import HeadingWords, heading_words

_SEARCHED = 60
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_UTC = re.compile(r"\b(?:UTC|Zulu)\b")
_REGION = re.compile(r"\b[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}\b")
_JOINED = ("people", "note")
EDGES = ("planned_start", "planned_end", "started_at", "finished_at")
TIMES = (*EDGES, "start", "end")
_EDGE = {
    ("planned", "start"): "planned_start",
    ("planned", "end"): "planned_end",
    ("actual", "start"): "started_at",
    ("actual", "end"): "finished_at",
    ("", "start"): "start",
    ("", "end"): "end",
}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says: its field, its grain where it is a time (`date`, `time` or both), its zone if it names one."""

    field: str
    rank: int = 0
    grain: str = ""
    zone: ZoneInfo | None = None


@dataclass(frozen=True)
class Headings:
    """A row of headings as understood; `doubled` columns claim what another already says, `idle` ones say nothing known."""

    row: int
    columns: Mapping[int, Column]
    titles: Mapping[int, str]
    doubled: Mapping[int, int] = field(default_factory=dict)
    outranked: Mapping[int, int] = field(default_factory=dict)
    idle: tuple[int, ...] = ()

    def has(self, *fields: str) -> bool:
        """Whether a column says one of these."""
        return any(c.field in fields for c in self.columns.values())

    def of(self, name: str) -> list[int]:
        """The columns of a field, from the left."""
        return sorted(n for n, c in self.columns.items() if c.field == name)

    @property
    def complete(self) -> bool:
        """Whether rows under it can be steps: a batch, a step and a time can be named."""
        return self.has("batch") and self.has("step") and self.has(*TIMES)

    @property
    def score(self) -> int:
        """How much of it is understood."""
        return len({(c.field, c.grain) for c in self.columns.values()}) + (100 if self.complete else 0)


def find_headings(sheet: Sheet) -> Headings | None:
    """The first row of headings that is complete, else the best guess at one (for the complaint), else None."""
    best: Headings | None = None
    for _, headings in all_headings(sheet, _SEARCHED):
        if headings.complete:
            return headings
        if best is None or headings.score > best.score:
            best = headings
    return best if best and best.score > 1 else None


def all_headings(sheet: Sheet, limit: int) -> Iterator[tuple[int, Headings]]:
    """Each of the first `limit` filled rows that could be headings, read alone or together with the group row above."""
    above: Mapping[int, Cell] = {}
    for number, cells in sheet.rows[:limit]:
        if headings := headings_of(number, cells, above, sheet.merged):
            yield number, headings
        above = cells


def headings_of(number: int, cells: Mapping[int, Cell], above: Mapping[int, Cell], merged: tuple[Area, ...]) -> Headings | None:
    """This row as headings, alone or as the second line under groups (`Planned`: `Start`, `End`); None when it has no text."""
    plain = {n: str(c.held) for n, c in cells.items() if c.kind is Kind.TEXT}
    if len(plain) < 2:
        return None
    alone = _understood(number, plain)
    groups = _groups(above, max(*cells, *above, 0), merged)
    if (alone.complete and not alone.doubled) or not groups:
        return alone
    joined = {n: f"{groups.get(n, '')} {text}".strip() for n, text in plain.items() if not _column(text)}
    timed = {n: f"{groups[n]} {text}" for n, text in plain.items() if n in groups and _is_bare_time(text)}
    from_above = {n: t for n, t in groups.items() if n not in cells}
    together = _understood(number, from_above | plain | joined | timed)
    return together if together.score > alone.score or alone.doubled else alone


def _is_bare_time(text: str) -> bool:
    column = _column(text)
    return column is not None and column.field in ("start", "end", "day")


def _groups(above: Mapping[int, Cell], last: int, merged: tuple[Area, ...]) -> dict[int, str]:
    """The words of the row above over each column; a merged cell, or one with blanks after it, heads them all."""
    texts = {n: str(c.held) for n, c in above.items() if c.kind is Kind.TEXT}
    if len(texts) < 2 or len(texts) != len(above):
        return {}
    spans = {(a.top, a.left): a.right for a in merged if a.top == a.bottom}
    found: dict[int, str] = {}
    for n, text in sorted(texts.items()):
        right = spans.get((above[n].row, n))
        if right is None:
            right = min((m for m in texts if m > n), default=last + 1) - 1
        found |= dict.fromkeys(range(n, right + 1), text)
    return found


def _understood(number: int, titles: Mapping[int, str]) -> Headings:
    columns: dict[int, Column] = {}
    doubled: dict[int, int] = {}
    outranked: dict[int, int] = {}
    idle = []
    for n, title in sorted(titles.items()):
        column = _column(title)
        if column is None:
            idle.append(n)
            continue
        rival = next((m for m, c in columns.items() if (c.field, c.grain) == (column.field, column.grain)), None)
        if rival is None or column.field in _JOINED:
            columns[n] = column
        elif column.rank == columns[rival].rank:
            doubled[n] = rival
        elif column.rank > columns[rival].rank:
            outranked[n] = rival
        else:
            del columns[rival]
            columns[n] = column
            outranked[rival] = n
    return Headings(number, columns, dict(titles), doubled, outranked, tuple(idle))


@lru_cache(maxsize=4096)
def _column(title: str) -> Column | None:
    """What a heading says: with what stands in its brackets, else without, else when all its parts say the same."""
    zone, plain = _zone(title)
    for text in (_BRACKETS.sub(r" \1 ", plain), _BRACKETS.sub(" ", plain)):
        if column := _single(fold(text), zone):
            return column
    parts = [_single(fold(part), zone) for part in re.split(r"[/|,]| or ", _BRACKETS.sub(" ", plain))]
    first = parts[0]
    same = first is not None and all(p is not None and (p.field, p.grain) == (first.field, first.grain) for p in parts)
    return first if same else None


def _single(folded: str, zone: ZoneInfo | None) -> Column | None:
    words = heading_words()
    known = words.columns.get(folded)
    if known is None:
        numbered = words.columns.get(folded.rstrip(" 0123456789"))  # Operator 1, Operator 2
        known = numbered if numbered and numbered[0] in _JOINED else None
    return Column(known[0], known[1]) if known else _time_column(folded, words, zone)


def _time_column(folded: str, words: HeadingWords, zone: ZoneInfo | None) -> Column | None:
    """A time heading by its parts; None when a part is unknown or two parts contradict each other."""
    tokens = [t for t in folded.split() if t not in words.idle]
    said = next((f for f in (" ".join(tokens), folded) if f in words.said), "")
    found: dict[str, set[str]] = {"qualifier": set(), "edge": set(), "grain": set()}
    for token in [] if said else tokens:
        if token in words.said:
            qualifier, edge = words.said[token].split("_")
            found["qualifier"].add(qualifier)
            found["edge"].add(edge)
        elif part := next((p for p in found if token in getattr(words, p)), ""):
            found[part].add(getattr(words, part)[token])
        else:
            return None
    if said:
        qualifier, edge = words.said[said].split("_")
        found = {"qualifier": {qualifier}, "edge": {edge}, "grain": set()}
    if len(found["qualifier"]) > 1 or len(found["edge"]) > 1:
        return None
    qualifier, edge = ("".join(found[p]) for p in ("qualifier", "edge"))
    grain = "".join(found["grain"]) if len(found["grain"]) == 1 else ""
    if edge:
        return Column(_EDGE[(qualifier, edge)], grain=grain if grain != "both" else "", zone=zone)
    if grain == "date":
        return Column("day", rank=0 if "date" in tokens else 1, grain=qualifier, zone=zone)
    return None


def _zone(title: str) -> tuple[ZoneInfo | None, str]:
    """The zone a heading names outright, UTC or one such as Europe/Paris, and the heading without it."""
    if _UTC.search(title):
        return ZoneInfo("UTC"), _UTC.sub(" ", title)
    region = _REGION.search(title)
    if region and region.group() in available_timezones():
        return ZoneInfo(region.group()), title.replace(region.group(), " ")
    return None, title
