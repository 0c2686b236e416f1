"""Amounts of money as whole cents (ADR-0003)."""

import re

_AMOUNT = re.compile(r"(\d{1,9})(?:\.(\d{2}))?", re.ASCII)


def parse_cents(text: str) -> int:
    """Return the cents of an amount such as ``1200`` or ``1200.50``.

    Raises ValueError when the text is not an amount above zero with no or two decimals.
    """
    match = _AMOUNT.fullmatch(text)
    cents = int(match[1]) * 100 + int(match[2] or 0) if match else 0
    if cents == 0:
        raise ValueError(f"`{text}` is not an amount; write it like 1200 or 1200.50")
    return cents


def format_cents(cents: int) -> str:
    """Return cents as an amount with two decimals and, below zero, a minus sign."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"
