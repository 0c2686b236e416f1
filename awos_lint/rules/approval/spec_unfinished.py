"""A spec is implemented only when its task lists are done."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.graph import Node, Project
from awos_lint.graph.progress import count_tasks, find_open_tasks, name_tasks, working_lists
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def approval_spec_unfinished(project: Project) -> Findings:
    for document in project.documents_of("spec"):
        spec = project.node_of(document)
        if document.status == "implemented":
            for tasks in working_lists(project, spec) or ():
                # A list that calls itself done over open tasks is the lower contradiction.
                if tasks.status != "done" and find_open_tasks(tasks):
                    yield _make_finding(spec, project.node_of(tasks), tasks)


def _make_finding(spec: Node, node: Node, tasks: Document) -> Finding:
    open_ = find_open_tasks(tasks)
    names = name_tasks(open_)
    total = count_tasks(tasks)
    first = tasks.make_place(open_[0].box or open_[0].anchor)
    return Finding(
        at=spec.said,
        message=f"{spec.id} is implemented, but {node.name} "
        f"has {len(open_)} of {total} tasks left: {names}",
        help=f"finish or cancel them, or set {spec.id} back to approved",
        related=(*_list_stated(node, tasks), Related(first, f"the first one is {open_[0].state}")),
        subject=(node.id or tasks.path,),
    )


def _list_stated(node: Node, tasks: Document) -> tuple[Related, ...]:
    """Return what a list says of itself; in most dialects, no list has a status."""
    if not tasks.status:
        return ()
    return (Related(node.said, f"{node.name} is {tasks.status}"),)
