"""An index of decisions leaves none out."""

from collections.abc import Iterator

from pydantic import Field

from awos_lint.core.config import Count, Table
from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import OVER
from awos_lint.graph import Project
from awos_lint.graph.foreign import mentions_decision
from awos_lint.graph.indexes import Entry, Index, find_indexes
from awos_lint.rules import PROJECT, Findings, rule

# A page with fewer entries may be a text that mentions some decisions.
_FEWEST = 3
_BEGUN = 5


class Options(Table):
    """When a page counts as an index."""

    listed: Count = Field(
        80, le=100, description="How many percent of the decisions it must list to be one."
    )


@rule(PROJECT, Severity.WARNING, Options)
def adr_index_incomplete(project: Project, options: Options) -> Findings:
    for index in find_indexes(project):
        listed = {entry.record.path for entry in index.entries}
        # A broken link or a bare number lists it too; that is not the index's mistake.
        missing = [
            record
            for record in _find_missing(index, listed)
            if not mentions_decision(index.page, project.node_of(record))
        ]
        if len(listed) >= _FEWEST and 100 * len(listed) >= options.listed * len(index.records):
            yield from (_make_finding(index, record) for record in missing)
        elif len(listed) >= _BEGUN and missing and _is_cut_off(index, missing):
            yield _make_cut_off_finding(index, missing)


def _is_cut_off(index: Index, missing: list[Document]) -> bool:
    """Whether a list is complete up to its last entry: nobody went on with it."""
    return min(map(_number_of, missing)) > max(_number_of(entry.record) for entry in index.entries)


def _find_missing(index: Index, listed: set[str]) -> Iterator[Document]:
    # Whoever lists no decision that is over may leave such out on purpose; so for other statuses.
    shown = {_group_of(entry.record) for entry in index.entries}
    for record in index.records:
        if record.number and record.path not in listed and _group_of(record) in shown:
            yield record


def _group_of(record: Document) -> str:
    return "over" if record.status in OVER else record.status


def _make_finding(index: Index, record: Document) -> Finding:
    after = _find_neighbour(index, record)
    file = "" if record.name == record.path else f", `{record.path.rpartition('/')[2]}`"
    return Finding(
        at=after.place,
        message=f"the index leaves out {record.name}{file}",
        help="add a line for it "
        f"{'before' if _number_of(after.record) > _number_of(record) else 'after'}"
        " this one",
        related=(Related(record.find_name_place(), f"{record.name} is here"),),
        subject=(record.id or record.path,),
    )


def _make_cut_off_finding(index: Index, missing: list[Document]) -> Finding:
    last = max(index.entries, key=lambda entry: _number_of(entry.record))
    later = f"{len(missing)} later decision{'s are' if len(missing) > 1 else ' is'} not in it"
    return Finding(
        at=last.place,
        message=f"the index ends with {last.record.name}: {later}",
        help="add them, or let a tool make the list",
        related=(Related(missing[0].find_name_place(), f"{missing[0].name} is the first one"),),
        subject=(),
    )


def _find_neighbour(index: Index, record: Document) -> Entry:
    """Return the entry beside which the record should stand: the next one, else the last."""
    later = [entry for entry in index.entries if _number_of(entry.record) > _number_of(record)]
    return min(later, key=lambda entry: _number_of(entry.record)) if later else index.entries[-1]


def _number_of(record: Document) -> int:
    return int(record.number or 0)
