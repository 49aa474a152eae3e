"""What replay says and where it can go: plain values behind its screen."""
