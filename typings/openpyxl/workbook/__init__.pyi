from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from openpyxl.worksheet.worksheet import Worksheet

class DocumentProperties:
    creator: str | None
    title: str | None
    created: datetime
    modified: datetime

class Workbook:
    epoch: datetime
    properties: DocumentProperties
    active: Worksheet
    worksheets: list[Worksheet]
    sheetnames: list[str]
    vba_archive: object | None
    def __init__(self, write_only: bool = False, iso_dates: bool = False) -> None: ...
    def create_sheet(self, title: str | None = None, index: int | None = None) -> Worksheet: ...
    def remove(self, worksheet: Worksheet) -> None: ...
    def save(self, filename: str | Path | IO[bytes]) -> None: ...
    def close(self) -> None: ...
    def __getitem__(self, key: str) -> Worksheet: ...
    def __contains__(self, key: str) -> bool: ...
    def __iter__(self) -> Iterator[Worksheet]: ...
