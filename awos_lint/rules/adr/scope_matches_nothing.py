"""A decision in force governs files that exist."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Address, Document
from awos_lint.core.model.files import Files
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.graph.decisions import in_force
from awos_lint.graph.globs import find_planned_globs
from awos_lint.graph.links import NearPaths
from awos_lint.graph.writes import find_meeting, normalize_path
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING)
def adr_scope_matches_nothing(project: Project) -> Findings:
    lost = list(_find_lost(project))
    to_come = find_meeting(
        (normalize_path(pattern) for _, _, pattern in lost), find_planned_globs(project)
    )
    near = NearPaths(project.files)
    for document, address, pattern in lost:
        if normalize_path(pattern) not in to_come:
            where = f"`{address[0]}` of {document.name}"
            guess = _guess_path(project.files, near, pattern)
            yield Finding(
                at=document.find_place(*address),
                message=f"`{escape_text(pattern, 80)}` in {where} matches no file",
                help=f"did you mean `{guess}`?"
                if guess
                else "correct the path, or name it in `touches` of the spec that will add it",
                subject=(str(address[0]), pattern),
            )


def _find_lost(project: Project) -> Iterator[tuple[Document, Address, str]]:
    """Yield what decisions in force say about where files are, and where none is."""
    for document in in_force(project):
        for address, pattern in _list_scopes(document):
            if _is_judged(pattern) and not project.files.matches_any(pattern):
                yield document, address, pattern


def _list_scopes(document: Document) -> Iterator[tuple[Address, str]]:
    yield from document.list_strings("applies_to")
    for key, place in (("anchors", "path"), ("claims", "in")):
        entries = document.fields.get(key)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            path = entry.get(place) if isinstance(entry, dict) else None
            if isinstance(path, str):
                yield (key, index, place), path


def _is_judged(pattern: str) -> bool:
    """Whether the schema lets it pass; what it refuses is reported as such."""
    return bool(pattern) and not pattern.startswith("/") and ".." not in pattern.split("/")


def _guess_path(files: Files, near: NearPaths, pattern: str) -> str:
    full = files.resolve_path(pattern)
    found = files.other_case(full) or near.find_near(full)
    inside = found.removeprefix(f"{files.base}/") if files.base else found
    return "" if files.base and inside == found else inside
