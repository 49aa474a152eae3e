"""What the audit shows, without a screen."""
