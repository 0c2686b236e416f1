"""What documents of foreign layouts call one another: paths, numbers with any padding, slugs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from awos_lint.core.model.document import Document, Prose
from awos_lint.core.model.files import Files
from awos_lint.graph.links import resolve_link
from awos_lint.graph.project import Edge, Node, Project, normalize_id

_NUMBERED = re.compile(r"(?:([A-Z]{2,8})-)?(\d{1,8})")
_RECORD = re.compile(r"\]\(|\b(?:ADRs?|RFC)[-_ #]{0,2}\d|\b\d{3,4}-[a-z]", re.IGNORECASE)
_CALLED = re.compile(r"(?:\d{4}-\d\d-\d\d-)?([A-Za-z]{2,8})[-_ ]?(\d{1,6})(?=[-_. ])")
_REACH = 300
_PARTLY = re.compile(
    r"\bpart(?:ly|ial|ially)?\b[^.\n]{0,20}(?:super[sc]e|replac|amend)"
    r"|(?:super[sc]e|replac)\w*[- ](?:in[- ]part|part)\b|\bamended by\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\D{0,12}(\d{1,8})")
_ENDING = re.compile(r"(.*?)(\d+)")
_REPLACED = re.compile(r"super[sc]e|replac|obsolet", re.IGNORECASE)


class ForeignNames:
    """Finds documents by what documents of foreign layouts call them."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = nodes

    @cached_property
    def _tables(self) -> tuple[dict[str, Node], dict[tuple[str, str], Node], dict[str, Node]]:
        """The documents by path, by folder and slug, and by id; of several the first."""
        documents = [node for node in self._nodes if node.item is None][::-1]
        return (
            {node.document.path: node for node in documents},
            {_split_path(node.document.path): node for node in documents},
            {normalize_id(node.id): node for node in documents},
        )

    def find_document(self, source: Node, written: str) -> Node | None:
        """Return the document that another one names: a path, ``ADR-7``, ``7`` or a slug.

        A number means the one in the same folder before it means one elsewhere.
        """
        by_path, by_stem, by_id = self._tables
        folder, _ = _split_path(source.document.path)
        if node := by_path.get(written) or by_stem.get((folder, written)):
            return node
        for name in _list_readings(source, written):
            if node := by_id.get(normalize_id(name)):
                return node
        return None

    def find_numbered(self, letters: str, number: str) -> Node | None:
        """Return the document whose id has some letters and a number, with any leading zeros."""
        return self._tables[2].get(normalize_id(f"{letters}-{number}"))


def _split_path(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name.rpartition(".")[0]


def _list_readings(source: Node, written: str) -> list[str]:
    own, number = _ENDING.fullmatch(source.id), _NUMBERED.fullmatch(written)
    letters = source.id.partition("-")[0]
    if number is None:
        return [f"{letters}-{written}", written]
    near = [f"{own[1]}{number[2]}"] if own and number[1] in (None, letters) else []
    return [*near, f"{number[1] or letters}-{number[2]}"]


def may_be_filed(project: Project, edge: Edge) -> bool:
    """Return whether a file beside a record may be the one it names, in a form that is not read."""
    number, (folder, _) = _NUMBERED.fullmatch(edge.written), _split_path(edge.source.document.path)
    if number is None or edge.source.document.is_native:
        return False
    wanted = number[2].lstrip("0")
    return any(
        wanted == found.lstrip("0") for found in _find_numbers(project.files).get(folder, ())
    )


@lru_cache(maxsize=4)
def _find_numbers(files: Files) -> dict[str, list[str]]:
    """Return the first number in the name of each file, by folder."""
    found: dict[str, list[str]] = {}
    for path in files.paths:
        folder, _, name = path.rpartition("/")
        if match := _FIRST.match(name):
            found.setdefault(folder, []).append(match[1])
    return found


def find_numbered_ids(project: Project) -> frozenset[str]:
    """Return the ids of letters and a number that a text may call something by, without zeros.

    Folders that count on their own have longer ids, and nobody writes them: any folder's ``0037``
    is ``ADR-37``. So is a file that is called so, whatever is read in it.
    """
    documents = (d for d in project.documents if d.id and d.number)
    found = {normalize_id(f"{d.id.partition('-')[0]}-{d.number}") for d in documents}
    names = (_CALLED.match(path.rpartition("/")[2]) for path in project.files.paths)
    return frozenset(found | {normalize_id(f"{name[1]}-{name[2]}") for name in names if name})


def mentions_decision(document: Document, other: Node) -> bool:
    """Return whether a document names a decision at all: by a link, its number or its file."""
    path = other.document.path
    targets = (resolve_link(document, link) for link in document.links)
    if any(target and target.path == path for target in targets):
        return True
    return _compile_mention(other).search(document.source.text) is not None


def _compile_mention(node: Node) -> re.Pattern[str]:
    _, stem = _split_path(node.document.path)
    forms = [rf"\b{re.escape(stem)}\b"]
    if number := _ENDING.fullmatch(node.id):
        letters, digits = node.id.partition("-")[0], number[2].lstrip("0") or "0"
        forms.append(rf"\b{letters}s?[-_ #]*0*{digits}\b")
        if number[2].startswith("0"):
            forms.append(rf"(?<![\w.]){number[2]}\b")
    return re.compile("|".join(forms), re.IGNORECASE)


class Tellings:
    """What records say in their own words about which of them were replaced.

    Of 37 superseded records in public repositories, nine name the successor below the status or
    elsewhere.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _passages(self) -> list[tuple[Document, str]]:
        return [
            (document, _join_prose(document, prose))
            for document in self._project.documents_of("adr")
            for prose in document.prose
            if _REPLACED.search(prose.text)
        ]

    def is_covered(self, node: Node) -> bool:
        """Return whether a text says in its own words what replaced a record."""
        document = node.document
        if document.is_native:
            return False
        if _says_more(document):
            return True
        form = _compile_mention(node)
        return any(
            other is not document and form.search(passage) for other, passage in self._passages
        )


def _says_more(document: Document) -> bool:
    """Whether a record says more about its replacement than that there is one."""
    text, status = document.source.text, document.find_place("status").span
    if status is None or not document.has_value("status"):
        return _REPLACED.search(text) is not None
    around = text[status.start : status.end + _REACH].partition("\n#")[0]
    if " by " in text[status.start : status.end] or _RECORD.search(around):
        return True
    places = (match.start() for match in _REPLACED.finditer(text))
    return any(not status.start <= place < status.end for place in places)


def is_partly_replaced(document: Document) -> bool:
    """Return whether a record of a foreign layout says that only a part of it was replaced."""
    return not document.is_native and _PARTLY.search(document.source.text) is not None


def _join_prose(document: Document, prose: Prose) -> str:
    """Return a paragraph with the destinations of its links."""
    span = prose.map_span(0, len(prose.text))
    return document.source.text[span.start : span.end]
