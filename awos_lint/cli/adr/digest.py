"""``awos adr digest``: one page of what is in force."""

from __future__ import annotations

import click

from awos_lint.cli.outer import INCOMPLETE, report_incomplete
from awos_lint.cli.session import Session, reads_tree
from awos_lint.cli.streams import write_message, write_output
from awos_lint.core.escape import show_text
from awos_lint.decisions.summary import write_page
from awos_lint.project.load import Loaded


@click.command("digest")
@click.option("-o", "--output", metavar="FILE", help="Write the page to FILE.")
@click.option("--check", is_flag=True, help="Only compare FILE; exit with 1 when it differs.")
@reads_tree
def command(session: Session, output: str | None, check: bool) -> int:
    """Write one page of what is in force, on which decisions that are over take a line.

    The same decisions give the same bytes, so that --check can hold the page true in continuous
    integration.
    """
    if check and output is None:
        raise click.UsageError("--check needs --output FILE, the page to compare")
    path = session.place.to_relative(output) if output is not None else ""
    loaded = session.load_project()
    broken = _list_broken(loaded)
    if broken or loaded.skipped:
        for line in broken:
            write_message(f"not read: {line}")
        code = report_incomplete(loaded.skipped, "not read")
        write_message("the page would not hold every decision, so it was not written")
        return code or INCOMPLETE
    text = write_page(loaded.project, path)
    if check:
        return _compare_file(session, path, text)
    if output is None:
        write_output(text, machine=True)
    else:
        session.place.save_file(output, text)
        write_message(f"{show_text(path)} written")
    return 0


def _list_broken(loaded: Loaded) -> list[str]:
    """Return the decisions whose front matter could not be read, a line each."""
    broken = [d.path for d in loaded.project.documents_of("adr") if d.broken and not d.failure]
    return [f"{path}: its front matter is broken; `awos check` shows where" for path in broken]


def _compare_file(session: Session, path: str, text: str) -> int:
    data = text.encode(errors="backslashreplace")
    found = session.tree.read(path, 2 * len(data) + 1)
    # Where git keeps other line endings on the disk, the page is the same all the same.
    if isinstance(found, bytes) and found.replace(b"\r\n", b"\n") == data:
        return 0
    write_message(
        f"{show_text(path)} is not what is in force: run `awos adr digest --output "
        f"{show_text(path)}`"
    )
    return 1
