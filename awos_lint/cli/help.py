"""The text of `awos --help`; made by `pytest tests/test_generated.py --accept`."""

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
  ack         Keep an approval though a document above it changed.
  approvals   Show who approved what, and whether that still holds.
  approve     Put on record who approved which text.
  check       Check the documents and report what is wrong.
  completion  Print the completion script for a shell.
  config      Print the configuration that applies, and where it comes from.
  graph       Print the document graph.
  revoke      Take the approvals of documents back.
  rule        Print a rule's manual page, or list the rules.
  schema      Print the JSON Schema of a kind or of the configuration.
"""
