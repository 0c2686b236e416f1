"""A task is begun only when the tasks that it comes after are done."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import State
from awos_lint.core.text import Place
from awos_lint.core.wording import join_names
from awos_lint.graph import Node, Project
from awos_lint.graph.tasks import OVER, name_item
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, softens=True)
def task_done_before_dependency(project: Project) -> Findings:
    waiting: dict[Place, tuple[Node, list[Node]]] = {}
    for edge in project.links_of("after"):
        source, target = edge.source, edge.target
        begun = source.kind == "task" and source.state in (State.DONE, State.ACTIVE)
        left = target and target.state and target.state not in OVER and target.id != source.id
        if begun and target and left and target.id not in project.twins:
            waiting.setdefault(source.place, (source, []))[1].append(target)
    for source, targets in waiting.values():
        yield _make_finding(source, targets)


def _make_finding(source: Node, targets: list[Node]) -> Finding:
    assert source.item
    name = name_item(source.item)
    others = join_names(_name_target(source, target) for target in targets)
    states = {str(target.state) for target in targets}
    word = states.pop() if len(states) == 1 else "not done"
    verb = "is" if len(targets) == 1 else "are"
    return Finding(
        at=source.said,
        message=f"{name} is {source.state}, but comes after {others}, which {verb} {word}",
        help=f"finish {others} first, or set {name} back to `[ ]`",
        related=tuple(Related(t.said, f"{t.id} is {t.state}") for t in targets),
        subject=(source.id,),
    )


def _name_target(source: Node, target: Node) -> str:
    near = target.item and target.document is source.document
    return name_item(target.item) if target.item and near else target.id
