"""Native documents in a place where they are not read.

What a file is, its front matter says, or a path that differs from a document's in no more than the
case of letters, a plural, or a number that is missing. Everything else in the folder of documents
is somebody's note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from awos_lint.core.config import Config
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.stray import Stray
from awos_lint.core.text import Source, Span
from awos_lint.layouts import Claim
from awos_lint.layouts.dialect.record_paths import is_index, is_template
from awos_lint.layouts.native import documents_folder
from awos_lint.layouts.native.templates import make_slug
from awos_lint.syntax.parse import FrontMatter, decode_document, read_front

_FORMS: Mapping[str, str] = {
    "mission": "mission.md",
    "roadmap": "roadmap.md",
    "adr": "decisions/NNNN-name.md",
    "spec": "specs/NNN-name/spec.md",
    "tasks": "specs/NNN-name/tasks.md",
    "requirements": "specs/NNN-name/requirements.md",
    "standard": "standards/name.md",
}
"""What the path of each kind looks like in the folder of documents."""

_IN_SPEC = ("spec", "tasks", "requirements")
_SPELLINGS = {
    name: kind for kind in _FORMS for name in (kind.removesuffix("s"), f"{kind.removesuffix('s')}s")
}
"""What people call the files of each kind: one of them, or many."""
_ASIDE = frozenset(
    {"archive", "archived", "archives", "attic", "old", "trash", "template", "templates"}
    | {"example", "examples", "sample", "samples", "fixtures"}
)
"""Folders whose name says that nothing in them is in use."""
_NUMBERED = re.compile(r"(\d{1,6})(?:[-_. ]+(.*))?")
_OWN_NUMBER = re.compile(r"\d{1,6}|X{2,6}")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the folder of documents: the folder, the path in it, and what was read of it."""

    home: str
    inside: str
    source: Source
    front: FrontMatter

    @property
    def parts(self) -> list[str]:
        """The names in the path."""
        return self.inside.split("/")

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.parts[-1].rpartition(".")[0]

    def read_key(self, key: str) -> str:
        """Return what the front matter says under a key, if that is a text."""
        value = self.front.fields.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class _Move:
    """The file or folder to move, where to, and the number that the document then has, if any.

    The new path comes in two pieces where a number that is still free belongs between them.
    """

    moved: str
    place: tuple[str, ...]
    number: str = ""


def find_stray(
    claimed: Claim, data: bytes, config: Config, kinds: Mapping[str, Kind]
) -> Stray | None:
    """Return a file that is no document as the document that it looks like, if it does."""
    root = documents_folder(config)
    if not claimed.path.startswith(root):
        return None
    source = decode_document(claimed.path, data).source
    file = _File(root, claimed.path.removeprefix(root), source, read_front(source, config.limits))
    if _is_aside(file):
        return None
    return _by_id(file, config, kinds) or _by_path(file, kinds) or _by_status(file, kinds)


def _is_aside(file: _File) -> bool:
    """Return whether the path says that the file is no document: an index, a template, an old one.

    The names are those that are known from folders of decisions.
    """
    *folders, _ = file.parts
    if any(part.casefold() in _ASIDE or part.startswith((".", "_")) for part in folders):
        return True
    names = (*folders, file.stem)
    return is_index(file.stem) or file.stem.startswith("_") or any(map(is_template, names))


def _by_id(file: _File, config: Config, kinds: Mapping[str, Kind]) -> Stray | None:
    """Return what the id in the front matter says; a status of another kind contradicts it."""
    key, status = file.read_key("id"), file.read_key("status")
    kind = next((kind for kind in kinds.values() if _is_id(key, kind)), None)
    if kind is None or (status and status not in kind.statuses):
        return None
    span = file.front.marks[("id",)].value
    if kind.name not in _FORMS:
        form = config.kinds[kind.name].path or ""
        return Stray(file.source, kind.name, key, span, form)
    move = _plan_move(file, kind.name, key.removeprefix(kind.prefix).removeprefix("-"))
    return _make_stray(file, kind.name, key, span, move)


