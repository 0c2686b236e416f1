"""Run rules over a project: selection, severity, suppressions, baseline, identity, order."""
