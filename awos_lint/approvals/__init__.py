"""Approvals: records, how much they prove, who wrote a text, and what giving one changes."""
