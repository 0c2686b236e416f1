"""Draft invoices and their lines, in the same file as the entries (ADR-0004)."""

import sqlite3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS invoices (
    id INTEGER PRIMARY KEY,
    client TEXT NOT NULL,
    number TEXT UNIQUE
);
CREATE TABLE IF NOT EXISTS invoice_lines (
    invoice INTEGER NOT NULL REFERENCES invoices (id),
    text TEXT NOT NULL,
    cents INTEGER NOT NULL
);
"""


def create_tables(db: sqlite3.Connection) -> None:
    """Create the tables unless they are there."""
    db.executescript(_SCHEMA)


def new_draft(db: sqlite3.Connection, client: str) -> int:
    """Write an invoice without a number and return its id."""
    with db:
        cursor = db.execute("INSERT INTO invoices (client) VALUES (?)", (client,))
    return int(cursor.lastrowid or 0)


def add_line(db: sqlite3.Connection, invoice: int, text: str, cents: int) -> None:
    """Add a line to a draft; raises ValueError when there is no such draft."""
    found = db.execute("SELECT 1 FROM invoices WHERE id = ? AND number IS NULL", (invoice,))
    if found.fetchone() is None:
        raise ValueError(f"there is no draft {invoice}")
    with db:
        db.execute("INSERT INTO invoice_lines VALUES (?, ?, ?)", (invoice, text, cents))


def total(db: sqlite3.Connection, invoice: int) -> int:
    """Return the sum of an invoice's lines in cents."""
    row = db.execute(
        "SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE invoice = ?", (invoice,)
    ).fetchone()
    return int(row[0])
