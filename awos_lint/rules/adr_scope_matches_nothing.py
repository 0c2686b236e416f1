"""A decision in force governs files that exist."""

from collections.abc import Iterator

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.links import NearPaths
from awos_lint.model.document import Address, Document
from awos_lint.model.files import Files
from awos_lint.rules import Findings, project_rule
from awos_lint.text import visible


@project_rule(Severity.ERROR, softens=True)
def adr_scope_matches_nothing(project: Project) -> Findings:
    files, near = project.files, NearPaths(project.files)
    for document in project.of("adr"):
        if document.status in ("accepted", "proposed"):
            for address, pattern in _scopes(document):
                if _judged(pattern) and not files.any(pattern):
                    where = f"`{address[0]}` of {document.id or document.path}"
                    guess = _guess(files, near, pattern)
                    yield Finding(
                        at=document.at(*address),
                        message=f"`{visible(pattern, 80)}` in {where} matches no file",
                        help=f"did you mean `{guess}`?"
                        if guess
                        else "correct the path, or remove it if the files are gone for good",
                    )


def _scopes(document: Document) -> Iterator[tuple[Address, str]]:
    yield from document.strings("applies_to")
    for key, place in (("anchors", "path"), ("claims", "in")):
        entries = document.fields.get(key)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            path = entry.get(place) if isinstance(entry, dict) else None
            if isinstance(path, str):
                yield (key, index, place), path


def _judged(pattern: str) -> bool:
    """Whether the schema lets it pass; what it refuses is reported as such."""
    return bool(pattern) and not pattern.startswith("/") and ".." not in pattern.split("/")


def _guess(files: Files, near: NearPaths, pattern: str) -> str:
    full = files.full(pattern)
    found = files.other_case(full) or near.to(full)
    inside = found.removeprefix(f"{files.base}/") if files.base else found
    return "" if files.base and inside == found else inside
