"""What the form of one batch shows, as plain values."""
