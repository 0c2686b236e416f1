"""Tree and configuration in, project out: discover, read, build the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from typing import Any, Final

from awos_lint.core.config import Config, ConfigError, Limits, kinds_of
from awos_lint.core.diagnostic import Failure, Skip, Unreadable, contain_failures
from awos_lint.core.errors import UnreadError
from awos_lint.core.model.contents import Contents
from awos_lint.core.model.document import IMPORTED_FROM, Document
from awos_lint.core.model.files import PRISTINE, Files, matches_glob
from awos_lint.core.model.kinds import PAGE
from awos_lint.core.model.stray import Stray
from awos_lint.core.suggestion import suggest_name
from awos_lint.core.text import escape_text
from awos_lint.core.wording import count_noun
from awos_lint.files import LINK
from awos_lint.files.tree import CONFLICT, Tree, Unread
from awos_lint.graph import Project
from awos_lint.graph.build import build_project
from awos_lint.layouts import Claim, Layout, byte_limit, load_layouts
from awos_lint.layouts.dialect.skills_lock import NAME as LOCK
from awos_lint.layouts.dialect.skills_lock import mark_vendored, read_locked_skills
from awos_lint.layouts.unread import FRAMEWORKS, UnreadFramework, find_unread
from awos_lint.project.contents import read_contents
from awos_lint.project.layout_choice import Aside, Claimed, Claims, settle_layouts
from awos_lint.project.parses import Parses, Reader
from awos_lint.project.settings import Settings, read_text

FOLDER: Final = Unread("it is a folder")
_UNLIKE: Final = "it does not read like a document"


Wanted = Callable[[Layout, Claim, bytes], bool]
"""Picks files by what their layout says of them, and by what they hold."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project that was read, with what could not be.

    ``unreadable`` is what could not be read, and ``absent`` finds, once, what is declared and is
    not there, for which git may be asked.
    ``roots`` are the folders in which the layouts of the documents were recognised, by path, and
    ``aside`` what belongs to a layout and is no document. ``unread`` are the frameworks that are
    recognised and not read. ``contents`` reads, once, the files that decisions make statements
    about. ``reader`` reads other texts as these were read. ``imported`` are the files whose
    documents were imported, with the paths of what came of them.
    """

    project: Project
    settings: Settings
    reader: Reader
    unreadable: tuple[Skip, ...] = ()
    roots: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()
    unread: tuple[UnreadFramework, ...] = ()
    contents: Callable[[], Contents] = Contents
    absent: Callable[[], tuple[Skip, ...]] = tuple
    imported: Mapping[str, str] = field(default_factory=dict)

    @property
    def skipped(self) -> tuple[Skip, ...]:
        """What was not checked, sorted.

        It is what could not be read, what is declared and absent, and the frameworks that awos does
        not read: these leave a run incomplete only where nothing was read at all.
        """
        left = {*self.unreadable, *self.absent()}
        nothing = not self.project.documents and not self.project.prompts
        left |= {_name_unread(framework, incomplete=nothing) for framework in self.unread}
        found = left or ({_report_nothing(self.settings)} if nothing else set())
        return tuple(sorted(found, key=lambda skip: (skip.what, skip.why)))

    def must_be_readable(self) -> None:
        """Raise :class:`UnreadError` where the system did not let awos read a document.

        Whoever changes documents must know them all.
        """
        for skip in self.unreadable:
            if isinstance(skip, Unreadable):
                raise UnreadError(f"nothing was changed: {escape_text(skip.what)}: {skip.why}")

    def root_of(self, document: Document) -> str:
        """Return the folder in which a document's layout was recognised."""
        native = document.is_native
        return self.settings.config.documents if native else self.roots.get(document.path, "")


