"""Tasks that may run side by side do not write the same file."""

from collections.abc import Iterator

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, Item
from awos_lint.graph import Project
from awos_lint.graph.parallel import order_tasks, side_by_side
from awos_lint.graph.tasks import find_units, name_item, name_items
from awos_lint.graph.writes import find_entry, find_shared_paths
from awos_lint.rules import PROJECT, Findings, rule

_SHOWN = 3


@rule(PROJECT, Severity.WARNING, needs=("files",))
def task_write_conflict(project: Project) -> Findings:
    after = order_tasks(project)
    for tasks in project.documents_of("tasks"):
        several = {path: who for path, who in _find_shared(tasks).items() if who.bit_count() > 1}
        free = side_by_side(tasks.items, after.get(tasks.path, ())) if several else []
        conflicts: dict[tuple[int, ...], list[str]] = {}
        for path, who in several.items():
            if group := tuple(number for number in _list_bits(who) if free[number] & who):
                conflicts.setdefault(group, []).append(path)
        for group, paths in conflicts.items():
            yield _make_finding(tasks, [tasks.items[number] for number in group], paths)


def _find_shared(tasks: Document) -> dict[str, int]:
    numbers = {item.span.start: number for number, item in enumerate(tasks.items)}
    return find_shared_paths(
        (numbers[item.span.start], item) for item in find_units(tasks) if item.name
    )


def _list_bits(who: int) -> Iterator[int]:
    while who:
        yield (who & -who).bit_length() - 1
        who &= who - 1


def _make_finding(tasks: Document, items: list[Item], paths: list[str]) -> Finding:
    first, second, *others = items
    files = ", ".join(f"`{path}`" for path in paths[:_SHOWN])
    files += f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    message = f"{name_items(items)} may run side by side, and both write {files}"
    help_ = f"add `after: {name_item(first)}` to {name_item(second)}"
    if others:
        message = f"{name_items(items)} write {files}, and not all of them are in an order"
        help_ = "add `after` to them so that one follows the other"
    return Finding(
        at=tasks.make_place(find_entry(second, paths[0])),
        message=message,
        help=help_,
        related=tuple(
            Related(
                tasks.make_place(find_entry(item, paths[0])), f"{name_item(item)} writes it too"
            )
            for item in (first, *others)[:_SHOWN]
        ),
        subject=tuple(item.label for item in items),
    )
