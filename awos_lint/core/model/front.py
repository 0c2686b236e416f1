"""Front matter as types: the truth about which keys a kind has and what their values may be.

Every scalar arrives as the text that was written, so each field says how that text must look; the
models are strict and coerce nothing. ``schemas/*.schema.json`` is generated from here.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from awos_lint.core.model.kinds import GLOBAL_ID, KINDS, Kind


def _check_date(value: str) -> str:
    try:
        if len(value) != len("2026-01-31"):
            raise ValueError
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"`{value}` is not a date; write it as YYYY-MM-DD") from None
    return value


def _check_glob(value: str) -> str:
    if value.startswith("/") or ".." in value.split("/") or "\\" in value:
        raise ValueError(f"`{value}` must be relative to the repository root, with `/`, inside it")
    return value


def _check_package(value: str) -> str:
    if any(char.isspace() or char in "<>=!~^;,[]" for char in value):
        raise ValueError(f"`{value}` must be a name alone, without version or extras")
    return value


Id = Annotated[str, Field(pattern=rf"^{GLOBAL_ID.pattern}$", examples=["ADR-0007", "SPEC-003"])]
Date = Annotated[
    str,
    AfterValidator(_check_date),
    Field(json_schema_extra={"format": "date"}, examples=["2026-01-31"]),
]
Glob = Annotated[
    str, AfterValidator(_check_glob), Field(min_length=1, max_length=512, examples=["src/auth/**"])
]
Line = Annotated[str, Field(min_length=1)]
Package = Annotated[
    str,
    AfterValidator(_check_package),
    Field(min_length=1, max_length=256, examples=["sqlalchemy"]),
]
Digest = Annotated[str, Field(pattern=r"^sha256:v[0-9]+:[0-9a-f]{64}$")]
Seal = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]

Signature = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", max_length=8192)]
"""An SSH signature without its armour (OpenSSH, PROTOCOL.sshsig)."""

MOST = 100
"""Claims of one decision, and anchors; no more are judged, so that judging them ends."""


class Strict(BaseModel):
    """Base of everything that is read from a file: no coercion, no unknown keys, no changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class NestedAcknowledgement(Strict):
    """An acknowledgement inside a record of version 1; newer ones stand by themselves."""

    upstream: Id = Field(description="The document above.")
    digest: Digest = Field(description="The digest of its text that was read.")
    by: Line = Field(description="Who acknowledged it, as `Name <mail>` or a name.")
    at: Date = Field(description="The day of it.")
    reason: Line = Field(description="Why the approval still stands.")


class Approval(Strict):
    """One approval of this text, written by `awos approve` and by nothing else."""

    by: Line = Field(description="Who approved, as `Name <mail>` or a name.")
    at: Date = Field(description="The day of the approval.")
    digest: Digest = Field(description="The digest of the text that was approved.")
    upstream: dict[str, Digest] = Field(
        default={}, description="The digests of the documents directly above, at that time."
    )
    editorial: Line | None = Field(
        None, description="Why the change since the approval before was one of wording alone."
    )
    reason: Line | None = Field(None, description="What the approver had to say.")
    seal: Seal | None = Field(
        None, description="The digest of this record; a record of digest version 1 has none."
    )
    signature: Signature | None = Field(
        None, description="The approver's SSH signature, written by `awos approve --sign`."
    )
    acknowledged: list[NestedAcknowledgement] = Field(
        [], description="Changes above that were read since; only in records of digest version 1."
    )


class Acknowledgement(Strict):
    """Somebody's word that an approval still stands though a document above changed."""

    by: Line = Field(description="Who acknowledged it, as `Name <mail>` or a name.")
    at: Date = Field(description="The day of it.")
    digest: Digest = Field(description="The digest of this text.")
    upstream: dict[str, Digest] = Field(
        description="The digests of the documents above that were read.", min_length=1
    )
    reason: Line = Field(description="Why the approval still stands.")
    seal: Seal = Field(description="The digest of this record.")
    signature: Signature | None = Field(
        None, description="Their SSH signature, written by `awos ack --sign`."
    )


class Remark(Strict):
    """What the checkbox of a task cannot say; written by `awos task`."""

    task: Id = Field(description="The task, by its id in this list.")
    state: Literal["blocked", "done", "reopened"] = Field(
        description="It waits; it was ticked without evidence; it was taken up again."
    )
    at: Date = Field(description="The day of it.")
    reason: Line = Field(description="Why.")


class Anchor(Strict):
    """A narrow piece of a file that a decision was reviewed against."""

    path: Glob = Field(description="The file.")
    start: Line | None = Field(None, description="The literal text that begins the piece.")
    end: Line | None = Field(None, description="The literal text that ends it.")
    digest: Digest | None = Field(None, description="What it was; written by `awos adr review`.")


