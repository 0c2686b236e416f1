"""Rules about suppressions and the baseline."""