def load_project(
    tree: Tree,
    settings: Settings,
    parses: Parses | None = None,
    wanted: Wanted | None = None,
    origin: Tree | None = None,
) -> Loaded:
    """Discover the documents of a tree, read them and build their graph.

    ``parses`` keeps what was read for another tree that holds much the same. With ``wanted``, only
    the files that it picks are read; what follows from the others is not known then. ``origin`` is
    the tree that the configuration is from, where that is another one: schemas are read there, and
    no folder that it looks into becomes a project of its own. Raises :class:`ConfigError` when a
    file that the configuration names cannot be used.
    """
    config = settings.config
    kinds = kinds_of(config, _read_schemas(origin or tree, config))
    candidates = _list_candidates(tree, settings, origin or tree)
    claims = settle_layouts(candidates, config, kinds)
    reader = (parses or Parses()).reader_for(config, kinds)
    read = [claim for claim in claims.read if not _is_linked(tree, *claim)]
    texts = _read_texts(tree, read[: config.limits.documents], reader, wanted)
    for entry in claims.aside:  # what another layout has a name for only looks like ours
        texts.strays.pop(entry.path, None)
    found, skipped = texts.documents, texts.skipped
    prompts = [document for document in found if load_layouts()[document.layout].beside]
    prompts = list(mark_vendored(prompts, _locked_skills(tree, candidates, config)))
    documents = [document for document in found if not load_layouts()[document.layout].beside]
    imported = _find_imported(documents)
    documents = [document for document in documents if document.path not in imported]
    skipped += [
        *claims.disputed,
        *_find_unseen(tree, config, claims),
        *_report_beyond(claims, config),
    ]
    files = Files(tree.paths, settings.base, frozenset(tree.skipped))
    roots = {claim.path: claim.root for _, claim in claims.read}
    aside = (*claims.aside, *_list_left(texts, claims.aside, config))
    aside += tuple(
        Aside(layout.name, claim.root, claim.path, f"it was imported as {imported[claim.path]}")
        for layout, claim in read
        if claim.path in imported
    )
    unread = _find_unread(candidates, claims, config)
    project = build_project(documents, files, kinds, prompts, texts.strays.values())
    contents = _make_contents_reader(tree, project, config)

    @cache
    def find_absent_later() -> tuple[Skip, ...]:
        # Imported here, because it reads other trees in turn, and rarely.
        from awos_lint.project.declared import find_absent

        return find_absent(tree, loaded)

    loaded = Loaded(
        project,
        settings,
        reader,
        tuple(skipped),
        roots,
        aside,
        unread,
        contents,
        find_absent_later,
        imported,
    )
    return loaded


def _find_imported(documents: Iterable[Document]) -> dict[str, str]:
    """Return the files whose documents were imported, with the paths of what came of them.

    They are documents no more: what they say stands in the native layout now. So is what belongs
    to a change that was imported.
    """
    every = list(documents)
    named = {str(d.fields.get(IMPORTED_FROM, "")): d.path for d in every if d.is_native}
    whole: dict[str, str] = {}
    for document in every:
        if not document.is_native and (new := named.get(document.origin)):
            whole[document.path] = new
    changes = {d.id: whole[d.path] for d in every if d.path in whole and "change" in d.implied}
    for document in every:
        if not document.is_native and (new := changes.get(document.implied.get("change", ""))):
            whole.setdefault(document.path, new)
    # A file of data with several lists stays a document until all of them were imported.
    left = {d.path for d in every if d.path in whole and d.origin not in named and "#" in d.origin}
    return {path: new for path, new in whole.items() if path not in left}


def _locked_skills(
    tree: Tree, candidates: Iterable[str], config: Config
) -> dict[str, frozenset[str]]:
    """Return the skills that lock files list, by the folder of the file."""
    paths = [path for path in candidates if path.rpartition("/")[2] == LOCK]
    blobs = tree.read_many(paths, config.limits.document_bytes)
    return {
        path.rpartition("/")[0]: read_locked_skills(path, data, config.limits)
        for path, data in blobs.items()
        if not isinstance(data, Unread)
    }


def _make_contents_reader(tree: Tree, project: Project, config: Config) -> Callable[[], Contents]:
    """Return what reads the files that decisions make statements about, once."""

    @cache
    def read_once() -> Contents:
        return read_contents(tree, project, config.limits)

    return read_once


def join_projects(tree: Tree, first: Loaded, second: Loaded) -> Loaded:
    """Return what two configurations read in one tree, as one project under the first.

    A file that both read is a document as the first reads it, unless that has no kind for it. What
    is declared and absent is told by the second, which is the tree's own.
    """
    one, two = first.project, second.project
    known = {d.path for d in (*one.documents, *one.prompts) if d.kind != PAGE}
    fresh = {d.path for d in (*two.documents, *two.prompts)} - known

    def pick_documents(these: Iterable[Document], those: Iterable[Document]) -> list[Document]:
        found = [d for d in these if d.path not in fresh]
        return sorted([*found, *(d for d in those if d.path in fresh)], key=lambda d: d.path)

    documents = pick_documents(one.documents, two.documents)
    prompts = pick_documents(one.prompts, two.prompts)
    read = {d.path for d in (*documents, *prompts)}
    strays = {s.path: s for s in (*two.strays, *one.strays) if s.path not in read}
    kinds = {**two.kinds, **one.kinds}
    project = build_project(documents, one.files, kinds, prompts, strays.values())
    aside = {a.path: a for a in (*second.aside, *first.aside) if a.path not in read}
    return replace(
        first,
        project=project,
        unreadable=tuple(dict.fromkeys([*first.unreadable, *second.unreadable])),
        roots={**second.roots, **first.roots},
        aside=tuple(aside[path] for path in sorted(aside)),
        unread=tuple(dict.fromkeys([*first.unread, *second.unread])),
        contents=_make_contents_reader(tree, project, first.settings.config),
        absent=second.absent,
    )


