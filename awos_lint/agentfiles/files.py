"""The files that a prompt sends an agent to: links, ``@path`` imports, files beside a skill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from awos_lint.agentfiles.examples import is_absent, is_clearly_example
from awos_lint.agentfiles.fences import blank_fences
from awos_lint.agentfiles.lazy import Lazy
from awos_lint.agentfiles.written import body_start, form_of
from awos_lint.core.model.document import Document, Link
from awos_lint.core.model.files import Files
from awos_lint.core.text import Span
from awos_lint.graph import Project
from awos_lint.graph.link_texts import is_said_gone
from awos_lint.graph.links import is_known, resolve_link

_ENDING = r"\.(?:md|mdc|txt|json|ya?ml|toml|sh|py)"
_AT = Lazy(rf"(?<![\w@/.`~\\-])@(?P<path>(?:\.{{1,2}}/)*[\w.-]+(?:/[\w.-]+)*{_ENDING})(?![\w/])")
_BESIDE = Lazy(
    r"(?<![\w./\\@}-])(?P<own>\$\{CLAUDE_SKILL_DIR\}/)?(?:\./)?"
    r"(?P<path>(?:scripts|references|assets)/[\w.-]+(?:/[\w.-]+)*\.[A-Za-z0-9]{1,5})(?![\w/*-])"
)
# What stands for a name that is different each time, and what is kept out of repositories.
_PATTERN = Lazy(r"[<>{}*$\[\]…]|\.\.\.|\bYYYY|\bXXX|\.local\b|example|\bfoo\b|\bpath/to/")


# Folders that are made while one works; they are in no repository, or it holds what is asked for.
_MADE = frozenset(
    {"__pycache__", "build", "cache", "coverage", "dist", "logs", "node_modules", "out", "target"}
    | {"temp", "tmp"}
)


class Named(NamedTuple):
    """A file that a prompt names: as written, and the paths that it may mean, best first."""

    written: str
    paths: tuple[str, ...]
    span: Span


def find_missing(project: Project, prompt: Document) -> Iterator[Named]:
    """Yield each file that a prompt names and that is nowhere where it may be meant, once."""
    files, told = project.files, set[tuple[str, ...]]()
    for named in _find_named(project, prompt):
        there = any(files.has_path(path) for path in named.paths)
        if named.paths not in told and not there and not _is_made(files, named):
            told.add(named.paths)
            yield named


def _is_made(files: Files, named: Named) -> bool:
    """Return whether a file is build output or temporary, wherever it may be meant."""
    return all(_is_in_made_folder(files, path) for path in named.paths)


def _is_in_made_folder(files: Files, path: str) -> bool:
    folders = path.split("/")[:-1]
    return any(
        folder.lstrip(".") in _MADE and not files.has_path("/".join(folders[: place + 1]))
        for place, folder in enumerate(folders)
    )


def _find_named(project: Project, prompt: Document) -> Iterator[Named]:
    for link in {link.span: link for link in prompt.links}.values():
        yield from _follow_link(project, prompt, link)
    form = form_of(prompt)
    if "@" in form.words and "@" in prompt.source.text:
        yield from _find_imports(prompt)
    if form.role == "skill":
        yield from _find_resources(project, prompt)


def _follow_link(project: Project, prompt: Document, link: Link) -> Iterator[Named]:
    """Yield a link; what is in a prompt is also read from where the agent was started."""
    target = resolve_link(prompt, link)
    if (
        target is None
        or target.outside
        or _PATTERN.pattern.search(link.href)
        or link.href[:1] in "/~#"
        or is_said_gone(prompt.source, link)
    ):
        return
    path = link.href.partition("#")[0].partition("?")[0]
    # A word alone stands for a place that was never filled in, as in `[text](link)`.
    if path.strip(".") and ("/" in path or "." in path) and is_known(project.files, target):
        yield Named(link.href, (target.path, *_resolve_path(prompt, path)), link.span)


def _find_imports(prompt: Document) -> Iterator[Named]:
    text = blank_fences(prompt)
    for match in _AT.pattern.finditer(text, body_start(prompt)):
        # Within a code span it is spoken of; an odd number of back-ticks is before it.
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if before.count("`") % 2 == 0 and not _PATTERN.pattern.search(match["path"]):
            folder = prompt.path.rpartition("/")[0]
            near = _join_path(folder, match["path"])
            yield Named(
                match[0], (near, *_resolve_path(prompt, match["path"])), Span(*match.span())
            )


def _find_resources(project: Project, prompt: Document) -> Iterator[Named]:
    """Yield scripts and references of a skill, where it has such a folder at all.

    A skill about making skills gives examples of them, and says which ones one might write.
    """
    folder, text = prompt.path.rpartition("/")[0], prompt.source.text
    for match in _BESIDE.pattern.finditer(text, body_start(prompt)):
        path = match["path"]
        if is_clearly_example(text, match.start()) or is_absent(text, match.start()):
            continue
        has = project.files.has_path(f"{folder}/{path.partition('/')[0]}")
        if (has or match["own"]) and not _PATTERN.pattern.search(path):
            at = Span(*match.span("path"))
            # A link with this destination is judged as a link.
            if not any(link.span.start <= at.start < link.span.end for link in prompt.links):
                yield Named(path, (f"{folder}/{path}", *_resolve_path(prompt, path)), at)


def _resolve_path(prompt: Document, path: str) -> tuple[str, ...]:
    """Return a path as it is meant from where an agent is started, and from the repository."""
    root = prompt.implied.get("root", "")
    return tuple(dict.fromkeys((_join_path(root, path), _join_path("", path))))


def _join_path(folder: str, path: str) -> str:
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
