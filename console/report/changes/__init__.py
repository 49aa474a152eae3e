"""What changed on the floor since a person left it."""
