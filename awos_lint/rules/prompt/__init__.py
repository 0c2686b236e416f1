"""Rules about files that coding agents read."""
