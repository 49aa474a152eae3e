from openpyxl.utils.cell import (
    column_index_from_string as column_index_from_string,
    coordinate_to_tuple as coordinate_to_tuple,
    get_column_letter as get_column_letter,
)
