"""Where decision records lie, and what their paths say: names, numbers, ids.

The forms are those of adr-tools, MADR, log4brains, adg, archgate and a survey of 43 repositories.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

ENDINGS = (".md", ".markdown")

_HOME = re.compile(
    r"(?:\d+[-_.])?(?:adrs?|madrs?|adl|ad[-_]?records?"
    r"|(?:(?:arch|architectur(?:e|al)|design|tech|technical|project)[-_ ]?)?"
    r"decisions?(?:[-_ ]?(?:records?|logs?))?)",
    re.IGNORECASE,
)
_FOREIGN = frozenset(
    {"node_modules", "vendor", "vendored", "third_party", "third-party", "venv", ".venv"}
    | {"site-packages", "dist", "build", "target", ".git", ".tox", ".cache"}
    | {"fixtures", "__fixtures__", "testdata", "test-data", "tests", "test", "__tests__"}
    | {"example", "examples", "sample", "samples", "template", "templates", "_templates"}
    | {".templates", ".specify", ".kiro", ".agent-os", "agent-os", "openspec", ".taskmaster"}
)
_TESTS = re.compile(r"[\w.-]*[-_](?:tests|fixtures|testdata)", re.IGNORECASE)
"""`integration-tests`, `e2e_fixtures`: what stands there is what a test reads."""
_TOOLS = frozenset({"skills", "commands", "agents", "plugins", "worktrees", "prompts", "rules"})
_INDEX = re.compile(
    r"(?:0+[-_ ])?(?:readme|_?index|adr[-_]?(?:index|log|list)|(?:decision[-_]?)?log|toc|overview)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[-_. ]+")
_BLANK = re.compile(r"x{2,}|n{2,}|#+|yyyymmdd|yyyy|mm|dd", re.IGNORECASE)
_BESIDE = frozenset(
    {"", "ad", "adr", "adrs", "architecture", "architectural", "bare", "decision", "default", "doc"}
    | {"de", "décision", "decisión", "decisao", "decisão", "decisione", "entscheidung", "решение"}
    | {"example", "full", "lite", "long", "madr", "markdown", "md", "minimal", "nygard", "record"}
    | {"records", "short", "simple", "empty"}
)
"""Words that stand beside "template" in the name of one; "0005-template-engine" is a record."""
_TEMPLATE = frozenset(
    {"template", "templates", "gabarit", "mal", "mall", "modele", "modèle", "modello", "modelo"}
    | {"muster", "plantilla", "predloga", "šablona", "sablona", "sjabloon", "szablon", "vorlage"}
    | {"шаблон", "模板", "范本", "範本", "テンプレート", "雛形", "템플릿", "서식"}
)
"""What a template is called in the languages whose status words are known."""
_LANGUAGE = re.compile(r"(.+)[._-]([a-z]{2}(?:[-_][A-Za-z]{2})?)")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d|\d{8})(?:[-_. ]+(.*))?")
_NUMBERED = re.compile(
    r"(?:((?i:m?adr|[a-z]?dr|ad))[-_. ]?|((?:[A-Z][A-Z0-9]{1,7}-){0,1}[A-Z][A-Z0-9]{1,7})-)?"
    r"(\d{1,6})(?:[-_ ]+(.*)|\.[ _](.*))?"
)
_LETTERED = re.compile(r"m?adr", re.IGNORECASE)
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Name:
    """What a file name says: ``adr-0007-use-x`` has prefix ``ADR``, number ``0007``, a slug."""

    stem: str
    prefix: str = ""
    number: str = ""
    slug: str = ""
    dated: bool = False

    @property
    def has_form(self) -> bool:
        """Whether the name has a number or a date at all."""
        return bool(self.number) or self.dated

    @property
    def has_letters(self) -> bool:
        """Whether the letters in front say that it is a decision record."""
        return self.prefix.partition("-")[0] in ("ADR", "MADR")

    @property
    def own(self) -> str:
        """The id within the folder, without the letters in front."""
        return self.number or _UNFIT.sub("-", self.stem).strip("-.")


def parse_name(stem: str) -> Name:
    """Return what a file name without its ending says."""
    match = _DATED.fullmatch(stem)
    if match and _is_date(match[1]):
        inner = parse_name(match[2]) if match[2] else Name("")
        # hydra writes the day before the number: 2021-03-04_012-slug.
        if inner.number:
            return Name(stem, inner.prefix, inner.number, inner.slug)
        return Name(stem, slug=match[2] or "", dated=True)
    if match := _NUMBERED.fullmatch(stem):
        prefix = (match[1] or match[2] or "").upper()
        return Name(stem, prefix, match[3], match[4] or match[5] or "")
    return Name(stem)


def _is_date(text: str) -> bool:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return 1990 <= day.year <= 2100


@dataclass(frozen=True)
class Folder:
    """The Markdown files of one folder that may hold records.

    ``root`` is the topmost folder that is called like a place for decisions, else the folder
    itself; ``home`` tells whether there is one.
    """

    path: str
    root: str
    home: bool
    stems: Mapping[str, str] = field(repr=False)

    @cached_property
    def names(self) -> dict[str, Name]:
        """What the files are called, by path; index pages, templates and translations left out."""
        return {p: parse_name(stem) for p, stem in self.stems.items() if not self.find_reason(p)}

    @cached_property
    def pages(self) -> list[str]:
        """The index pages."""
        return [path for path, stem in self.stems.items() if is_index(stem)]

    def find_reason(self, path: str) -> str:
        """Return why a file is no record, whatever stands in it; else nothing."""
        stem = self.stems[path]
        if is_index(stem):
            return "an index"
        if is_template(stem):
            return "a template"
        language = _LANGUAGE.fullmatch(stem)
        if language and language[1] in self._all:
            return "a translation"
        return ""

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.stems.values())

    @cached_property
    def evident(self) -> frozenset[str]:
        """The paths that their names alone show to be records."""
        lettered = [p for p, name in self.names.items() if name.has_form and name.has_letters]
        if not self.home:
            return frozenset(lettered if len(lettered) > 1 else ())
        return frozenset(path for path, name in self.names.items() if name.has_form)

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The paths whose number another one has too."""
        taken: dict[tuple[str, str], list[str]] = {}
        for path, name in self.names.items():
            if name.number:
                taken.setdefault((name.prefix, name.number.lstrip("0")), []).append(path)
        return frozenset(path for paths in taken.values() if len(paths) > 1 for path in paths)

    @property
    def possible(self) -> Iterator[str]:
        """The paths that may be records, if their text reads like one."""
        if self.home:
            yield from (path for path in self.names if path not in self.evident)
        else:
            for path, name in self.names.items():
                if name.has_letters and path not in self.evident:
                    yield path


