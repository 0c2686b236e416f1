"""What a decision in force claims about the code is true of it."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity, Skip
from awos_lint.core.text import escape_text
from awos_lint.decisions.claims import Claims, Stated, Verdict, list_claims
from awos_lint.decisions.manifests import NAMES
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Code
from awos_lint.rules import CODE, Findings, rule

_SHOWN = 5
"""Places that a finding points at; the others are counted."""


@rule(CODE, Severity.ERROR)
def adr_claim_broken(code: Code) -> Findings:
    every = [claim for document in in_force(code.project) for claim in list_claims(document)]
    if not every:
        return
    claims, unread = Claims(code.project, code.contents()), dict[str, Skip]()
    for claim in every:
        verdict = claims.judge_claim(claim)
        if verdict.holds is None:
            for path, why in verdict.unread.items():
                unread.setdefault(
                    path, Skip(path, f"{why}; {_name_document(claim)} claims something of it")
                )
        # A glob that matches no file is the matter of `adr-scope-matches-nothing`.
        elif (
            not verdict.holds
            and not claims.is_planned(claim)
            and (not claim.within or code.project.files.matches_any(claim.within))
        ):
            yield _make_finding(claim, verdict)
    yield from unread.values()


def _name_document(claim: Stated) -> str:
    return claim.document.name


def _make_finding(claim: Stated, verdict: Verdict) -> Finding:
    better = f"did you mean `{escape_text(verdict.near, 80)}`?" if verdict.near else ""
    return Finding(
        at=claim.place,
        message=f"{_name_document(claim)} claims {_describe_claim(claim)}, but "
        f"{_describe_fact(claim, verdict)}",
        help=better
        or f"change the code back, or supersede {_name_document(claim)} if it no longer holds",
        notes=tuple(_list_notes(claim, verdict)),
        related=tuple(Related(place, "it is here") for place in verdict.met[:_SHOWN]),
        subject=(claim.key, claim.value, claim.within),
    )


def _describe_claim(claim: Stated) -> str:
    value = f"`{escape_text(claim.value, 80)}`"
    within = f" in `{escape_text(claim.within, 80)}`" if claim.within else ""
    return {
        "dependency": f"that {value} is a dependency{within}",
        "no-dependency": f"that {value} is no dependency{within}",
        "path": f"that {value} exists",
        "no-path": f"that {value} does not exist",
        "text": f"that {value} stands{within}",
        "no-text": f"that {value} does not stand{within}",
    }[claim.key]


def _describe_fact(claim: Stated, verdict: Verdict) -> str:
    if not claim.is_negative:
        return {
            "dependency": "no manifest names it",
            "path": "no file matches",
            "text": "no file holds it",
        }[claim.about]
    paths, others = [escape_text(place.path) for place in verdict.met], len(verdict.met) - 1
    one, several = {
        "dependency": ("names it", "name it"),
        "path": ("is there", "are there"),
        "text": ("holds it", "hold it"),
    }[claim.about]
    return f"{paths[0]} and {others} more {several}" if others else f"{paths[0]} {one}"


def _list_notes(claim: Stated, verdict: Verdict) -> Iterator[str]:
    if claim.is_negative:
        if len(verdict.met) > _SHOWN:
            yield f"{_SHOWN} of {len(verdict.met)} files are shown"
    elif verdict.looked:
        paths = [escape_text(path) for path in verdict.looked]
        others = len(paths) - _SHOWN
        yield f"looked in {', '.join(paths[:_SHOWN])}" + (f" and {others} more" * (others > 0))
    elif claim.about == "dependency":
        yield f"there is no manifest; awos reads {', '.join(NAMES)}"
