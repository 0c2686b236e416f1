"""Attempts to keep an approval by an acknowledgement that nobody gave for that.

A specification was approved against a decision that says something else now. Only an
acknowledgement of that text, for that document, as it was written, keeps the approval.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from awos_lint.approvals.records import State, approvals_of
from awos_lint.core.digest import compute_digest, compute_seal
from awos_lint.core.model.document import Data
from tests.support.worlds import loaded

DECISION = "context/decisions/0001-use-files.md"
OTHER = "context/decisions/0002-use-a-queue.md"
SPEC = "context/specs/001-cart/spec.md"
READ = "---\nstatus: accepted\n---\n\n# Use files\n\nOne file a cart.\n"
NOW = READ.replace("One file", "Two files")
LATER = READ.replace("One file", "Three files")
QUEUE = "---\nstatus: accepted\n---\n\n# Use a queue\n"
BODY = "# Cart\n\n- **FR-1** A visitor collects items.\n"
Fields = dict[str, Data]


def spec(body: str = BODY, **front: Data) -> str:
    """Return the specification with more front matter."""
    said = {"status": "approved", "decisions": ["ADR-0001"], **front}
    return f"---\n{yaml.safe_dump(said, sort_keys=False)}---\n\n{body}"


def bound(path: str, text: str) -> str:
    """Return the digest of a document."""
    (document,) = loaded({path: text}).project.documents
    return compute_digest(document)


def approval() -> Fields:
    """Return Mara's approval against the decision as it was."""
    above: Fields = {"ADR-0001": bound(DECISION, READ)}
    said: Fields = {"by": "Mara", "at": "2026-02-02", "digest": bound(SPEC, spec())}
    said["upstream"] = above
    return {**said, "seal": compute_seal("approval", said)}


def acknowledgement(**other: Data) -> Fields:
    """Return Jonas' acknowledgement of the decision as it is now, sealed as it stands here."""
    said: Fields = {"by": "Jonas", "at": "2026-02-09", "digest": bound(SPEC, spec())}
    said |= {"upstream": {"ADR-0001": bound(DECISION, NOW)}, "reason": "no cart is lost", **other}
    return {**said, "seal": compute_seal("acknowledgement", said)}


def worth(entry: Fields, now: str = NOW, body: str = BODY) -> State | None:
    """Return what the approval of the specification is worth with an acknowledgement."""
    text = spec(body, approvals=[approval()], acknowledgements=[entry])
    project = loaded({DECISION: now, OTHER: QUEUE, SPEC: text}).project
    (found,) = (document for document in project.documents if document.path == SPEC)
    return approvals_of(project).judge_claim(found)


def test_the_true_one_keeps_the_approval() -> None:
    assert worth(acknowledgement()) is State.VALID


@pytest.mark.parametrize(
    "edited",
    [
        {"by": "Ada"},
        {"at": "2026-03-09"},
        {"reason": "for ever"},
        {"reason": "no cart is lost "},
        {"seal": f"sha256:{'0' * 64}"},
        {"seal": ""},
        {"upstream": {"ADR-0001": bound(DECISION, NOW), "ADR-0002": bound(OTHER, QUEUE)}},
    ],
    ids=["who", "day", "reason", "blank", "seal", "no seal", "one more"],
)
def test_one_that_was_edited(edited: Fields) -> None:
    assert worth({**acknowledgement(), **edited}) is State.SUSPECT


def test_upstream_digest_brought_up_to_date() -> None:
    old = acknowledgement()
    old["upstream"] = {"ADR-0001": bound(DECISION, LATER)}
    assert worth(old, LATER) is State.SUSPECT


@pytest.mark.parametrize(
    "entry",
    [
        lambda: acknowledgement(upstream={"ADR-0001": bound(DECISION, READ)}),
        lambda: acknowledgement(upstream={"ADR-0002": bound(DECISION, NOW)}),
        lambda: acknowledgement(upstream={"ADR-0001": bound(OTHER, QUEUE)}),
        lambda: acknowledgement(upstream={}),
        lambda: acknowledgement(digest=bound(SPEC, spec(f"{BODY}\nMore.\n"))),
        lambda: acknowledgement(acknowledged=[]),
    ],
    ids=["older text", "other id", "other text", "of nothing", "of another spec", "stranger's key"],
)
def test_a_sealed_one_of_something_else(entry: Callable[[], Fields]) -> None:
    assert worth(entry()) is State.SUSPECT


def test_the_seal_of_an_approval_over_the_same_words() -> None:
    said = acknowledgement()
    assert worth({**said, "seal": compute_seal("approval", said)}) is State.SUSPECT


def test_an_approval_copied_into_the_acknowledgements() -> None:
    assert worth(approval()) is State.SUSPECT


def test_one_that_was_true_of_a_text_that_is_gone() -> None:
    assert worth(acknowledgement(), LATER) is State.SUSPECT


def test_none_revives_an_approval_of_another_text() -> None:
    other = f"{BODY}\nMore.\n"
    entry = acknowledgement(digest=bound(SPEC, spec(other)))
    assert worth(entry, body=other) is State.VOID


def test_one_in_somebody_s_name_is_believed_for_a_seal_is_no_secret() -> None:
    """The reason is in docs/explanation/what-an-approval-proves.md."""
    assert worth(acknowledgement(by="Mara", reason="Eve wrote this")) is State.VALID
