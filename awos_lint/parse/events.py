"""YAML parse events in, text with places out.

Only the event parser is used: building nodes or objects from untrusted YAML can crash the process
(libyaml composes recursively) or take exponential time (merge keys), and it gives ``012`` a value
that nobody wrote. Here every scalar is the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from awos_lint.config import Limits
from awos_lint.model.document import Address, Data, Mark, Problem
from awos_lint.parse.complaints import complaint
from awos_lint.parse.limits import longer, over
from awos_lint.parse.scalars import seen_elsewhere
from awos_lint.text import Span, visible

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is installed; both parse the same grammar, this one ten times as fast."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_RULE = "document-front-matter"
_PLAIN_HELP = "write the values out; if `{0}` belongs to the text, put the value in quotes"


class Refused(Exception):
    """The rest cannot be read: a problem, or the sentence about a limit."""

    def __init__(self, problem: Problem | None = None, unread: str = "") -> None:
        super().__init__(unread or problem)
        self.problem = problem
        self.unread = unread


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; without an address it is read and dropped."""

    data: dict[str, Data] | list[Data]
    start: int
    end: int
    address: Address | None
    key: str | None = None
    key_span: Span | None = None
    twice: bool = False


@dataclass(slots=True)
class Builder:
    """Collects one mapping from events; ``start`` is where the YAML begins in the source.

    ``fields`` and ``marks`` hold what was complete when :class:`Refused` was raised, too.
    """

    start: int
    limits: Limits
    fields: dict[str, Data] = field(default_factory=dict)
    marks: dict[Address, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    scalars: list[Span] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def read(self, text: str) -> None:
        """Read the YAML; raises :class:`Refused` where its meaning is lost."""
        try:
            for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
                if count > self.limits.front_events:
                    raise Refused(
                        unread=over(
                            "the front matter has",
                            self.limits.front_events,
                            "values, keys and brackets",
                            "front-events",
                        )
                    )
                self._event(event)
        except yaml.YAMLError as error:
            raise Refused(complaint(error, text, self.start)) from None

    def _event(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "aliases (`*`) are not read", "*")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._refuse(event, "YAML directives (`%`) are not read", "%")
        if self.documents > 1:
            self._refuse(event, "the front matter holds a second YAML document", "---")

    def _refuse(self, event: Any, message: str, sign: str) -> None:
        raise Refused(Problem(_RULE, message, self._span(event), _PLAIN_HELP.format(sign)))

    def _span(self, event: Any) -> Span:
        return Span(self.start + event.start_mark.index, self.start + event.end_mark.index)

    def _node(self, event: Any) -> None:
        """Refuse what a value may carry besides itself."""
        if event.anchor is not None:
            self._refuse(event, "anchors (`&`) are not read", "&")
        if event.tag is not None:
            self._refuse(event, "tags (`!`) are not read", "!")

    def _open(self, event: Any) -> None:
        self._node(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        span = self._span(event)
        if len(self.stack) >= self.limits.front_depth:
            depth = self.limits.front_depth
            raise Refused(unread=over("the front matter nests", depth, "levels deep", "front-depth"))
        if not self.stack:
            if not mapping:
                self._no_mapping(span)
            self.stack.append(_Open(self.fields, span.start, span.end, ()))
            return
        data: dict[str, Data] | list[Data] = {} if mapping else []
        address = self._put(data, span, complex_=True)
        self.stack.append(_Open(data, span.start, span.end, address))

    def _no_mapping(self, span: Span) -> None:
        raise Refused(
            Problem(
                _RULE,
                "the front matter is not a mapping of keys to values",
                span,
                "write each line as `key: value`",
            )
        )

    def _close(self, event: Any) -> None:
        closed = self.stack.pop()
        flow = event.end_mark.index > event.start_mark.index
        if flow:
            closed.end = self.start + event.end_mark.index
        if not self.stack:
            return
        parent = self.stack[-1]
        parent.end = max(parent.end, closed.end)
        if closed.address:
            old = self.marks[closed.address]
            self.marks[closed.address] = Mark(Span(closed.start, closed.end), old.key)

    def _scalar(self, event: Any) -> None:
        self._node(event)
        value = event.value
        span = self._span(event)
        if longer(value, self.limits.scalar):
            raise Refused(unread=over("a value has", self.limits.scalar, "characters", "scalar"))
        self.scalars.append(span)
        if not self.stack:
            self._no_mapping(span)
        if event.style:
            value, span = self._quoted(event, value, span)
        elif seen := seen_elsewhere(value):
            self._ambiguous(value, seen, span)
        frame = self.stack[-1]
        if isinstance(frame.data, dict) and frame.key_span is None:
            self._key(frame, event, value, span)
        else:
            self._put(value, span)

    def _quoted(self, event: Any, value: str, span: Span) -> tuple[str, Span]:
        """Look at what quotes can hold: control characters, halves of characters, line breaks."""
        if match := _CONTROL.search(value):
            message = f"the value holds the character U+{ord(match[0]):04X}"
            self.problems.append(Problem(_RULE, message, span, "remove it"))
            value = value.encode("utf-8", "replace").decode()
        return value, span

    def _ambiguous(self, value: str, seen: str, span: Span) -> None:
        self.problems.append(
            Problem(
                "document-ambiguous-value",
                f"other YAML readers see {seen} in `{value}`",
                span,
                f'quote it: `"{value}"`',
                fix=f'"{value}"',
            )
        )

    def _key(self, frame: _Open, event: Any, value: str, span: Span) -> None:
        if value == "<<" and not event.style:
            self._refuse(event, "merge keys (`<<`) are not read", "<<")
        frame.key, frame.key_span = value, span
        frame.twice = value in frame.data
        if frame.twice and frame.address is not None:
            first = self.marks[(*frame.address, value)].key
            self.problems.append(
                Problem(
                    "document-duplicate-key",
                    f"the key `{visible(value, 200)}` is written twice",
                    span,
                    "keep one of the two",
                    ((first, "first written here"),) if first else (),
                )
            )

    def _put(self, value: Data, span: Span, complex_: bool = False) -> Address | None:
        """Add a value to what is open and return its address, ``None`` where it is dropped."""
        frame = self.stack[-1]
        frame.end = max(frame.end, span.end)
        if isinstance(frame.data, list):
            address = None if frame.address is None else (*frame.address, len(frame.data))
            frame.data.append(value)
            return self._mark(address, span, None)
        if frame.key is None or frame.key_span is None:
            message = "a key is a list or a mapping"
            raise Refused(Problem(_RULE, message, span, "write keys as plain words"))
        key, key_span, twice = frame.key, frame.key_span, frame.twice
        frame.key = frame.key_span = None
        if twice or frame.address is None:
            return None
        frame.data[key] = value
        return self._mark((*frame.address, key), span, key_span)

    def _mark(self, address: Address | None, span: Span, key: Span | None) -> Address | None:
        if address is not None:
            self.marks[address] = Mark(span, key)
        return address


def read_events(start: int, text: str, limits: Limits) -> Iterator[Builder]:
    """Yield nothing."""
    yield Builder(start, limits)
