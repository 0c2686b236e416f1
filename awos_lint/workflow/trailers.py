"""The ``Spec:`` and ``Task:`` trailers of commit messages: read, judged, added.

What a trailer is follows git-interpret-trailers(1): lines of ``Token: value`` that end the message
in a paragraph of their own, which is not the first. Comments, and what stands below the scissors of
``git commit --verbose``, are no part of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from awos_lint.graph.lookup import name_kinds_with_article
from awos_lint.graph.project import Node, Project
from awos_lint.workflow.view import one_line

KEYS = {"spec": "Spec", "task": "Task"}
"""The trailers that are ours, by kind of what they name."""

_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)")
# git writes these itself, and takes prose beside them in the last paragraph for no prose.
_OWN = re.compile(r"Signed-off-by: |\(cherry picked from commit ")
_SCISSORS = re.compile(r"(.{1,8}) -{24} >8 -{24}")
# What git calls a merge or a revert when nobody calls it anything else, and what rebasing folds
# into another commit.
_MADE = re.compile(
    r"(?:fixup|squash|amend)! "
    r"|Merge (?:branch|branches|commit|commits|tag|tags|remote-tracking branch"
    r"|remote-tracking branches|pull request) "
    r'|(?:Revert|Reapply) "'
)
_BRANCH = re.compile(r"(?:^|[/_-])spec[/_-]?0*([0-9]{1,9})(?![0-9A-Za-z])", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Trailer:
    """One ``key: value``, continuation lines joined."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """A commit message as git would keep it, and where it ends in the text of its file.

    ``text`` has neither comments nor empty lines around it; ``end`` is the number of lines of the
    file up to the last one that is kept.
    """

    text: str
    end: int

    @property
    def subject(self) -> str:
        """The first line; empty when there is none."""
        return self.text.partition("\n")[0]

    @property
    def is_generated(self) -> bool:
        """Whether git made the message: of a merge, a revert, or a commit to be folded."""
        return _MADE.match(self.text) is not None

    @property
    def paragraphs(self) -> list[list[str]]:
        """The lines between empty lines."""
        return [part.split("\n") for part in re.split(r"\n(?:[ \t]*\n)+", self.text) if part]

    @property
    def trailers(self) -> tuple[Trailer, ...]:
        """The trailers, in order."""
        parts = self.paragraphs
        return _parse_trailers(parts[-1]) if len(parts) > 1 else ()


def message_of(text: str) -> Message:
    """Return the message in the text of a message file."""
    lines = text.split("\n")
    mark = next((found[1] for line in lines if (found := _SCISSORS.fullmatch(line))), "#")
    kept = list(takewhile(lambda line: not _SCISSORS.fullmatch(line), lines))
    said = [n for n, line in enumerate(kept) if line.strip() and not line.startswith(mark)]
    body = "\n".join(line for line in kept if not line.startswith(mark))
    return Message(body.strip(), said[-1] + 1 if said else 0)


def _parse_trailers(lines: list[str]) -> tuple[Trailer, ...]:
    """Return the trailers of a last paragraph; none where it is prose."""
    found: list[Trailer] = []
    prose = own = 0
    for line in lines:
        written = _TRAILER.fullmatch(line)
        own += _OWN.match(line) is not None
        if written:
            found.append(Trailer(written[1], written[2].strip()))
        elif line[:1] in (" ", "\t") and found:
            found[-1] = Trailer(found[-1].key, f"{found[-1].value} {line.strip()}")
        else:
            prose += _OWN.match(line) is None
    # git allows prose beside a trailer of its own, up to three lines for each trailer.
    return tuple(found) if not prose or (own and len(found) * 3 >= prose) else ()


def find_complaints(project: Project, message: Message, *, required: bool) -> Iterator[str]:
    """Yield what is wrong with the trailers of a message, one sentence for each mistake."""
    if message.is_generated or not message.text:
        return
    mine = [t for t in message.trailers if t.key.lower() in KEYS]
    if _is_lone_trailer(message):
        yield "the message says nothing but a trailer; say what the commit does above it"
    elif required and not mine:
        yield (
            "the message names no spec; end it with a paragraph such as `Spec: SPEC-001` or"
            " `Task: SPEC-001/T-01`"
        )
    specs = [id_ for id_ in _list_ids(mine, "spec") if _is_of_kind(project, id_, "spec")]
    for id_ in _list_ids(mine, "spec"):
        if not _is_of_kind(project, id_, "spec"):
            yield _report_unknown(project, "spec", id_)
    for id_ in _list_ids(mine, "task"):
        yield from _check_task(project, specs, id_)


def _is_lone_trailer(message: Message) -> bool:
    found = _TRAILER.fullmatch(message.subject)
    return found is not None and found[1] in KEYS.values() and len(message.paragraphs) == 1


def _list_ids(trailers: list[Trailer], key: str) -> list[str]:
    """Return the ids that the trailers of one key name; one may name several."""
    values = (t.value for t in trailers if t.key.lower() == key)
    return [id_ for value in values for id_ in re.split(r"[,\s]+", value) if id_] or [
        "" for t in trailers if t.key.lower() == key
    ]


def _is_of_kind(project: Project, id_: str, kind: str) -> bool:
    node = project.nodes.get(id_)
    return node is not None and node.kind == kind


def _check_task(project: Project, specs: list[str], id_: str) -> Iterator[str]:
    """Yield what is wrong with one task: by its full id, or by its short one beside its spec."""
    full = [id_] if "/" in id_ else [f"{spec}/{id_}" for spec in specs]
    found = next((name for name in full if _is_of_kind(project, name, "task")), "")
    if not found:
        yield _report_unknown(project, "task", full[0] if full else id_)
    elif specs and not _is_task_of(project, project.nodes[found], specs):
        yield f"`Task: {one_line(id_)}` is no task of {', '.join(map(one_line, specs))}"


def _is_task_of(project: Project, task: Node, specs: list[str]) -> bool:
    spec = project.spec_of(task.document)
    return spec is not None and spec.id in specs


def _report_unknown(project: Project, kind: str, id_: str) -> str:
    close = project.suggest_node(id_, {kind}) if 0 < len(id_) <= _LONGEST else None
    hint = f"; did you mean {one_line(close.id)}?" if close else ""
    written = f"`{KEYS[kind]}: {one_line(id_, _LONGEST)}`"
    return f"{written} does not name {name_kinds_with_article([kind])} that this commit holds{hint}"


def spec_of_branch(project: Project, branch: str) -> str:
    """Return the id of the spec whose number a branch bears, as ``spec/003-…`` or ``SPEC-003``.

    Nothing when it bears none, or when no spec, or more than one, has that number.
    """
    numbers = set(_BRANCH.findall(branch))
    specs = [node.id for node in map(project.node_of, project.documents_of("spec")) if node.id]
    found = [id_ for id_ in specs if _number_of(id_) in numbers]
    return found[0] if len(found) == 1 else ""


def _number_of(id_: str) -> str:
    digits = id_.rpartition("-")[2]
    return digits.lstrip("0") if digits.isascii() and digits.isdigit() else ""


def with_spec(text: str, id_: str) -> str:
    """Return the text of a message file with a ``Spec:`` trailer, unless it has one of ours."""
    message = message_of(text)
    if message.is_generated or any(t.key.lower() in KEYS for t in message.trailers):
        return text
    lines = text.split("\n")
    head, tail = lines[: message.end], lines[message.end :]
    # A message that is still to be written needs a line for its subject.
    gap = [] if message.trailers else [""] if head else ["", ""]
    after = tail if tail and tail[0] == "" else ["", *tail]
    return "\n".join([*head, *gap, f"Spec: {id_}", *after])
