"""How long the printer takes, and how long it holds the window up at a time."""
