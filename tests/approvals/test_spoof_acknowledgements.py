"""Attempts to make an acknowledgement look like more than it is, and to bring records back.

Every attempt is a real repository. Mara approves two decisions, one of which rests on the other;
Eve changes the one above, and Mara approves that too. What rests on it is suspect until somebody
who may acknowledges the change, and Eve wants it not to be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from awos_lint.actions.fetch_reviews import match_reviews
from awos_lint.approvals.assurance import check_sealed
from awos_lint.core.digest import compute_digest, compute_seal
from awos_lint.core.model.history import Evidence
from awos_lint.core.model.level import Level
from awos_lint.git.signing import sign_text
from awos_lint.project.load import load_project
from awos_lint.project.place import open_place
from awos_lint.project.settings import find_settings
from awos_lint.project.workspace import Workspace
from tests.support.command import awos
from tests.support.repositories import isolate
from tests.support.spoofing import ADA, EVE, MARA, SIGNERS, Scene, key, signers
from tests.support.worlds import loaded

UP, DOWN = "context/decisions/0001-use-files.md", "context/decisions/0002-name-files.md"
TEXT = "# Use files\n\n## Decision\n\nFiles.\n"
CHANGED = TEXT + "\nAnd folders.\n"
NAMES = "# Name files\n\n## Decision\n\nBy day.\n"
RESTS = "depends_on: [ADR-0001]\n"
RECORDED = 'level = "recorded"\n'


def front(path: str) -> str:
    return RESTS if path == DOWN else ""


def bound(path: str, text: str, version: str = "v2") -> str:
    files = {path: f"---\nstatus: proposed\n{front(path)}---\n\n{text}"}
    return compute_digest(loaded(files).project.documents[0], version)


def entry(kind: str, fields: dict[str, object]) -> dict[str, object]:
    return {**fields, "seal": compute_seal(kind, fields)}  # type: ignore[arg-type]


def approval(path: str, text: str, above: str = "", by: str = MARA) -> dict[str, object]:
    fields: dict[str, object] = {"by": by, "at": "2025-06-15", "digest": bound(path, text)}
    return entry("approval", {**fields, **({"upstream": {"ADR-0001": above}} if above else {})})


def ack(by: str = MARA, **other: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "by": by,
        "at": "2025-06-20",
        "digest": bound(DOWN, NAMES),
        "upstream": {"ADR-0001": bound(UP, CHANGED)},
        "reason": "the names stay",
    }
    return entry("acknowledgement", {**fields, **other})


def page(path: str, text: str, **lists: list[dict[str, object]]) -> str:
    said = yaml.safe_dump(lists, allow_unicode=True, sort_keys=False, width=500)
    said = said.replace("'", "") if lists else ""
    return f"---\nstatus: {'accepted' if lists else 'proposed'}\n{front(path)}{said}---\n\n{text}"


def below(*acknowledged: dict[str, object], **record: object) -> str:
    given = {**approval(DOWN, NAMES, bound(UP, TEXT)), **record}
    more = {"acknowledgements": list(acknowledged)} if acknowledged else {}
    return page(DOWN, NAMES, approvals=[given], **more)


@dataclass(frozen=True)
class Said:
    """What a check says: its rules, and whether all could be known."""

    rules: frozenset[str]
    code: int


def check(scene: Scene, *options: str) -> Said:
    ran = awos(scene.root, "check", "--select", "approval,change", "--format", "json", *options)
    return Said(frozenset(f["rule"] for f in json.loads(ran.out)["findings"]), ran.code)


def step(scene: Scene, base: str) -> Said:
    return check(scene, "--diff", f"{base}...")


def staged(root: Path, policy: str = RECORDED, **files: str) -> Scene:
    scene = Scene.create(root)
    scene = Scene(scene.root.resolve())
    scene.write("awos.toml", f"[approvals]\n{policy}")
    for path, text in files.items():
        scene.write(path, text)
    scene.by(ADA, "Say who approves")
    scene.write(UP, page(UP, TEXT))
    scene.write(DOWN, page(DOWN, NAMES))
    scene.by(EVE, "Write both")
    scene.write(UP, page(UP, TEXT, approvals=[approval(UP, TEXT)]))
    scene.write(DOWN, below())
    scene.by(MARA, "Accept both")
    scene.write(UP, page(UP, CHANGED))
    scene.by(EVE, "Say more")
    scene.write(UP, page(UP, CHANGED, approvals=[approval(UP, CHANGED)]))
    scene.by(MARA, "Accept it")
    return scene


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return staged(tmp_path / "repository")


def acknowledged(scene: Scene, *given: dict[str, object], by: str = MARA, **record: object) -> str:
    scene.write(DOWN, below(*given, **record))
    return scene.by(by, "Acknowledge it")


# What is true is believed, so that the rest means something.


def test_suspect_until_it_is_acknowledged(scene: Scene) -> None:
    assert check(scene).rules == {"approval-suspect"}
    acknowledged(scene, ack())
    assert check(scene) == Said(frozenset(), 0)


# Who made it.


def test_written_by_somebody_else(scene: Scene) -> None:
    acknowledged(scene, ack(), by=EVE)
    assert check(scene).rules == {"approval-level-low"}


@pytest.mark.parametrize(("author", "committer"), [(MARA, EVE), (EVE, MARA)])
def test_forged_author_or_committer(scene: Scene, author: str, committer: str) -> None:
    scene.write(DOWN, below(ack()))
    scene.by(author, committer=committer)
    assert check(scene).rules == {"approval-level-low"}


def test_renamed_author(scene: Scene) -> None:
    acknowledged(scene, ack(), by="Mara <eve@example.org>")
    assert check(scene).rules == {"approval-level-low"}


def test_look_alike(scene: Scene) -> None:
    acknowledged(scene, ack(), by="M\u0430ra <m\u0430ra@example.org>")
    assert check(scene).rules == {"approval-level-low"}


def test_squash_by_the_platform(scene: Scene) -> None:
    scene.write(DOWN, below(ack()))
    scene.by(MARA, "All of it (#7)", committer="GitHub <noreply@github.com>")
    assert check(scene) == Said(frozenset(), 3)


def test_cherry_pick(scene: Scene) -> None:
    scene.git("checkout", "-q", "-b", "side")
    picked = acknowledged(scene, ack())
    scene.git("checkout", "-q", "main")
    scene.as_(EVE)
    scene.git("cherry-pick", picked)
    assert check(scene).rules == {"approval-level-low"}


def test_author_of_the_text_under_another_mail(scene: Scene) -> None:
    by = "Eve <eve@home.example>"
    acknowledged(scene, ack(by), by=by)
    assert check(scene).rules == {"approval-level-low"}


def test_author_of_the_text_where_the_policy_minds(tmp_path: Path) -> None:
    scene = staged(tmp_path / "repository", "independent = true\n")
    acknowledged(scene, ack(EVE), by=EVE)
    assert check(scene).rules == {"approval-own-text"}


def test_agent_in_the_name(scene: Scene) -> None:
    bot = "acknowledger[bot] <9+acknowledger[bot]@users.noreply.github.com>"
    acknowledged(scene, ack(bot), by=bot)
    assert check(scene).rules == {"approval-by-agent"}


def test_agent_in_a_trailer(scene: Scene) -> None:
    scene.write(DOWN, below(ack()))
    scene.by(MARA, "Acknowledge it\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    assert check(scene).rules == {"approval-by-agent"}


LISTS = {
    "by": ('by = ["mara@example.org"]\n', "OTHER", ""),
    "roster": ('roster = "ROSTER"\n', "ROSTER", "mara@example.org\n"),
    "code owners": ("codeowners = true\n", ".github/CODEOWNERS", "* mara@example.org\n"),
}


@pytest.mark.parametrize(("policy", "path", "lines"), LISTS.values(), ids=LISTS)
def test_who_is_not_named(tmp_path: Path, policy: str, path: str, lines: str) -> None:
    scene = staged(tmp_path / "repository", policy, **{path: lines})
    acknowledged(scene, ack(EVE), by=EVE)
    assert check(scene).rules == {"approval-not-allowed"}


def test_list_changed_in_the_same_step(tmp_path: Path) -> None:
    policy, path, lines = LISTS["roster"]
    scene = staged(tmp_path / "repository", policy, **{path: lines})
    base = scene.git("rev-parse", "HEAD")
    scene.write(path, lines + "eve@example.org\n")
    acknowledged(scene, ack(EVE), by=EVE)
    assert step(scene, base).rules == {"approval-not-allowed", "change-policy-loosened"}


def test_policy_loosened_in_the_same_step(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    scene.write("awos.toml", '[approvals]\nlevel = "bound"\n')
    acknowledged(scene, ack(), by=EVE)
    assert "approval-level-low" in step(scene, base).rules


# What it says.


@pytest.mark.parametrize(
    ("key_", "value"),
    [
        ("by", "Ada <ada@example.org>"),
        ("at", "2025-06-21"),
        ("reason", "whatever comes"),
        ("digest", bound(DOWN, TEXT)),
        ("upstream", {"ADR-0001": bound(UP, NAMES)}),
        ("upstream", {"ADR-0001": bound(UP, CHANGED), "ADR-0009": bound(UP, TEXT)}),
        ("upstream", {"ADR-0009": bound(UP, CHANGED)}),
        ("seal", f"sha256:{'0' * 64}"),
        ("seal", entry("approval", {k: v for k, v in ack().items() if k != "seal"})["seal"]),
        ("seal", approval(DOWN, NAMES, bound(UP, TEXT))["seal"]),
    ],
)
def test_edited_afterwards(scene: Scene, key_: str, value: object) -> None:
    acknowledged(scene, ack())
    acknowledged(scene, {**ack(), key_: value}, by=EVE)
    assert check(scene).rules == {"approval-void", "approval-suspect"}


@pytest.mark.parametrize(
    ("key_", "value"), [("at", "2025-06-21"), ("reason", "whatever comes"), ("by", MARA[:4])]
)
def test_edited_and_sealed_again(scene: Scene, key_: str, value: str) -> None:
    acknowledged(scene, ack())
    acknowledged(scene, ack(**{key_: value}), by=EVE)
    assert check(scene).rules == {"approval-level-low"}


@pytest.mark.parametrize(
    "value", [{"at": "2025-06-16"}, {"upstream": {"ADR-0001": bound(UP, CHANGED)}}]
)
def test_approval_whose_day_or_upstream_is_edited(scene: Scene, value: dict[str, object]) -> None:
    acknowledged(scene, by=EVE, **value)
    assert check(scene).rules == {"approval-void"}
    fields = {**approval(DOWN, NAMES, bound(UP, TEXT)), **value}
    del fields["seal"]
    scene.write(DOWN, below(**entry("approval", fields)))
    scene.by(EVE)
    assert "approval-level-low" in check(scene).rules


def test_of_another_document(scene: Scene) -> None:
    acknowledged(scene, ack(digest=bound(DOWN, TEXT)))
    assert check(scene).rules == {"approval-suspect"}


def test_of_an_earlier_text_above(scene: Scene) -> None:
    acknowledged(scene, ack(upstream={"ADR-0001": bound(UP, TEXT + "\nAnd disks.\n")}))
    assert check(scene).rules == {"approval-suspect"}


def test_text_below_is_edited_with_it(scene: Scene) -> None:
    acknowledged(scene, ack())
    other = f"{NAMES}\nOr by hour.\n"
    given = [approval(DOWN, NAMES, bound(UP, TEXT))]
    scene.write(DOWN, page(DOWN, other, approvals=given, acknowledgements=[ack()]))
    scene.by(EVE)
    assert check(scene).rules == {"approval-void"}


def test_text_above_looks_the_same(scene: Scene) -> None:
    looks = CHANGED + "\nRun true\u037e rm x\n"
    acknowledged(scene, ack(upstream={"ADR-0001": bound(UP, looks)}))
    runs = looks.replace("\u037e", ";")
    scene.write(UP, page(UP, runs))
    scene.by(EVE)
    scene.write(UP, page(UP, runs, approvals=[approval(UP, runs)]))
    scene.by(MARA)
    assert check(scene).rules == {"approval-suspect"}


def test_among_the_approvals(scene: Scene) -> None:
    given = [approval(DOWN, NAMES, bound(UP, TEXT)), ack()]
    scene.write(DOWN, page(DOWN, NAMES, approvals=given))
    scene.by(MARA)
    assert check(scene).rules == {"approval-void", "approval-suspect"}


def test_in_a_comment(scene: Scene) -> None:
    said = yaml.safe_dump({"acknowledgements": [ack()]}, sort_keys=False, width=500)
    comment = "".join(f"# {line}\n" for line in said.splitlines())
    scene.write(DOWN, below().replace("approvals:", f"{comment}approvals:"))
    scene.by(MARA)
    assert check(scene).rules == {"approval-suspect"}


def test_inside_a_sealed_approval(scene: Scene) -> None:
    within = {"upstream": "ADR-0001", "digest": bound(UP, CHANGED), "by": MARA}
    nested = [{**within, "at": "2025-06-20", "reason": "fine"}]
    acknowledged(scene, acknowledged=nested)
    assert check(scene).rules == {"approval-void"}


# Older versions, in a step.


def test_of_version_1(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    acknowledged(scene, ack(digest=bound(DOWN, NAMES, "v1")))
    assert step(scene, base).rules == {"change-outdated-record"}


def test_of_version_1_above(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    acknowledged(scene, ack(upstream={"ADR-0001": bound(UP, CHANGED, "v1")}))
    assert step(scene, base).rules == {"change-outdated-record"}


def test_approval_that_names_a_text_above_in_version_1(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    scene.write(DOWN, below(**approval(DOWN, NAMES, bound(UP, CHANGED, "v1"))))
    scene.by(MARA)
    assert step(scene, base).rules == {"change-outdated-record"}


def test_inside_a_record_of_version_1(scene: Scene) -> None:
    older = {**approval(DOWN, NAMES, bound(UP, TEXT)), "digest": bound(DOWN, NAMES, "v1")}
    del older["seal"]
    scene.write(DOWN, page(DOWN, NAMES, approvals=[older]))
    base = scene.by(MARA)
    within = {"upstream": "ADR-0001", "digest": bound(UP, CHANGED), "by": MARA}
    older["acknowledged"] = [{**within, "at": "2025-06-20", "reason": "fine"}]
    scene.write(DOWN, page(DOWN, NAMES, approvals=[older]))
    scene.by(EVE)
    assert "change-outdated-record" in step(scene, base).rules


# Back out of the history.


def test_removed_and_back(scene: Scene) -> None:
    acknowledged(scene, ack())
    base = acknowledged(scene)
    acknowledged(scene, ack(), by=EVE)
    assert check(scene).rules == {"approval-level-low"}
    assert step(scene, base).rules == {"approval-level-low", "change-approval-returned"}


def test_removed_and_back_by_its_maker(scene: Scene) -> None:
    acknowledged(scene, ack())
    base = acknowledged(scene)
    acknowledged(scene, ack())
    assert step(scene, base).rules == {"change-approval-returned"}


def test_revoked_and_back_with_the_approval(scene: Scene) -> None:
    acknowledged(scene, ack())
    scene.write(DOWN, page(DOWN, NAMES))
    base = scene.by(MARA, "Revoke it")
    acknowledged(scene, ack(), by=EVE)
    assert step(scene, base).rules == {"approval-level-low", "change-approval-returned"}


def test_text_above_is_rolled_back_with_its_record(scene: Scene) -> None:
    base = acknowledged(scene, ack())
    scene.write(UP, page(UP, TEXT, approvals=[approval(UP, TEXT)]))
    scene.by(EVE, "Tidy up")
    assert step(scene, base).rules == {"approval-level-low", "change-approval-returned"}


def test_record_alone_is_rolled_back(scene: Scene) -> None:
    acknowledged(scene, ack())
    scene.write(UP, page(UP, CHANGED, approvals=[approval(UP, TEXT)]))
    scene.by(EVE, "Tidy up")
    assert "approval-void" in check(scene).rules


# Signatures.


@pytest.fixture
def locked(tmp_path: Path) -> Scene:
    """A repository in which an acknowledgement must be signed by Mara's key."""
    keys = {name: key(tmp_path, name) for name in ("mara", "eve")}
    lines = signers(*((f"{name}@example.org", path, "") for name, path in keys.items()))
    policy = f'[approvals]\nlevel = "signed"\nallowed-signers = "{SIGNERS}"\n'
    scene = staged(tmp_path / "repository", "", **{SIGNERS: lines})
    for path, text, above in ((UP, CHANGED, ""), (DOWN, NAMES, bound(UP, TEXT))):
        given = signed(scene, keys["mara"], approval(path, text, above), path)
        scene.write(path, page(path, text, approvals=[given]))
    scene.write("awos.toml", policy)
    scene.by(MARA, "Ask for signatures")
    return scene


