"""What a decision in force claims about the code is true of it."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity, Skip
from awos_lint.core.text import visible
from awos_lint.decisions.claims import Claims, Stated, Verdict, stated
from awos_lint.decisions.manifests import NAMES
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Code
from awos_lint.rules import CODE, Findings, rule

_SHOWN = 5
"""Places that a finding points at; the others are counted."""


@rule(CODE, Severity.ERROR)
def adr_claim_broken(code: Code) -> Findings:
    every = [claim for document in in_force(code.project) for claim in stated(document)]
    if not every:
        return
    claims, unread = Claims(code.project, code.contents()), dict[str, Skip]()
    for claim in every:
        verdict = claims.judge(claim)
        if verdict.holds is None:
            for path, why in verdict.unread.items():
                unread.setdefault(path, Skip(path, f"{why}; {_name(claim)} claims something of it"))
        # A glob that matches no file is the matter of `adr-scope-matches-nothing`.
        elif (
            not verdict.holds
            and not claims.is_planned(claim)
            and (not claim.within or code.project.files.any(claim.within))
        ):
            yield _finding(claim, verdict)
    yield from unread.values()


def _name(claim: Stated) -> str:
    return claim.document.name


def _finding(claim: Stated, verdict: Verdict) -> Finding:
    better = f"did you mean `{visible(verdict.near, 80)}`?" if verdict.near else ""
    return Finding(
        at=claim.place,
        message=f"{_name(claim)} claims {_said(claim)}, but {_fact(claim, verdict)}",
        help=better or f"change the code back, or supersede {_name(claim)} if it no longer holds",
        notes=tuple(_notes(claim, verdict)),
        related=tuple(Related(place, "it is here") for place in verdict.met[:_SHOWN]),
        subject=(claim.key, claim.value, claim.within),
    )


def _said(claim: Stated) -> str:
    value = f"`{visible(claim.value, 80)}`"
    within = f" in `{visible(claim.within, 80)}`" if claim.within else ""
    return {
        "dependency": f"that {value} is a dependency{within}",
        "no-dependency": f"that {value} is no dependency{within}",
        "path": f"that {value} exists",
        "no-path": f"that {value} does not exist",
        "text": f"that {value} stands{within}",
        "no-text": f"that {value} does not stand{within}",
    }[claim.key]


def _fact(claim: Stated, verdict: Verdict) -> str:
    if not claim.negative:
        return {
            "dependency": "no manifest names it",
            "path": "no file matches",
            "text": "no file holds it",
        }[claim.about]
    paths, others = [visible(place.path) for place in verdict.met], len(verdict.met) - 1
    one, several = {
        "dependency": ("names it", "name it"),
        "path": ("is there", "are there"),
        "text": ("holds it", "hold it"),
    }[claim.about]
    return f"{paths[0]} and {others} more {several}" if others else f"{paths[0]} {one}"


def _notes(claim: Stated, verdict: Verdict) -> Iterator[str]:
    if claim.negative:
        if len(verdict.met) > _SHOWN:
            yield f"{_SHOWN} of {len(verdict.met)} files are shown"
    elif verdict.looked:
        paths = [visible(path) for path in verdict.looked]
        others = len(paths) - _SHOWN
        yield f"looked in {', '.join(paths[:_SHOWN])}" + (f" and {others} more" * (others > 0))
    elif claim.about == "dependency":
        yield f"there is no manifest; awos reads {', '.join(NAMES)}"
