"""Payments: which entry of the book paid which invoice."""

import sqlite3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payments (
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    entry INTEGER NOT NULL UNIQUE REFERENCES entries (id)
)
"""


def create_tables(db: sqlite3.Connection) -> None:
    """Create the table unless it is there."""
    db.execute(_SCHEMA)
