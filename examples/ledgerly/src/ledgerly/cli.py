"""The command line: each command reads its arguments, asks the book, prints."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from ledgerly.money import format_cents, parse_cents
from ledgerly.store import Book
from ledgerly.summary import as_csv, summarise


def _add(book: Book, args: argparse.Namespace) -> None:
    cents = parse_cents(args.amount)
    print(book.add(args.on, cents if args.side == "income" else -cents, args.text))


def _list(book: Book, args: argparse.Namespace) -> None:
    entries = book.month(args.month)
    for entry in entries:
        print(entry.id, entry.day, format_cents(entry.cents), entry.text)
    if not entries:
        print("no entries")


def _reverse(book: Book, args: argparse.Namespace) -> None:
    print(book.reverse(args.entry, args.on))


def _month(book: Book, args: argparse.Namespace) -> None:
    summary = summarise(book.month(args.month))
    if args.csv:
        print(as_csv(args.month, summary))
        return
    for name in ("income", "expenses", "result"):
        print(f"{name:<9}{format_cents(getattr(summary, name)):>12}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ledgerly")
    parser.add_argument("--book", default="ledgerly.db", help="the file that holds the book")
    commands = parser.add_subparsers(required=True)

    add = commands.add_parser("add", help="record income or an expense")
    add.add_argument("side", choices=["income", "expense"])
    add.add_argument("amount")
    add.add_argument("text")
    add.add_argument("--on", type=date.fromisoformat, default=date.today())
    add.set_defaults(run=_add)

    entries = commands.add_parser("list", help="list the entries of a month")
    entries.add_argument("month", help="such as 2026-03")
    entries.set_defaults(run=_list)

    reverse = commands.add_parser("reverse", help="reverse an entry")
    reverse.add_argument("entry", type=int)
    reverse.add_argument("--on", type=date.fromisoformat, default=date.today())
    reverse.set_defaults(run=_reverse)

    month = commands.add_parser("month", help="add up a month")
    month.add_argument("month", help="such as 2026-03")
    month.add_argument("--csv", action="store_true")
    month.set_defaults(run=_month)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 when the book refuses what was asked."""
    args = _parser().parse_args(argv)
    with closing(Book(args.book)) as book:
        try:
            args.run(book, args)
        except ValueError as refusal:
            print(f"ledgerly: {refusal}", file=sys.stderr)
            return 2
    return 0
