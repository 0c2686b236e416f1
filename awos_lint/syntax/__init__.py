"""Texts with places: read YAML, Markdown, JSON and TOML, and edit them byte by byte."""
