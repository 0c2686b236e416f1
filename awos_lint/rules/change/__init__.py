"""Rules about steps between two commits."""
