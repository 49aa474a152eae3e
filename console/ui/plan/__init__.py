"""The screens of the plan beside the board: drafts, proposals, conflicts, reasons."""
