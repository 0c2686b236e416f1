"""``awos layout``: what was recognised, and what was left aside."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import click

from awos_lint.cli.session import Session, reads_tree
from awos_lint.layouts import layouts
from awos_lint.manual import layouts_page
from awos_lint.model.document import Document
from awos_lint.rules import all_rules
from awos_lint.text import visible
from awos_lint.workspace import Loaded

_Key = tuple[str, str]


@click.command("layout")
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("--rules", is_flag=True, help="Print what each layout is, and its rules.")
@reads_tree
def command(session: Session, format: str, rules: bool) -> None:  # noqa: A002
    """Print which layouts were found where, their documents, and what was left aside.

    A layout is how a project writes its documents down: the native one, or that of another tool.
    `layouts` in the configuration chooses among them.
    """
    if rules:
        click.echo(layouts_page(all_rules().values(), layouts().values()), nl=False)
        return
    loaded = session.load()
    found = _grouped(loaded)
    if format == "json":
        click.echo(json.dumps({"version": 1, "layouts": _entries(loaded, found)}, indent=2))
    elif not found:
        click.echo("awos: no layout was recognised here", err=True)
    else:
        click.echo("\n\n".join("\n".join(_lines(loaded, key, found[key])) for key in found))


def _grouped(loaded: Loaded) -> dict[_Key, list[Document]]:
    """Return the documents by layout and root; a root may hold nothing but what is left aside."""
    found: dict[_Key, list[Document]] = {}
    for document in (*loaded.project.documents, *loaded.project.prompts):
        found.setdefault((document.layout, loaded.root_of(document)), []).append(document)
    for aside in loaded.aside:
        found.setdefault((aside.layout, aside.root), [])
    return dict(sorted(found.items()))


def _entries(loaded: Loaded, found: dict[_Key, list[Document]]) -> list[dict[str, object]]:
    return [
        {
            "layout": layout,
            "root": root,
            "documents": dict(_kinds(documents)),
            "items": dict(_items(documents)),
            "aside": [{"path": p, "why": why} for p, why in _aside(loaded, (layout, root))],
        }
        for (layout, root), documents in found.items()
    ]


def _lines(loaded: Loaded, key: _Key, documents: list[Document]) -> Iterator[str]:
    layout, root = key
    yield f"{layout} in {visible(root) or 'the root of the repository'}"
    yield f"  documents: {_counted(_kinds(documents)) or 'none'}"
    if items := _counted(_items(documents)):
        yield f"  items: {items}"
    for path, why in _aside(loaded, key):
        yield f"  left aside: {visible(path)}: {why}"


def _kinds(documents: list[Document]) -> list[tuple[str, int]]:
    """Count documents by kind, and what agents read by what it is to them."""
    kinds = (document.implied.get("role") or document.kind for document in documents)
    return sorted(Counter(kinds).items())


def _items(documents: list[Document]) -> list[tuple[str, int]]:
    kinds = Counter(item.kind for document in documents for item in document.items)
    return sorted(kinds.items())


def _counted(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in counts)


def _aside(loaded: Loaded, key: _Key) -> list[tuple[str, str]]:
    return sorted((a.path, a.why) for a in loaded.aside if (a.layout, a.root) == key)