def signed(
    scene: Scene, by: Path, record: dict[str, object], path: str = DOWN
) -> dict[str, object]:
    said = f"awos-seal@v1 ADR-{Path(path).name[:4]} {record['seal']}".encode()
    return {**record, "signature": sign_text(said, str(by), "awos-seal@v1", str(scene.root))}


def kept(scene: Scene, given: dict[str, object]) -> Said:
    front_ = yaml.load((scene.root / DOWN).read_text().split("---")[1], Loader=yaml.BaseLoader)
    more = {"approvals": front_["approvals"], "acknowledgements": [given]}
    scene.write(DOWN, page(DOWN, NAMES, **more))
    scene.by(EVE, "All of it (#7)", committer="GitHub <noreply@github.com>")
    return check(scene)


def test_signature_of_its_maker_survives_a_squash(locked: Scene, tmp_path: Path) -> None:
    assert kept(locked, signed(locked, tmp_path / "mara", ack())) == Said(frozenset(), 0)


def test_no_signature(locked: Scene) -> None:
    assert kept(locked, ack()) == Said(frozenset(), 3)


def test_signature_of_another_key(locked: Scene, tmp_path: Path) -> None:
    assert kept(locked, signed(locked, tmp_path / "eve", ack())) == Said(frozenset(), 3)


