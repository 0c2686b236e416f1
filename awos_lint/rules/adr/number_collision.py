"""Two decisions do not have the same number."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.decisions import find_collisions
from awos_lint.graph.numbers import FreeNumbers
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.ERROR)
def adr_number_collision(project: Project) -> Findings:
    free = FreeNumbers(project)
    for first, later in find_collisions(project):
        number = later.number or later.id.rpartition("-")[2]
        fresh = free.find_next(first.id or f"ADR-{number}")
        new = fresh.rpartition("-")[2]
        yield Finding(
            at=later.find_name_place(),
            message=f"the number {number} is taken by {first.path}",
            help=f"give this decision the next free number, {new}, in file name, id and links"
            if new
            else "give this decision an id of its own",
            related=(Related(first.find_name_place(), f"{first.title or first.name} has it"),),
            subject=(number,),
        )
