"""The version, as a constant: asking importlib.metadata costs 44 ms."""

__version__ = "0.1.0"
