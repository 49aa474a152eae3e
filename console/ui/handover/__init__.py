"""The shift handover on the screen."""
