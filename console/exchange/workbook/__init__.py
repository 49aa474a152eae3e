"""A supervisor's own workbook in and out: `read_file` gives a Reading, `write_xlsx` and `write_csv` the same form back."""

from console.exchange.workbook.bounds import BOUNDS, Bounds
from console.exchange.workbook.clocks import DayOrder
from console.exchange.workbook.limited import read_file
from console.exchange.workbook.preview import COLUMNS, PreviewRow, preview, report_lines
from console.exchange.workbook.reader import Wish, read_content
from console.exchange.workbook.reading import Fault, Reading, StepRow, Weight
from console.exchange.workbook.vocabulary import Place, RecipeWords, StepWords, Vocabulary
from console.exchange.workbook.writing import write_csv, write_xlsx

__all__ = [
    "BOUNDS",
    "COLUMNS",
    "Bounds",
    "DayOrder",
    "Fault",
    "Place",
    "PreviewRow",
    "Reading",
    "RecipeWords",
    "StepRow",
    "StepWords",
    "Vocabulary",
    "Weight",
    "Wish",
    "preview",
    "read_content",
    "read_file",
    "report_lines",
    "write_csv",
    "write_xlsx",
]
