"""What a month came to."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledgerly.money import format_cents
from ledgerly.store import Entry


@dataclass(frozen=True)
class Summary:
    """The totals of one month in cents; ``expenses`` is zero or below."""

    income: int
    expenses: int

    @property
    def result(self) -> int:
        """What is left."""
        return self.income + self.expenses


def summarise(entries: Iterable[Entry]) -> Summary:
    """Add up entries; a reversal counts on the side of the entry that it reverses."""
    income = expenses = 0
    for entry in entries:
        if (entry.cents > 0) == (entry.reverses is None):
            income += entry.cents
        else:
            expenses += entry.cents
    return Summary(income, expenses)


def as_csv(month: str, summary: Summary) -> str:
    """Return the summary as two lines of comma-separated values."""
    totals = (summary.income, summary.expenses, summary.result)
    return "month,income,expenses,result\n" + ",".join([month, *map(format_cents, totals)])
