"""Taking a supervisor's own workbook in: choose, look at everything, sign, all or nothing."""
