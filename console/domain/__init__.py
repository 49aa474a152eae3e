"""The floor, its words and its rules: pure values and pure functions, no clock, no I/O."""
