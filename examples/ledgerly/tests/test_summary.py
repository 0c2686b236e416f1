from datetime import date

from ledgerly.store import Entry
from ledgerly.summary import Summary, as_csv, summarise

DAY = date(2026, 3, 2)


def test_income_and_expenses_are_added_apart() -> None:
    entries = [Entry(1, DAY, 120000, "Workshop", None), Entry(2, DAY, -900, "Train", None)]
    assert summarise(entries) == Summary(120000, -900)


def test_a_reversed_expense_lowers_the_expenses() -> None:
    entries = [Entry(1, DAY, -900, "Train", None), Entry(2, DAY, 900, "Reversal: Train", 1)]
    assert summarise(entries) == Summary(0, 0)


def test_csv_has_a_header_line() -> None:
    assert as_csv("2026-03", Summary(120000, -900)) == (
        "month,income,expenses,result\n2026-03,1200.00,-9.00,1191.00"
    )
