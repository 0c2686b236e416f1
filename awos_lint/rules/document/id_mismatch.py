"""A document's id, its title and its path carry the same number."""

import re
from collections.abc import Iterable, Iterator
from shlex import quote

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import ID, SERIES, Kind
from awos_lint.core.text import Place, Span
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, report_problems, rule

_NUMBERED = re.compile(r"[A-Z][A-Z0-9]*-(\d{1,9})")


@rule(PROJECT, Severity.ERROR)
def document_id_mismatch(project: Project) -> Findings:
    for document in project.documents:
        kind = project.kinds.get(document.kind)
        if kind and not document.broken and not any(document.list_problems("document-misplaced")):
            wrong = [
                *report_problems(document, "document-id-mismatch"),
                *_check_id(project, document, kind),
            ]
            yield from wrong or _check_titles(document, kind)


def _check_id(project: Project, document: Document, kind: Kind) -> Findings:
    if not document.has_value("id") or not ID.fullmatch(document.id):
        return
    prefix, path = kind.prefix, document.number
    right = f"write `{prefix}-{path}`" if path else f"begin it with `{prefix}`"
    number = _NUMBERED.fullmatch(document.id)
    if document.id != prefix and not document.id.startswith(f"{prefix}-"):
        yield Finding(
            at=document.find_place("id"),
            message=f"{document.id} is not an id of kind `{kind.name}`; those begin with {prefix}",
            help=f"{right}, or move the file to where its kind belongs",
            subject=("id",),
        )
    elif number and path and int(number[1]) != int(path):
        yield Finding(
            at=document.find_place("id"),
            message=f"the id is {document.id}, but the path has the number {path}",
            help=f"{right}, or {_suggest_renaming(project, document, number[1])}",
            subject=("id",),
        )


def _suggest_renaming(project: Project, document: Document, number: str) -> str:
    """Return how the path gets the number of the id: by a command where that one would do it."""
    others = (other for other in project.documents_of(document.kind) if other is not document)
    taken = any(number_of and int(number_of) == int(number) for number_of in _list_numbers(others))
    alone = document.kind in SERIES and document.is_native
    if taken or not alone:
        return "rename the file"
    # By its path: the id is what is in question.
    return f"run `awos renumber {quote(document.path)} {number}` to rename the file"


def _list_numbers(documents: Iterable[Document]) -> Iterator[str]:
    """Yield the numbers that some documents have in their paths and in their ids."""
    for document in documents:
        yield document.number
        match = _NUMBERED.fullmatch(document.id)
        yield match[1] if match else ""


def _check_titles(document: Document, kind: Kind) -> Findings:
    if not document.number:
        return
    prefix = re.escape(kind.prefix)
    plain = r"(\d{1,9})\.(?=\s)|(0\d{1,9})(?=\s*[:–—-])"
    numbered = rf"{prefix}[ -]?#?(\d{{1,9}})\b(?![-./]\d)|{plain}"
    for place, text in _list_titles(document):
        match = re.match(numbered, text, re.IGNORECASE)
        if match and int(next(filter(None, match.groups()))) != int(document.number):
            said, start = match[0].removesuffix("."), place.span.start if place.span else 0
            yield Finding(
                at=document.make_place(Span(start, start + len(said))),
                message=f"the title says {said}, but the path has the number {document.number}",
                help="correct the number in the title, or rename the file",
                subject=(said,),
            )


def _list_titles(document: Document) -> Iterator[tuple[Place, str]]:
    """Yield the places of the title and the H1 with the text as it stands there."""
    places = [document.find_place("title")] if document.has_value("title") else []
    if document.heading:
        places.append(document.make_place(document.heading.span))
    for place in places:
        if place.span:
            text = document.source.text[place.span.start : place.span.end]
            quote = text[:1] in ("'", '"')
            yield document.make_place(Span(place.span.start + quote, place.span.end)), text[quote:]
