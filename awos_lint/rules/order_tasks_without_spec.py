"""A task list implements a spec that exists."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Project
from awos_lint.graph.order import expresses
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, softens=True)
def order_tasks_without_spec(project: Project) -> Findings:
    beside = {_folder(spec): spec.id for spec in project.of("spec") if spec.id}
    for tasks in project.of("tasks"):
        implied = tasks.implied.get("spec", "")
        asked = implied or expresses(tasks, "front-matter")
        if asked and not tasks.broken and not tasks.wrote("spec") and implied not in project.nodes:
            yield _finding(tasks, implied, beside.get(_folder(tasks), ""))


def _folder(document: Document) -> str:
    return document.path.rpartition("/")[0]


def _finding(tasks: Document, implied: str, meant: str) -> Finding:
    why = f"its folder belongs to {implied}, which does not exist" if implied else "it names none"
    return Finding(
        at=tasks.named(),
        message=f"{tasks.id or tasks.path} implements no spec: {why}",
        help=f"did you mean `spec: {meant}`?" if meant else "write the spec, or name it in `spec`",
        subject=(),
    )
