"""The sheets of paper on the screen: given out, brought back, keyed by two, and their originals kept."""
