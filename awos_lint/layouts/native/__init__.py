"""The native layout: front matter in YAML, items in Markdown, one folder of documents.

``mission.md``, ``roadmap.md``, ``decisions/NNNN-slug.md``, ``specs/NNN-slug/spec.md`` with
``tasks.md`` and ``requirements.md`` beside it, and ``standards/name.md``. The path implies kind
and id; what the front matter says wins. ``decisions/XXXX-slug.md`` is a proposal that has no number
yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import NATIVE, Address, Document, Mark, Problem
from awos_lint.core.model.files import matches_glob
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.status import Status, read_declared
from awos_lint.core.model.stray import Stray
from awos_lint.core.model.validate import find_problems, judge_kind
from awos_lint.core.text import Source, Span
from awos_lint.layouts import Claim, Layout
from awos_lint.syntax.parse import (
    Body,
    FrontMatter,
    assign_items,
    decode_document,
    read_body,
    read_front,
    read_items,
)
from awos_lint.syntax.parse.unnumbered import find_unnumbered

_DECISION = re.compile(r"decisions/(\d{1,6})-[^/]+\.md")
_PROPOSAL = re.compile(r"decisions/(X{2,6}-[A-Za-z0-9._-]{1,50})\.md")
_SPEC = re.compile(r"specs/(\d{1,6})-[^/]+/(spec|tasks|requirements)\.md")
_STANDARD = re.compile(r"standards/([A-Za-z0-9][A-Za-z0-9._-]{0,63})\.md")
_DIGITS = re.compile(r"[0-9]{1,6}")
_SINGLE = {"mission.md": "mission", "roadmap.md": "roadmap"}


def find_candidates(
    paths: Sequence[str], config: Config, kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield what each path below the documents' folder says about the document in it."""
    root = documents_folder(config)
    own = [(name, kind.path) for name, kind in config.kinds.items() if kind.path]
    for path in paths:
        named = next((name for name, glob in own if matches_glob(glob, path)), None)
        if named:
            yield Claim(path, named, *_own_id(path, kinds[named]))
        elif path.startswith(root) and path.lower().endswith(".md"):
            yield _built_in(path, path.removeprefix(root), kinds)


def documents_folder(config: Config) -> str:
    """Return the folder of documents with a final ``/``; nothing where it is the root."""
    return "" if config.documents in ("", ".") else f"{config.documents.strip('/')}/"


def _built_in(path: str, inside: str, kinds: Mapping[str, Kind]) -> Claim:
    if kind := _SINGLE.get(inside):
        implied = {"mission": "MISSION"} if kind == "roadmap" else {}
        return Claim(path, kind, kinds[kind].prefix, implied=implied)
    if match := _DECISION.fullmatch(inside):
        return Claim(path, "adr", f"ADR-{match[1]}", match[1])
    if match := _PROPOSAL.fullmatch(inside):
        return Claim(path, "adr", f"ADR-{match[1]}")
    if match := _SPEC.fullmatch(inside):
        number, kind = match[1], match[2]
        implied = {"spec": f"SPEC-{number}"} if kind == "tasks" else {}
        return Claim(path, kind, f"{kinds[kind].prefix}-{number}", number, implied)
    if match := _STANDARD.fullmatch(inside):
        return Claim(path, "standard", f"STD-{match[1]}")
    return Claim(path)


def _own_id(path: str, kind: Kind) -> tuple[str, str]:
    letters = rf"(?:{re.escape(kind.prefix)}[-_]?)?"
    match = re.match(rf"{letters}(\d{{1,6}})\b", path.rpartition("/")[2], re.IGNORECASE)
    return (f"{kind.prefix}-{match[1]}", match[1]) if match else ("", "")


