"""What we use of openpyxl: workbooks read row by row with their formulas seen, and written plainly."""

from pathlib import Path
from typing import IO

from openpyxl.workbook import Workbook as Workbook

__version__: str
DEFUSEDXML: bool
LXML: bool

def load_workbook(
    filename: str | Path | IO[bytes],
    read_only: bool = False,
    keep_vba: bool = False,
    data_only: bool = False,
    keep_links: bool = True,
    rich_text: bool = False,
) -> Workbook: ...
