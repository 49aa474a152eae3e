"""The screen of the audit."""
