"""hv: time tracking for Harvest, from a terminal."""

# A constant, not importlib.metadata: reading it must not cost a start-up.
__version__ = "0.1.0"
