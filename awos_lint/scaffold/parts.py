"""The parts of an installation: whole files, drafts, and pieces of files that others own too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from awos_lint.core.model.document import Data
from awos_lint.core.text import match_breaks, normalize_breaks
from awos_lint.syntax.edit import UneditableError, json_text, yaml_text
from awos_lint.syntax.parse.json_text import without_comments

BEGIN, END = "<!-- begin awos -->", "<!-- end awos -->"
_SECTION = re.compile(rf"{re.escape(BEGIN)}\r?\n(?P<text>.*?){re.escape(END)}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that awos writes and upgrades as a whole; what a team changes in it is kept.

    ``loaded`` says that a program reads it, which conflict markers would break.
    """

    path: str
    text: str
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is begun for the team and is theirs from then on."""

    path: str
    text: str


class Piece(Protocol):
    """A part of a file; ``value`` is plain data that says what is wanted there."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def name(self) -> str:
        """What the piece is called in its file."""

    @property
    def value(self) -> Any:
        """What is wanted."""

    def read_value(self, text: str) -> Any:
        """Return what stands there, ``None`` when nothing does.

        Raises :class:`awos_lint.syntax.edit.UneditableError` when the file cannot be read.
        """

    def put_value(self, text: str) -> str:
        """Return the text with the piece in it, in place of an older one.

        Raises :class:`awos_lint.syntax.edit.UneditableError`.
        """

    def remove_from(self, text: str) -> str:
        """Return the text without the piece, which stands in it.

        Raises :class:`awos_lint.syntax.edit.UneditableError`.
        """

    def write_sample(self) -> str:
        """Return what a person would have to add by hand."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object in JSON; ``strict`` says that its reader takes no comments."""

    path: str
    keys: tuple[str, ...]
    value: Any
    strict: bool = False

    @property
    def name(self) -> str:
        """The keys that lead to it."""
        return ".".join(self.keys)

    def read_value(self, text: str) -> Any:
        """Return the value that stands there."""
        return json_text.find_value(_require_readable(text, self.strict), self.keys)

    def put_value(self, text: str) -> str:
        """Return the text with the member set."""
        return _end_line(json_text.set_member(text or "{}\n", self.keys, self.value))

    def remove_from(self, text: str) -> str:
        """Return the text without the member, and without objects that it leaves empty."""
        return json_text.without_member(text, self.keys)

    def write_sample(self) -> str:
        """Return a file that holds nothing else."""
        return self.put_value("")


@dataclass(frozen=True, slots=True)
class Handlers:
    """The entries of a list in JSON that call ``awos hook`` for one moment; see ``Member``."""

    path: str
    keys: tuple[str, ...]
    moment: str
    value: tuple[Mapping[str, Any], ...]
    strict: bool = False

    @property
    def name(self) -> str:
        """The keys that lead to the list."""
        return ".".join(self.keys)

    def read_value(self, text: str) -> Any:
        """Return those entries of the list that are awos's, ``None`` when none is."""
        found = json_text.find_value(_require_readable(text, self.strict), self.keys)
        if found is not None and not isinstance(found, list):
            raise UneditableError(f"`{self.name}` is not a list")
        return [entry for entry in found or () if self._is_ours(entry)] or None

    def put_value(self, text: str) -> str:
        """Return the text with the entries in the list, those of others kept."""
        return _end_line(
            json_text.set_entries(text or "{}\n", self.keys, self._is_ours, list(self.value))
        )

    def remove_from(self, text: str) -> str:
        """Return the text without the entries, and without lists and objects left empty."""
        rest = json_text.set_entries(text, self.keys, self._is_ours, [])
        return (
            rest
            if json_text.find_value(rest, self.keys)
            else json_text.without_member(rest, self.keys)
        )

    def write_sample(self) -> str:
        """Return a file that holds nothing else."""
        return self.put_value("")

    def _is_ours(self, entry: Any) -> bool:
        return f"awos hook {self.moment}" in " ".join(_list_strings(entry))


def _require_readable(text: str, strict: bool) -> str:
    """Return a JSON text, or an empty object for none; refuse what its own reader does not take."""
    if strict and without_comments(text) != text:
        raise UneditableError(
            "it holds comments or a comma too many, for which its agent reads nothing of it:"
            " take them out and run this again"
        )
    return text or "{}"


