"""A repository in which one person approves and another one cheats."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from awos_lint.approvals.assurance import SEAL_NAMESPACE, check_records, has_enough, rate_record
from awos_lint.approvals.records import approvals_of
from awos_lint.core.digest import compute_digest, compute_seal
from awos_lint.files.tree import CommitTree
from awos_lint.git.signing import sign_text
from awos_lint.graph.subjects import Past
from awos_lint.project.history import load_past
from awos_lint.project.load import load_project
from awos_lint.project.place import open_place
from awos_lint.project.settings import find_settings
from tests.support.repositories import GIT, WHO, Repository
from tests.support.worlds import loaded

MARA, EVE, ADA = (f"{name} <{name.lower()}@example.org>" for name in ("Mara", "Eve", "Ada"))
FILE = "context/decisions/0001-use-files.md"
TEXT = "# Use files\n\n## Decision\n\nFiles.\n"
SIGNERS = "SIGNERS"


def key(folder: Path, name: str) -> Path:
    """Make a key pair without a passphrase; return the private part."""
    path = folder / name
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(made, check=True, capture_output=True)
    return path


def signers(*entries: tuple[str, Path, str]) -> str:
    """Return a file of allowed signers: principal, key, and options."""
    return "".join(
        f"{who} {options} {Path(f'{path}.pub').read_text()}" for who, path, options in entries
    )


def draft(text: str = TEXT) -> str:
    """Return the decision before anybody approved it."""
    return f"---\nstatus: proposed\n---\n\n{text}"


def bound(text: str = TEXT) -> str:
    """Return the digest of the decision."""
    return compute_digest(loaded({FILE: draft(text)}).project.documents[0])


def record(by: str = MARA, bind: str = "", more: str = "") -> str:
    """Return a record of approval, sealed as far as its version is known."""
    text = f"  - by: {by}\n    at: 2025-06-15\n    digest: {bind or bound()}\n{more}"
    return text + ("" if more.count("seal:") or ":v1:" in text else f"    seal: {sealed(text)}\n")


def sealed(text: str) -> str:
    """Return the seal that fits the text of a record."""
    (fields,) = yaml.load(text, Loader=yaml.BaseLoader)
    return compute_seal("approval", fields)


def accepted(*records: str, text: str = TEXT, front: str = "") -> str:
    """Return the decision with records of approval."""
    listed = "".join(records or (record(),))
    return f"---\nstatus: accepted\n{front}approvals:\n{listed}---\n\n{text}"


@dataclass(frozen=True)
class Worth:
    """What awos says about the records of the decision."""

    levels: tuple[str, ...]
    whys: tuple[str, ...]
    enough: bool


class Scene(Repository):
    """The repository; ``as_`` says who does what comes next."""

    who: dict[str, str]

    @classmethod
    def staged(cls, root: Path, policy: str = 'level = "recorded"\n') -> Scene:
        """Begin with a policy by Ada and a text by Eve."""
        cls.create(root)
        scene = cls(root.resolve())
        scene.write("awos.toml", f"[approvals]\n{policy}")
        scene.by(ADA, "Say who approves")
        scene.write(FILE, draft())
        scene.by(EVE, "Write it")
        return scene

    def by(
        self, author: str, message: str = "change", *options: str, committer: str = "", **env: str
    ) -> str:
        """Commit everything that there is; return the hash."""
        self.git("add", "-A")
        self.as_(author, committer, **env)
        self.git("commit", "-q", "--allow-empty", "-m", message, *options)
        return self.git("rev-parse", "HEAD")

    def as_(self, author: str, committer: str = "", **env: str) -> None:
        """Let somebody do what comes next."""
        found: dict[str, str] = {}
        for role, who in (("AUTHOR", author), ("COMMITTER", committer or author)):
            name, _, mail = who.rstrip(">").partition(" <")
            found |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": mail}
        self.who = {**found, **env}

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git as whoever acts now."""
        env = {**os.environ, **WHO, **getattr(self, "who", {})}
        return subprocess.run(
            [GIT, *arguments],
            cwd=self.root,
            env=env,
            input=stdin,
            capture_output=True,
            check=False,
        )

    def signing(self, path: Path) -> tuple[str, ...]:
        """Return the options with which git signs a commit by a key."""
        self.git("config", "gpg.format", "ssh")
        return (f"-S{path}",)

    def detached(self, path: Path, by: str = MARA, bind: str = "") -> str:
        """Return a record with a signature of its digest, or of another one."""
        said = f"{SEAL_NAMESPACE} ADR-0001 {sealed(record(by, bind))}".encode()
        made = sign_text(said, str(path), SEAL_NAMESPACE, str(self.root))
        return record(by, more=f"    signature: {made}\n")

    def past(self, base: str | None = None) -> Past:
        """Return what awos knows, in a step from a base or without one."""
        place = open_place(str(self.root))
        tree = CommitTree(place.git, base) if base and place.git else None
        settings = find_settings(tree or place.tree)
        found = replace(load_project(place.tree, find_settings(place.tree)), settings=settings)
        return load_past(place, found, base=tree, every=True)

    def worth(self, base: str | None = None) -> Worth:
        """Return what awos says about the decision."""
        past = self.past(base)
        approvals, policy = approvals_of(past.project), past.policy.approvals
        document = next(d for d in past.project.documents if d.path.endswith("use-files.md"))
        ratings = [
            rate_record(past.evidence, document, j) for j in approvals.judge_records(document)
        ]
        levels = [r.level.word if r.level else "none" for r in ratings]
        checked = check_records(approvals, past.evidence, policy, document)
        return Worth(
            tuple(
                f"{w}, unknown" if r.unknown else w for w, r in zip(levels, ratings, strict=True)
            ),
            tuple(r.unknown or r.why for r in ratings),
            has_enough(policy.for_kind("adr"), checked),
        )
