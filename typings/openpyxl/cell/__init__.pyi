from openpyxl.cell.cell import Cell as Cell, MergedCell as MergedCell, WriteOnlyCell as WriteOnlyCell
from openpyxl.cell.read_only import EmptyCell as EmptyCell, ReadOnlyCell as ReadOnlyCell
