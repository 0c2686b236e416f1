"""``awos import``: another layout's documents as native ones; a plan first, and nothing deleted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from shlex import quote

import click

from awos_lint.actions.import_documents import carry_out, find_removable, plan_import, preview_check
from awos_lint.approvals.records import claims_approval
from awos_lint.cli.session import Session
from awos_lint.cli.streams import write_message, write_output
from awos_lint.cli.writing import writes_documents
from awos_lint.core.diagnostic import Report
from awos_lint.core.escape import show_text
from awos_lint.core.model.document import IMPORTED_FROM
from awos_lint.core.wording import count_noun
from awos_lint.files import WriteError
from awos_lint.files.tree import WorkTree
from awos_lint.layouts import load_layouts
from awos_lint.scaffold.migrate import Plan

_SHOWN = 8


def _complete_layout(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in _list_foreign() if name.startswith(incomplete)]


def _list_foreign() -> list[str]:
    return [name for name, layout in load_layouts().items() if not layout.is_native]


@click.command("import")
@click.option(
    "--from",
    "chosen",
    metavar="LAYOUT",
    multiple=True,
    shell_complete=_complete_layout,
    help="Import this layout only; may be given several times.",
)
@click.option("--write", is_flag=True, help="Write the documents.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written; the default.")
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@writes_documents
def command(
    session: Session,
    chosen: tuple[str, ...],
    write: bool,
    dry_run: bool,
    format: str,  # noqa: A002
) -> int:
    """Turn the documents of another layout into native ones.

    Without --write nothing is written: the plan says which documents would be, what could not be
    carried over and why, and what a check of the result finds. No file is deleted or changed, and
    none that is there already is replaced. Numbers and ids are kept where they can be.
    """
    _check_options(chosen, write, dry_run)
    loaded = session.load_project()
    plan = plan_import(session.workspace, loaded, chosen)
    if not plan.new:
        write_message("there is nothing to import; `awos layout` prints what was recognised")
        write_output("".join(f"{line}\n" for line in _format_left(plan)))
        return 3
    report = preview_check(session.tree, loaded, plan)
    if write:
        _write_plan(session, plan)
    if format == "json":
        write_output(
            json.dumps(_export_plan(plan, report, write), indent=2, ensure_ascii=False) + "\n",
            machine=True,
        )
    else:
        write_output("".join(f"{line}\n" for line in _format_plan(plan, report, write)))
        if write:
            write_output("".join(f"{line}\n" for line in _write_advice(session.reopen_tree())))
    return 0


def _check_options(chosen: tuple[str, ...], write: bool, dry_run: bool) -> None:
    if write and dry_run:
        raise click.UsageError("--write and --dry-run exclude each other")
    for name in chosen:
        if name not in _list_foreign():
            known = ", ".join(_list_foreign())
            raise click.UsageError(
                f"there is no layout `{show_text(name)}` to import; write {known}"
            )


def _write_plan(session: Session, plan: Plan) -> None:
    assert isinstance(session.tree, WorkTree)
    try:
        carry_out(session.tree.root, plan)
    except WriteError as error:
        raise click.ClickException(str(error)) from None


def _format_plan(plan: Plan, report: Report, written: bool) -> Iterator[str]:
    verb = "wrote" if written else "would write"
    for new in plan.new:
        yield f"{verb} {show_text(new.path)} from {show_text(new.source)}"
    yield from _format_left(plan)
    yield ""
    yield from _format_findings(report, written)
    if not written:
        yield "nothing was written: `awos import --write` writes it"


def _write_advice(session: Session) -> Iterator[str]:
    """Yield what to remove and what comes next, as commands."""
    loaded = session.load_project()
    git, old = session.place.git, loaded.imported
    tracked = git is not None and old.keys() <= {entry.path for entry in git.list_index()}
    # Git leaves alone what it does not know; `rm` must be told each file.
    names = find_removable(session.tree, old) if tracked else sorted(old)
    yield "the files that were imported are not read any more; remove them once nobody needs them:"
    yield f"  {'git rm -r' if tracked else 'rm'} -- {' '.join(map(quote, names))}"
    yield "next:"
    documents = [d for d in loaded.project.documents if IMPORTED_FROM in d.fields]
    claiming = [d.id for d in documents if claims_approval(loaded.project, d)]
    if claiming:
        yield f"  awos approve {' '.join(map(quote, claiming))}"
    yield "  awos check"


def _format_left(plan: Plan) -> Iterator[str]:
    """Yield what is left, together where the reason is the same."""
    reasons: dict[str, list[str]] = {}
    for left in plan.left:
        reasons.setdefault(left.why, []).append(left.path)
    if reasons:
        yield "not carried over:"
    for why, paths in reasons.items():
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        yield f"  {show_text(why)}: {', '.join(map(show_text, paths[:_SHOWN]))}{more}"


def _format_findings(report: Report, written: bool) -> Iterator[str]:
    count = len(report.diagnostics)
    verb = "finds" if written else "would find"
    if not count:
        yield f"a check of the native documents {verb} nothing"
        return
    yield f"a check of the native documents {verb} {count_noun(count, 'thing')} to do:"
    rules = Counter(diagnostic.rule for diagnostic in report.diagnostics)
    for rule, number in rules.most_common(_SHOWN):
        first = next(d for d in report.diagnostics if d.rule == rule)
        where = f"{show_text(first.at.path)}:{first.at.line}"
        yield f"  {number} {rule}, such as {where}: {show_text(first.message)}"
    if len(rules) > _SHOWN:
        yield f"  and {count_noun(len(rules) - _SHOWN, 'more rule')}"


def _export_plan(plan: Plan, report: Report, written: bool) -> dict[str, object]:
    return {
        "version": 1,
        "written": written,
        "documents": [{"path": new.path, "from": new.source} for new in plan.new],
        "left": [{"path": left.path, "why": left.why} for left in plan.left],
        "findings": dict(Counter(diagnostic.rule for diagnostic in report.diagnostics)),
    }
