"""An anchor is a narrow piece of one file."""

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.text import escape_text
from awos_lint.decisions.anchors import Anchored, State, check_anchors
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Code
from awos_lint.rules import CODE, Findings, rule


class Options(Table):
    """How much an anchor may hold."""

    max_lines: Count = Field(100, description="Lines that an anchor may hold.")


@rule(CODE, Severity.WARNING, Options)
def adr_anchor_too_broad(code: Code, options: Options) -> Findings:
    decisions = [d for d in in_force(code.project) if d.fields.get("anchors")]
    for document in decisions:
        for piece in check_anchors(document, code.project.files, code.contents()):
            if piece.state is State.SEVERAL or piece.lines > options.max_lines:
                yield _make_finding(piece, options.max_lines)


def _make_finding(piece: Anchored, limit: int) -> Finding:
    name = piece.document.name
    said = f"an anchor of {name}, `{escape_text(piece.anchor.path, 80)}`,"
    several = piece.state is State.SEVERAL
    held = (Related(piece.place, "it reaches over this"),) if piece.place else ()
    return Finding(
        at=piece.find_place("path"),
        message=f"{said} names {len(piece.paths)} files instead of one"
        if several
        else f"{said} holds {piece.lines} lines; the limit is {limit}",
        help="name the one file that shows the decision, and use `applies_to` for the others"
        if several
        else "add `start` and `end`, the texts around the lines that show the decision",
        related=held,
        subject=(piece.anchor.path, piece.anchor.start or "", piece.anchor.end or ""),
    )
