"""A copy of a task says what the list says that it was written from."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, Item
from awos_lint.core.text import escape_text
from awos_lint.graph import Project
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("copies",))
def task_copy_outdated(project: Project) -> Findings:
    lists = {tasks.id: tasks for tasks in project.documents_of("tasks")}
    for copy in project.documents:
        tasks = lists.get(copy.implied.get("copy", ""))
        states = copy.fields.get("states")
        if tasks and isinstance(states, dict) and not tasks.is_partial:
            items = {item.name: item for item in tasks.items_of("task")}
            differing = [
                n for n, said in states.items() if said != _write_state(tasks, items.get(n))
            ]
            if differing:
                yield _make_finding(copy, tasks, differing, items.get(differing[0]))


def _write_state(tasks: Document, item: Item | None) -> str:
    """Return the status of a task as the list writes it."""
    if item is None or item.box is None or item.box == item.anchor:
        return ""
    return tasks.source.text[item.box.start : item.box.end].strip('"')


def _make_finding(copy: Document, tasks: Document, names: list[str], item: Item | None) -> Finding:
    name = names[0]
    states = copy.fields.get("states")
    said = states[name] if isinstance(states, dict) else ""
    there = (
        f"{_write_state(tasks, item) or 'without a status'} in the list"
        if item
        else "not in the list"
    )
    more = f", and {len(names) - 1} more differ" if len(names) > 1 else ""
    return Finding(
        at=copy.find_place("states", name),
        message=f"task {name} is {escape_text(str(said), 20)} in this copy, but {there}{more}",
        help="write the copies anew with `task-master generate`, or remove them",
        related=(Related(tasks.make_place(item.box or item.anchor), "the list says so"),)
        if item
        else (),
        subject=(name,),
    )
