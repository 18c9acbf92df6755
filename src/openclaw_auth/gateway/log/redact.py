"""The last line of defence of the log: takes out whatever looks like a secret. Pure.

Nothing that we log holds one; this is for what a user or an upstream puts where none belongs.
"""

from __future__ import annotations

import re

# Looked for first: one plain search each, over many lines at once, costs next to nothing.
_HINTS = (
    "sk-", "sk_", "rk_", "pk_", "eyJ", "earer ", "gsk_", "xai-", "AIza", "ghp_", "gho_", "ghu_",
    "ghs_", "ghr_", "github_pat_", "AKIA", "hf_", "r8_", "pplx-", "nvapi-", "key=", "token=",
    "secret=", "password=",
)  # fmt: skip
_SECRET = re.compile(
    r"""
      \b(?:sk|rk|pk)[-_][A-Za-z0-9_-]{8,}            # OpenAI, Anthropic, Stripe and their kin
    | \beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,2} # a JWT
    | \b(?:gsk_|xai-|AIza|hf_|r8_|pplx-|nvapi-|AKIA)[A-Za-z0-9_-]{8,}
    | \bgh[pousr]_[A-Za-z0-9]{8,} | \bgithub_pat_\w{8,}
    | (?<=[Bb]earer\ )[^\s"',]{8,}
    | (?<=[?&]key=)[^\s"'&]{4,}
    | (?<=api_key=)[^\s"'&]{4,} | (?<=token=)[^\s"'&]{4,}
    | (?<=secret=)[^\s"'&]{4,} | (?<=password=)[^\s"'&]{4,}
    """,
    re.VERBOSE,
)
_PUT_IN = "[redacted]"


def redact(text: str) -> str:
    """Return the text with everything that looks like a secret replaced."""
    if any(hint in text for hint in _HINTS):
        return _SECRET.sub(_PUT_IN, text)
    return text
