"""Apply the edits that findings carry, never two at one place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from awos_lint.core.diagnostic import Diagnostic, Edit
from awos_lint.core.text import Source, Span
from awos_lint.syntax.edit import apply_edits

# Only at \n, as git does; str.splitlines would cut at U+2028 and others.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def apply_fixes(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the new text of each document that changes.

    The edits of one finding go together; a finding whose edits overlap with those of an earlier
    one, or lie in a text that is not among ``sources``, is left.
    """
    taken: dict[str, list[Edit]] = {}
    for diagnostic in diagnostics:
        if all(_is_free(edit, taken, sources) for edit in diagnostic.edits):
            for edit in diagnostic.edits:
                taken.setdefault(edit.at.path, []).append(edit)
    texts = {path: apply_edits(sources[path].text, edits) for path, edits in taken.items()}
    return {path: text for path, text in texts.items() if text != sources[path].text}


def write_diff(path: str, old: str, new: str) -> str:
    """Return a unified diff as git writes it, in which line endings are kept."""
    lines = difflib.unified_diff(_LINE.findall(old), _LINE.findall(new), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _span_of(edit: Edit) -> Span:
    assert edit.at.span is not None, "an edit names what it replaces"
    return edit.at.span


def _is_free(edit: Edit, taken: Mapping[str, list[Edit]], sources: Mapping[str, Source]) -> bool:
    span = _span_of(edit)
    others = [_span_of(other) for other in taken.get(edit.at.path, [])]
    apart = all(span.end <= other.start or other.end <= span.start for other in others)
    return edit.at.path in sources and apart and span not in others
