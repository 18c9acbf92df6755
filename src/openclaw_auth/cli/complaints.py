"""What argparse complains of, as reasons, which speak the user's language. Pure."""

from __future__ import annotations

import re

from openclaw_auth.codes import Reason

# argparse's own words (Python 3.11 to 3.14) and the code of ours that says the same.
COMPLAINTS = (
    ("the following arguments are required: (?P<words>.+)", "usage_required"),
    ("one of the arguments (?P<words>.+) is required", "usage_one_required"),
    ("unrecognized arguments: (?P<words>.+)", "usage_unrecognized"),
    ("argument (?P<words>.+?): expected one argument", "usage_needs_value"),
    ("argument (?P<words>.+?): expected at least one argument", "usage_needs_some"),
    ("argument (?P<words>.+?): expected (?P<count>[0-9]+) arguments?", "usage_needs_count"),
    ("argument (?P<words>.+?): ignored explicit argument (?P<value>.+)", "usage_takes_none"),
    ("argument (?P<words>.+?): not allowed with argument (?P<other>.+)", "usage_not_with"),
    (
        r"argument (?P<words>.+?): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)",
        "usage_choice",
    ),
    ("argument (?P<words>.+?): invalid (?P<type>[a-z_]+) value: (?P<value>.+)", "usage_value"),
    ("ambiguous option: (?P<words>.+?) could match (?P<known>.+)", "usage_ambiguous"),
)


def in_our_words(message: str) -> Reason | str:
    """Return what argparse complains of as a reason; as it is when it is none that we know."""
    for pattern, code in COMPLAINTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return Reason(code, found.groupdict())
    return message
