"""The code that a decision was reviewed against is still as it was."""

from awos_lint.core.diagnostic import Finding, Related, Severity, Skip
from awos_lint.core.text import escape_text
from awos_lint.decisions.anchors import Anchored, State, check_anchors
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Code
from awos_lint.rules import CODE, Findings, rule


@rule(CODE, Severity.WARNING)
def adr_anchor_changed(code: Code) -> Findings:
    decisions = [d for d in in_force(code.project) if d.fields.get("anchors")]
    for document in decisions:
        for piece in check_anchors(document, code.project.files, code.contents()):
            name = document.name
            if piece.state is State.CHANGED and piece.place:
                yield _make_finding(piece, name)
            elif piece.state is State.UNREAD:
                yield Skip(piece.paths[0], f"{piece.why}; {name} has an anchor in it")
            elif piece.state is State.UNKNOWN:
                version = escape_text((piece.anchor.digest or "").split(":")[1])
                why = f"an anchor has a digest of version {version}, which this awos does not know"
                yield Skip(document.path, why)


def _make_finding(piece: Anchored, name: str) -> Finding:
    path = escape_text(piece.paths[0])
    day = piece.document.fields.get("reviewed")
    since = f" on {escape_text(day)}" if isinstance(day, str) and day else ""
    related = (Related(piece.place, "this is what it holds now"),) if piece.place else ()
    return Finding(
        at=piece.find_place("digest"),
        message=f"the piece of {path} that {name} was reviewed against{since} has changed",
        help=f"read it, then run `awos adr review {name}` if the decision still holds",
        related=related,
        subject=(piece.anchor.path, piece.anchor.start or "", piece.anchor.end or ""),
    )
