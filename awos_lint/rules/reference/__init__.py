"""Rules about ids and links."""
