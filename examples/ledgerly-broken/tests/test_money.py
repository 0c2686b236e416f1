import pytest

from ledgerly.money import format_cents, parse_cents


@pytest.mark.parametrize(("text", "cents"), [("1200", 120000), ("0.05", 5), ("19.99", 1999)])
def test_an_amount_is_read_as_cents(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "0", "0.00", "-5", "1.5", "1.999", "1,50", "1e3"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_cents(text)


def test_a_negative_amount_keeps_its_cents() -> None:
    assert format_cents(-1999) == "-19.99"
