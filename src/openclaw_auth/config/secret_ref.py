"""A secret that stands elsewhere: `{source: "env"|"file", id: "..."}` in the place of a key.

Only the shape is judged here; `openclaw_auth.sources` goes and gets the value.
"""

from __future__ import annotations

SOURCES = ("env", "file")


class SecretRef:
    """Where a secret stands: `source` is `env` or `file`, `id` a variable's name or a path."""

    __slots__ = ("id", "source")

    def __init__(self, source: str, id: str) -> None:  # noqa: A002 # the config's word
        self.source = source
        self.id = id

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretRef):
            return NotImplemented
        return (self.source, self.id) == (other.source, other.id)

    def __hash__(self) -> int:
        return hash((self.source, self.id))

    def __repr__(self) -> str:
        return f"SecretRef({self.source!r}, {self.id!r})"


def secret_ref(value: object) -> SecretRef | None:
    """Return the reference that a config value is, None when it is none or malformed."""
    if isinstance(value, dict) and fault(value) is None:
        return SecretRef(value["source"], value["id"])
    return None


def fault(value: dict[str, object]) -> str | None:
    """Return the code of what is wrong with a reference, None when it is well formed."""
    if value.get("source") not in SOURCES:
        return "config_secret_source"
    name = value.get("id")
    if not isinstance(name, str) or not name.strip():
        return "config_secret_id"
    # `provider` names an entry of newer OpenClaw's secrets section; kept, not used.
    if set(value) - {"source", "id", "provider"}:
        return "config_secret_fields"
    return None
