"""How the forecast learns: from what was seen of steps, waits and chances to laws that own up to how little that may be."""
