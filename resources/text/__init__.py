"""Words too long for the code, read as they are."""