def load_commit(
    tree: Tree, settings: Settings, parses: Parses | None = None, origin: Tree | None = None
) -> Loaded:
    """Load a commit under a configuration that may be another's.

    What the configuration says of kinds is left out where it cannot be used there.
    """
    try:
        return load_project(tree, settings, parses, origin=origin)
    except ConfigError:
        # The schema of a kind is what the configuration names and the commit has not.
        plain = replace(settings, config=settings.config.model_copy(update={"kinds": {}}))
        return load_project(tree, plain, parses, origin=origin)


def _find_unread(
    paths: Sequence[str], claims: Claims, config: Config
) -> tuple[UnreadFramework, ...]:
    """Return the frameworks that are not read, save those that the configuration leaves unnamed.

    Raises :class:`ConfigError` when it names one that does not exist.
    """
    known = [framework.name for framework in FRAMEWORKS]
    for name in config.unread:
        if name not in known:
            near = suggest_name(name, known) or ", ".join(known)
            raise ConfigError(f"unread: there is no framework `{name}`; did you mean {near}?")
    read = {claim.path for _, claim in claims.read}
    found = find_unread(paths, read, _read_as_own(claims, config))
    return tuple(framework for framework in found if framework.name not in config.unread)


def _read_as_own(claims: Claims, config: Config) -> list[str]:
    """Return the paths of which the configuration says itself how they are read."""
    own = {name for name, kind in config.kinds.items() if kind.path}
    return [claim.path for _, claim in claims.read if claim.kind in own]


def _is_linked(tree: Tree, layout: Layout, claim: Claim) -> bool:
    """Whether an agent reads here through a link what is read in its own place already."""
    return layout.beside and tree.skipped.get(claim.path) == LINK


def _list_candidates(tree: Tree, settings: Settings, origin: Tree) -> list[str]:
    """Return every path that a layout may claim; also what turns out to be no regular file.

    A folder with a configuration of its own is a project of its own and not looked into from above.
    One that the tree of the configuration has as a part of this project stays that.
    """
    # A folder that is called like a document is offered too, so that reading it says what it is.
    every = {*tree.paths, *tree.skipped, *_list_folders(tree)}
    config, base = settings.config, settings.base and f"{settings.base}/"
    others, apart = find_nested(tree, settings.base), find_nested(origin, settings.base)
    others = tuple(folder for folder in others if folder in apart or _is_new(origin, folder))
    named = (f"{config.documents}/",)
    return sorted(
        path
        for path in every
        if path.startswith((base, *named))
        and not path.startswith(f"{PRISTINE}/")
        and (not path.startswith(others) or path.startswith(named))
        and not _is_excluded(path, config)
    )


def _is_new(tree: Tree, folder: str) -> bool:
    """Return whether a tree has nothing in a folder, which has a final ``/``."""
    return not any(path.startswith(folder) for path in tree.paths)


def find_claimed(tree: Tree, settings: Settings) -> tuple[Claimed, ...]:
    """Return what would be read, by which layout, without reading any of it."""
    config = settings.config
    return settle_layouts(_list_candidates(tree, settings, tree), config, kinds_of(config, {})).read


def find_nested(tree: Tree, base: str) -> tuple[str, ...]:
    """Return the folders below ``base`` that are projects of their own, each with a final ``/``."""
    above = base and f"{base}/"
    others = (folder for folder in Files(tree.paths).projects if folder != base)
    return tuple(f"{folder}/" for folder in others if folder.startswith(above))


def _list_folders(tree: Tree) -> set[str]:
    return {path for path in Files(tree.paths).folders if path.endswith(".md")}


def _is_excluded(path: str, config: Config) -> bool:
    return any(matches_glob(glob, path) for glob in config.exclude)


