"""Everything on a fresh machine: `python3 dev.py demo`, `test` and `coverage`.

Makes a virtual environment beside this file with what is needed, once, and runs in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("AWOS_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")

DEMO = [[str(BIN / "awos"), "-C", "examples/ledgerly-broken", "check"]]
TEST = [
    [str(BIN / "ruff"), "check"],
    [str(BIN / "ruff"), "format", "--check"],
    [str(BIN / "mypy")],
    [str(BIN / "lint-imports")],
    [str(BIN / "awos"), "check"],
    [str(BIN / "awos"), "-C", "examples/ledgerly", "check"],
    [str(BIN / "python"), "-m", "pytest", "-n", "2"],
]
COVERAGE = [
    [
        str(BIN / "python"),
        "-m",
        "pytest",
        "-n",
        "2",
        "--cov",
        "--cov-report=",
        "--cov-fail-under=0",
    ],
    [str(BIN / "coverage"), "report", "--include=awos_lint/rules/*", "--fail-under=97"],
    [str(BIN / "coverage"), "report", "--include=awos_lint/graph/*", "--fail-under=97"],
    [str(BIN / "coverage"), "report", "--format=total"],
]


def installed(*what: str) -> None:
    """Install into the virtual environment, quietly; skipped when nothing changed since."""
    stamp = VENV / f"awos-{'-'.join(w.strip('.-') for w in what) or 'only'}.stamp"
    if stamp.exists() and stamp.stat().st_mtime > (ROOT / "pyproject.toml").stat().st_mtime:
        return
    if not BIN.exists():
        venv.create(VENV, with_pip=True)
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True, cwd=ROOT)
    subprocess.run([*pip, "--editable", ".", *what], check=True, cwd=ROOT)
    stamp.touch()


def main(arguments: list[str]) -> int:
    """Run ``demo``, ``test`` or ``coverage``; return the exit code of the first that fails."""
    if sys.version_info < (3, 11):  # noqa: UP036 - older ones can run this file too
        sys.exit("awos needs Python 3.11 or newer")
    if arguments not in (["demo"], ["test"], ["coverage"]):
        sys.exit(__doc__)
    if arguments == ["demo"]:
        installed()
        commands = DEMO
    else:
        installed("--group", "dev")
        commands = TEST if arguments == ["test"] else COVERAGE
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.setdefault("AWOS_PROFILE", "ci")
    for command in commands:
        code = subprocess.run(command, cwd=ROOT, env=environment).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
