"""The record: what was written, in which order, sealed so that nobody can change it unseen."""
