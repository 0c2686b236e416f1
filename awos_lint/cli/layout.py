"""``awos layout``: what was recognised, and what was left aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

import click

from awos_lint.cli.outer import INCOMPLETE, report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_message, write_output
from awos_lint.core.diagnostic import select_failures
from awos_lint.core.escape import to_json
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.core.wording import count_noun
from awos_lint.layouts import load_layouts
from awos_lint.layouts.unread import UnreadFramework
from awos_lint.linter.manual import layouts_page
from awos_lint.project.declared import Declared, find_declared
from awos_lint.project.load import Loaded
from awos_lint.report.structured import skip_entry
from awos_lint.rules import all_rules

_Key = tuple[str, str]
_TOP = "the root of the repository"


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
def command(session: Session, format: str, rules: bool) -> int:  # noqa: A002
    """Print which layouts were found where, their documents, and what was left aside.

    Also which folder of documents is declared, what is declared and absent, and which frameworks
    are recognised and not read. A layout is how a project writes its documents down: the native
    one, or that of another tool. `layouts` in the configuration chooses among them.
    """
    if rules:
        write_output(layouts_page(all_rules().values(), load_layouts().values()))
        return 0
    loaded = session.load_project()
    found = _group_documents(loaded)
    told = find_declared(session.tree, loaded.settings)
    declared = told if isinstance(told, Declared) else None
    if format == "json":
        page = {"version": 1, "layouts": _export_layouts(loaded, found)}
        write_output(to_json(page | _export_others(loaded, declared)), machine=True)
    else:
        if not found:
            write_message("no layout was recognised here")
        parts = ["\n".join(_format_layout(loaded, key, found[key])) for key in found]
        parts += ["\n".join(_unread_lines(framework)) for framework in loaded.unread]
        parts += ["\n".join(lines)] if (lines := [*_declared_lines(loaded, declared)]) else []
        write_output("\n\n".join(parts) + "\n" * bool(parts))
    bugs = report_incomplete(select_failures(loaded.skipped), "not read")
    return bugs or (INCOMPLETE if loaded.absent() else 0)


def _group_documents(loaded: Loaded) -> dict[_Key, list[Document]]:
    """Return the documents by layout and root; a root may hold nothing but what is left aside."""
    found: dict[_Key, list[Document]] = {}
    for document in (*loaded.project.documents, *loaded.project.prompts):
        found.setdefault((document.layout, loaded.root_of(document)), []).append(document)
    for aside in loaded.aside:
        found.setdefault((aside.layout, aside.root), [])
    return dict(sorted(found.items()))


def _export_others(loaded: Loaded, declared: Declared | None) -> dict[str, object]:
    """Return what is declared, absent and unread, as JSON has it."""
    return {
        "declared": declared and {"folder": declared.folder, "by": declared.by},
        "absent": [skip_entry(skip) for skip in loaded.absent()],
        "unread": [asdict(framework) for framework in loaded.unread],
    }


def _unread_lines(framework: UnreadFramework) -> Iterator[str]:
    yield f"{framework.name} in {escape_text(framework.root) or _TOP}"
    yield f"  not read: {framework.title}, {count_noun(framework.files, 'file')}"


def _declared_lines(loaded: Loaded, declared: Declared | None) -> Iterator[str]:
    if declared:
        yield f"declared: {escape_text(declared.folder)}, by {declared.by}"
    for skip in loaded.absent():
        yield f"absent: {escape_text(skip.what)}: {escape_text(skip.why)}"


def _export_layouts(loaded: Loaded, found: dict[_Key, list[Document]]) -> list[dict[str, object]]:
    return [
        {
            "layout": layout,
            "root": root,
            "documents": dict(_count_kinds(documents)),
            "items": dict(_count_items(documents)),
            "aside": [{"path": p, "why": why} for p, why in _list_aside(loaded, (layout, root))],
        }
        for (layout, root), documents in found.items()
    ]


def _format_layout(loaded: Loaded, key: _Key, documents: list[Document]) -> Iterator[str]:
    layout, root = key
    yield f"{layout} in {escape_text(root) or _TOP}"
    yield f"  documents: {_format_counts(_count_kinds(documents)) or 'none'}"
    if items := _format_counts(_count_items(documents)):
        yield f"  items: {items}"
    for path, why in _list_aside(loaded, key):
        yield f"  left aside: {escape_text(path)}: {why}"


def _count_kinds(documents: list[Document]) -> list[tuple[str, int]]:
    """Count documents by kind, and what agents read by what it is to them."""
    kinds = (document.implied.get("role") or document.kind for document in documents)
    return sorted(Counter(kinds).items())


def _count_items(documents: list[Document]) -> list[tuple[str, int]]:
    kinds = Counter(item.kind for document in documents for item in document.items)
    return sorted(kinds.items())


def _format_counts(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in counts)


def _list_aside(loaded: Loaded, key: _Key) -> list[tuple[str, str]]:
    return sorted((a.path, a.why) for a in loaded.aside if (a.layout, a.root) == key)