def test_signature_of_an_approval(locked: Scene, tmp_path: Path) -> None:
    other = signed(locked, tmp_path / "mara", approval(DOWN, NAMES, bound(UP, TEXT)))
    given = {**ack(), "signature": other["signature"]}
    assert kept(locked, given) == Said(frozenset(), 3)


def test_signature_of_an_acknowledgement_for_another_reason(locked: Scene, tmp_path: Path) -> None:
    other = signed(locked, tmp_path / "mara", ack(reason="only the wording"))
    given = {**ack(), "signature": other["signature"]}
    assert kept(locked, given) == Said(frozenset(), 3)


# Reviews.


def test_review_of_a_commit_without_it(scene: Scene) -> None:
    without = scene.git("rev-parse", "HEAD")
    with_it = acknowledged(scene, ack(), by=EVE)
    place = open_place(str(scene.root))
    found = load_project(place.tree, find_settings(place.tree))
    document = next(d for d in found.project.documents if d.path == DOWN)
    levels = []
    for sha in (without, with_it):
        standing = {sha: ["mara@example.org"]}
        lines = match_reviews(Workspace(place), found, [DOWN], standing).lines
        policy = found.settings.config.approvals
        (checked,) = check_sealed(Evidence(reviews=lines), policy, document)
        levels.append(checked.rating.level)
    assert levels == [Level.BOUND, Level.REVIEWED]


