from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from ledgerly.store import Book

MARCH = date(2026, 3, 2)


@pytest.fixture
def book() -> Iterator[Book]:
    with closing(Book(":memory:")) as book:
        yield book


def test_a_month_is_ordered_by_day(book: Book) -> None:
    book.add(date(2026, 3, 9), -900, "Train")
    book.add(MARCH, 120000, "Workshop")
    book.add(date(2026, 4, 1), 100, "Next month")
    assert [entry.text for entry in book.month("2026-03")] == ["Workshop", "Train"]


def test_a_reversal_is_a_new_entry(book: Book) -> None:
    first = book.add(MARCH, 120000, "Workshop")
    second = book.reverse(first, MARCH)
    assert [(e.id, e.cents, e.reverses) for e in book.month("2026-03")] == [
        (first, 120000, None),
        (second, -120000, first),
    ]


def test_an_entry_is_reversed_once(book: Book) -> None:
    first = book.add(MARCH, 120000, "Workshop")
    book.reverse(first, MARCH)
    with pytest.raises(ValueError, match="reversed before"):
        book.reverse(first, MARCH)


def test_an_unknown_entry_is_not_reversed(book: Book) -> None:
    with pytest.raises(ValueError, match="there is no entry 7"):
        book.reverse(7, MARCH)
