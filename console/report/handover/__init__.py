"""The shift handover as a report: ten sections filled from the floor, and the sheet of a handover that was given."""
