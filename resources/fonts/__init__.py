"""The one typeface of the console, with tabular digits (Inter, OFL)."""
