import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from ledgerly.invoices import add_line, create_tables, new_draft, total


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as db:
        create_tables(db)
        yield db


def test_the_total_is_the_sum_of_the_lines(db: sqlite3.Connection) -> None:
    draft = new_draft(db, "Northwind")
    add_line(db, draft, "Workshop", 120000)
    add_line(db, draft, "Travel", 4550)
    assert total(db, draft) == 124550


def test_a_line_needs_a_draft(db: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="there is no draft 3"):
        add_line(db, 3, "Workshop", 120000)
