"""Two specs in one folder do not have the same number."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.numbered_folders import (
    FreeFolderNumbers,
    NumberedFolder,
    find_numbered_folders,
)
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR, needs=("folder-numbers",))
def document_number_collision(project: Project) -> Findings:
    # Where the number makes the id, `reference-duplicate-id` says so.
    taken: dict[tuple[str, int], NumberedFolder] = {}
    free = FreeFolderNumbers(project)
    for folder in find_numbered_folders(project):
        first = taken.setdefault(folder.key, folder)
        if first is not folder:
            yield Finding(
                at=folder.document.find_name_place(),
                message=f"the number {folder.digits} is taken by {first.called}",
                help=f"rename the folder of {folder.called}: the next free number is "
                f"{free.find_next(folder)}",
                related=(Related(first.document.find_name_place(), f"{first.called} has it"),),
                subject=(folder.digits,),
            )