def is_index(stem: str) -> bool:
    """Return whether a file is called like an index: ``README``, ``adr-log``."""
    return _INDEX.fullmatch(stem) is not None


def is_template(stem: str) -> bool:
    """Return whether a file is called like a template.

    Such as ``adr-template``, ``0000-template`` and ``XXXX-x``.
    """
    words = _BETWEEN.split(stem.casefold())
    if _BLANK.fullmatch(next((word for word in words if word not in _BESIDE), "")):
        return True
    others = [word for word in words if word not in _BESIDE and word.strip("0")]
    if not others:
        return "empty" in words or "example" in words
    # What follows may be a language or a version.
    return others[0] in _TEMPLATE and all(len(word) < 3 for word in others[1:])


def is_home(folder: str) -> bool:
    """Return whether a folder is called like a place for decisions."""
    return _HOME.fullmatch(folder.rpartition("/")[2]) is not None


def find_folders(paths: Iterable[str]) -> Iterator[Folder]:
    """Yield the folders that may hold decision records, by path."""
    found: dict[str, dict[str, str]] = {}
    for path in paths:
        if path.endswith(ENDINGS):
            folder, _, name = path.rpartition("/")
            found.setdefault(folder, {})[path] = name.rpartition(".")[0]
    for folder, stems in sorted(found.items()):
        parts = folder.split("/") if folder else []
        if _is_elsewhere(parts):
            continue
        depth = next((i for i, part in enumerate(parts, 1) if is_home(part)), 0)
        if not depth and not any(_LETTERED.match(stem) for stem in stems.values()):
            continue
        here = Folder(folder, "/".join(parts[:depth]) if depth else folder, depth > 0, stems)
        if here.evident or any(here.possible):
            yield here


def _is_elsewhere(parts: Sequence[str]) -> bool:
    """Whether a folder holds what others wrote, what a test reads, or what a tool is told."""
    if not _FOREIGN.isdisjoint(parts) or any(map(_TESTS.fullmatch, parts)):
        return True
    dotted = next((i for i, part in enumerate(parts) if part.startswith(".")), len(parts))
    return not _TOOLS.isdisjoint(parts[dotted:])


def make_qualifiers(found: Sequence[Folder]) -> dict[str, str]:
    """Return what tells the ids of the records in each folder apart; mostly nothing.

    Folders below one root share their numbers unless two of them use the same one, as MADR's
    categories do. Roots share nothing: the first is plain, the others are called by what their
    paths do not have in common with other roots.
    """
    local = _find_local(found)
    roots = sorted({folder.root for folder in found}, key=lambda root: (root.count("/"), root))
    called = dict(zip(roots, _name_roots(roots), strict=True))
    result = {}
    for folder in found:
        inside = folder.path.removeprefix(folder.root).strip("/") if folder.root in local else ""
        result[folder.path] = "-".join(filter(None, (called[folder.root], _fit_name(inside))))
    return result


def _find_local(found: Sequence[Folder]) -> set[str]:
    """Return the roots in which the same number stands in two folders."""
    taken: dict[str, Counter[str]] = {}
    for folder in found:
        numbers = {name.number.lstrip("0") for name in folder.names.values() if name.number}
        taken.setdefault(folder.root, Counter()).update(numbers)
    return {root for root, numbers in taken.items() if any(n > 1 for n in numbers.values())}


_USUAL = frozenset(
    {"docs", "doc", "documentation", "architecture", "arch", "src", "packages", "apps", "services"}
    | {"modules", "libs", "content", "design", "engineering"}
)


def _name_roots(roots: Sequence[str]) -> list[str]:
    """Return a short name for each root, none for the first, no two the same."""
    names: list[str] = []
    for index, root in enumerate(roots):
        parts = [p for p in root.split("/") if p not in _USUAL and not _HOME.fullmatch(p)]
        short = _fit_name("/".join(parts))
        name = "" if index == 0 else short if short and short not in names else _fit_name(root)
        names.append(name)
    return names


def _fit_name(path: str) -> str:
    return _UNFIT.sub("-", path).strip("-.")
