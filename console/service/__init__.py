"""The console at work: what the screens and the verbs ask, in plain Python."""
