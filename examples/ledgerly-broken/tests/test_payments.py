import sqlite3
from contextlib import closing

import pytest

from ledgerly.payments import create_tables


def test_an_entry_pays_one_invoice() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        create_tables(db)
        db.execute("INSERT INTO payments VALUES (1, 7)")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO payments VALUES (2, 7)")
