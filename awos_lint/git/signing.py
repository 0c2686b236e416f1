"""SSH signatures, verified and made by ssh-keygen alone.

Git's own check is not used, because a repository's configuration names the program it starts and
the signers it believes. Here the program is the one on PATH, the signers are a copy of what the
caller read from the base, and the signed bytes come from the caller (OpenSSH, PROTOCOL.sshsig).
"""

from __future__ import annotations

import os
import re
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from awos_lint.core.text import escape_text
from awos_lint.git.errors import GitError
from awos_lint.git.process import find_program

if TYPE_CHECKING:
    import subprocess

COMMIT: Final = "git"
"""The namespace in which git signs commits."""

_TIMEOUT: Final = 30.0  # seconds; asking for a passphrase takes longer than verifying
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"


class SigningError(GitError):
    """No signature could be made or verified; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies signatures against one list of allowed signers, as ssh-keygen(1) writes it."""

    program: str
    signers: bytes

    def is_signed_by(self, principal: str, namespace: str, signature: str, signed: bytes) -> bool:
        """Return whether an armoured signature over some bytes was made by a principal.

        The signers' validity is judged by the clock, because the date in a commit is free text.
        Raises :class:`SigningError` when ssh-keygen cannot be run.
        """
        if not principal or "\0" in principal:
            return False
        with tempfile.TemporaryDirectory(prefix="awos-") as folder:
            allowed = _write_file(folder, "allowed", self.signers)
            proof = _write_file(folder, "signature", signature.encode("utf-8", "replace"))
            options = ("-f", allowed, "-I", principal, "-n", namespace, "-s", proof)
            done = _run_program(
                [self.program, "-Y", "verify", *options], folder, signed, _make_environment()
            )
        return done.returncode == 0


def make_verifier(signers: bytes, root: str) -> Verifier:
    """Return a verifier; raises :class:`SigningError` when there is no ssh-keygen outside."""
    return Verifier(_require_program(root), signers)


def sign_text(text: bytes, key: str, namespace: str, root: str) -> str:
    """Return the signature of a text by a key file, in Base64 without armour.

    The key may be held by an agent, then the file is its public part. Raises
    :class:`SigningError`.
    """
    # Here the user's own environment counts, which names the agent that holds the key.
    arguments = [_require_program(root), "-Y", "sign", "-q", "-f", key, "-n", namespace]
    done = _run_program(arguments, root, text, dict(os.environ))
    if done.returncode:
        said = escape_text(done.stderr.decode("utf-8", "replace").strip(), 200)
        raise SigningError(
            f"{escape_text(key, 200)} could not sign ({said}): name a key with --key"
        )
    return "".join(done.stdout.decode("ascii", "replace").split("\n")[1:]).replace(_END, "").strip()


def armour_signature(signature: str) -> str:
    """Return a signature in Base64 as ssh-keygen reads it."""
    return "\n".join([_BEGIN, *textwrap.wrap(signature, 70), _END, ""])


def split_commit(data: bytes, form: str) -> tuple[str, bytes]:
    """Return the signature of a commit object and what it signs; nothing for one without.

    ``form`` is the repository's object format. A commit with several signatures counts as one
    without, because programs disagree about what each of them signs.
    """
    head, gap, message = data.partition(b"\n\n")
    fields = re.split(rb"\n(?! )", head)
    signatures = [field for field in fields if field.startswith(b"gpgsig")]
    name = b"gpgsig " if form == "sha1" else b"gpgsig-sha256 "
    if len(signatures) != 1 or not signatures[0].startswith(name):
        return "", b""
    rest = b"\n".join(field for field in fields if field is not signatures[0])
    written = signatures[0].removeprefix(name).replace(b"\n ", b"\n")
    return f"{written.decode('ascii', 'replace').strip()}\n", rest + gap + message


def _require_program(root: str) -> str:
    program = find_program("ssh-keygen", root)
    if program is None:
        raise SigningError("ssh-keygen was not found on PATH: install OpenSSH 8.2 or later")
    return program


def _make_environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _write_file(folder: str, name: str, data: bytes) -> str:
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def _run_program(
    arguments: Sequence[str], folder: str, data: bytes, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    try:
        return subprocess.run(
            arguments,
            input=data,
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise SigningError(f"ssh-keygen did not answer: {type(error).__name__}") from error
