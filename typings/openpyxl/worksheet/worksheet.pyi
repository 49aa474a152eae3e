from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, overload

from openpyxl.cell.cell import Cell, CellValue
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

class ColumnDimension:
    width: float
    hidden: bool

class RowDimension:
    height: float | None
    hidden: bool

class ColumnDimensions(dict[str, ColumnDimension]): ...
class RowDimensions(dict[int, RowDimension]): ...

class AutoFilter:
    ref: str | None

class MergedRange:
    min_row: int
    max_row: int
    min_col: int
    max_col: int
    coord: str

class MergedRanges:
    ranges: set[MergedRange]
    def __iter__(self) -> Iterator[MergedRange]: ...

class Worksheet:
    title: str
    sheet_state: Literal["visible", "hidden", "veryHidden"]
    freeze_panes: str | Cell | None
    column_dimensions: ColumnDimensions
    row_dimensions: RowDimensions
    auto_filter: AutoFilter
    merged_cells: MergedRanges
    # read_only sheets answer None where the file does not say
    @property
    def max_row(self) -> int: ...
    @property
    def max_column(self) -> int: ...
    @property
    def dimensions(self) -> str: ...
    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]: ...
    @property
    def values(self) -> Iterator[tuple[CellValue, ...]]: ...
    @overload
    def iter_rows(
        self,
        min_row: int | None = None,
        max_row: int | None = None,
        min_col: int | None = None,
        max_col: int | None = None,
        *,
        values_only: Literal[True],
    ) -> Iterator[tuple[CellValue, ...]]: ...
    @overload
    def iter_rows(
        self,
        min_row: int | None = None,
        max_row: int | None = None,
        min_col: int | None = None,
        max_col: int | None = None,
        values_only: Literal[False] = False,
    ) -> Iterator[tuple[Cell, ...]]: ...
    def append(self, iterable: Iterable[object] | dict[Any, object]) -> None: ...
    def cell(self, row: int, column: int, value: object = None) -> Cell: ...
    @overload
    def __getitem__(self, key: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, key: str) -> Cell: ...
    def __setitem__(self, key: str, value: object) -> None: ...
    def __iter__(self) -> Iterator[tuple[Cell, ...]]: ...
    def merge_cells(self, range_string: str) -> None: ...
    def add_table(self, table: Table) -> None: ...
    def add_data_validation(self, data_validation: DataValidation) -> None: ...
    def reset_dimensions(self) -> None: ...
    def calculate_dimension(self, force: bool = False) -> str: ...
