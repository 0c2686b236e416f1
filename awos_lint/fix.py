"""Apply the edits that findings carry, never two at one place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from awos_lint.diagnostic import Diagnostic, Edit
from awos_lint.text import Source, Span


def fixed(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> tuple[dict[str, str], int]:
    """Return the new text of each document that changes, and how many findings that settles.

    The edits of one finding go together; a finding whose edits overlap with those of an earlier one
    is left for the next run.
    """
    taken: dict[str, list[Edit]] = {}
    settled = 0
    for diagnostic in diagnostics:
        if diagnostic.edits and all(_free(edit, taken, sources) for edit in diagnostic.edits):
            settled += 1
            for edit in diagnostic.edits:
                taken.setdefault(edit.at.path, []).append(edit)
    return {path: _applied(sources[path].text, edits) for path, edits in taken.items()}, settled


def difference(path: str, old: str, new: str) -> str:
    """Return a unified diff as git writes it, in which line endings are kept."""
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    # Only at \n, as git does; str.splitlines would cut at U+2028 and others.
    return [line for line in (text.replace("\n", "\n\0")).split("\0") if line]


def _span(edit: Edit) -> Span:
    assert edit.at.span is not None, "an edit names what it replaces"
    return edit.at.span


def _free(edit: Edit, taken: Mapping[str, list[Edit]], sources: Mapping[str, Source]) -> bool:
    span = _span(edit)
    others = map(_span, taken.get(edit.at.path, []))
    apart = all(span.end <= o.start or o.end <= span.start for o in others if o != span)
    same = any(_span(other) == span for other in taken.get(edit.at.path, []))
    return edit.at.path in sources and apart and not same


def _applied(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=_span, reverse=True):
        span = _span(edit)
        text = text[: span.start] + edit.text + text[span.end :]
    return text
