"""The board as a value: who lies where and when, what is seen of it, and what it is called in words."""
