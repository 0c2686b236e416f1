"""A task list implements a spec that exists."""

from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph import Project
from awos_lint.graph.status_order import can_express
from awos_lint.graph.strays import is_stray_id
from awos_lint.layouts import load_layouts
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def order_tasks_without_spec(project: Project) -> Findings:
    beside = {_folder_of(spec): spec.id for spec in project.documents_of("spec") if spec.id}
    for tasks in project.documents_of("tasks"):
        implied = tasks.implied.get("spec", "")
        asked = implied or can_express(tasks, "front-matter")
        known = implied in project.nodes or is_stray_id(project, implied)
        if asked and not tasks.broken and not tasks.has_value("spec") and not known:
            meant = beside.get(_folder_of(tasks), "")
            # A file that is there and was not read, because it is excluded, is not missing.
            if meant or not implied or not project.files.has_path(_spec_file(tasks)):
                yield _make_finding(tasks, implied, meant)


def _folder_of(document: Document) -> str:
    return document.path.rpartition("/")[0]


def _spec_file(tasks: Document) -> str:
    """Return the path at which the spec of a task list is expected."""
    return f"{_folder_of(tasks)}/{load_layouts()[tasks.layout].spec_file}"


def _make_finding(tasks: Document, implied: str, meant: str) -> Finding:
    why = f"its folder belongs to {implied}, which does not exist" if implied else "it names none"
    write = "write the spec, or name it in `spec`"
    if not can_express(tasks, "front-matter"):
        write = f"write {_spec_file(tasks)}, or remove the list"
    return Finding(
        at=tasks.find_name_place(),
        message=f"{tasks.name} implements no spec: {why}",
        help=f"did you mean `spec: {meant}`?" if meant else write,
        subject=(),
    )
