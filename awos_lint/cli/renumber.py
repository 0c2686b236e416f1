"""``awos renumber``: another number for a document, and every link to it rewritten."""

from __future__ import annotations

import click

from awos_lint.actions.renumber import carry_out, find_voided, plan_renumbering, rewrite_texts
from awos_lint.actions.rewrite_ids import Renumbering
from awos_lint.approvals.transitions import name_of
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import documents_of, writes_documents
from awos_lint.core.escape import show_text
from awos_lint.core.text import Place, Source
from awos_lint.core.wording import count_noun
from awos_lint.linter.fixes import write_diff
from awos_lint.project.load import Loaded

_SHOWN = 10


@click.command("renumber")
@click.argument("old", metavar="ID|PATH")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--dry-run", is_flag=True, help="Show the plan; change nothing.")
@writes_documents
def command(session: Session, old: str, new: str | None, dry_run: bool) -> None:
    """Give a document another number: NEW, or the next that is free.

    NEW is an id, or a number alone, which is then written as wide as the old one.

    Renames its file, or its folder where it is a spec, and rewrites its id and every link to it, by
    id or by path, also those in Markdown files that are no documents. All of it is written, or
    nothing. What running text says of the old id is named and left as it is.
    """
    loaded = session.load_project()
    (document,) = documents_of(session, loaded.project, [old])
    plan = plan_renumbering(session.place, loaded, document, new)
    changed = rewrite_texts(session.place, loaded, plan)
    if dry_run:
        write_output(_format_plan(plan, changed))
    else:
        carry_out(session.place, plan, changed)
    write_output(_format_outcome(plan, len(changed), "would be" if dry_run else "is"))
    for other in find_voided(loaded, plan, changed):
        write_message(
            f"{show_text(name_of(other))} has to be approved again: its text names another id"
        )
    _warn_mentions(loaded, plan)


def _format_plan(plan: Renumbering, changed: dict[str, tuple[Source, str]]) -> str:
    pages = [
        write_diff(show_text(path), source.text, text) for path, (source, text) in changed.items()
    ]
    lines = "".join(pages).split("\n")[:-1]
    return "".join(f"{show_text(line)}\n" for line in lines)


def _format_outcome(plan: Renumbering, files: int, verb: str) -> str:
    lines = [
        f"{show_text(old)} {verb} {show_text(new)}" for old, new in plan.ids.items() if old != new
    ]
    if plan.move:
        lines.append(f"{show_text(plan.move.old)} {verb} {show_text(plan.move.new)}")
    lines.append(f"{count_noun(files, 'file')} {'would change' if verb != 'is' else 'changed'}")
    return "\n".join(lines) + "\n"


def _warn_mentions(loaded: Loaded, plan: Renumbering) -> None:
    """Say where running text is left as it was."""
    sources = {document.path: document.source for document in loaded.project.documents}
    for place in plan.mentions[:_SHOWN]:
        write_message(f"{_format_place(sources[place.path], place)} still speaks of the old id")
    if len(plan.mentions) > _SHOWN:
        write_message(f"and {count_noun(len(plan.mentions) - _SHOWN, 'more place')} speak of it")


def _format_place(source: Source, place: Place) -> str:
    at = source.find_location(place.span)
    return f"{show_text(at.path)}:{at.line}:{at.column}"
