"""Kiro and cc-sdd: ``.kiro/specs/<feature>/{requirements,design,tasks}.md``, ``.kiro/steering``.

The formats are those that Kiro writes and that cc-sdd 3 took over (research/frameworks.md §2.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from awos_lint.config import Config
from awos_lint.dialect.checklist import Found, Grammar, read_checklist, settled_names
from awos_lint.dialect.criteria import numbered, read_requirements
from awos_lint.dialect.opened import Opened, Said, completed, opened
from awos_lint.dialect.json_files import json_page, record
from awos_lint.dialect.roots import Rooted, qualified, rooted
from awos_lint.layouts import Claim, Layout
from awos_lint.model.document import Document
from awos_lint.model.kinds import PAGE, Kind

_SPEC = re.compile(r"specs/(?P<feature>[^/]+(?:/[^/]+)*)/(?P<file>[^/]+)")
_STEERING = re.compile(r"steering/(?:.+/)?(?P<name>[^/]+)\.md")
_PAGES = frozenset({"design.md", "research.md", "brief.md"})
_SPECS = ("requirements.md", "bugfix.md")

# _Requirements: 1.1, 2.3_ and **Validates: Requirements 1.1, 2.3**
_COVERS = re.compile(
    r"(?:(?<![^\W_])Requirements?(?:\*\*|__)?[ \t]*:(?:\*\*|__)?|Validates:?(?:\*\*)?:?[ \t]*Requirements?:?)"
    r"(?P<list>[^\n]*)"
)
_DEPENDS = re.compile(r"_(?:Depends|Dependencies|Depends on)[ \t]*:(?P<list>[^_\n]*)_")
_NUMBERS = re.compile(
    r"(?<![\w.-])(?:Requirements?[ \t]+|要件[ \t]*)?(?P<name>\d{1,4}(?:\.\d{1,4})?)(?![^\W_]|-|\.\d)"
)


def claims(paths: Sequence[str], _config: Config, _kinds: Mapping[str, Kind]) -> Iterator[Claim]:
    """Yield the documents below each ``.kiro`` folder."""
    known = set(paths)
    for found in rooted(paths, ".kiro"):
        spec, steering = _SPEC.fullmatch(found.rest), _STEERING.fullmatch(found.rest)
        if spec:
            yield _in_spec(found, spec["feature"], spec["file"], known)
        elif steering:
            yield _steering(found, steering["name"])
        elif found.rest.startswith("settings/"):
            yield Claim(found.path, root=found.root, aside="a rule or template of cc-sdd")


def _in_spec(found: Rooted, feature: str, file: str, known: set[str]) -> Claim:
    folder = found.path.rpartition("/")[0]
    spec = qualified(found.root, feature)
    described = next((name for name in _SPECS if f"{folder}/{name}" in known), "")
    if file == described:
        return Claim(found.path, "spec", spec, root=found.root)
    if file == "tasks.md":
        implied = {"spec": spec} if described else {}
        return Claim(found.path, "tasks", f"{spec}/tasks.md", implied=implied, root=found.root)
    if file in _PAGES or file in _SPECS or file == "spec.json":
        return Claim(found.path, PAGE, root=found.root)
    return Claim(found.path, root=found.root, aside="a file beside a spec")


def _steering(found: Rooted, name: str) -> Claim:
    kind = {"product": "mission", "roadmap": "roadmap"}.get(name, "standard")
    return Claim(found.path, kind, qualified(found.root, f".kiro/{name}"), root=found.root)


def read(
    claimed: Claim, data: bytes, config: Config, _kinds: Mapping[str, Kind]
) -> tuple[Document, ...]:
    """Read one document."""
    if claimed.path.endswith(".json"):
        found = record(claimed.path, data, config.limits)
        blank = Document(found.source, PAGE, layout="kiro", title="spec.json")
        return (json_page(blank, found, "the state of a spec"),)
    text = opened(claimed.path, data, config.limits)
    title = claimed.path.removesuffix(".md").rpartition("/")[2]
    blank = Document(
        text.source, claimed.kind, claimed.id, title, layout="kiro", implied=claimed.implied
    )
    return (completed(blank, text, _said(claimed.kind, text)),)


def _said(kind: str, text: Opened) -> Said:
    source = text.source.text
    if kind == "spec":
        return Said(read_requirements(text.body, source) or numbered(text.body))
    if kind == "tasks":
        items = read_checklist(source, text.body.entries, Grammar(fields=_fields))
        kept, problems = settled_names(items, "task")
        return Said(kept, problems=problems)
    if kind == "roadmap":
        grammar = Grammar("feature", name=None, bold=True)
        return Said(read_checklist(source, text.body.entries, grammar))
    return Said()


def _fields(text: str) -> Iterator[Found]:
    for key, pattern in (("covers", _COVERS), ("after", _DEPENDS)):
        for match in pattern.finditer(text):
            start = match.start("list")
            for number in _listed(match["list"]):
                yield Found(key, start + number.start("name"), start + number.end("name"))


def _listed(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a list; in a sentence, a number may be about anything."""
    at = 0
    for part in re.split(r"[,;、]|\band\b", text):
        start = text.index(part, at)
        at = start + len(part)
        match = _NUMBERS.match(text, start + len(part) - len(part.lstrip(" \t_*")))
        rest = text[match.end() : at] if match else ""
        if match and not rest.strip(" \t_*.)"):
            yield match


LAYOUT = Layout("kiro", claims, read, frozenset({"requirements"}))
