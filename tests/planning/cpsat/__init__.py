"""The solver held against the check and against brute force; the one folder of the free rings that needs it installed."""
