"""The console: what a supervisor sees of the cleanrooms, and what she asks of them."""

__version__ = "0.1.0"
