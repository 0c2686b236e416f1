"""Features of roadmaps that have names instead of ids, and the specs that speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.model.document import Item, Text
from awos_lint.core.text import Span
from awos_lint.layouts.dialect.checklist import Found
from awos_lint.layouts.dialect.labels import Label

# "Clean up (Round 2)" is another feature than "Clean up"; a phase only says when.
_ROUND = (
    r"\(\s*(?!(?i:phase|milestone|stage|spec)\b)(?:[^\W\d_]+[ .-]?)?"
    r"(?:\d{1,2}[a-z]?|[IVX]{1,4}|(?i:two|three|four))\s*\)"
)
_LEAD = re.compile(rf"\s+(?:[-–—]|->|→)\s+|:\s|\s*`(?:XS|S|M|L|XL)`|\s+\*\(|\s(?!{_ROUND})\(")
_PARTS = re.compile(r"\s+\+\s+|\s*[,;]\s*|\s+(?:and|&)\s+")
_ARROW = re.compile(r"→|->|=>|»|>")
_BRACKETS = re.compile(rf"(?!{_ROUND})\([^()]*\)")
_SPECS = re.compile(
    r"\(\s*specs?\b[ \t#:]*(?P<list>\d{1,4}(?:[\s,&+#-]|\d|and\b)*)\)", re.IGNORECASE
)
_STEP = re.compile(r"(?:phase|milestone|stage)\s+\w+\s*[:–—-]?\s*", re.IGNORECASE)
_MARKS = " *_~`.[]\t"
_DATE = re.compile(r"^(?:\d{4}-?\d\d-?\d\d(?:-\d{4})?|\d{3,4})-")


def name_features(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return features with the lead of their titles as names; a lead that is not unique is none."""
    leads = [_find_lead(item.title.value) for item in items]
    return tuple(
        replace(item, name=lead) if lead and leads.count(lead) == 1 else item
        for item, lead in zip(items, leads, strict=True)
    )


def _find_lead(title: str) -> str:
    words = title.strip(" *_~:")
    return _LEAD.split(words, maxsplit=1)[0].strip(" *_~:.")


def make_slug(name: str) -> str:
    """Return a name as folders are called: ``User Sign-in!`` is ``user-sign-in``."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def strip_prefix(folder: str) -> str:
    """Return the name of a spec's folder without its date or number."""
    return _DATE.sub("", folder)


def link_specs(items: Sequence[Item], specs: Mapping[str, str]) -> tuple[Item, ...]:
    """Return features with field ``spec`` where a spec's folder is called exactly like them.

    ``specs`` maps the bare names of folders to ids.
    """
    found = []
    for item in items:
        spec = specs.get(make_slug(item.name)) if item.name else None
        link = {"spec": (Text(spec, item.title.span),)} if spec else {}
        found.append(replace(item, fields={**item.fields, **link}))
    return tuple(found)


def spec_numbers(text: str) -> Iterator[Found]:
    """Yield the numbers of the specs that a feature names, as in ``_(Spec 005)_``."""
    for match in _SPECS.finditer(text):
        start = match.start("list")
        for number in re.finditer(r"\d{1,4}", match["list"]):
            yield Found("spec", start + number.start(), start + number.end())


def with_specs(items: Sequence[Item], specs: Mapping[str, str]) -> tuple[Item, ...]:
    """Return features with the ids of specs in place of their numbers.

    ``specs`` maps numbers without leading zeros to ids. A number that it does not hold may be that
    of a spec still to come, so it links to nothing.
    """
    found = []
    for item in items:
        named = [(specs.get(t.value.lstrip("0")), t.span) for t in item.fields.get("spec", ())]
        values = tuple(Text(spec, span) for spec, span in named if spec)
        found.append(replace(item, fields={**item.fields, "spec": values}))
    return tuple(found)


def find_candidate_names(label: Label) -> Iterator[Text]:
    """Yield what a line such as ``Phase 1 → Sign-in (Google only)`` may call features.

    Of a trail, only the last part is meant.
    """
    # What stands in brackets explains what stands in front of them.
    value = _BRACKETS.sub(lambda match: " " * len(match[0]), label.value)
    trail = [*_ARROW.finditer(value)]
    met = set()
    for begin, words in _split_pieces(value, trail[-1].end() if trail else 0):
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


def _split_pieces(value: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the whole text behind an offset, then the parts of it."""
    yield start, value[start:]
    at = start
    for match in _PARTS.finditer(value, start):
        yield at, value[at : match.start()]
        at = match.end()
    if at > start:
        yield at, value[at:]
