"""A decision is reviewed again by the day that it names."""

import datetime

from awos_lint.core.diagnostic import Finding, Severity, Skip
from awos_lint.core.model.document import Document
from awos_lint.graph.decisions import in_force
from awos_lint.graph.subjects import Past
from awos_lint.rules import PAST, Findings, rule


@rule(PAST, Severity.NOTICE)
def adr_review_due(past: Past) -> Findings:
    waiting = [document for document in in_force(past.project) if _is_waiting(document)]
    today = past.day() if waiting else ""
    if isinstance(today, Skip):
        yield today
        return
    for document in waiting:
        by = str(document.fields["review_by"])
        # The days are all written as YYYY-MM-DD, which sort like text.
        if by < today:
            name = document.name
            yield Finding(
                at=document.find_place("review_by"),
                message=f"{name} was to be reviewed by {by}, which is over as of {today}",
                help=f"read it, then run `awos adr review {name} --next DATE` if it still holds,"
                " or supersede it",
                subject=(by,),
            )


def _is_waiting(document: Document) -> bool:
    """Whether it names a day by which it was not reviewed yet."""
    by = _read_day(document, "review_by")
    last = _read_day(document, "reviewed")
    return by is not None and (last is None or last < by)


def _read_day(document: Document, key: str) -> datetime.date | None:
    """Return a day; what is none is the matter of `document-invalid-value`."""
    written = document.fields.get(key)
    try:
        good = isinstance(written, str) and len(written) == len("2026-01-31")
        return datetime.date.fromisoformat(written) if good and isinstance(written, str) else None
    except ValueError:
        return None
