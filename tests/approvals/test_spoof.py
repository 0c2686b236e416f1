"""Attempts to make an approval look like more than it is, each with the level that is true of it.

Every attempt is a real repository. Mara approves, Eve writes the text and does the rest. A level
that could not be verified is said to be unknown, and is not reported.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import awos
from tests.support.repositories import isolate
from tests.support.spoofing import (
    ADA,
    EVE,
    FILE,
    MARA,
    SIGNERS,
    TEXT,
    Scene,
    accepted,
    bound,
    draft,
    key,
    record,
    signers,
)

SIGNED = f'level = "signed"\nallowed-signers = "{SIGNERS}"\n'
RECORDED = ("recorded",)
BOUND = ("bound",)
OTHER = "# Use files\n\n## Decision\n\nFiles, and Eve may read them.\n"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene.staged(tmp_path / "repository")


@pytest.fixture
def mara(tmp_path: Path) -> Path:
    return key(tmp_path, "mara")


@pytest.fixture
def eve(tmp_path: Path) -> Path:
    return key(tmp_path, "eve")


@pytest.fixture
def locked(tmp_path: Path, mara: Path) -> Scene:
    """A repository whose policy asks for signatures of Mara's key."""
    made = Scene.staged(tmp_path / "repository", SIGNED)
    made.write(SIGNERS, signers(("mara@example.org", mara, "")))
    made.by(ADA, "Say whose keys count")
    return made


def approve(scene: Scene, *options: str, text: str = "", **env: str) -> str:
    scene.write(FILE, text or accepted())
    return scene.by(MARA, "Accept it", *options, **env)


# What is true is said, so that the rest means something.


def test_recorded_by_the_approver(scene: Scene) -> None:
    approve(scene)
    assert scene.worth().levels == RECORDED
    assert scene.worth().enough


def test_signed_commit(locked: Scene, mara: Path) -> None:
    approve(locked, *locked.signing(mara))
    assert locked.worth().levels == ("signed",)
    assert locked.worth().enough


def test_detached_signature_survives_a_squash(locked: Scene, mara: Path) -> None:
    locked.write(FILE, accepted(locked.detached(mara)))
    locked.by(
        EVE, f"All of it (#7)\n\nCo-authored-by: {MARA}", committer="GitHub <noreply@github.com>"
    )
    assert locked.worth().levels == ("signed",)


def test_ticks_status_and_moves_do_not_take_a_level_away(scene: Scene) -> None:
    approve(scene)
    (scene.root / "context/decisions/old").mkdir()
    scene.git("mv", FILE, "context/decisions/0001-we-use-files.md")
    scene.by(EVE, "Rename it")
    scene.git(
        "mv", "context/decisions/0001-we-use-files.md", "context/decisions/0001-still-use-files.md"
    )
    scene.by(ADA, "Rename it again")
    assert scene.worth().levels == RECORDED


# The record.


