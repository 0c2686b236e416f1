"""awos: Git-native spec-driven development, checked as one typed document graph."""

__version__ = "0.2.0"
