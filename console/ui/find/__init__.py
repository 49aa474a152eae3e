"""The one box of the console that finds: by identifier or words, from the keyboard alone."""
