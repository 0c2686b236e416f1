"""``pyproject.toml`` (PEP 518, 621 and 735, Poetry, uv, PDM, Hatch) and requirements files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from awos_lint.core.text import LINE_BREAK, Span
from awos_lint.decisions.manifests import Found
from awos_lint.syntax.parse.toml import ITEM, Entry, read_entries

_ANY: Final = "*"

# Where strings stand that begin with the name of a dependency (PEP 508).
_REQUIREMENTS: Final = (
    ("build-system", "requires", ITEM),
    ("project", "dependencies", ITEM),
    ("project", "optional-dependencies", _ANY, ITEM),
    ("dependency-groups", _ANY, ITEM),
    ("tool", "uv", "dev-dependencies", ITEM),
    ("tool", "pdm", "dev-dependencies", _ANY, ITEM),
    ("tool", "hatch", "envs", _ANY, "dependencies", ITEM),
    ("tool", "hatch", "envs", _ANY, "extra-dependencies", ITEM),
)
# Where keys are the names of dependencies.
_KEYS: Final = (
    ("tool", "poetry", "dependencies", _ANY),
    ("tool", "poetry", "dev-dependencies", _ANY),
    ("tool", "poetry", "group", _ANY, "dependencies", _ANY),
)

_NAME = re.compile(r"\s*+([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?=[\s\[(<>=!~;@,]|\Z)")
_EGG = re.compile(r"#(?:[^#\s]*&)?egg=([A-Za-z0-9._-]+)")
_RUNS = re.compile(r"[-_.]+")
_OPTION = ("-e", "--editable")


def normalize_name(name: str) -> str:
    """Return a name as PEP 503 compares names."""
    return _RUNS.sub("-", name).lower()


def read_pyproject(text: str) -> Iterator[Found]:
    """Yield the dependencies that a ``pyproject.toml`` names."""
    for entry in read_entries(text):
        if entry.text is not None:
            if any(_address_fits(entry.address, form) for form in _REQUIREMENTS):
                yield from _read_requirement(entry)
        elif (
            any(_address_fits(entry.address, form) for form in _KEYS)
            and entry.address[-1] != "python"
        ):
            yield Found(entry.address[-1], entry.span)


def _address_fits(address: tuple[str, ...], form: tuple[str, ...]) -> bool:
    pairs = zip(address, form, strict=False)
    return len(address) == len(form) and all(want in (_ANY, part) for part, want in pairs)


def _read_requirement(entry: Entry) -> Iterator[Found]:
    if match := _NAME.match(entry.text or ""):
        start = entry.inner + match.start(1)
        span = entry.span if entry.inner < 0 else Span(start, start + len(match[1]))
        yield Found(match[1], span)


def read_requirements(text: str) -> Iterator[Found]:
    """Yield the dependencies that a requirements file of pip names."""
    start, continued = 0, False
    for line in LINE_BREAK.split(text):
        if not continued and (match := _match_name(line)):
            span = Span(start + match.start(1), start + match.end(1))
            yield Found(match[1], span)
        continued = line.endswith("\\")
        start += len(line)
        start += 2 if text.startswith("\r\n", start) else 1


def _match_name(line: str) -> re.Match[str] | None:
    """Return the name on a line; behind ``#egg=`` where it is a path or an address."""
    stripped = line.strip()
    if stripped.startswith("#") or (stripped.startswith("-") and not stripped.startswith(_OPTION)):
        return None
    return _NAME.match(line) or _EGG.search(line)
