"""The book: one SQLite file (ADR-0004) whose entries are never changed (ADR-0005)."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    cents INTEGER NOT NULL,
    text TEXT NOT NULL,
    reverses INTEGER UNIQUE REFERENCES entries (id)
)
"""


@dataclass(frozen=True)
class Entry:
    """One line of the book; income is above zero, an expense below."""

    id: int
    day: date
    cents: int
    text: str
    reverses: int | None


class Book:
    """The entries of one freelancer."""

    def __init__(self, path: Path | str) -> None:
        self.db = sqlite3.connect(path)
        self.db.execute(_SCHEMA)

    def close(self) -> None:
        """Release the file."""
        self.db.close()

    def add(self, day: date, cents: int, text: str, reverses: int | None = None) -> int:
        """Write a new entry and return its id."""
        with self.db:
            cursor = self.db.execute(
                "INSERT INTO entries (day, cents, text, reverses) VALUES (?, ?, ?, ?)",
                (day.isoformat(), cents, text, reverses),
            )
        return int(cursor.lastrowid or 0)

    def month(self, month: str) -> list[Entry]:
        """Return the entries of a month such as ``2026-03``, by day, then by id."""
        rows = self.db.execute(
            "SELECT id, day, cents, text, reverses FROM entries"
            " WHERE substr(day, 1, 7) = ? ORDER BY day, id",
            (month,),
        )
        return [Entry(row[0], date.fromisoformat(row[1]), *row[2:]) for row in rows]

    def reverse(self, entry: int, day: date) -> int:
        """Write the opposite of an entry and return the new id.

        Raises ValueError when there is no such entry or it has been reversed before.
        """
        row = self.db.execute("SELECT cents, text FROM entries WHERE id = ?", (entry,)).fetchone()
        if row is None:
            raise ValueError(f"there is no entry {entry}")
        try:
            return self.add(day, -row[0], f"Reversal: {row[1]}", entry)
        except sqlite3.IntegrityError:
            raise ValueError(f"entry {entry} has been reversed before") from None
