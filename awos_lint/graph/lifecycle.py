"""Which steps from one status to another go back on what others rely on."""

from __future__ import annotations

from awos_lint.graph.decisions import TOOK_EFFECT, replacing
from awos_lint.graph.progress import finished, working_lists
from awos_lint.graph.project import Project
from awos_lint.graph.versions import Version
from awos_lint.model.kinds import FINISHED, OVER, settled


def reversal(before: Project, after: Project, pair: Version) -> str:
    """Return what to do instead of a change of status that is a reversal; nothing for any other."""
    old, new = pair.old.status, pair.new.status
    if old == "accepted" and new == "rejected":
        return "make it deprecated, or superseded by the decision that replaces it"
    if old == "rejected":
        again = "propose it again first, or write a new decision"
        return again if settled(new) and new not in OVER else ""
    if old in OVER and new not in OVER:
        stays = f"write a new one that takes it up again, and leave this one {old}"
        return stays if old != "superseded" or _replaced(before, after, pair) else ""
    if settled(old) == FINISHED and new not in OVER and settled(new) < FINISHED:
        instead = f"leave it {old}, or reopen the tasks that are left to do"
        return "" if _unfinished(after, pair) or _revoked(pair) else instead
    return ""


def _replaced(before: Project, after: Project, pair: Version) -> bool:
    """Whether what took its place stands, and no link says so; else the matter is another one.

    A successor that is named is `adr-successor-without-status`'s, and one that fell with the step
    makes way.
    """
    heirs = replacing(before, before.node(pair.old))
    now = (after.nodes.get(heir.id) for heir in heirs)
    stands = any(node.document.status in TOOK_EFFECT for node in now if node)
    return stands and not replacing(after, after.node(pair.new))


def _unfinished(after: Project, pair: Version) -> bool:
    if pair.new.kind == "tasks":
        return not finished(pair.new)
    lists = working_lists(after, after.node(pair.new))
    return lists is None or not lists or not all(map(finished, lists))


def _revoked(pair: Version) -> bool:
    return bool(pair.old.fields.get("approvals")) and not pair.new.fields.get("approvals")
