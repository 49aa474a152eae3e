"""The verbs and the wiring: the one place that knows every ring."""
