"""Settings of the property tests."""

from hypothesis import settings

# A busy machine is not a defect.
settings.register_profile("report", deadline=None)
settings.load_profile("report")
