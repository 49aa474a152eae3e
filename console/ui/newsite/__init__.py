"""Making an empty site: its folder, its class, its facility and its first administrator."""
