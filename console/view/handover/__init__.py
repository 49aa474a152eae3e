"""What lies behind the screen of the shift handover."""
