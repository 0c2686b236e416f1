"""The text of `awos --help`; made by `pytest tests/whole --accept`."""

TEXT = """\
Usage: awos [OPTIONS] COMMAND [ARGS]...

  Check missions, roadmaps, decisions, specs and tasks as one graph.

  Exit codes: 0 checked and clean, 1 findings, 2 wrong use or configuration, 3 something could not
  be checked, 4 a bug in awos.

Options:
  -C DIR                       Run as if started in DIR.
  --color [auto|always|never]  When to colour; auto follows NO_COLOR, FORCE_COLOR and the terminal.
  --version                    Show the version and exit.
  -h, --help                   Show this message and exit.

Commands:
  ack                 Keep an approval though a document above it changed.
  adr                 Write, replace, review and sum up decisions.
  approvals           Show who approved what, and whether that still holds.
  approve             Put on record who approved which text.
  check               Check the documents and report what is wrong.
  commit-msg          Check the trailers of a commit message, as a hook.
  completion          Print the completion script for a shell.
  config              Print the configuration that applies, and where it comes from.
  context             Print what is enough to know for a task, a spec or a feature.
  doctor              Print what is installed, edited, out of date, or would be ignored.
  feature             Begin, end and reopen features of the roadmap.
  graph               Print the document graph.
  hook                Answer a coding agent's hook: JSON in, JSON out.
  import              Turn the documents of another layout into native ones.
  init                Set up documents, commands, subagents, hooks, pre-commit and CI.
  layout              Print which layouts were found where, and what was left aside.
  matrix              Print which task and which files serve which requirement.
  new                 Begin a document from its template.
  next                Print what may be started now, and why nothing before it may.
  plan                Print which tasks of a spec may run side by side.
  pre-push            Check what is pushed, as a hook.
  prepare-commit-msg  Add the trailer of a branch to a commit message, as a hook.
  renumber            Give a document another number, and rewrite every link to it.
  reviews             Ask GitHub whose reviews stand for which approved text.
  revoke              Take the approvals of documents back.
  rule                Print a rule's manual page, or list the rules.
  schema              Print the JSON Schema of a kind or of the configuration.
  spec                Say how far specs are.
  status              Print where the product stands.
  summary             Print in Markdown what a step did to the plan.
  task                Begin, end, block and reopen tasks.
  trace               Print what something comes from and what it leads to.
  upgrade             Renew what `init` installed, and keep every edit.
"""
