"""Rules about what may harm a reader or a machine."""
