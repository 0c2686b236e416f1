"""Rules about what must come before what."""
