"""The texts between which an anchor lies are in its file."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.decisions.anchors import State, check_anchors
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Code
from awos_lint.rules import CODE, Findings, rule


@rule(CODE, Severity.WARNING)
def adr_anchor_lost(code: Code) -> Findings:
    decisions = [d for d in in_force(code.project) if d.fields.get("anchors")]
    for document in decisions:
        for piece in check_anchors(document, code.project.files, code.contents()):
            if piece.state is State.LOST:
                path = piece.paths[0]
                after = " after the start" if piece.lost == "end" and piece.anchor.start else ""
                text = piece.anchor.end if piece.lost == "end" else piece.anchor.start
                name = document.name
                yield Finding(
                    at=piece.find_place(piece.lost),
                    message=f"`{escape_text(text or '', 80)}`, the {piece.lost} of an anchor of "
                    f"{name},"
                    f" is not in {escape_text(path)}{after}",
                    help=f"correct the anchor if the code was moved, or ask whether {name} still"
                    " holds",
                    subject=(piece.anchor.path, piece.anchor.start or "", piece.anchor.end or ""),
                )
