"""Who wrote a text and who approved it, as the commits of a step tell it.

What a commit states about people is free text; two hands that look different may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from awos_lint.approvals.records import Entry, all_records, is_readable, list_records
from awos_lint.core.digest import compute_digest
from awos_lint.core.model.document import Document
from awos_lint.core.model.front import Approval
from awos_lint.core.model.history import Commit, Origin, Person
from awos_lint.graph.diff import Edition

# As git-interpret-trailers(1) writes them; hosts that squash keep the authors in this form.
_CO_AUTHOR = re.compile(r"^co-authored-by:[ \t]*([^<\n]*)<([^>\n]+)>", re.IGNORECASE | re.MULTILINE)
# A squash made by GitHub: its own committer, and the number of the pull request in the subject.
PLATFORM = "noreply@github.com"
_REQUEST = re.compile(r".*\(#\d+\)")


def find_gained(old: Document | None, new: Document) -> list[tuple[int, Approval]]:
    """Return the approvals that a document has and had not, with their indices."""
    found = gained_records(old, new)
    return [(index, record) for _, index, record in found if isinstance(record, Approval)]


def gained_records(old: Document | None, new: Document) -> list[tuple[str, int, Entry]]:
    """Return the approvals and acknowledgements that a document has and had not."""
    before = set(_all_named(old)) if old else set()
    return [entry for entry in all_records(new) if _identify_record(entry[2]) not in before]


def _identify_record(record: Entry) -> tuple[str, str, str, str]:
    return record.by, record.at, record.digest, record.seal or ""


def find_returned(
    old: Document | None, new: Document, earlier: Iterable[Document]
) -> list[tuple[str, int, Entry]]:
    """Return the records that a document has again: it had them earlier, and not of late."""
    before = {named for text in earlier for named in _all_named(text)}
    return [entry for entry in gained_records(old, new) if _identify_record(entry[2]) in before]


def _all_named(document: Document) -> Iterator[tuple[str, str, str, str]]:
    return (_identify_record(record) for *_, record in all_records(document))


def find_added_records(edition: Edition, document: Document) -> list[int]:
    """Return the indices of the records in a document that a commit added to it.

    A document that was approved from the first tells nothing about who wrote it and who approved.
    """
    if edition.old is None or edition.new is None:
        return []
    fresh = {_identify_record(record) for _, record in find_gained(edition.old, edition.new)}
    return [index for index, record in list_records(document) if _identify_record(record) in fresh]


def is_edit(edition: Edition) -> bool:
    """Return whether a commit changed what a text says; one that cannot be read counts as such."""
    old, new = edition.old, edition.new
    if old is None or new is None or not (is_readable(old) and is_readable(new)):
        return True
    return compute_digest(old) != compute_digest(new)


def co_authors(commit: Commit) -> list[Person]:
    """Return those whom the trailers of a commit name as its authors too."""
    return [Person(n.strip(), m.strip()) for n, m in _CO_AUTHOR.findall(commit.message)]


def is_squashed(commit: Commit) -> bool:
    """Return whether a platform made one commit of several, so that nobody knows who did what."""
    subject = commit.message.partition("\n")[0]
    return commit.committer.mail == PLATFORM and _REQUEST.fullmatch(subject) is not None


def find_origins(
    document: Document, editions: Iterable[Edition], unknown: str = ""
) -> Iterator[tuple[tuple[str, str, int], Origin]]:
    """Yield where each record of a document came from, given all commits that changed it.

    It comes with the path, the list that the record is in, and its index there.

    Their order does not matter: a record counts as added by every commit that has it in exactly
    this form and whose first parent has not, so that no clock decides.
    """
    known = tuple(editions)
    wrote = [(e.commit.sha, who) for e in known if is_edit(e) for who in _list_writers(e.commit)]
    for name, index, record in all_records(document):
        form = _normalize_record(record)
        added = [
            e.commit
            for e in known
            if form in _normalize_records(e.new) and form not in _normalize_records(e.old)
        ]
        # Who only approved is among the co-authors of a squash too.
        mixed = {(c.sha, who) for c in added if is_squashed(c) for who in co_authors(c)}
        writers = frozenset(who for sha, who in wrote if (sha, who) not in mixed)
        yield (document.path, name, index), Origin(tuple(added), writers, unknown)


def _normalize_record(record: Entry) -> tuple[type[Entry], str]:
    """Return a record as its maker made it; nested acknowledgements are made by others, later."""
    return type(record), record.model_dump_json(exclude={"acknowledged"})


def _normalize_records(document: Document | None) -> set[tuple[type[Entry], str]]:
    return (
        {_normalize_record(record) for *_, record in all_records(document)} if document else set()
    )


def _list_writers(commit: Commit) -> Iterator[Person]:
    yield from (commit.author, *co_authors(commit))
    if commit.committer.mail != PLATFORM:
        yield commit.committer
