"""What the commands share that answer from the flow of work: the view, and what ids name."""

from __future__ import annotations

from collections.abc import Collection

import click

from awos_lint.cli.outer import report_incomplete
from awos_lint.cli.session import Session
from awos_lint.core.text import escape_text
from awos_lint.core.wording import join_names
from awos_lint.graph.lookup import find_by_id, name_kinds_with_article
from awos_lint.graph.project import Node, Project
from awos_lint.project.baseline_file import read_baseline
from awos_lint.project.load import Loaded
from awos_lint.workflow.reading import reading_of
from awos_lint.workflow.remaining import Reading
from awos_lint.workflow.view import View, view_of

_LONGEST = 200
_SHOWN = 3


def view_project(loaded: Loaded) -> View:
    """Return the view of a project that was read."""
    return view_of(loaded.project, loaded.settings.config, foreign=bool(loaded.unread))


def read_with(session: Session, loaded: Loaded) -> Reading:
    """Return what is known of a project that was read besides its graph."""
    return reading_of(loaded, read_baseline(session.tree, loaded.settings.config.baseline))


def report_unread(loaded: Loaded) -> int:
    """Say what was not read, so that the answer may lack it; return the exit code for that."""
    return report_incomplete(loaded.skipped, "not read")


def read_view(session: Session) -> tuple[View, int]:
    """Read the project; return its view, and the exit code if all else goes well."""
    loaded = session.load_project()
    return view_project(loaded), report_unread(loaded)


def resolve_node(project: Project, written: str, kinds: Collection[str] = ()) -> Node:
    """Return the node that an id names, of some kinds or of any.

    An id may be spelled in another way, and shortened as long as one node alone can be meant.
    Raises :class:`click.UsageError` with what was meant when there is none, or several.
    """
    found = find_by_id(project, written, kinds)
    if len(found) > 1:
        several = ", ".join(escape_text(other.id) for other in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise click.UsageError(
            f"{escape_text(written, 80)} may be {several}{more}: write which one"
        )
    if not found:
        raise click.UsageError(
            f"nothing has the id {escape_text(written, 80)}{_suggest_id(project, written)}"
        )
    node, written = found[0], found[0].id
    if kinds and node.kind not in kinds:
        said = f"{escape_text(written, 80)} is {name_kinds_with_article([node.kind])}"
        wanted = join_names(kinds).replace(" and ", " or ")
        raise click.UsageError(f"{said}, and what is asked for is a {wanted}")
    if written in project.twins:
        paths = sorted({escape_text(twin.document.path) for twin in project.twins[written]})
        raise click.UsageError(
            f"several have the id {escape_text(written, 80)}: {', '.join(paths)}"
        )
    return node


def _suggest_id(project: Project, written: str) -> str:
    if len(written) > _LONGEST:
        return ""
    close = project.suggest_node(written, {node.kind for node in project.nodes.values()})
    return f"; did you mean {escape_text(close.id)}?" if close else ""