def test_record_written_by_the_author(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(EVE)
    assert scene.worth().levels == BOUND
    assert not scene.worth().enough


def test_record_edited_afterwards(scene: Scene) -> None:
    approve(scene, text=accepted(record(more="    reason: as a trial\n")))
    scene.write(FILE, accepted(record(more="    reason: for ever\n")))
    scene.by(EVE)
    assert scene.worth().levels == BOUND


REASON = "    reason: as a trial\n"
ABOVE = f"    upstream:\n      MISSION: sha256:v2:{'0' * 64}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025-06-15", "2025-06-16"),
        ("by: Mara", "by: Maria"),
        ("mara@example.org", "eve@example.org"),
        ("as a trial", "for ever"),
        (REASON, ""),
        ("reason:", "editorial:"),
        (ABOVE, ""),
        (ABOVE, ABOVE.replace("0" * 64, "1" * 64)),
        (ABOVE, ABOVE.replace("MISSION", "ROADMAP")),
        (ABOVE, f"{ABOVE}      ROADMAP: sha256:v2:{'0' * 64}\n"),
        ("    seal: ", "    # seal: "),
        ("    seal: sha256:", f"    seal: sha256:{'0' * 64} # "),
        (REASON, f"{REASON}    acknowledged: []\n"),
        ("sha256:v2:", "sha256:v1:"),
    ],
)
def test_sealed_record_edited_by_its_approver_s_name(scene: Scene, old: str, new: str) -> None:
    text = accepted(record(more=REASON + ABOVE))
    assert old in text
    approve(scene, text=text.replace(old, new))
    assert scene.worth().levels == ("none",)
    assert not scene.worth().enough


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u1fef\u1fef\u1fef\nrm x\n\u1fef\u1fef\u1fef", "```\nrm x\n```"),
        ("true\u037e rm x", "true; rm x"),
        ("\u226f quoted", ">\u0338 quoted"),
        ("\u226e!-- hidden", "<\u0338!-- hidden"),
        ("- [x] Files\n- [ ] SQLite", "- [ ] Files\n- [x] SQLite"),
    ],
    ids=["fence", "command", "quote", "comment", "option"],
)
def test_text_that_looks_the_same(scene: Scene, one: str, other: str) -> None:
    before, after = f"{TEXT}\n{one}\n", f"{TEXT}\n{other}\n"
    approve(scene, text=accepted(record(bind=bound(before)), text=before))
    assert scene.worth().levels != ("none",)
    scene.write(FILE, accepted(record(bind=bound(before)), text=after))
    scene.by(EVE)
    assert scene.worth().levels == ("none",)


def test_digest_computed_again(scene: Scene) -> None:
    approve(scene)
    scene.write(FILE, accepted(record(bind=bound(OTHER)), text=OTHER))
    scene.by(EVE)
    assert scene.worth().levels == BOUND


def test_text_edited_under_the_record(scene: Scene) -> None:
    approve(scene)
    scene.write(FILE, accepted(text=OTHER))
    scene.by(EVE)
    assert scene.worth().levels == ("none",)


def test_digest_of_another_document(scene: Scene) -> None:
    other = FILE.replace("0001", "0002")
    scene.write(other, accepted())
    scene.by(MARA)
    scene.write(FILE, accepted(text=OTHER))
    scene.by(MARA)
    assert scene.worth().levels == ("none",)


def test_digest_of_a_version_to_come(scene: Scene) -> None:
    approve(scene, text=accepted(record(bind=bound().replace("v2", "v9"))))
    assert scene.worth().levels == ("declared",)


def test_record_in_a_comment(scene: Scene) -> None:
    commented = "".join(f"# {line}\n" for line in record().splitlines())
    text = f"---\nstatus: accepted\n# approvals:\n{commented}---\n\n{TEXT}"
    approve(scene, text=text)
    assert scene.worth().levels == ()
    assert not scene.worth().enough


def test_record_in_a_second_front_matter(scene: Scene) -> None:
    second = f"---\napprovals:\n{record(bind=bound(OTHER))}---\n\n{TEXT}"
    approve(scene, text=f"---\nstatus: accepted\n---\n\n{second}")
    assert scene.worth().levels == ()


def test_duplicate_records_are_one_person(tmp_path: Path) -> None:
    scene = Scene.staged(tmp_path / "repository", "count = 2\n")
    twice = (record(), record("Mara Again <MARA@example.org>"), record("Mara"))
    approve(scene, text=accepted(*twice))
    assert not scene.worth().enough


# Who made the commit.


