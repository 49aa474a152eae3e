"""The sheets of paper the site has out: what stands on them, and what is keyed back from them."""
