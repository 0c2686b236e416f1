"""YAML parse events in, text with places out.

Only the event parser is used: building nodes or objects from untrusted YAML can crash the process
(libyaml composes recursively) or take exponential time (merge keys), and it gives ``012`` a value
that nobody wrote. Here every scalar is the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from awos_lint.core.config import Limits
from awos_lint.core.model.document import Address, Data, Mark, Problem
from awos_lint.core.text import Span, escape_text
from awos_lint.syntax.parse.complaints import RULE, make_problem
from awos_lint.syntax.parse.limits import explain_limit
from awos_lint.syntax.parse.scalars import seen_elsewhere

# libyaml where it is installed; PyYAML's parser in Python reads the same grammar, more slowly.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNREAD_HELP = "write the values out; if `{0}` belongs to the text, put the value in quotes"


class UnreadableYamlError(Exception):
    """The rest cannot be read, because of a problem or, when there is none, of a limit."""

    def __init__(self, problem: Problem | None, unread: str = "") -> None:
        super().__init__(unread or problem)
        self.problem = problem
        self.unread = unread


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; one without an address is read and dropped."""

    data: dict[str, Data] | list[Data]
    address: Address | None
    start: int
    end: int
    key: str = ""
    key_span: Span | None = None
    twice: bool = False


@dataclass(slots=True)
class Builder:
    """Collects one mapping from events; ``start`` is where the YAML begins in the source.

    After :class:`UnreadableYamlError`, ``fields`` and ``marks`` hold the keys before the one at
    which it happened. ``scalars`` are the places of all keys and values.
    """

    start: int
    limits: Limits
    fields: dict[str, Data] = field(default_factory=dict)
    marks: dict[Address, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    scalars: list[Span] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _documents: int = 0
    _yaml: str = ""

    def read_yaml(self, text: str) -> None:
        """Read the YAML; raises :class:`UnreadableYamlError` where its meaning is lost."""
        self._yaml = text
        try:
            self._handle_events(text)
        except yaml.YAMLError as error:
            self._forget_last()
            # The scanner looks ahead and, with PyYAML 6.0.4, stops at a depth of its own.
            if "nesting depth" in (getattr(error, "problem", None) or ""):
                raise self._make_depth_error() from None
            raise UnreadableYamlError(make_problem(error, text, self.start)) from None
        except UnreadableYamlError:
            self._forget_last()
            raise

    def _handle_events(self, text: str) -> None:
        most = self.limits.front_events
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if count >= most:
                what = "the front matter has"
                raise UnreadableYamlError(
                    None, explain_limit(what, most, "YAML events", "front-events")
                )
            if handler := _HANDLERS.get(type(event)):
                handler(self, event)

    def _forget_last(self) -> None:
        """Drop the value that was being read: `a: b: c` gives `b` before it fails."""
        waiting = len(self._stack) == 1 and self._stack[0].key_span is not None
        if self.fields and not waiting:
            last, _ = self.fields.popitem()
            self.marks = {a: mark for a, mark in self.marks.items() if a[0] != last}

    def on_document(self, event: Any) -> None:
        """Let one document begin, without directives."""
        self._documents += 1
        if event.version or event.tags:
            self._refuse_event(event, "YAML directives (`%`)", "%")
        if self._documents > 1:
            self._refuse_event(event, "further YAML documents (`---`)", "---")

    def on_alias(self, event: Any) -> None:
        """Refuse an alias."""
        self._refuse_event(event, "YAML aliases (`*`)", "*")

    def on_open(self, event: Any) -> None:
        """Begin a list or a mapping."""
        self._refuse_anchor(event)
        mapping = type(event) is yaml.MappingStartEvent
        span = self._span_of(event)
        if not self._stack:
            if not mapping:
                self._no_mapping(span)
            self._stack.append(_Open(self.fields, (), span.start, span.end))
            return
        if len(self._stack) >= self.limits.front_depth:
            raise self._make_depth_error()
        data: dict[str, Data] | list[Data] = {} if mapping else []
        self._stack.append(_Open(data, self._put_value(data, span), span.start, span.end))

    def _make_depth_error(self) -> UnreadableYamlError:
        depth = self.limits.front_depth
        return UnreadableYamlError(
            None, explain_limit("the front matter nests", depth, "levels", "front-depth")
        )

    def on_close(self, event: Any) -> None:
        """End a list or a mapping; in block style it ends where its last value does."""
        closed = self._stack.pop()
        span = self._span_of(event)
        if span.end > span.start:
            closed.end = span.end
        if self._stack:
            self._stack[-1].end = max(self._stack[-1].end, closed.end)
        if closed.address:
            key = self.marks[closed.address].key
            self.marks[closed.address] = Mark(Span(closed.start, closed.end), key)

    def on_scalar(self, event: Any) -> None:
        """Take a key or a value as text."""
        self._refuse_anchor(event)
        span = self._span_of(event)
        if event.style in ("|", ">"):
            written = self._yaml[event.start_mark.index : event.end_mark.index]
            span = Span(span.start, span.start + len(written.rstrip()))
        self.scalars.append(span)
        value = self._read_scalar(event, span)
        if not self._stack:
            self._no_mapping(span)
        frame = self._stack[-1]
        if frame.key_span is None and isinstance(frame.data, dict):
            self._read_key(frame, event, value, span)
        else:
            self._put_value(value, span)

    def _span_of(self, event: Any) -> Span:
        # libyaml counts code points, and "\r\n" as two of them, as Source does.
        return Span(self.start + event.start_mark.index, self.start + event.end_mark.index)

    def _refuse_event(self, event: Any, what: str, sign: str) -> None:
        help_ = _UNREAD_HELP.format(sign)
        raise UnreadableYamlError(
            Problem(RULE, f"{what} are not read", self._span_of(event), help_)
        )

    def _no_mapping(self, span: Span) -> None:
        message = "the front matter is not a mapping of keys to values"
        help_ = "write each line as `key: value`"
        raise UnreadableYamlError(Problem(RULE, message, span, help_, subject=()))

    def _refuse_anchor(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse_event(event, "YAML anchors (`&`)", "&")
        if event.tag is not None:
            self._refuse_event(event, "YAML tags (`!`)", "!")

    def _read_scalar(self, event: Any, span: Span) -> str:
        """Return what a scalar says, noting what others would read differently or cannot see."""
        value: str = event.value
        if len(value) > self.limits.scalar:
            raise UnreadableYamlError(
                None, explain_limit("a value has", self.limits.scalar, "characters", "scalar")
            )
        if not event.style:
            if seen := seen_elsewhere(value):
                self._warn_ambiguous(value, seen, span)
        elif match := _CONTROL.search(value):
            message = f"the value holds the character U+{ord(match[0]):04X}"
            self.problems.append(Problem(RULE, message, span, "remove it"))
            value = value.encode("utf-8", "replace").decode()
        return value

    def _warn_ambiguous(self, value: str, seen: str, span: Span) -> None:
        quoted, frame = f'"{value}"', self._stack[-1] if self._stack else None
        key = frame.key if frame and frame.key_span else ""
        self.problems.append(
            Problem(
                "document-ambiguous-value",
                f"other YAML readers see {seen} in `{value}`",
                span,
                f"quote it: `{quoted}`",
                fix=quoted,
                subject=(key, value),
            )
        )

    def _read_key(self, frame: _Open, event: Any, value: str, span: Span) -> None:
        if value == "<<" and not event.style:
            self._refuse_event(event, "YAML merge keys (`<<`)", "<<")
        frame.key, frame.key_span = value, span
        frame.twice = value in frame.data
        if frame.twice and frame.address is not None:
            self._report_twice(value, span, self.marks[(*frame.address, value)].key)

    def _report_twice(self, key: str, span: Span, first: Span | None) -> None:
        message = f"the key `{escape_text(key, 200)}` is written twice"
        related = ((first, "first written here"),) if first else ()
        help_ = "keep one of the two"
        self.problems.append(Problem("document-duplicate-key", message, span, help_, related))

    def _put_value(self, value: Data, span: Span) -> Address | None:
        """Add a value to what is open; return its address, ``None`` where it is dropped."""
        frame = self._stack[-1]
        frame.end = max(frame.end, span.end)
        key, key_span = frame.key, frame.key_span
        frame.key_span = None
        if isinstance(frame.data, list):
            frame.data.append(value)
            part: str | int = len(frame.data) - 1
        elif key_span is None:
            message = "a key is a list or a mapping"
            raise UnreadableYamlError(Problem(RULE, message, span, "write keys as plain words"))
        elif frame.twice:
            return None
        else:
            frame.data[key] = value
            part = key
        if frame.address is None:
            return None
        address = (*frame.address, part)
        self.marks[address] = Mark(span, key_span)
        return address


_HANDLERS: dict[type, Callable[[Builder, Any], None]] = {
    yaml.ScalarEvent: Builder.on_scalar,
    yaml.SequenceStartEvent: Builder.on_open,
    yaml.MappingStartEvent: Builder.on_open,
    yaml.SequenceEndEvent: Builder.on_close,
    yaml.MappingEndEvent: Builder.on_close,
    yaml.AliasEvent: Builder.on_alias,
    yaml.DocumentStartEvent: Builder.on_document,
}
