"""Let every command that writes fail at many points, and count what is lost.

    python -m benchmarks.faults [POINTS]

The points are spread evenly over the commands of `tests.support.fault_cases` and over what may
happen: killed, a full disk, a broken disk, and a file that cannot be read. After each the same
command runs again. What the points cannot reach is said in `tests.support.faults`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.fault_cases import CASES, Stage
from tests.support.faults import Fault


def chosen(stages: dict[str, Stage], count: int) -> list[tuple[str, Fault]]:
    """Return points, as many of each command and each kind as there are, up to an equal share."""
    known = {
        (name, kind): random.Random(f"{name} {kind}").sample(range(points), points)
        for name, stage in stages.items()
        for kind, points in stage.points.items()
    }
    found: list[tuple[str, Fault]] = []
    while len(found) < count and any(known.values()):
        found += [(name, Fault(kind, left.pop())) for (name, kind), left in known.items() if left]
    return found[:count]


def main(count: int) -> int:
    """Try the points; return 1 where something was lost or not completed."""
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    with tempfile.TemporaryDirectory(prefix="awos-faults-") as home:
        stages = {
            name: Stage.of(case, Path(home, str(number)))
            for number, (name, case) in enumerate(CASES.items())
        }
        tried: Counter[str] = Counter()
        wrong = 0
        for name, fault in chosen(stages, count):
            tried[f"{name}, {fault.kind}"] += 1
            problems = stages[name].problems(fault)
            wrong += bool(problems)
            for problem in problems:
                print(f"{name}: {problem}")
    for what, number in sorted(tried.items()):
        print(f"{number:5}  {what}")
    print(f"{tried.total()} points, {wrong} with something lost, untold or not completed")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
