"""Features of roadmaps that have names instead of ids, and the specs that speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.dialect.labels import Label
from awos_lint.model.document import Item, Text
from awos_lint.text import Span

_LEAD = re.compile(r"\s+(?:[-–—]|->|→)\s+|:\s|\s*`(?:XS|S|M|L|XL)`|\s+\*\(|\s\(")
_PARTS = re.compile(r"\s+\+\s+|\s*[,;]\s*|\s+(?:and|&)\s+")
_ARROW = re.compile(r"→|->|=>|»|>")
_BRACKETS = re.compile(r"\([^()]*\)")
_STEP = re.compile(r"(?:phase|milestone|stage)\s+\w+\s*[:–—-]?\s*", re.IGNORECASE)
_MARKS = " *_~`.[]\t"
_DATE = re.compile(r"^(?:\d{4}-?\d\d-?\d\d(?:-\d{4})?|\d{3,4})-")


def named(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return features with the lead of their titles as names; a lead that is not unique is none."""
    leads = [_lead(item.title.value) for item in items]
    return tuple(
        replace(item, name=lead) if lead and leads.count(lead) == 1 else item
        for item, lead in zip(items, leads, strict=True)
    )


def _lead(title: str) -> str:
    words = title.strip(" *_~:")
    return _LEAD.split(words, maxsplit=1)[0].strip(" *_~:.")


def slug(name: str) -> str:
    """Return a name as folders are called: ``User Sign-in!`` is ``user-sign-in``."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def bare(folder: str) -> str:
    """Return the name of a spec's folder without its date or number."""
    return _DATE.sub("", folder)


def linked(items: Sequence[Item], specs: Mapping[str, str]) -> tuple[Item, ...]:
    """Return features with field ``spec`` where a spec's folder is called exactly like them.

    ``specs`` maps the bare names of folders to ids.
    """
    found = []
    for item in items:
        spec = specs.get(slug(item.name)) if item.name else None
        link = {"spec": (Text(spec, item.title.span),)} if spec else {}
        found.append(replace(item, fields={**item.fields, **link}))
    return tuple(found)


def candidates(label: Label) -> Iterator[Text]:
    """Yield what a line such as ``Phase 1 → Sign-in (Google only)`` may call features.

    Of a trail, only the last part is meant.
    """
    # What stands in brackets explains what stands in front of them.
    value = _BRACKETS.sub(lambda match: " " * len(match[0]), label.value)
    trail = [*_ARROW.finditer(value)]
    met = set()
    for begin, words in _pieces(value, trail[-1].end() if trail else 0):
        start, end = _named_part(_LEAD.split(words, maxsplit=1)[0])
        shown = words[start:end]
        if shown and shown not in met:
            met.add(shown)
            place = label.mark.value.start + begin + start
            yield Text(shown, Span(place, place + len(shown)))


def _named_part(lead: str) -> tuple[int, int]:
    """Return where a name begins and ends in a text, without phases in front of it or behind it."""
    start, end = 0, len(lead)
    for step in _STEP.finditer(lead):
        if not lead[start : step.start()].strip(_MARKS):
            start = step.end()
        elif not _STEP.sub("", lead[step.end() :]).strip(_MARKS):
            end = step.start()
            break
    part = lead[start:end]
    start += len(part) - len(part.lstrip(_MARKS))
    return start, start + len(part.strip(_MARKS))


def _pieces(value: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the whole text behind an offset, then the parts of it."""
    yield start, value[start:]
    at = start
    for match in _PARTS.finditer(value, start):
        yield at, value[at : match.start()]
        at = match.end()
    if at > start:
        yield at, value[at:]
