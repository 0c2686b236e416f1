"""A task list implements a spec that exists."""

from awos_lint.diagnostic import Finding, Severity
from awos_lint.graph import Node, Project
from awos_lint.graph.order import expresses
from awos_lint.model.document import Document
from awos_lint.rules import Findings, project_rule


@project_rule(Severity.ERROR, softens=True)
def order_tasks_without_spec(project: Project) -> Findings:
    for tasks in project.of("tasks"):
        implied = tasks.implied.get("spec", "")
        asked = implied or expresses(tasks, "front-matter")
        if asked and not tasks.broken and not tasks.wrote("spec") and implied not in project.nodes:
            yield _finding(tasks, implied, _meant(project, tasks, implied))


def _meant(project: Project, tasks: Document, implied: str) -> Node | None:
    folder = tasks.path.rpartition("/")[0]
    beside = [spec for spec in project.of("spec") if spec.path.rpartition("/")[0] == folder]
    return project.node(beside[0]) if beside else project.suggest(implied, ["spec"])


def _finding(tasks: Document, implied: str, meant: Node | None) -> Finding:
    why = f"its folder belongs to {implied}, which does not exist" if implied else "it names none"
    hint = f"did you mean `spec: {meant.id}`?" if meant else "write the spec, or name it in `spec`"
    return Finding(
        at=tasks.named(),
        message=f"{tasks.id or tasks.path} implements no spec: {why}",
        help=hint,
    )