def _is_id(key: str, kind: Kind) -> bool:
    """Return whether an id is one of a kind, as its documents have them and its items do not."""
    if kind.name in ("mission", "roadmap"):
        return key == kind.prefix
    head, _, number = key.partition("-")
    named = kind.name == "standard" and number != ""
    return head == kind.prefix and (named or _OWN_NUMBER.fullmatch(number) is not None)


def _by_path(file: _File, kinds: Mapping[str, Kind]) -> Stray | None:
    """Return what a path says that is nearly the one of a document."""
    kind = _find_near_kind(file)
    if not kind:
        return None
    move, prefix = _plan_move(file, kind, ""), kinds[kind].prefix
    key = f"{prefix}-{move.number}" if move.number else ""
    return _make_stray(file, kind, prefix if kind in ("mission", "roadmap") else key, None, move)


def _by_status(file: _File, kinds: Mapping[str, Kind]) -> Stray | None:
    """Return what stands among the decisions and has the status of one."""
    among = file.parts[0] == "decisions" and len(file.parts) == 2
    if not among or file.read_key("status") not in kinds["adr"].statuses:
        return None
    return _make_stray(
        file, "adr", "", file.front.marks[("status",)].value, _plan_move(file, "adr", "")
    )


def _make_stray(file: _File, kind: str, key: str, span: Span | None, move: _Move) -> Stray:
    form = f"{file.home}{_FORMS[kind]}"
    return Stray(file.source, kind, key, span, form, move.moved, move.place)


def _find_near_kind(file: _File) -> str:
    """Return the kind of the documents that have nearly this path; nothing when there is none."""
    kind = _SPELLINGS.get(file.stem.casefold(), "")
    match [part.casefold() for part in file.parts]:
        case [_] if kind in ("mission", "roadmap"):
            return kind
        case [("decision" | "decisions"), name] if re.fullmatch(r"\d{1,6}-.+\.md", name):
            return "adr"
        case [("standard" | "standards"), _]:
            return "standard"
        case [("spec" | "specs"), folder, _] if kind in _IN_SPEC:
            # A folder without a number, in one that is not quite ours, may be anything.
            return kind if file.parts[0] == "specs" or _NUMBERED.fullmatch(folder) else ""
        case [*_, folder, _] if kind in _IN_SPEC and _NUMBERED.fullmatch(folder):
            return kind
    return ""


def _plan_move(file: _File, kind: str, number: str) -> _Move:
    """Return how a file gets the path of a kind, with a number or what its present path says."""
    path = file.source.path
    if kind in _IN_SPEC:
        return _move_spec(file, kind, number)
    if kind == "adr":
        number, name = _split_name(file.stem, number)
        place = _number_name(f"{file.home}decisions/", number, f"-{name or 'decision'}.md")
        return _Move(path, place, number)
    if kind == "standard":
        name = number or re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).strip("-.") or "standard"
        return _Move(path, (f"{file.home}standards/{name}.md",), name)
    return _Move(path, (f"{file.home}{_FORMS[kind]}",))


def _move_spec(file: _File, kind: str, number: str) -> _Move:
    *above, name = file.parts
    named = _SPELLINGS.get(file.stem.casefold()) == kind and above
    number, title = _split_name(above[-1] if named else file.stem, number)
    specs, rest = f"{file.home}specs/", f"-{title or make_slug(file.read_key('title'), kind)}"
    if above[:-1] == ["specs"] and name == f"{kind}.md":
        return _Move(f"{specs}{above[-1]}", _number_name(specs, number, rest), number)
    return _Move(file.source.path, _number_name(specs, number, f"{rest}/{kind}.md"), number)


def _split_name(name: str, number: str) -> tuple[str, str]:
    """Return the number of a name, or the one that is known already, and the words behind it."""
    found = _NUMBERED.fullmatch(name)
    return number or (found[1] if found else ""), make_slug((found[2] or "") if found else name, "")


def _number_name(before: str, number: str, after: str) -> tuple[str, ...]:
    return (f"{before}{number}{after}",) if number else (before, after)
