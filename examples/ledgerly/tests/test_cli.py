from pathlib import Path

import pytest

from ledgerly.cli import main


@pytest.fixture
def book(tmp_path: Path) -> str:
    return f"--book={tmp_path / 'book.db'}"


def test_add_prints_the_id(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([book, "add", "income", "1200.00", "Workshop", "--on", "2026-03-02"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_a_refused_amount_is_named(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([book, "add", "expense", "9.999", "Train"]) == 2
    assert "`9.999` is not an amount" in capsys.readouterr().err


def test_an_empty_month_is_said(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([book, "list", "2026-03"]) == 0
    assert capsys.readouterr().out == "no entries\n"


def test_month_prints_three_totals(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([book, "add", "income", "1200", "Workshop", "--on", "2026-03-02"])
    main([book, "add", "expense", "9", "Train", "--on", "2026-03-09"])
    capsys.readouterr()
    main([book, "month", "2026-03"])
    assert capsys.readouterr().out.split() == [
        *("income", "1200.00"),
        *("expenses", "-9.00"),
        *("result", "1191.00"),
    ]
