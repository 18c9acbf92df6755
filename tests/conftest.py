"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# How long an example takes is the machine's affair. With `CI` set, hypothesis has a profile of its
# own that says the same and draws no dice.
if "CI" not in os.environ:
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")