def _list_strings(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    inner: Sequence[Any] = ()
    if isinstance(data, Mapping):
        # A command stands in front of its arguments, in whatever order they were written.
        first = [data[key] for key in ("command", "args") if key in data]
        inner = [*first, *data.values()]
    elif isinstance(data, list):
        inner = data
    return [word for part in inner for word in _list_strings(part)]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in TOML, as the lines that make it; ``keys`` lead to it."""

    path: str
    keys: tuple[str, ...]
    value: str

    @property
    def name(self) -> str:
        """The keys that lead to it."""
        return ".".join(self.keys)

    def read_value(self, text: str) -> Any:
        """Return the lines that stand there; a table written in another way is somebody else's."""
        at: Any = _read_toml(text)
        for key in self.keys:
            at = at.get(key) if isinstance(at, dict) else None
        if at is None:
            return None
        found = self._find_span(text)
        return (
            normalize_breaks(text[found[0] : found[1]]) + "\n"
            if found
            else json.dumps(at, default=str)
        )

    def _find_span(self, text: str) -> tuple[int, int] | None:
        """Return where the lines begin, and where the last one ends but for its line break."""
        name = re.escape(self.name)
        found = re.search(rf"(?m)^\[{name}\]\r?$(?:\n(?!\[).*)*", text)
        return (found.start(), found.start() + len(found[0].rstrip())) if found else None

    def put_value(self, text: str) -> str:
        """Return the text with the table at its end, or in place of the older lines."""
        lines = match_breaks(text, self.value.rstrip("\n"))
        if found := self._find_span(text):
            new = text[: found[0]] + lines + text[found[1] :]
        else:
            gap = match_breaks(text, "\n") if text.strip() else ""
            new = f"{_end_line(text)}{gap}{lines}{match_breaks(text, chr(10))}"
        if self._read_others(text) != self._read_others(new) or self.read_value(new) != self.value:
            raise UneditableError("the file is written in a way awos cannot change")
        return new

    def remove_from(self, text: str) -> str:
        """Return the text without the table, and without the blank line in front of it."""
        found = self._find_span(text)
        if found is None:
            raise UneditableError("the file is written in a way awos cannot change")
        rest = _cut_lines(text, *found)
        if self._read_others(text) != self._read_others(rest):
            raise UneditableError("the file is written in a way awos cannot change")
        return rest

    def write_sample(self) -> str:
        """Return the lines."""
        return self.value

    def _read_others(self, text: str) -> dict[str, Any]:
        """Return what a text says besides this table."""
        found = table = _read_toml(text)
        for key in self.keys[:-1]:
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                raise UneditableError(f"`{key}` is not a table")
        table.pop(self.keys[-1], None)
        return found


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UneditableError(f"it is no TOML that awos can read: {error}") from None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list in YAML, as the lines that make it.

    It is awos's when it is a mapping whose ``hooks`` hold one with the id ``mark``.
    """

    path: str
    key: str
    mark: str
    value: str

    @property
    def name(self) -> str:
        """The key of the list."""
        return self.key

    def read_value(self, text: str) -> Any:
        """Return the lines of the entry."""
        return yaml_text.find_entry(text, self.key, self._is_ours) if text.strip() else None

    def put_value(self, text: str) -> str:
        """Return the text with the entry in the list, at its end or in place of the older one."""
        if not text.strip():
            return f"{text}{self.key}:\n" + yaml_text.indent_lines(self.value, "  ")
        return yaml_text.with_entry(text, self.key, self._is_ours, self.value)

    def remove_from(self, text: str) -> str:
        """Return the text without the entry; nothing where the list held no other."""
        rest = yaml_text.without_entry(text, self.key, self._is_ours)
        return "" if rest.strip() == f"{self.key}:" else rest

    def write_sample(self) -> str:
        """Return the lines."""
        return self.value

    def _is_ours(self, entry: Data) -> bool:
        hooks = entry.get("hooks") if isinstance(entry, dict) else None
        known = hooks if isinstance(hooks, list) else []
        return any(isinstance(hook, dict) and hook.get("id") == self.mark for hook in known)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a Markdown file, between two comments."""

    path: str
    value: str

    @property
    def name(self) -> str:
        """What the section is called."""
        return "awos"

    def read_value(self, text: str) -> Any:
        """Return the text between the comments."""
        found = _SECTION.search(text)
        if found is None and (BEGIN in text or END in text):
            raise UneditableError(f"`{BEGIN}` and `{END}` do not stand in it as a pair")
        return normalize_breaks(found["text"]) if found else None

    def put_value(self, text: str) -> str:
        """Return the text with the section at its end, or in place of the older one."""
        new = match_breaks(text, f"{BEGIN}\n{self.value}{END}")
        if self.read_value(text) is not None:
            return _SECTION.sub(lambda _: new, text, count=1)
        end = match_breaks(text, "\n")
        return f"{_end_line(text)}{end if text.strip() else ''}{new}{end}"

    def remove_from(self, text: str) -> str:
        """Return the text without the section, and without the blank line in front of it."""
        found = _SECTION.search(text)
        return _cut_lines(text, *found.span()) if found else text

    def write_sample(self) -> str:
        """Return the text."""
        return self.value


def _cut_lines(text: str, start: int, end: int) -> str:
    """Return a text without some lines, given without their last line break, and the gap before."""
    before, after = text[:start], text[end:]
    after = after.removeprefix("\r").removeprefix("\n")
    for line_break in ("\r\n", "\n"):
        if before.endswith(line_break * 2):
            before = before.removesuffix(line_break)
            break
    return before + after


def _end_line(text: str) -> str:
    """Return a text that ends its last line."""
    if not text or text.endswith(("\n", "\r")):
        return text
    return text + match_breaks(text, "\n")
