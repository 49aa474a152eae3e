"""The window of replay: what this console showed at an instant of the past, on every page marked read-only."""
