"""What was installed, written down: the answers, the files with their digests, and the pieces.

``.awos/lock.json`` and the pristine copies below ``.awos/pristine`` are committed, so that anybody
can upgrade: a pristine copy is the text that a file had when awos wrote it last.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from awos_lint.core.errors import AwosError
from awos_lint.core.escape import to_json
from awos_lint.core.model.files import PRISTINE
from awos_lint.core.text import normalize_breaks
from awos_lint.hosts import load_hosts
from awos_lint.scaffold.answers import PREFIXES, SERVERS, Answers

PATH: Final = ".awos/lock.json"


def _check_inside(path: str) -> str:
    """Refuse a path that would lead out of the repository, or into what git keeps there."""
    parts = path.split("/")
    own = parts[0].casefold() == ".git" or "\\" in path
    if not path or len(path) > 1024 or own or {"", ".", ".."} & {*parts}:
        raise ValueError("no path in the repository")
    return path


def _check_home(path: str) -> str:
    """Refuse a folder of documents that is none in the repository."""
    return path if path == "." else _check_inside(path)


def _check_hosts(names: list[str]) -> list[str]:
    """Refuse what no host is called."""
    if not names or not {*names} <= load_hosts().keys():
        raise ValueError("no such agent")
    return names


_RARE: Final = ("found", "created", "drafts", "shared", "unfinished", "coming")
"""Keys that are left out where they say nothing."""

Path = Annotated[str, AfterValidator(_check_inside)]


class LockError(AwosError):
    """The lock file cannot be used; the message says why."""


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LockedFile(_Record):
    """A file that awos wrote as a whole: where it was put, where it is now, what it was.

    ``found`` says that it stood there before awos, with the same text.
    """

    path: Path
    at: Path
    digest: str
    found: bool = False


class LockedPiece(_Record):
    """A piece of a file that others own too, as awos wrote it.

    ``found`` says that it stood there before awos, ``created`` that the file did not.
    """

    path: Path
    name: str
    value: Any = None
    found: bool = False
    created: bool = False


class LockedShared(_Record):
    """A file that was there and that awos wrote in, with the edits that lead back.

    ``written`` identifies the whole text, line endings included. An edit is where its text begins
    and ends, and what stood there.
    """

    path: Path
    written: str
    edits: list[tuple[int, int, str]]


class LockedAnswers(_Record):
    """The answers, as :class:`awos_lint.scaffold.answers.Answers` holds them."""

    agents: Annotated[list[str], AfterValidator(_check_hosts)]
    documents: Annotated[str, AfterValidator(_check_home)]
    pre_commit: bool
    github: bool
    prefix: Annotated[str, Field(pattern=PREFIXES)]
    servers: list[Literal["serena", "context7"]]


class Lock(_Record):
    """The whole file; ``awos`` is the version that wrote it.

    ``drafts`` are the files that were begun for the team. ``shared`` are those that were there and
    that pieces were added to. ``unfinished`` says that the first installation was begun and has not
    come to its end; ``coming`` is the lock that stands at the end of a later one.
    """

    version: Literal[1] = 1
    awos: Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}[a-z0-9.+-]{0,40}$")]
    answers: LockedAnswers
    files: list[LockedFile] = []
    pieces: list[LockedPiece] = []
    drafts: list[LockedFile] = []
    shared: list[LockedShared] = []
    unfinished: bool = False
    coming: Lock | None = None

    @property
    def given(self) -> Answers:
        """The answers; those that were about to be carried out, where a run was killed."""
        said = self.coming.answers if self.coming else self.answers
        return Answers(
            tuple(said.agents),
            said.documents,
            said.pre_commit,
            said.github,
            said.prefix,
            tuple(said.servers),
        )

    def write_text(self) -> str:
        """Return the lock as it is written, without what is only there to be told apart."""
        return to_json(_without_rare(self.model_dump()))

    def with_coming(self) -> Lock:
        """Return the lock with what a killed run was about to write besides."""
        if self.coming is None:
            return self
        files = {file.path: file for file in (*self.coming.files, *self.files)}
        pieces = {(p.path, p.name): p for p in (*self.coming.pieces, *self.pieces)}
        both = {
            "files": list(files.values()),
            "pieces": sorted(pieces.values(), key=lambda piece: (piece.path, piece.name)),
            "shared": [*self.shared, *self.coming.shared],
        }
        return self.model_copy(update=both)


def _without_rare(data: dict[str, Any]) -> dict[str, Any]:
    """Return a lock as data, without keys that say nothing."""
    for entry in (data, *data["files"], *data["pieces"], *data["drafts"]):
        for key in _RARE:
            if not entry.get(key, True):
                del entry[key]
    if "coming" in data:
        data["coming"] = _without_rare(data["coming"])
    return data


def read_lock(text: str) -> Lock:
    """Read a lock file; raises :class:`LockError`."""
    try:
        return Lock.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        said = f"{PATH} cannot be used ({where}: {first['msg'].lower()})"
        raise LockError(f"{said}: restore it from git, or delete it and run `awos init`") from None


def lock_answers(answers: Answers) -> LockedAnswers:
    """Return answers as they are written down."""
    return LockedAnswers(
        agents=list(answers.agents),
        documents=answers.documents,
        pre_commit=answers.pre_commit,
        github=answers.github,
        prefix=answers.prefix,
        servers=[name for name in SERVERS if name in answers.servers],
    )


def compute_digest(text: str) -> str:
    """Return what identifies a text; line endings do not count, because git may change them."""
    plain = normalize_breaks(text).encode("utf-8", "surrogateescape")
    return f"sha256:{hashlib.sha256(plain).hexdigest()}"


def pristine_path(path: str) -> str:
    """Return where the pristine copy of a file lies.

    Its name is one that no agent and no linter of theirs looks for.
    """
    return f"{PRISTINE}/{path.lstrip('.').replace('/', '--')}.txt"
