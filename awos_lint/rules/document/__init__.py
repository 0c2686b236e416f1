"""Rules about single documents."""
