"""A spec whose task lists are all done is implemented, and says so."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.graph import Project
from awos_lint.graph.progress import is_finished, working_lists
from awos_lint.rules import PROJECT, Findings, rule


@rule(PROJECT, Severity.WARNING, needs=("status",))
def approval_spec_behind(project: Project) -> Findings:
    for document in project.documents_of("spec"):
        spec = project.node_of(document)
        lists = working_lists(project, spec) or []
        done = [tasks for tasks in lists if tasks.status == "done" and is_finished(tasks)]
        if document.status == "approved" and done and len(done) == len(lists):
            names = " and ".join(tasks.name for tasks in done)
            yield Finding(
                at=spec.said,
                message=f"{spec.id} is approved, but {names} {'are' if done[1:] else 'is'} done",
                help=f"set {spec.id} to implemented, or add the tasks that are still missing",
                related=tuple(
                    Related(project.node_of(tasks).said, f"{tasks.name} is done") for tasks in done
                ),
                subject=(),
            )
