"""How much is tried: `AWOS_PROFILE` is `everyday` (the default), `ci` or `nightly`.

The profiles differ in how many examples hypothesis tries, and in nothing else.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

_FACTORS: Final = {"everyday": 0.2, "ci": 1.0, "nightly": 20.0}
PROFILE: Final = os.environ.get("AWOS_PROFILE", "everyday")


def scale_examples(number: int) -> int:
    """Return how many examples are tried where continuous integration tries ``number``."""
    return max(5, int(number * _FACTORS[PROFILE]))


def load_profile() -> None:
    """Have hypothesis try as many examples as the profile says; raises ``KeyError`` for another."""
    settings.register_profile(
        PROFILE,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=scale_examples(100),
    )
    settings.load_profile(PROFILE)
