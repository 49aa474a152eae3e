"""Pure trees of what is printed and exported: handover, batch history, audit, promise reports."""
