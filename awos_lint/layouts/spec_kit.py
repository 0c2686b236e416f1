"""GitHub Spec Kit: ``specs/NNN-name/{spec,plan,tasks}.md`` beside ``.specify/``.

The formats are those of Spec Kit up to 1.0 (research/frameworks.md §2.3); folders are numbered or
carry a timestamp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from awos_lint.config import Config
from awos_lint.dialect.roots import foreign, qualified
from awos_lint.layouts import Claim, Layout, reader
from awos_lint.model.kinds import PAGE, Kind

_HOME = ".specify"
_FEATURE = re.compile(
    r"(?P<group>(?:[^/]+/)*?)(?P<feature>(?:\d{8}-\d{6}|\d{3,4})-[^/]+)/(?P<file>.+)"
)
_PLAIN = re.compile(r"(?P<group>)(?P<feature>[^/]+)/(?P<file>(?:spec|plan|tasks)\.md)")
_NUMBER = re.compile(r"(\d{3,4})-(?!\d{6}-)")
_PAGES = re.compile(
    r"(?:plan|research|data-model|quickstart)\.md|(?:contracts|checklists)/[^/]+\.md"
)
_RECORDS = frozenset({"feature.json", "init-options.json", "integration.json"})
_SPECS = ("specs/", ".specify/specs/", ".specify/features/")


def claims(paths: Sequence[str], config: Config, _kinds: Mapping[str, Kind]) -> Iterator[Claim]:
    """Yield the documents of each folder that holds ``.specify`` or numbered specs."""
    known = set(paths)
    marked = {_root(path) for path in paths if f"{_HOME}/" in path} - {None}
    for path in paths:
        yield from _claim(path, marked, known, config)


def _root(path: str) -> str | None:
    parts = path.split("/")
    if _HOME not in parts[:-1]:
        return None
    root = "/".join(parts[: parts.index(_HOME)])
    return None if foreign(root) else root


def _claim(path: str, marked: set[str | None], known: set[str], config: Config) -> Iterator[Claim]:
    root = _root(path)
    if root is None:
        root = _owner(path, marked)
    if root is None:
        root = _unmarked(path, known, config)
    if root is None:
        return
    inside = path.removeprefix(f"{root}/") if root else path
    home = next((home for home in _SPECS if inside.startswith(home)), "")
    if home:
        yield from _in_specs(path, root, f"{root}/{home}" if root else home, known, root in marked)
    elif inside.startswith(f"{_HOME}/"):
        yield from _beside(path, root, inside.removeprefix(f"{_HOME}/"))


def _owner(path: str, marked: set[str | None]) -> str | None:
    """Return the folder with ``.specify`` in which a spec lies."""
    before, found, _ = path.partition("specs/")
    root = before.rstrip("/")
    return root if found and root in marked and (not before or before.endswith("/")) else None


def _unmarked(path: str, known: set[str], config: Config) -> str | None:
    """Return the folder whose ``specs`` hold a numbered spec with a plan or tasks beside it."""
    match = re.fullmatch(r"(?P<root>|(?:[^/]+/)+?)specs/(?P<feature>[^/]+)/.+", path)
    if not match or not re.match(r"(?:\d{8}-\d{6}|\d{3,4})-", match["feature"]):
        return None
    folder, root = f"{match['root']}specs/{match['feature']}", match["root"].rstrip("/")
    whole = f"{folder}/spec.md" in known and not known.isdisjoint(
        (f"{folder}/plan.md", f"{folder}/checklists/requirements.md", f"{folder}/research.md")
    )
    native = root == config.documents.strip("/").removeprefix(".")
    ours = root.rpartition("/")[2] in ("openspec", ".kiro", "agent-os", ".agent-os", "context")
    return root if whole and not native and not ours and not foreign(root) else None


def _in_specs(path: str, root: str, home: str, known: set[str], marked: bool) -> Iterator[Claim]:
    inside = path.removeprefix(home)
    match = _FEATURE.fullmatch(inside) or (_PLAIN.fullmatch(inside) if marked else None)
    if not match:
        return
    name = qualified(root, f"{match['group']}{match['feature']}")
    spec = f"{home}{match['group']}{match['feature']}/spec.md" in known
    file, number = match["file"], _NUMBER.match(match["feature"])
    if file == "spec.md":
        yield Claim(path, "spec", name, number[1] if number else "", root=root)
    elif file == "tasks.md":
        implied = {"spec": name} if spec else {}
        yield Claim(path, "tasks", f"{name}/tasks.md", implied=implied, root=root)
    elif _PAGES.fullmatch(file):
        yield Claim(path, PAGE, root=root)
    elif file.endswith(".md"):
        yield Claim(path, root=root, aside="a file beside a spec")


def _beside(path: str, root: str, inside: str) -> Iterator[Claim]:
    if inside == "memory/constitution.md":
        yield Claim(path, "standard", qualified(root, ".specify/constitution"), root=root)
    elif inside in _RECORDS:
        yield Claim(path, PAGE, root=root)
    elif inside.endswith(".md"):
        yield Claim(path, root=root, aside="a template or a command of Spec Kit")


LAYOUT = Layout(
    "spec-kit",
    claims,
    reader("spec_kit"),
    frozenset({"data-files", "folder-numbers", "requirements"}),
    kinds=frozenset({"spec", "standard", "tasks"}),
)
