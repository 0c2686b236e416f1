"""The one place where hands meet thought: what applies, what is read, what is found."""

from awos_lint.project.baseline_file import (baseline_text, read_baseline)
from awos_lint.linter.check import (check, manual)
from awos_lint.project.load import (Loaded, load)
from awos_lint.project.place import (Place, WrongPathError, open_place)
from awos_lint.project.settings import (Settings, find_settings, read_settings)

__all__ = [
    "Loaded",
    "Place",
    "Settings",
    "WrongPathError",
    "baseline_text",
    "check",
    "find_settings",
    "load",
    "manual",
    "open_place",
    "read_baseline",
    "read_settings",
]
