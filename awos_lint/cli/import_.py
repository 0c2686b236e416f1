"""``awos import``: another layout's documents as native ones; a plan first, and nothing deleted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from shlex import quote

import click

from awos_lint.actions.import_documents import carry_out, find_removable, outcome, plan_import
from awos_lint.approvals.records import claims_approval
from awos_lint.cli.session import Session
from awos_lint.cli.streams import emit, say
from awos_lint.cli.writing import writes_documents
from awos_lint.core.diagnostic import Report
from awos_lint.core.escape import shown
from awos_lint.core.model.document import IMPORTED_FROM
from awos_lint.core.wording import amount
from awos_lint.files import WriteError
from awos_lint.files.tree import WorkTree
from awos_lint.layouts import layouts
from awos_lint.scaffold.migrate import Plan

_SHOWN = 8


def _offered(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in _foreign() if name.startswith(incomplete)]


def _foreign() -> list[str]:
    return [name for name, layout in layouts().items() if not layout.is_native]


@click.command("import")
@click.option(
    "--from",
    "chosen",
    metavar="LAYOUT",
    multiple=True,
    shell_complete=_offered,
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
    loaded = session.load()
    plan = plan_import(session.workspace, loaded, chosen)
    if not plan.new:
        say("there is nothing to import; `awos layout` prints what was recognised")
        emit("".join(f"{line}\n" for line in _left(plan)))
        return 3
    report = outcome(session.tree, loaded, plan)
    if write:
        _write(session, plan)
    if format == "json":
        emit(
            json.dumps(_data(plan, report, write), indent=2, ensure_ascii=False) + "\n",
            machine=True,
        )
    else:
        emit("".join(f"{line}\n" for line in _lines(plan, report, write)))
        if write:
            emit("".join(f"{line}\n" for line in _advise(session.reopened())))
    return 0


def _check_options(chosen: tuple[str, ...], write: bool, dry_run: bool) -> None:
    if write and dry_run:
        raise click.UsageError("--write and --dry-run exclude each other")
    for name in chosen:
        if name not in _foreign():
            known = ", ".join(_foreign())
            raise click.UsageError(f"there is no layout `{shown(name)}` to import; write {known}")


def _write(session: Session, plan: Plan) -> None:
    assert isinstance(session.tree, WorkTree)
    try:
        carry_out(session.tree.root, plan)
    except WriteError as error:
        raise click.ClickException(str(error)) from None


def _lines(plan: Plan, report: Report, written: bool) -> Iterator[str]:
    verb = "wrote" if written else "would write"
    for new in plan.new:
        yield f"{verb} {shown(new.path)} from {shown(new.source)}"
    yield from _left(plan)
    yield ""
    yield from _findings(report, written)
    if not written:
        yield "nothing was written: `awos import --write` writes it"


def _advise(session: Session) -> Iterator[str]:
    """Yield what to remove and what comes next, as commands."""
    loaded = session.load()
    git, old = session.place.git, loaded.imported
    tracked = git is not None and old.keys() <= {entry.path for entry in git.index()}
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


def _left(plan: Plan) -> Iterator[str]:
    """Yield what is left, together where the reason is the same."""
    reasons: dict[str, list[str]] = {}
    for left in plan.left:
        reasons.setdefault(left.why, []).append(left.path)
    if reasons:
        yield "not carried over:"
    for why, paths in reasons.items():
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        yield f"  {shown(why)}: {', '.join(map(shown, paths[:_SHOWN]))}{more}"


def _findings(report: Report, written: bool) -> Iterator[str]:
    count = len(report.diagnostics)
    verb = "finds" if written else "would find"
    if not count:
        yield f"a check of the native documents {verb} nothing"
        return
    yield f"a check of the native documents {verb} {amount(count, 'thing')} to do:"
    rules = Counter(diagnostic.rule for diagnostic in report.diagnostics)
    for rule, number in rules.most_common(_SHOWN):
        first = next(d for d in report.diagnostics if d.rule == rule)
        where = f"{shown(first.at.path)}:{first.at.line}"
        yield f"  {number} {rule}, such as {where}: {shown(first.message)}"
    if len(rules) > _SHOWN:
        yield f"  and {amount(len(rules) - _SHOWN, 'more rule')}"


def _data(plan: Plan, report: Report, written: bool) -> dict[str, object]:
    return {
        "version": 1,
        "written": written,
        "documents": [{"path": new.path, "from": new.source} for new in plan.new],
        "left": [{"path": left.path, "why": left.why} for left in plan.left],
        "findings": dict(Counter(diagnostic.rule for diagnostic in report.diagnostics)),
    }