class Claim(Strict):
    """One checkable statement: exactly one of the six keys, and `in` where it needs a place."""

    model_config = ConfigDict(populate_by_name=True)

    dependency: Package | None = Field(None, description="A manifest names this dependency.")
    no_dependency: Package | None = Field(
        None, alias="no-dependency", description="No manifest names it."
    )
    path: Glob | None = Field(None, description="At least one file matches.")
    no_path: Glob | None = Field(None, alias="no-path", description="No file matches.")
    text: Line | None = Field(None, description="A file in `in` holds this literal text.")
    no_text: Line | None = Field(None, alias="no-text", description="No file in `in` holds it.")
    within: Glob | None = Field(
        None,
        alias="in",
        description="Where to look for the text; or in which manifests, all when it is left out.",
    )

    def model_post_init(self, _context: Any) -> None:
        """Refuse a claim that says nothing, two things, or a text without a place to look."""
        paths = [self.path, self.no_path]
        texts = [self.text, self.no_text]
        said = [self.dependency, self.no_dependency, *paths, *texts]
        if sum(value is not None for value in said) != 1:
            raise ValueError(
                "a claim has exactly one of dependency, path, text and their no- twins"
            )
        if any(texts) and self.within is None:
            raise ValueError("`text` and `no-text` need `in`, the files to search")
        if any(paths) and self.within is not None:
            raise ValueError("`in` does not go with `path`, which says where itself")


class Front(Strict):
    """What every kind may say."""

    id: Id | None = Field(None, description="The id; implied by the path when it is left out.")
    title: Line | None = Field(None, description="The title; the H1 when it is left out.")
    owners: list[Line] = Field([], description="Who answers for the document.")
    created: Date | None = Field(None, description="The day it was begun.")
    approvals: list[Approval] = Field([], description="Records written by `awos approve`.")
    acknowledgements: list[Acknowledgement] = Field(
        [], description="Changes above that were read since, written by `awos ack`."
    )


class Mission(Front):
    """What is built, for whom, and why it matters."""


class Roadmap(Front):
    """Phases as headings, features as checklist items."""

    mission: Id | None = Field(None, description="The mission that it serves.")


class Adr(Front):
    """A decision: its context, what was decided, and what follows."""

    supersedes: list[Id] = Field([], description="Decisions that this one replaces.")
    superseded_by: list[Id] = Field([], description="Decisions that replaced this one.")
    relates_to: list[Id] = Field([], description="Related decisions and specs.")
    depends_on: list[Id] = Field([], description="Decisions that this one rests on.")
    applies_to: list[Glob] = Field([], description="The files that the decision governs.")
    anchors: list[Anchor] = Field(
        [], max_length=MOST, description="Pieces of files it was reviewed against."
    )
    claims: list[Claim] = Field([], max_length=MOST, description="Statements that can be checked.")
    on_change: Literal["notice", "acknowledge"] = Field(
        "notice", description="What a change of the files it governs asks for."
    )
    reviewed: Date | None = Field(None, description="The day of the last review.")
    review_by: Date | None = Field(None, description="The day by which to review it again.")


class Requirements(Front):
    """A shaped idea, before the spec."""

    feature: Id | None = Field(None, description="The feature that is being shaped.")


class Spec(Front):
    """What a feature must do, with acceptance criteria."""

    feature: Id | None = Field(None, description="The feature of the roadmap that it specifies.")
    decisions: list[Id] = Field([], description="The decisions that it follows.")
    depends_on: list[Id] = Field([], description="Specs that must be there first.")
    touches: list[Glob] = Field([], description="The files that the work may change.")


class Tasks(Front):
    """The tasks that implement a spec."""

    spec: Id | None = Field(None, description="The spec that the tasks implement.")
    remarks: list[Remark] = Field([], description="Why tasks wait, written by `awos task`.")


class Standard(Front):
    """How work is done here; given to agents with the tasks it applies to."""

    applies_to: list[Glob] = Field([], description="The files that the standard is about.")


_BASES: dict[str, type[Front]] = {
    "mission": Mission,
    "roadmap": Roadmap,
    "adr": Adr,
    "requirements": Requirements,
    "spec": Spec,
    "tasks": Tasks,
    "standard": Standard,
}


def _complete_model(kind: Kind) -> type[Front]:
    """Add the two keys whose values the table of kinds knows: ``kind`` and ``status``."""
    base = _BASES[kind.name]
    about = f"One of {', '.join(kind.statuses)}; `{kind.statuses[0]}` when it is left out."
    fields: dict[str, Any] = {
        "kind": (Literal[kind.name] | None, Field(None, description="Implied by the path.")),
        "status": (Literal[kind.statuses] | None, Field(None, description=about)),
    }
    return create_model(base.__name__, __base__=base, __doc__=base.__doc__, **fields)


MODELS: dict[str, type[Front]] = {kind.name: _complete_model(kind) for kind in KINDS.values()}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind's front matter; ``x-`` keys are always allowed."""
    schema = MODELS[kind].model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "patternProperties": {"^x-": {}},
    }
