"""Rules about requirements and their criteria."""
