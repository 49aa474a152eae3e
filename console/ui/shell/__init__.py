"""The window itself: what is on top, where the pages stand, and what opens beside them."""
