"""The audit on the screen: the journal line by line, searched, and marked as reviewed."""