def test_forged_author(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(MARA, committer=EVE)
    assert scene.worth().levels == BOUND


def test_forged_committer(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(EVE, committer=MARA)
    assert scene.worth().levels == BOUND


def test_renamed_author(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by("Mara <eve@example.org>")
    assert scene.worth().levels == BOUND


def test_author_who_approves_under_another_mail(scene: Scene) -> None:
    by = "Eve <eve@home.example>"
    scene.write(FILE, accepted(record(by)))
    scene.by(by)
    assert scene.worth().levels == BOUND


@pytest.mark.parametrize(
    "who",
    ["Mаra <mara@example.org.evil>", "Mara <mаra@example.org>", "Mara <mara@example.org​>"],
    ids=["another host", "Cyrillic a", "zero width space"],
)
def test_look_alike(scene: Scene, who: str) -> None:
    scene.write(FILE, accepted())
    scene.by(who)
    assert scene.worth().levels == BOUND


def test_kelvin_sign_for_a_k(scene: Scene) -> None:
    scene.write(FILE, accepted(record("Kim <kim@example.org>")))
    scene.by("Kim <\u212aim@example.org>")
    assert scene.worth().levels == BOUND


def test_mailmap_in_the_tree(scene: Scene) -> None:
    scene.write(".mailmap", f"{MARA} {EVE}\n")
    scene.git("config", "log.mailmap", "true")
    scene.write(FILE, accepted())
    scene.by(EVE)
    assert scene.worth().levels == BOUND


def test_approval_and_edit_in_one_commit(scene: Scene) -> None:
    approve(scene, text=accepted(record(bind=bound(OTHER)), text=OTHER))
    assert scene.worth().levels == BOUND


def test_co_author_of_the_text(scene: Scene) -> None:
    scene.write(FILE, draft(OTHER))
    scene.by(EVE, f"Write more\n\nCo-authored-by: {MARA}")
    approve(scene, text=accepted(record(bind=bound(OTHER)), text=OTHER))
    assert scene.worth().levels == BOUND


def test_agent_in_a_trailer(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(MARA, "Accept it\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    assert not scene.worth().enough


def test_agent_in_the_approver(scene: Scene) -> None:
    bot = "approver[bot] <9+approver[bot]@users.noreply.github.com>"
    scene.write(FILE, accepted(record(bot)))
    scene.by(bot)
    assert not scene.worth().enough


# The history.


def test_backdated_commit(scene: Scene) -> None:
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "1000000000 +0000")
    approve(scene)
    scene.write(FILE, draft(OTHER))
    scene.by(EVE, **dates)
    scene.write(FILE, accepted(record(bind=bound(OTHER)), text=OTHER))
    scene.by(EVE, **dates)
    assert scene.worth().levels == BOUND


def test_evil_merge(scene: Scene) -> None:
    scene.git("checkout", "-q", "-b", "side")
    scene.write("other.txt", "x")
    scene.by(MARA)
    scene.git("checkout", "-q", "main")
    scene.as_(EVE)
    scene.git("merge", "-q", "--no-ff", "--no-commit", "side")
    scene.write(FILE, accepted())
    scene.by(EVE, "Merge side")
    assert scene.worth().levels == BOUND


def test_plain_merge_keeps_what_was_recorded(scene: Scene) -> None:
    scene.git("checkout", "-q", "-b", "side")
    approve(scene)
    scene.git("checkout", "-q", "main")
    scene.as_(EVE)
    scene.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    assert scene.worth().levels == RECORDED


def test_text_written_in_a_branch_that_the_approver_merged(scene: Scene) -> None:
    scene.git("checkout", "-q", "-b", "side")
    scene.write(FILE, draft(OTHER))
    scene.by(EVE)
    scene.git("checkout", "-q", "main")
    scene.as_(MARA)
    scene.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    scene.write(FILE, accepted(record(EVE, bound(OTHER)), text=OTHER))
    scene.by(EVE)
    assert scene.worth().levels == BOUND


def test_revert_of_a_revocation(scene: Scene) -> None:
    approve(scene)
    scene.write(FILE, draft())
    scene.by(MARA, "Take it back")
    scene.as_(EVE)
    scene.git("revert", "--no-edit", "HEAD")
    assert scene.worth().levels == BOUND


def test_cherry_pick(scene: Scene) -> None:
    scene.git("checkout", "-q", "-b", "side")
    picked = approve(scene)
    scene.git("checkout", "-q", "main")
    scene.as_(EVE)
    scene.git("cherry-pick", picked)
    assert scene.worth().levels == BOUND


def test_replaced_object(scene: Scene) -> None:
    scene.write(FILE, accepted())
    forged = scene.by(EVE)
    scene.git("commit", "-q", "--amend", "--author", MARA, "-m", "Accept it")
    scene.as_(MARA)
    scene.git("commit", "-q", "--amend", "--reset-author", "-m", "Accept it")
    nicer = scene.git("rev-parse", "HEAD")
    scene.git("reset", "-q", "--hard", forged)
    scene.git("replace", forged, nicer)
    assert scene.git("log", "-1", "--format=%an") == "Mara"
    assert scene.worth().levels == BOUND


def test_graft(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(EVE)
    tip = scene.by(MARA, "Nothing")
    scene.write(".git/info/grafts", f"{tip}\n")
    assert scene.worth().levels == BOUND


def test_tag_named_head(scene: Scene) -> None:
    good = approve(scene)
    scene.write(FILE, accepted(record(more="    reason: for ever\n")))
    scene.by(EVE)
    scene.git("tag", "HEAD", good)
    assert scene.worth().levels == BOUND


def test_note(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(EVE)
    scene.git("notes", "add", "-m", f"Approved-by: {MARA}")
    scene.git("config", "notes.displayRef", "*")
    assert scene.worth().levels == BOUND


def test_shallow_clone(scene: Scene, tmp_path: Path) -> None:
    approve(scene)
    scene.by(ADA, "Something else")
    target = tmp_path / "clone"
    scene.git("clone", "-q", "--depth", "1", scene.root.as_uri(), str(target))
    worth = Scene(target.resolve()).worth()
    assert worth.levels == ("bound, unknown",)
    assert "fetch --unshallow" in worth.whys[0]
    assert not worth.enough


def test_squash_by_the_platform(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(MARA, "All of it (#7)", committer="GitHub <noreply@github.com>")
    assert scene.worth().levels == ("bound, unknown",)


def test_author_of_a_squash_approves_later(scene: Scene) -> None:
    scene.write(FILE, draft(OTHER))
    scene.by(MARA, "All of it (#7)", committer="GitHub <noreply@github.com>")
    approve(scene, text=accepted(record(bind=bound(OTHER)), text=OTHER))
    assert scene.worth().levels == BOUND


def test_not_committed(scene: Scene) -> None:
    scene.write(FILE, accepted())
    assert scene.worth().levels == BOUND
    assert scene.worth().whys == ("no commit holds it yet",)


def test_without_git(tmp_path: Path) -> None:
    made = Scene(tmp_path / "plain")
    made.write("awos.toml", '[approvals]\nlevel = "recorded"\n')
    made.write(FILE, accepted())
    assert made.worth().levels == ("bound, unknown",)


# Signatures.


def test_commit_signed_by_another_key(locked: Scene, eve: Path) -> None:
    approve(locked, *locked.signing(eve))
    assert locked.worth().levels == RECORDED
    assert not locked.worth().enough


def test_signers_of_the_repository_configuration(locked: Scene, eve: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text(signers(("mara@example.org", eve, "")))
    locked.git("config", "gpg.ssh.allowedSignersFile", str(own))
    approve(locked, *locked.signing(eve))
    assert locked.git("log", "-1", "--format=%G?") == "G"
    assert locked.worth().levels == RECORDED


def test_program_of_the_repository_configuration(locked: Scene, eve: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    liar = locked.write("ssh-keygen", f"#!/bin/sh\ntouch {ran}\nexit 0\n")
    liar.chmod(0o755)
    approve(locked, *locked.signing(eve))
    for name in ("gpg.ssh.program", "gpg.program", "gpg.ssh.defaultKeyCommand"):
        locked.git("config", name, str(liar))
    assert locked.worth().levels == RECORDED
    assert not ran.exists()


def test_program_in_the_checkout_first_on_path(
    locked: Scene, eve: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(locked, *locked.signing(eve))
    ran = tmp_path / "ran"
    liar = locked.write("bin/ssh-keygen", f"#!/bin/sh\ntouch {ran}\nexit 0\n")
    liar.chmod(0o755)
    monkeypatch.setenv("PATH", str(liar.parent), prepend=":")
    assert locked.worth().levels == RECORDED
    assert not ran.exists()


def test_signers_changed_in_the_same_step(locked: Scene, eve: Path) -> None:
    base = locked.git("rev-parse", "HEAD")
    locked.write(SIGNERS, signers(("mara@example.org", eve, "")))
    approve(locked, *locked.signing(eve))
    assert locked.worth(base).levels == RECORDED


def test_signed_by_eve_for_mara(locked: Scene, eve: Path, mara: Path) -> None:
    both = signers(("mara@example.org", mara, ""), ("eve@example.org", eve, ""))
    locked.write(SIGNERS, both)
    locked.by(ADA)
    approve(locked, *locked.signing(eve))
    assert locked.worth().levels == RECORDED


def test_signature_of_another_commit(locked: Scene, mara: Path) -> None:
    good = locked.by(MARA, "Nothing", *locked.signing(mara))
    approve(locked)
    ours, theirs = (locked.git("cat-file", "commit", sha) for sha in ("HEAD", good))
    proof = theirs[theirs.index("gpgsig ") : theirs.index("END SSH SIGNATURE-----") + 22]
    head, _, message = ours.partition("\n\n")
    forged = f"{head}\n{proof}\n\n{message}\n".encode()
    sha = locked.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=forged)
    locked.git("reset", "-q", "--hard", sha)
    assert locked.worth().levels == RECORDED


def test_expired_key_and_a_backdated_commit(locked: Scene, mara: Path) -> None:
    until = 'valid-before="20200101"'
    locked.write(SIGNERS, signers(("mara@example.org", mara, until)))
    locked.by(ADA)
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "1500000000 +0000")
    approve(locked, *locked.signing(mara), **dates)
    assert locked.worth().levels == RECORDED


def test_key_for_other_namespaces(locked: Scene, mara: Path) -> None:
    locked.write(SIGNERS, signers(("mara@example.org", mara, 'namespaces="file"')))
    locked.by(ADA)
    locked.write(FILE, accepted(locked.detached(mara)))
    locked.by(EVE)
    assert locked.worth().levels == BOUND


def test_signature_over_another_text(locked: Scene, mara: Path) -> None:
    locked.write(FILE, accepted(locked.detached(mara, bind=bound(OTHER))))
    locked.by(EVE)
    assert locked.worth().levels == BOUND


def test_signature_of_another_document(locked: Scene, mara: Path) -> None:
    mine = locked.detached(mara)
    locked.write(FILE, draft())
    other = FILE.replace("0001-use-files", "0002-also-use-files")
    locked.write(other, accepted(mine))
    locked.git("rm", "-q", "--cached", FILE)
    (locked.root / FILE).unlink()
    locked.by(EVE)
    assert locked.worth().levels == ("none",)


def test_signature_of_another_person(locked: Scene, eve: Path) -> None:
    locked.write(FILE, accepted(locked.detached(eve)))
    locked.by(EVE)
    assert locked.worth().levels == BOUND


def test_signed_by_the_author_of_the_text(locked: Scene, mara: Path) -> None:
    locked.write(FILE, draft(OTHER))
    locked.by(MARA)
    approve(locked, *locked.signing(mara), text=accepted(record(bind=bound(OTHER)), text=OTHER))
    assert locked.worth().levels == BOUND


# The policy.


def test_policy_loosened_in_the_same_step(scene: Scene) -> None:
    base = scene.git("rev-parse", "HEAD")
    scene.write("awos.toml", '[approvals]\nlevel = "bound"\n')
    scene.write(FILE, accepted())
    scene.by(EVE)
    assert scene.worth(base).levels == BOUND
    assert not scene.worth(base).enough


@pytest.mark.parametrize(
    ("policy", "path", "lines"),
    [
        ('roster = "ROSTER"\n', "ROSTER", "{}\n"),
        ("codeowners = true\n", ".github/CODEOWNERS", "* {}\n"),
    ],
    ids=["roster", "code owners"],
)
def test_list_changed_in_the_same_step(tmp_path: Path, policy: str, path: str, lines: str) -> None:
    scene = Scene.staged(tmp_path / "repository", policy)
    scene.write(path, lines.format("ada@example.org"))
    base = scene.by(ADA)
    scene.write(path, lines.format("mara@example.org"))
    approve(scene)
    assert not scene.worth(base).enough
    assert scene.worth().enough


def test_name_of_somebody_who_may(tmp_path: Path) -> None:
    scene = Scene.staged(tmp_path / "repository", 'level = "recorded"\nby = ["Mara"]\n')
    scene.write(FILE, accepted(record("Mara <eve@home.example>")))
    scene.by("Mara <eve@home.example>")
    assert scene.worth().levels == RECORDED
    assert not scene.worth().enough


def test_object_that_was_taken_away(scene: Scene) -> None:
    scene.write(FILE, draft(OTHER))
    scene.by(EVE, "Write more")
    lost = scene.git("rev-parse", f"HEAD:{FILE}")
    scene.write(FILE, draft())
    scene.by(EVE, "Write less")
    approve(scene)
    (scene.root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    worth = scene.worth()
    assert worth.levels == ("bound, unknown",)
    assert not worth.enough


# Back out of the history.


def returned(scene: Scene, base: str) -> list[str]:
    step = ("--diff", f"{base}...")
    ran = awos(scene.root, "check", "--select", "change", *step, "--format", "json")
    return [found["rule"] for found in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize("path", [FILE, "context/decisions/0001-keep-files.md"])
def test_a_revoked_record_comes_back(scene: Scene, path: str) -> None:
    scene.write(FILE, accepted())
    scene.by(MARA, "Approve it")
    scene.write(FILE, draft())
    base = scene.by(MARA, "Revoke it")
    assert returned(scene, "HEAD^") == []
    scene.git("mv", "-f", FILE, path) if path != FILE else None
    scene.write(path, accepted())
    scene.by(EVE, "Tidy up")
    assert returned(scene, base) == ["change-approval-returned"]


def test_text_and_record_are_rolled_back_together(scene: Scene) -> None:
    scene.write(FILE, accepted())
    scene.by(MARA, "Approve it")
    longer = TEXT + "\nAnd folders.\n"
    scene.write(FILE, accepted(record(bind=bound(longer)), text=longer))
    base = scene.by(MARA, "Say more")
    scene.write(FILE, accepted())
    scene.by(EVE, "Tidy up")
    assert returned(scene, base) == ["change-approval-returned"]


@pytest.mark.parametrize(
    ("level", "severity"),
    [
        ("declared", "warning"),
        ("bound", "warning"),
        ("recorded", "error"),
        ("signed", "error"),
        ("reviewed", "error"),
    ],
)
def test_a_returned_record_weighs_as_the_policy_asks(
    tmp_path: Path, level: str, severity: str
) -> None:
    mara = key(tmp_path, "mara")
    policy = f'level = "{level}"\nallowed-signers = "{SIGNERS}"\n'
    scene = Scene.staged(tmp_path / "strict", policy)
    scene.write(SIGNERS, signers(("mara@example.org", mara, "")))
    scene.write(FILE, accepted(scene.detached(mara)))
    scene.by(MARA, "Approve it")
    scene.write(FILE, draft())
    base = scene.by(MARA, "Revoke it")
    scene.write(FILE, accepted(scene.detached(mara)))
    scene.by(EVE, "Tidy up")
    # The signature in the record still verifies: the level alone would let it pass.
    assert scene.worth(base).levels == ("signed",)
    ran = awos(scene.root, "check", "--diff", f"{base}...", "--format", "json")
    found = json.loads(ran.out)["findings"]
    weights = [f["severity"] for f in found if f["rule"] == "change-approval-returned"]
    assert weights == [severity]
