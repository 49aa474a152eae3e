import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

CellValue: TypeAlias = str | int | float | bool | datetime | date | time | timedelta | None

ILLEGAL_CHARACTERS_RE: re.Pattern[str]

class Hyperlink:
    target: str | None

class Cell:
    value: CellValue
    data_type: str
    number_format: str
    font: Font
    fill: PatternFill
    alignment: Alignment
    border: Border
    protection: Protection
    hyperlink: Hyperlink | None
    comment: object | None
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def column_letter(self) -> str: ...
    @property
    def coordinate(self) -> str: ...
    @property
    def is_date(self) -> bool: ...
    @property
    def parent(self) -> Worksheet: ...

class MergedCell(Cell): ...

def WriteOnlyCell(ws: Worksheet | None = None, value: object = None) -> Cell: ...
