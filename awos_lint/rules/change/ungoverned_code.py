"""Governed code changes only where an approved spec says so."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.files import Files, matches_glob
from awos_lint.core.model.policy import is_policy
from awos_lint.core.text import Place
from awos_lint.core.wording import join_names
from awos_lint.graph.globs import find_covered_files
from awos_lint.graph.status_order import is_approved, is_pending
from awos_lint.graph.subjects import Change
from awos_lint.rules import CHANGE, Findings, rule


@rule(CHANGE, Severity.ERROR)
def change_ungoverned_code(change: Change) -> Findings:
    project, code = change.after, _find_governed(change)
    some = Files(frozenset(code), project.files.base)
    specs = list(project.documents_of("spec")) if code else []
    for spec in specs:
        if is_approved(project, spec):
            code -= find_covered_files(project, spec, some)
    waiting = [
        (s, find_covered_files(project, s, some)) for s in specs if code and is_pending(project, s)
    ]
    for glob in change.policy.governed.paths:
        found = sorted(path for path in code if matches_glob(glob, path))
        code.difference_update(found)
        if found:
            yield _make_finding(
                glob, found, [s for s, paths in waiting if paths.intersection(found)]
            )


def _find_governed(change: Change) -> set[str]:
    """Return the governed files that changed; documents and configurations are none."""
    globs = change.policy.governed.paths
    own = {d.path for p in (change.before, change.after) for d in p.documents} if globs else set()
    paths = (
        touch.path for touch in change.touches if any(matches_glob(g, touch.path) for g in globs)
    )
    return {path for path in paths if path not in own and not is_policy(path)}


def _make_finding(glob: str, found: list[str], waiting: list[Document]) -> Finding:
    ids = join_names(spec.id for spec in waiting)
    return Finding(
        at=Place(found[0]),
        message=f"no approved spec covers the change of {join_names(found)}",
        help=f"have {ids} approved first"
        if waiting
        else "name the files in `touches` of an approved spec, or in `files` of one of its tasks",
        notes=(f"`{glob}` is governed",),
        related=tuple(Related(spec.head, f"{spec.name} is {spec.status}") for spec in waiting),
        subject=(glob,),
    )