@dataclass(slots=True)
class _Texts:
    """What was read: documents, what was not looked at, and what turned out to be no document."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    none: list[Claimed] = field(default_factory=list)
    strays: dict[str, Stray] = field(default_factory=dict)


def _read_texts(
    tree: Tree,
    claims: Sequence[Claimed],
    reader: Reader,
    wanted: Wanted | None = None,
) -> _Texts:
    blobs = read_blobs(tree, claims, reader.config.limits)
    blobs |= dict.fromkeys(blobs.keys() & _list_folders(tree), FOLDER)
    documents: dict[str, tuple[Document, ...]] = {}
    texts = _Texts()
    for layout, claim in claims:
        data, path = blobs[claim.path], claim.path
        if isinstance(data, Unread):
            kind = Unreadable if data.failed else Skip
            texts.skipped += [kind(path, data.reason)] if claim.kind or data.failed else []
        elif _is_open(path, documents, texts) and (wanted is None or wanted(layout, claim, data)):
            documents[path] = reader.read_documents(layout, claim, data)
            if not documents[path]:
                _look_for_stray(texts, reader, layout, claim, data)
    texts.documents = [document for several in documents.values() for document in several]
    texts.skipped += [Skip(found.path, found.unread) for found in texts.documents if found.unread]
    texts.skipped += [found.failure for found in texts.documents if found.failure]
    texts.none = [claimed for claimed in claims if documents.get(claimed[1].path) == ()]
    texts.strays = {path: s for path, s in texts.strays.items() if not documents[path]}
    return texts


def _look_for_stray(
    texts: _Texts, reader: Reader, layout: Layout, claim: Claim, data: bytes
) -> None:
    """Note what a file looks like that is no document, or the bug that kept it from being told."""

    def find_stray() -> list[Stray | None]:
        return [reader.find_stray(layout, claim, data)]

    for found in contain_failures(f"the {layout.name} reader", claim.path, find_stray):
        if isinstance(found, Failure):
            texts.skipped.append(found)
        elif found:
            texts.strays[claim.path] = found


def _is_open(path: str, documents: Mapping[str, object], texts: _Texts) -> bool:
    """Return whether another layout may read a file: it is no document yet, and says no id."""
    stray = texts.strays.get(path)
    return not documents.get(path) and not (stray and stray.span and stray.id)


def _list_left(texts: _Texts, known: Iterable[Aside], config: Config) -> Iterator[Aside]:
    """Yield what was left aside because of its text, once for each file."""
    seen = {entry.path for entry in known}
    for layout, claim in texts.none:
        native, stray = layout.is_native, texts.strays.get(claim.path)
        if claim.path in seen or not (native or claim.root):
            continue
        seen.add(claim.path)
        why = "its path and its front matter name no kind" if native else _UNLIKE
        if stray:
            why = f"it looks like a document of kind `{stray.kind}` in another place"
        yield Aside(layout.name, config.documents if native else claim.root, claim.path, why)


def read_blobs(tree: Tree, claims: Iterable[Claimed], limits: Limits) -> dict[str, bytes | Unread]:
    """Return the content of claimed files by path, each within the limit for what it holds."""
    by_limit: dict[int, set[str]] = {}
    for layout, claim in claims:
        by_limit.setdefault(byte_limit(layout, claim, limits), set()).add(claim.path)
    read = (tree.read_many(sorted(paths), limit) for limit, paths in by_limit.items())
    return {path: data for found in read for path, data in found.items()}


def _find_unseen(tree: Tree, config: Config, claims: Claims) -> Iterator[Skip]:
    """Yield what may hold documents but was not looked into: links, submodules, closed folders."""
    claimed = {claim.path for _, claim in claims.read}
    homes = [home for home in (config.documents.strip("/"), *_own_homes(config)) if home]
    for path, why in tree.skipped.items():
        # A name with an ending is taken for a file, which would be a document only if claimed.
        file = why in (LINK, CONFLICT) and "." in path.rpartition("/")[2]
        near = any(
            _is_inside(path, home) or (_is_inside(home, path) and not file) for home in homes
        )
        if (near or path == ".") and path not in claimed and not _is_excluded(path, config):
            yield Skip(path, why)


def _own_homes(config: Config) -> Iterator[str]:
    """Yield the folders in which the globs of the project's own kinds begin."""
    for own in config.kinds.values():
        if own.path:
            yield "/".join(takewhile(lambda part: not set("*?[") & set(part), own.path.split("/")))


def _is_inside(folder: str, path: str) -> bool:
    """Return whether a path is a folder or lies in it."""
    return path == folder or path.startswith(f"{folder}/")


def _report_beyond(claims: Claims, config: Config) -> Iterator[Skip]:
    limit, count = config.limits.documents, len(claims.read)
    if count > limit:
        left = f"{count - limit} of {count} Markdown files were not read"
        yield Skip(config.documents, f"{left}; `limits.documents` sets the limit")


def _report_nothing(settings: Settings) -> Skip:
    folder = settings.config.documents
    where = settings.path or "awos.toml"
    return Skip(folder, f"no documents found; run `awos init`, or set `documents` in {where}")


def _name_unread(framework: UnreadFramework, *, incomplete: bool) -> Skip:
    files = count_noun(framework.files, "file")
    silence = f'`unread = ["{framework.name}"]` leaves it unnamed'
    return Skip(
        framework.root or ".", f"{framework.title} ({files}) is not read; {silence}", incomplete
    )


def _read_schemas(tree: Tree, config: Config) -> dict[str, Mapping[str, Any]]:
    found = {}
    for name, own in config.kinds.items():
        if own.schema_file:
            from awos_lint.core.model.overlay import load_schema

            try:
                found[name] = load_schema(own.schema_file, read_text(tree, own.schema_file))
            except ValueError as error:
                raise ConfigError(f"kinds.{name}.schema: {error}") from None
    return found
