"""Whether an edit of a document says something that only a person may say: approvals, silence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import APPROVED, maturity_of
from awos_lint.core.text import escape_text
from awos_lint.guard.call import Edit
from awos_lint.guard.patch import apply_hunks
from awos_lint.workflow import commands
from awos_lint.workflow.view import name_of

_SAYS = re.compile(
    r"\b(?:acknowledgements|approvals|approved|accepted)\b|sha256:v\d|\bawos:\s*ignore"
)


_SWAPS = 500
"""Pieces that are replaced in one edit and that are followed."""


def predict_texts(edit: Edit, before: str, longest: int) -> list[str] | None:
    """Return what a file may hold after an edit; ``None`` where nobody can tell.

    A piece may be replaced once or wherever it stands: hosts have words of their own for that.
    What would grow longer than ``longest`` is not followed.
    """
    if edit.whole is not None:
        return [edit.whole]
    if edit.hunks:
        after = apply_hunks(edit.hunks, before)
        return None if after is None else [after]
    if not edit.swaps or (before and not all(old for old, _ in edit.swaps)):
        # Without an old piece it is put somewhere.
        return None
    once, everywhere = (_swap_texts(edit, before, longest, most) for most in (1, -1))
    if once is None or everywhere is None:
        return None
    return [once] if once == everywhere else [once, everywhere]


def _swap_texts(edit: Edit, before: str, longest: int, most: int) -> str | None:
    """Return a text with its pieces replaced, each as often as ``most`` says; -1 is everywhere."""
    text = before
    for old, new in edit.swaps if len(edit.swaps) <= _SWAPS else ():
        times = text.count(old) if most < 0 else 1
        if len(text) + times * (len(new) - len(old)) > longest:
            return None
        text = text.replace(old, new, most) if old else new
    return text if len(edit.swaps) <= _SWAPS else None


def is_suspicious(said: str) -> bool:
    """Return whether a text that goes into a document may approve it or silence a rule."""
    return _SAYS.search(said) is not None


def refuse_approval(old: Iterable[Document], new: Iterable[Document]) -> str:
    """Return why an edit must not be made, given the documents of a file before and after it.

    It must neither touch the records of approvals nor make a status an approved one.
    """
    known = {document.kind: document for document in old}
    for document in new:
        before = known.get(document.kind)
        for key in ("approvals", "acknowledgements"):
            records = before.fields.get(key) if before else None
            if document.fields.get(key) != records:
                return _word_refusal(document, f"leave `{key}` as it is")
        level = maturity_of(before.status) if before else 0
        if document.has_value("status") and level < APPROVED <= maturity_of(document.status):
            was = before.status if before and before.status else "draft"
            return _word_refusal(document, f"leave the status at `{was}`")
    return ""


def refuse_suppression(old: Iterable[Document], new: Iterable[Document]) -> str:
    """Return why an edit must not be made that adds a comment by which a rule is silenced."""
    known = {entry.wording for document in old for entry in document.suppressions}
    for document in new:
        for entry in document.suppressions:
            if entry.wording not in known:
                rules = escape_text(", ".join(text.value for text in entry.rules), 120)
                return (
                    f"only a person silences a rule: leave `awos: ignore[{rules}]` out of"
                    f" {name_of(document)}, and fix what the rule finds, or ask the person you"
                    " work for to add the comment"
                )
    return ""


def refuse_unclear(path: str) -> str:
    """Return why a file must not be written by a way that hides what it will say."""
    return (
        f"this may approve {path} or silence a rule there, which only a person does:"
        " write the document with your tool for edits, without that"
    )


def _word_refusal(document: Document, what: str) -> str:
    key = commands.approve_command(document.id or document.path)
    return f"only a person approves {name_of(document)}: {what}, and ask for `{key}`"
