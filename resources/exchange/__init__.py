"""The words by which people head their columns and name a step's state, as data."""