# What is believed; docs/explanation/what-an-approval-proves.md says why.


def test_sealed_again_where_the_policy_asks_for_bound_is_believed(tmp_path: Path) -> None:
    scene = staged(tmp_path / "repository", "")
    acknowledged(scene, ack())
    acknowledged(scene, ack(at="2025-06-21"), by=EVE)
    assert check(scene) == Said(frozenset(), 0)


def test_back_without_a_step_is_believed_where_the_policy_asks_for_bound(tmp_path: Path) -> None:
    scene = staged(tmp_path / "repository", "")
    acknowledged(scene, ack())
    base = acknowledged(scene)
    acknowledged(scene, ack(), by=EVE)
    assert check(scene) == Said(frozenset(), 0)
    assert step(scene, base).rules == {"change-approval-returned"}


def test_the_author_of_the_change_above_is_believed_below(tmp_path: Path) -> None:
    scene = staged(tmp_path / "repository", "independent = true\n")
    scene.write(UP, page(UP, f"{CHANGED}\nAnd disks.\n"))
    scene.by(ADA, "Say still more")
    later = f"{CHANGED}\nAnd disks.\n"
    scene.write(UP, page(UP, later, approvals=[approval(UP, later)]))
    scene.by(MARA)
    acknowledged(scene, ack(ADA, upstream={"ADR-0001": bound(UP, later)}), by=ADA)
    assert check(scene) == Said(frozenset(), 0)
