"""Which steps from one status to another go back on what others rely on."""

from __future__ import annotations

from awos_lint.core.digest import matches_record
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import EARLY, FINISHED, OVER, Kind, maturity_of
from awos_lint.graph.decisions import TOOK_EFFECT, find_replaced, find_replacing
from awos_lint.graph.diff import Version
from awos_lint.graph.progress import is_finished, working_lists
from awos_lint.graph.project import Project


def explain_reversal(before: Project, after: Project, pair: Version) -> str:
    """Return what to do instead of a change of status that is a reversal; nothing for any other.

    Both statuses are ones of the document's kind, as the base of the step declares it.
    """
    old, new = pair.old.status, pair.new.status
    kind = before.kind_of(pair.old)
    if kind.declared:
        back = _goes_back(kind, old, new) and not _is_withdrawn(pair)
        return (
            _explain_restoring(pair, f"permit `{old} -> {new}` with the option `allow`")
            if back
            else ""
        )
    if old == "accepted" and new in EARLY:
        instead = "write a new decision that supersedes it"
        fine = _is_withdrawn(pair) or _gives_way(before, after, pair)
        return "" if fine else _explain_restoring(pair, instead)
    if old == "accepted" and new == "rejected":
        return "make it deprecated, or superseded by the decision that replaces it"
    if old == "rejected":
        again = "propose it again first, or write a new decision"
        return again if maturity_of(new) and new not in OVER else ""
    if old in OVER and new not in OVER:
        stays = f"write a new one that takes it up again, and leave this one {old}"
        return stays if old != "superseded" or _is_replaced(before, after, pair) else ""
    if maturity_of(old) == FINISHED and new not in OVER and maturity_of(new) < FINISHED:
        instead = f"leave it {old}, or reopen the tasks that are left to do"
        return "" if _is_unfinished(after, pair) or _is_withdrawn(pair) else instead
    return ""


def _goes_back(kind: Kind, old: str, new: str) -> bool:
    """Whether a status comes before another in what a project declares; proposing anew does not."""
    anew = new in EARLY and (old in EARLY or old == "rejected")
    return not anew and new not in OVER and kind.statuses.index(new) < kind.statuses.index(old)


def _explain_restoring(pair: Version, instead: str) -> str:
    """Return the help for a status that went back; where an approval stands, that can go first."""
    if pair.new.fields.get("approvals") and pair.new.id:
        instead = f"take its approval back with `awos revoke {pair.new.id}`"
    return f"set it back to {pair.old.status}, or {instead}"


def _is_replaced(before: Project, after: Project, pair: Version) -> bool:
    """Whether what took its place stands, and no link says so; else the matter is another one.

    A successor that is named is `adr-successor-without-status`'s, and one that fell with the step
    makes way.
    """
    heirs = find_replacing(before, before.node_of(pair.old))
    now = (after.nodes.get(heir.id) for heir in heirs)
    stands = any(node.document.status in TOOK_EFFECT for node in now if node)
    return stands and not find_replacing(after, after.node_of(pair.new))


def _gives_way(before: Project, after: Project, pair: Version) -> bool:
    """Whether a decision that it replaced is in force again: the supersession is taken back."""
    earlier = (after.nodes.get(node.id) for node in find_replaced(before, before.node_of(pair.old)))
    return any(node.document.status == "accepted" for node in earlier if node)


def _is_unfinished(after: Project, pair: Version) -> bool:
    if pair.new.kind == "tasks":
        return not is_finished(pair.new)
    lists = working_lists(after, after.node_of(pair.new))
    return lists is None or not lists or not all(map(is_finished, lists))


def _is_withdrawn(pair: Version) -> bool:
    """Whether an approval was on record, and none is any more for the text as it is now."""
    old, new = _read_digests(pair.old), _read_digests(pair.new)
    return bool(old) and not any(matches_record(digest, pair.new) for digest in new)


def _read_digests(document: Document) -> list[str]:
    written = document.fields.get("approvals")
    entries = written if isinstance(written, list) else []
    digests = (entry.get("digest") for entry in entries if isinstance(entry, dict))
    return [digest for digest in digests if isinstance(digest, str)]
