"""Decisions: claims, anchors, supersession, and one page of what is in force."""
