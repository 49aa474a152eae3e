"""The form of one batch: all that is known of it on one page, edited through commands only."""
