"""What is in force can be seen without reading what is over."""

from collections.abc import Iterator

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.kinds import OVER
from awos_lint.graph import Node, Project
from awos_lint.graph.decisions import find_contested, find_replaced, in_force
from awos_lint.rules import PROJECT, Findings, rule


class Options(Table):
    """When it is time to write down what is in force on one page."""

    max_chain: Count = Field(3, description="Decisions in whose place one may stand.")
    max_over: Count = Field(20, description="Decisions that may be no longer in force.")
    digest: str = Field("", description="The page that `awos adr digest` writes, if there is one.")


@rule(PROJECT, Severity.NOTICE, Options)
def adr_compact(project: Project, options: Options) -> Findings:
    files = project.files
    if options.digest and files.resolve_path(options.digest) in files.paths:
        return
    yield from _find_chains(project, options.max_chain)
    over = [d for d in project.documents_of("adr") if d.status in OVER and not d.broken]
    if len(over) > options.max_over:
        at = project.node_of(over[0]).said
        said = f"{len(over)} decisions are no longer in force; the limit is {options.max_over}"
        yield Finding(at, said, _HELP, subject=("max-over",))


_HELP = (
    "write what is in force on one page with `awos adr digest --output FILE`,"
    " and name it in the option `digest`"
)


def _find_chains(project: Project, limit: int) -> Iterator[Finding]:
    unsure = find_contested(project)
    for document in in_force(project):
        node = project.node_of(document)
        chain = find_replaced(project, node) if node.id not in unsure else []
        if len(chain) > limit:
            yield Finding(
                at=node.said,
                message=f"{node.name} stands in the place of {len(chain)} decisions;"
                f" the limit is {limit}",
                help=_HELP,
                related=tuple(map(_make_related, chain)),
                subject=("max-chain",),
            )


def _make_related(node: Node) -> Related:
    return Related(node.said, f"{node.name} is {node.progress}")