def read(
    claimed: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document; nothing when a candidate turns out to be none."""
    decoded = decode_document(claimed.path, data)
    source = decoded.source
    front = read_front(source, config.limits)
    kind, disputes = _find_kind(claimed, front, kinds)
    if not kind:
        return ()
    blank = Document(source, kind, claimed.id, number=claimed.number, implied=claimed.implied)
    # A file of which nothing but a misspelt kind says that it is a document is not judged further.
    guessed = bool(disputes) and not claimed.kind
    if decoded.broken or front.broken or guessed:
        found = (*decoded.problems, *front.problems, *disputes)
        broken = replace(blank, problems=found, broken=True, unread=front.unread, front=front.span)
        return (broken,)
    body = read_body(source, front.body, config.limits)
    met = (*decoded.problems, *disputes)
    return (_read_whole(blank, front, body, met, kinds[kind]),)


def _find_kind(
    claimed: Claim, front: FrontMatter, kinds: Mapping[str, Kind]
) -> tuple[str, tuple[Problem, ...]]:
    """Return the kind of a document and what is wrong with it; no kind for no document."""
    said = _read_text(front, "kind")
    if not said:
        return claimed.kind, ()
    found = judge_kind(said, claimed.kind, kinds, front.marks[("kind",)].value)
    return (found[0], (found[1],)) if found else (said if said in kinds else "", ())


def _read_whole(
    blank: Document, front: FrontMatter, body: Body, met: tuple[Problem, ...], kind: Kind
) -> Document:
    title = next((h.title for h in body.headings if h.level == 1), "")
    opening = front.span and Span(front.span.start, _first_line(blank.source))
    judged = tuple(find_problems(kind, front.fields, front.marks, opening)) if opening else ()
    items = read_items(kind.name, body.entries)
    nameless = find_unnumbered(kind.name, body.entries, items, body.headings)
    said, marks = _stated_id(front, kind)
    return replace(
        blank,
        id=said or blank.id,
        title=_read_text(front, "title") or title,
        status=_read_text(front, "status") or kind.statuses[0],
        stated=_read_status(front, kind),
        fields={**front.fields, "id": said} if said else front.fields,
        marks=marks,
        front=front.span,
        items=items,
        headings=body.headings,
        links=body.links,
        anchors=body.anchors,
        prose=assign_items(body.prose, items),
        html=body.html,
        comments=body.comments,
        problems=(*met, *_find_unexplained(front, judged), *judged, *body.problems, *nameless),
        suppressions=(*front.suppressions, *body.suppressions),
        unread=front.unread or body.unread,
    )


def _find_unexplained(front: FrontMatter, judged: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what the parser met, without a doubt about a value that is refused anyway."""
    refused = {problem.span for problem in judged}
    for problem in front.problems:
        if problem.rule != "document-ambiguous-value" or problem.span not in refused:
            yield problem


def _stated_id(front: FrontMatter, kind: Kind) -> tuple[str, Mapping[Address, Mark]]:
    """Return the id that a front matter states, and the marks with its place under ``id``.

    A kind that keeps its id under a key of its own may write only the number there.
    """
    said, mark = _read_text(front, kind.id_key), front.marks.get((kind.id_key,))
    if kind.id_key == "id" or mark is None:
        return said, front.marks
    if _DIGITS.fullmatch(said):
        said = f"{kind.prefix}-{said}"
    elif not said.startswith(f"{kind.prefix}-"):
        return "", front.marks
    return said, {**front.marks, ("id",): mark}


def _read_status(front: FrontMatter, kind: Kind) -> Status:
    mark = front.marks.get(("status",))
    return read_declared(kind, front.fields.get("status"), mark.value if mark else None)


def _read_text(front: FrontMatter, key: str) -> str:
    value = front.fields.get(key)
    return value if isinstance(value, str) else ""


def _first_line(source: Source) -> int:
    return source.line_span(1).end


def _find_stray(
    claimed: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
) -> Stray | None:
    # Imported here: there is a file that is no document in few projects.
    from awos_lint.layouts.native.misplaced import find_stray

    return find_stray(claimed, data, config, kinds)


LAYOUT = Layout(NATIVE, find_candidates, read, find_stray=_find_stray)
