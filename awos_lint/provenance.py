"""Who wrote a text and who approved it, as the commits of a step tell it.

What a commit states about people is free text; two hands that look different may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from awos_lint.approval import readable, records
from awos_lint.digest import digest
from awos_lint.graph.versions import Edition
from awos_lint.model.document import Document
from awos_lint.model.front import Approval
from awos_lint.model.history import Commit

# As git-interpret-trailers(1) writes them; hosts that squash keep the authors in this form.
_CO_AUTHOR = re.compile(r"^co-authored-by:[^<\n]*<([^>\n]+)>", re.IGNORECASE | re.MULTILINE)
# A squash made by GitHub: its own committer, and the number of the pull request in the subject.
_PLATFORM = "noreply@github.com"
_REQUEST = re.compile(r".*\(#\d+\)")


def gained(old: Document | None, new: Document) -> list[tuple[int, Approval]]:
    """Return the records that a document has and had not, with their indices."""
    before = {_named(record) for _, record in records(old)} if old else set()
    return [(index, record) for index, record in records(new) if _named(record) not in before]


def _named(record: Approval) -> tuple[str, str, str]:
    return record.by, record.at, record.digest


def approves(edition: Edition) -> bool:
    """Return whether a commit added a record of approval."""
    return edition.new is not None and bool(gained(edition.old, edition.new))


def edits(edition: Edition) -> bool:
    """Return whether a commit changed what a text says; one that cannot be read counts as such."""
    old, new = edition.old, edition.new
    if old is None or new is None or not (readable(old) and readable(new)):
        return True
    return digest(old) != digest(new)


def born(edition: Edition) -> bool:
    """Return whether a commit added a document that was approved from the first."""
    return edition.old is None and approves(edition)


def hands(commit: Commit) -> Iterator[str]:
    """Yield the mail of everybody who wrote a commit, co-authors included, without case."""
    yield commit.author.mail.casefold()
    yield from (mail.strip().casefold() for mail in _CO_AUTHOR.findall(commit.message))


def squashed(commit: Commit) -> bool:
    """Return whether a platform made one commit of several, so that nobody knows who did what."""
    subject = commit.message.partition("\n")[0]
    return commit.committer.mail == _PLATFORM and _REQUEST.fullmatch(subject) is not None
