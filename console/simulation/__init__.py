"""A plant that issues commands as people would: for the demo, for training and for tests."""
