"""The journal as an audit shows it: what is asked for, the pages read so far, and how an entry is told."""
