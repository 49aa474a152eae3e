"""The one search: everything the floor knows by identifier or words, each found thing one line with the place it leads to."""
