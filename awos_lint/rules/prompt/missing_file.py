"""A prompt sends nobody to a file that does not exist."""

from awos_lint.agentfiles.files import Named, find_missing
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING)
def prompt_missing_file(project: Project) -> Findings:
    for prompt in project.prompts:
        for named in () if prompt.broken else find_missing(project, prompt):
            other = _other_case(project, named)
            wrong = (
                f"differs in letter case from {escape_text(other, 120)}"
                if other
                else "is not there"
            )
            yield Finding(
                at=prompt.make_place(named.span),
                message=f"`{escape_text(named.written, 120)}` {wrong}",
                help="write it in the same letters" if other else "correct the path, or remove it",
                subject=(named.written,),
            )


def _other_case(project: Project, named: Named) -> str:
    found = (project.files.other_case(path) for path in named.paths)
    return next((path for path in found if path), "")
