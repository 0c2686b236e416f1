"""Bookkeeping for one freelancer."""
