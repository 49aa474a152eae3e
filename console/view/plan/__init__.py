"""The plan in words: what a draft changes, what is proposed, what cannot hold, and why a bar lies where it lies."""
